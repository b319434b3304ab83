"""Spoken words turned into a report's telegraphic form, by the patterns of a ``Wording`` and nothing else."""

import re
from collections.abc import Callable, Sequence

from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.drafting.numerals import with_digits
from assistant.pipeline.drafting.persons import impersonal, third_person
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.drafting.wording_parts import Rewrite
from assistant.pipeline.lexicon import NumberWords
from assistant.pipeline.text import tokens

_CLAUSE = re.compile(r"[^,;:.!?…]+(?:(?<=\d)[,.:](?=\d)[^,;:.!?…]+)*[,;:.!?…]*\s*")
_INFINITIVE = re.compile(r"\{infinitive:([^}]*)\}")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_TIDY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"\s+(?=n't\b)", ""),
        (r"\s+([,.…])", r"\1"),
        (r"(?:…|\.\.+)+", ","),
        (r"[!?]+", "."),
        (r"(?:\s*[,;:.]){2,}(?=\s|$)", ","),
        (r"^[\s,;:.…-]+|[\s,;:.…-]+$", ""),
        (r"\s{2,}", " "),
    )
)


def telegraph(
    text: str, role: SpeakerRole, wording: Wording, numbers: NumberWords, telling: Callable[[str], bool] | None = None
) -> str:
    """The words without fillers and empty clauses, rewritten for a report; no full stop at the end.

    ``telling`` says whether a clause holds anything clinical; where some do, the others go. Empty where nothing
    clinical is left. Where first or second person cannot be turned safely, the speaker's own words come back in
    quotation marks.
    """
    plain = with_digits(text.translate(_QUOTES), numbers, wording.language)
    plain = rewritten(_tidy(plain), role, wording.early, wording)
    kept = _without_empty_clauses(_without_fillers(plain, wording), wording)
    if not kept:
        return ""
    written = rewritten(kept, role, wording.rewrites, wording)
    of_clinician = role is SpeakerRole.CLINICIAN
    written = impersonal(written, wording) if of_clinician else third_person(written, wording)
    written = _telling_clauses(_tidy(written), telling)
    if not informative(written, wording):
        return ""
    if wording.first_person.left.search(written):
        return wording.phrases["quoted"].format(text=_tidy(_telling_clauses(kept, telling)))
    return _capitalised(written)


def spoken_plainly(text: str, wording: Wording) -> str:
    """The words with straight apostrophes and without fillers, as patterns about what a whole sentence says read
    them."""
    plain = text.translate(_QUOTES).strip()
    for pattern, to in _TIDY[:2]:
        plain = pattern.sub(to, plain)
    return _without_fillers(plain, wording)


def informative(text: str, wording: Wording) -> frozenset[str]:
    """The folded words and numbers of a text that are not everyday words."""
    return frozenset(token.key for token in tokens(text) if token.key.isdigit() or _is_rare(token.key, wording))


def _is_rare(key: str, wording: Wording) -> bool:
    return len(key) > 2 and key not in wording.common


def _tidy(text: str) -> str:
    for pattern, to in _TIDY:
        text = pattern.sub(to, text)
    return text.strip()


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _without_fillers(text: str, wording: Wording) -> str:
    for pattern in wording.fillers:
        # Twice: taking one filler away can bring the next to the start of the clause.
        text = pattern.sub("", pattern.sub("", text)).strip(" ,")
    return text


def _without_empty_clauses(text: str, wording: Wording) -> str:
    return "".join(clause for clause in _CLAUSE.findall(text) if not _is_empty(clause, wording)).strip()


def _is_empty(clause: str, wording: Wording) -> bool:
    bare = clause.strip(" ,;:.!?…")
    valued = any(map(str.isdigit, bare))
    if not valued and any(pattern.search(bare) for pattern in wording.empty_clauses):
        return True
    return not informative(bare, wording) and not wording.guards.search(bare)


def _telling_clauses(text: str, telling: Callable[[str], bool] | None) -> str:
    clauses = _CLAUSE.findall(text)
    kept = [clause for clause in clauses if telling is None or telling(clause)]
    return "".join(kept if kept else clauses).strip(" ,;:")


def rewritten(text: str, role: SpeakerRole, rewrites: Sequence[Rewrite], wording: Wording) -> str:
    """The text by those of the rewrites that are for who speaks, one after the other."""
    who = "clinician" if role is SpeakerRole.CLINICIAN else "patient"
    for rewrite in rewrites:
        if rewrite.who in ("any", who):
            text = _apply(rewrite, text, wording).strip()
    return text


def _apply(rewrite: Rewrite, text: str, wording: Wording) -> str:
    written = rewrite.pattern.sub(rewrite.to, text)
    return _INFINITIVE.sub(lambda match: wording.infinitives.get(match.group(1).lower(), match.group(1)), written)
