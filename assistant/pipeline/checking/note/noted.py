"""Whether a note holds what was said, in the way that matters for it.

A drug that was stopped is not noted by its name among the treatments, a visit in a month not by another one in two
days, an allergy to latex not by *gloves without latex*: each is looked for with its action, its time, its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.fact import DrugAction, Fact, FactKind, Quantity
from assistant.pipeline.checking.texts.claims import NoteSentence
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, read
from assistant.pipeline.facts import text_facts
from assistant.pipeline.facts.qualifiers import negated_at

DECIDED = frozenset({DrugAction.STARTED, DrugAction.STOPPED, DrugAction.CHANGED})
_PLACES = frozenset({"plan", "assessment", "none"})
"""Sections in which a drug's name alone says what was decided of it; ``none``: before any heading."""
_DONE = frozenset({"results", "exam"})
"""Where a test stands that was done at once."""
_TOLERANCE = 0.15
DONE_BY_SAYING = frozenset({"sick_leave"})
"""What a clinician orders by saying it (*je vous arrête*): these words are no name of it."""


@dataclass(frozen=True, eq=False)
class Line:
    """A sentence of the note with its section and its reading."""

    section: str
    reading: Reading


def lines(sentences: Sequence[NoteSentence], base: EvidenceBase) -> list[Line]:
    """The sentences of a note, read."""
    return [Line(one.section, read(one.text, base.language, base.lexicon)) for one in sentences]


def noted(fact: Fact, sentence: str, note: Sequence[Line], base: EvidenceBase) -> bool:
    """Whether a line of the note holds the fact. ``sentence``: the one that it was said in."""
    said = read(sentence, base.language, base.lexicon)
    if fact.concept == "follow_up":
        # *If it lasts, you come back* may be written as a warning.
        if fact.qualifiers.conditional and any(_warns(line, said, base) for line in note):
            return True
        return any(_returns(line, base) and _same_time(said, line.reading, base) for line in note)
    if fact.concept == "safety_net":
        return any(_warns(line, said, base) for line in note)
    keys = _keys(fact, base)
    naming = [line for line in note if keys & line.reading.keys]
    if fact.kind is FactKind.ALLERGY and not fact.qualifiers.uncertain:
        return any(line.section == "allergies" or base.lexicon.cues("allergy", line.reading.text) for line in naming)
    if fact.kind is FactKind.DRUG and fact.action in DECIDED:
        return any(line.section in _PLACES or _decides(fact, line, base) for line in naming)
    if fact.qualifiers.negated:
        return any(line.section == "allergies" or _denies(fact, keys, line, base) for line in naming)
    if fact.kind in (FactKind.PROCEDURE, FactKind.PLAN):
        planned = [
            line for line in note if line.section in _PLACES | _DONE or _returns(line, base) or _orders(line, base)
        ]
        return any(line in planned for line in naming) or any(
            fact.concept not in DONE_BY_SAYING and line.section in ("plan", "none") and _told(said, keys, line)
            for line in note
        )
    if fact.kind is FactKind.DRUG and fact.dose is not None:
        # A plan that only stops or keeps a drug does not say how much was taken; a class names no drug.
        own = [line for line in naming if f"c:{fact.concept}" in line.reading.keys]
        naming = [line for line in own or naming if line.section != "plan" or _gives(fact.dose, line)]
    return bool(naming) or any(_same_amount(said, line.reading) for line in note)


def _gives(dose: Quantity, line: Line) -> bool:
    return any(dose.value in (one.quantity.value, one.quantity.high) for one in line.reading.quantities)


def _keys(fact: Fact, base: EvidenceBase) -> frozenset[str]:
    if fact.concept in DONE_BY_SAYING:
        return frozenset({f"c:{fact.concept}"})
    spoken = read(fact.text, base.language, base.lexicon)
    return frozenset({f"c:{fact.concept}"} | {key for key in spoken.keys if key.startswith(("b:", "t:", "w:", "s:"))})


def _told(said: Reading, keys: frozenset[str], line: Line) -> bool:
    """Whether the line names what a test is for or made of (*a blood test: liver enzymes*), half of it or more."""
    others = [unit for unit in said.units if unit.clinical and not unit.keys & keys]
    return bool(others) and 2 * sum(bool(unit.keys & line.reading.keys) for unit in others) >= len(others)


