"""A denial of part of something is no denial of all of it: *no pain in the calf*, *absence de douleur la nuit*."""

import re
from collections.abc import Sequence

from assistant.domain.span import Span
from assistant.pipeline.checking.texts.clauses import Clause, clauses
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import sentence_reading
from assistant.pipeline.text import Token

_BESIDE = 40
"""Characters between a circumstance and what is denied in it."""
_OF = re.compile(r"\s*(?:de |d'|du |des |of |on |in |at )", re.IGNORECASE)
_COMMA = re.compile(r"[,;.:?!]")


def elsewhere(
    unit: Unit, part: Clause, claim: str, told: Passage, span: Span, denied: bool, base: EvidenceBase
) -> bool:
    """Whether a problem of the text ``claim`` (``unit`` in its clause ``part``) and what says the opposite (``span`` of
    the passage ``told``; ``denied``: it denies) may both be true, since the denial is of one place or circumstance."""
    if denied:
        places = [one for clause in clauses(told.reading) if clause.span.start <= span.start < clause.span.end
                  for one in clause.units if one.site and not one.span.overlaps(span)]  # fmt: skip
        named = [one for one in (unit, *part.units) if one.site]
        if places and named and not _shared(places, named):
            return True
        return _in_a_circumstance(part, told, span, base)
    after = [one for one in part.units if one.span.start >= unit.span.end and not one.person]
    narrower = [one for one in after if not one.problem or _OF.fullmatch(claim, unit.span.end, one.span.start)]
    turns = (told.segment.turn - 1, told.segment.turn)
    near = [other for passage in base.passages if passage.segment.turn in turns for other in passage.reading.units]
    return bool(narrower) and not _shared(narrower, near)


def _in_a_circumstance(part: Clause, told: Passage, span: Span, base: EvidenceBase) -> bool:
    """*No pain when you pass urine*: a denial of one circumstance, which the claim does not name."""
    circumstance = load_knowledge(base.language).circumstance
    for word in told.reading.words:
        gap = (word.start - span.end) if word.start >= span.end else (span.start - word.end)
        if (
            word.key in circumstance
            and gap <= _BESIDE
            and not _COMMA.search(told.reading.folded, *_between(span, word))
        ):
            rest = [one for one in told.reading.units if word.end <= one.span.start <= word.end + _BESIDE]
            return bool(rest) and not _shared([one for one in rest if not one.span.overlaps(span)], part.units)
    return False


def _between(span: Span, word: Token) -> tuple[int, int]:
    return (span.end, word.start) if word.start >= span.end else (word.end, span.start)


def is_over(unit: Unit, part: Clause, reading: Reading, base: EvidenceBase) -> bool:
    """Whether a claim says of a problem that it is past: a denial of now agrees with it (*vomissements, résolus*)."""
    over = load_knowledge(base.language).over
    words = [word for word in reading.words if word.start >= part.span.start]
    after = next((word for word in words if word.start >= part.span.end), None)
    if any(word.key in over for word in words if word.start < part.span.end or word == after):
        return True
    return read_qualifiers(sentence_reading(reading.text, base.lexicon), unit.span).past


def denies_forever(told: Passage, base: EvidenceBase) -> bool:
    """*Jamais*: there was none before either."""
    return any(word.key in load_knowledge(base.language).never for word in told.reading.words)


def _shared(some: Sequence[Unit], others: Sequence[Unit]) -> bool:
    return any(one.keys & other.keys for one in some for other in others)
