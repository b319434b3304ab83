"""One error of one type in a sentence, by rule and with a seed.

Each planter takes a case and a generator and gives the wrong sentence, or nothing where the sentence cannot take it.
Only what was said can be made wrong, so each asks that the part it changes stands in the transcript too.
``superseded`` changes the transcript instead: the speaker corrects himself after the number that the note holds.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from assistant.domain.transcript import Transcript
from assistant.pipeline.facts.numbers import quantities
from assistant.pipeline.lexicon import Lexicon, TermMatch
from eval.cases import Case
from eval.harness import seeded

_MEASURE = re.compile(r"(?<![\w/.])(\d{2,3})(?=\s?(?:%|degrees|/\d|kg|pounds|bpm|beats|years))")
_DOSE = re.compile(r"(?<![\w/.])(\d{1,4})(?=\s?(?:mg|mcg|g|units?|milligrams?|micrograms?|puffs?|tablets?)\b)")
_UNIT = re.compile(r"(?<=\d)(\s?)(mg|mcg|milligrams|micrograms|cm|mm|mL|kg|pounds|grams)\b")
_UNITS = {
    "mg": "mcg", "mcg": "mg", "milligrams": "micrograms", "micrograms": "milligrams", "cm": "mm", "mm": "cm", "mL": "L",
    "kg": "g", "pounds": "kilograms", "grams": "milligrams",
}  # fmt: skip
_TIME = re.compile(r"\b(days?|weeks?|months?|years?|hours?)\b")
_TIMES = {"day": "month", "week": "year", "month": "week", "year": "month", "hour": "week"}
_OFTEN = re.compile(r"\b(once|twice|three times|four times|daily|weekly|nightly)\b")
_OFTENS = {
    "once": "four times", "twice": "four times", "three times": "once", "four times": "twice", "daily": "weekly",
    "weekly": "daily", "nightly": "every other day",
}  # fmt: skip
_SIDE = re.compile(r"\b(left|right)\b", re.IGNORECASE)
_DENIAL = re.compile(r"\b(denies|no|without|negative for|nil|not)\b(?! (?:further|longer|known))", re.IGNORECASE)
_DENIALS = {"denies": "reports", "no": "has", "without": "with", "negative for": "positive for", "nil": "", "not": ""}
_AFFIRMED = re.compile(r"\b(reports|endorses|complains of|presents with|has had|positive for)\b")
_AFFIRMEDS = {"positive for": "negative for"}
_OPEN = re.compile(
    r"\b(?:may have|might be|may be|possibl[ey]|probabl[ey]|likely|suspected|consistent with|concern for|could be) "
)
_PLANNED = re.compile(
    r"\b(?:(?:we|i) will|will|plan to|planning to) (?:order|obtain|get|schedule|perform|repeat)\b", re.I
)
_RELATIVE = re.compile(r"\b(mother|father|brother|sister|aunt|uncle|grandmother|grandfather)\b", re.IGNORECASE)
_WHEN = re.compile(
    r"\b(yesterday|today|last week|last month|last year|this morning|\d+ (?:days?|weeks?|months?|years?) ago)\b", re.I
)
_REPORTED = re.compile(
    r"\b(?:the patient|she|he|pt|patient) "
    r"(?:reports|endorses|states|feels|thinks|believes|has been having|describes)\b",
    re.I,
)
_DRUGS = ("warfarin", "digoxin", "methotrexate", "carbamazepine", "clozapine", "tamoxifen", "isotretinoin", "lithium")
Said = frozenset[float]
_RELATIVES = {"mother": "father", "father": "mother", "brother": "sister", "sister": "brother", "aunt": "uncle"}


def planted(cases: Iterator[Case], lexicon: Lexicon) -> Iterator[Case]:
    """Every error that each sentence can take."""
    for case in cases:
        draw = seeded(case.encounter, case.claim)
        spoken = " ".join(turn.text for turn in case.transcript.turns).lower()
        said = _numbers(case.transcript, lexicon)
        for kind, plant in _PLANTERS.items():
            wrong = plant(case.claim, spoken, said, draw, lexicon)
            if wrong is not None and wrong != case.claim:
                yield replace(case, claim=wrong, supported=False, kind=kind)
        if (corrected := _superseded(case, lexicon)) is not None:
            yield corrected


def _number(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    return _other_number(_MEASURE, claim, said, draw, (3, 7, 11, 20))


def _dose(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    found = _said(_DOSE, claim, said)
    if found is None:
        return None
    value = int(found[1])
    wrong = draw.choice([value * 2, value * 10, value + 5])
    return claim[: found.start(1)] + str(wrong) + claim[found.end(1) :]


def _other_number(
    pattern: re.Pattern[str], claim: str, said: Said, draw: random.Random, steps: tuple[int, ...]
) -> str | None:
    found = _said(pattern, claim, said)
    if found is None:
        return None
    free = [step for step in steps if float(found[1]) + step not in said]
    if not free:
        return None
    return claim[: found.start(1)] + str(int(found[1]) + draw.choice(free)) + claim[found.end(1) :]


def _said(pattern: re.Pattern[str], claim: str, said: Said) -> re.Match[str] | None:
    """The first match whose number was said."""
    return next((found for found in pattern.finditer(claim) if float(found[1]) in said), None)


@lru_cache(maxsize=512)
def _numbers(transcript: Transcript, lexicon: Lexicon) -> Said:
    """Every number of the transcript, in figures or in words."""
    mentions = (one for turn in transcript.turns for one in quantities(turn.text, transcript.language, lexicon))
    return frozenset(
        value for one in mentions for value in (one.quantity.value, one.quantity.high) if value is not None
    )


def _swap(pattern: re.Pattern[str], table: dict[str, str], claim: str, group: int) -> str | None:
    found = pattern.search(claim)
    if found is None:
        return None
    word = found[group]
    plural = word.endswith("s") and word not in table
    other = table.get(word.lower(), table.get(word.lower().rstrip("s"), word))
    return claim[: found.start(group)] + other + ("s" if plural else "") + claim[found.end(group) :]


def _unit(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    return _swap(_UNIT, _UNITS, claim, 2)


def _frequency(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    for pattern, table in draw.sample([(_OFTEN, _OFTENS), (_TIME, _TIMES)], 2):
        found = pattern.search(claim)
        if found is not None and found[1].lower().rstrip("s") in spoken:
            return _swap(pattern, table, claim, 1)
    return None


def _side(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    found = _SIDE.search(claim)
    if found is None or found[1].lower() not in spoken:
        return None
    return _SIDE.sub(lambda m: "left" if m[1].lower() == "right" else "right", claim)


def _terms(claim: str, spoken: str, kind: str, lexicon: Lexicon) -> list[TermMatch]:
    """The terms of the claim that the transcript holds word for word."""
    return [one for one in lexicon.match(claim) if one.kind == kind and one.span.of(claim).lower() in spoken]


def _drug(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    found = _terms(claim, spoken, "drug", lexicon)
    free = [drug for drug in _DRUGS if drug not in spoken]
    if not found:
        return None
    return claim[: found[0].span.start] + draw.choice(free) + claim[found[0].span.end :]


def _other_problem(spoken: str, draw: random.Random, lexicon: Lexicon) -> str:
    """The label of a problem that nobody speaks of, under any of its names."""
    held = {term.concept for term in lexicon.match(spoken)}
    problems = sorted(key for key, one in lexicon.concepts.items() if one.kind == "problem" and key not in held)
    return lexicon.label(draw.choice(problems))


def _problem(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    found = _terms(claim, spoken, "problem", lexicon)
    if not found or _DENIAL.search(claim):
        return None
    return claim[: found[0].span.start] + _other_problem(spoken, draw, lexicon) + claim[found[0].span.end :]


def _fabricated(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    if not _terms(claim, spoken, "problem", lexicon) or _DENIAL.search(claim):
        return None
    return claim.rstrip(" .") + f", with {_other_problem(spoken, draw, lexicon)}."


def _negation(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    if not _terms(claim, spoken, "problem", lexicon):
        return None
    if _DENIAL.search(claim):
        return re.sub(r"\s+", " ", _swap(_DENIAL, _DENIALS, claim, 1) or "").strip()
    found = _AFFIRMED.search(claim)
    return None if found is None else _swap(_AFFIRMED, dict.fromkeys((found[1],), "denies") | _AFFIRMEDS, claim, 1)


def _experiencer(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    found = _RELATIVE.search(claim)
    problems = _terms(claim, spoken, "problem", lexicon)
    if found is not None:
        if found[1].lower() not in spoken:
            return None
        return claim[: found.start()] + _RELATIVES.get(found[1].lower(), "cousin") + claim[found.end() :]
    if not problems or _DENIAL.search(claim):
        return None
    return f"Family history of {problems[0].span.of(claim)} in the patient's {draw.choice(list(_RELATIVES))}."


def _temporality(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    if _WHEN.search(claim):
        return _WHEN.sub(draw.choice(("ten years ago", "in childhood")), claim, count=1)
    found = _AFFIRMED.search(claim)
    problems = _terms(claim, spoken, "problem", lexicon)
    if found is None or not problems or "history" in claim.lower():
        return None
    return f"Past history of {problems[0].span.of(claim)}, resolved."


def _certainty(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    if _OPEN.search(claim):
        return _OPEN.sub("confirmed ", claim, count=1)
    found = _PLANNED.search(claim)
    return None if found is None else claim[: found.start()] + "already completed" + claim[found.end() :]


def _speaker(claim: str, spoken: str, said: Said, draw: random.Random, lexicon: Lexicon) -> str | None:
    found = _REPORTED.search(claim)
    if found is None or not _terms(claim, spoken, "problem", lexicon) or _DENIAL.search(claim):
        return None
    return claim[: found.start()] + "On examination, the physician found" + claim[found.end() :]


def _superseded(case: Case, lexicon: Lexicon) -> Case | None:
    """The same note on a visit in which the number it holds is taken back in the same breath."""
    for pattern in (_DOSE, _MEASURE):
        for found in pattern.finditer(case.claim):
            corrected = _corrected(case.transcript, float(found[1]), lexicon)
            if corrected is not None:
                return replace(case, transcript=corrected, supported=False, kind="superseded")
    return None


def _corrected(transcript: Transcript, value: float, lexicon: Lexicon) -> Transcript | None:
    """The transcript in which this number, said once, is taken back and replaced; nothing where it is said again."""
    holding = [
        (at, mention)
        for at, turn in enumerate(transcript.turns)
        for mention in quantities(turn.text, transcript.language, lexicon)
        if mention.quantity.value == value and mention.quantity.high is None
    ]
    if len(holding) != 1:
        return None
    at, mention = holding[0]
    turns, text = list(transcript.turns), transcript.turns[at].text
    unit = f" {mention.quantity.unit}" if mention.quantity.unit else ""
    put = f"{text[: mention.span.end]} , no , sorry , {value + 10:g}{unit}{text[mention.span.end :]}"
    turns[at] = replace(turns[at], text=put)
    return Transcript(transcript.language, tuple(turns), transcript.source)


_PLANTERS: dict[str, Callable[[str, str, Said, random.Random, Lexicon], str | None]] = {
    "number": _number,
    "dose": _dose,
    "unit": _unit,
    "frequency_duration": _frequency,
    "laterality_site": _side,
    "drug_swap": _drug,
    "problem_swap": _problem,
    "fabricated": _fabricated,
    "negation": _negation,
    "experiencer": _experiencer,
    "temporality": _temporality,
    "certainty": _certainty,
    "speaker": _speaker,
}