def _cues(group: str, line: Line, base: EvidenceBase) -> frozenset[str]:
    return frozenset(cue.name for cue in base.lexicon.cues_in(group, line.reading.words))


def _decides(fact: Fact, line: Line, base: EvidenceBase) -> bool:
    """Whether the line says what happened to this drug, rather than to another that it names too."""
    return any(
        one.kind is FactKind.DRUG and one.action in DECIDED and (one.concept == fact.concept or one.codes == fact.codes)
        for one in text_facts(line.reading.text, base.language, base.lexicon)
    )


def _denies(fact: Fact, keys: frozenset[str], line: Line, base: EvidenceBase) -> bool:
    """Whether the line says that the thing is not to be done or taken."""
    units = [unit for unit in line.reading.units if unit.keys & keys]
    return any(negated_at(line.reading.text, unit.span, base.lexicon) for unit in units) or _decides(fact, line, base)


def _orders(line: Line, base: EvidenceBase) -> bool:
    return "before" in _cues("plan", line, base)


def _returns(line: Line, base: EvidenceBase) -> bool:
    """Whether the line speaks of coming back: by a cue, or by a length of time in the plan (*Bilan à 3 mois*)."""
    timed = line.section in _PLACES and bool(_times(line.reading, base) or _days(line.reading, base))
    return timed or bool(_cues("follow_up", line, base) - {"pseudo", "place"})


def _warns(line: Line, said: Reading, base: EvidenceBase) -> bool:
    """Whether the line says when to call or come back sooner, for something that the sentence named (anything, where
    it names nothing)."""
    conditional = any(word.key in load_knowledge(base.language).condition for word in line.reading.words)
    if not (conditional or _cues("follow_up", line, base) & {"urgent", "place"}):
        return False
    calls = [cue.span for cue in base.lexicon.cues_in("follow_up", said.words)]
    told = [unit for unit in said.units if unit.clinical and not any(unit.span.overlaps(span) for span in calls)]
    # What is spoken of, rather than the words by which people say to come back.
    named = {key for unit in told for key in unit.keys if not key.startswith("w:")}
    if not named:
        numbers = _bare(said)
        return not numbers or bool(numbers & _bare(line.reading))
    return bool(named & line.reading.keys) or _same_amount(said, line.reading)


def _bare(reading: Reading) -> frozenset[float]:
    """The numbers without a unit: days of the month, the number to call."""
    return frozenset(one.quantity.value for one in reading.quantities if not one.quantity.unit)


def _same_amount(said: Reading, written: Reading) -> bool:
    """Whether a line gives a measured amount that the sentence gave (*trois kilos*, *-3 kg*)."""
    amounts = {(one.quantity.value, one.quantity.unit) for one in said.quantities if one.quantity.unit}
    return any((one.quantity.value, one.quantity.unit) in amounts for one in written.quantities)


def _times(reading: Reading, base: EvidenceBase) -> list[float]:
    """The lengths of time, in seconds."""
    units = base.lexicon.units
    held = [
        one.quantity for one in reading.quantities if getattr(units.get(one.quantity.unit), "dimension", "") == "time"
    ]
    return [value * units[one.unit].factor for one in held for value in (one.value, one.high) if value is not None]


def _days(reading: Reading, base: EvidenceBase) -> frozenset[str]:
    named = frozenset((*load_knowledge(base.language).weekdays, *load_knowledge(base.language).months))
    return named & {word.key for word in reading.words}


def _same_time(said: Reading, written: Reading, base: EvidenceBase) -> bool:
    """Whether a line gives a time that the sentence gave; one that gave none is met by any."""
    wanted, days = _times(said, base), _days(said, base)
    if not wanted and not days:
        return True
    near = any(abs(a - b) <= _TOLERANCE * max(a, b) for a in wanted for b in _times(written, base))
    # *Thursday the 28th* is written *28/11*.
    return near or bool(days & _days(written, base)) or bool(days and _bare(said) & _bare(written))
