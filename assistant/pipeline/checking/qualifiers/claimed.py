"""How a claim means its facts: whose, whether it leaves them open, whether they and what was said can both be true."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.fact import Fact
from assistant.pipeline.checking.qualifiers.narrowing import denies_forever, elsewhere, is_over
from assistant.pipeline.checking.qualifiers.polarity import opened_by_condition
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.kinship import SELF, claimed_person, names_a_side
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.facts.answers import answer_of
from assistant.pipeline.facts.qualifiers import listed_loosely
from assistant.pipeline.facts.reading import sentence_reading


def meant(fact: Fact, reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> Fact:
    """The fact, of a relative where the claim opens with one or its clause names a side of the family, else only
    where one is named up to its clause's end."""
    part = next((part for part in parts if part.span.start <= fact.span.start < part.span.end), None)
    end = fact.span.end if part is None else part.span.end
    start = 0 if part is None else part.span.start
    after = load_knowledge(base.language).after
    if any(word.key in after and start <= word.start < fact.span.start for word in reading.words):
        fact = replace(fact, qualifiers=replace(fact.qualifiers, past=True))
    named = any(unit.person and unit.span.start < end for unit in reading.units)
    sided = part is not None and any(unit.person and names_a_side(unit, base) for unit in part.units)
    unit = next((one for one in reading.units if one.span.overlaps(fact.span)), None)
    other = part is not None and unit is not None and claimed_person(unit, part, reading, base) != SELF
    if sided or other or (reading.units and reading.units[0].person and not fact.qualifiers.family):
        return replace(fact, qualifiers=replace(fact.qualifiers, family=True))
    if fact.qualifiers.family and not named and any(unit.person for unit in reading.units):
        return replace(fact, qualifiers=replace(fact.qualifiers, family=False))
    return fact


def hedged(fact: Fact, reading: Reading, base: EvidenceBase) -> bool:
    """Whether the claim leaves the fact open, by a cue or by an *if* before it."""
    held = fact.qualifiers
    opened = opened_by_condition(reading, fact.span, base)
    after = next((word.key for word in reading.words if word.start >= fact.span.end), "")
    loose = listed_loosely(sentence_reading(reading.text, base.lexicon), fact.span)
    return loose or held.uncertain or held.conditional or opened or after in ("non", "not")


def apart(fact: Fact, other: Fact, reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> bool:
    """Whether a fact and one that was said may both be true, though one denies."""
    unit = next((unit for unit in reading.units if unit.span.overlaps(fact.span)), None)
    told = base.passage_at(other.turn, other.span.start)
    if unit is None or told is None:
        return False
    answer = answer_of(sentence_reading(told.segment.text, base.lexicon)) if other.answers is not None else None
    if answer is not None and answer.polarity == "over":
        return True  # *Au début oui, plus maintenant*.
    part = next(part for part in parts if part.span.start <= unit.span.start < part.span.end)
    span = other.span.shifted(-told.segment.span.start)
    if other.qualifiers.negated and is_over(unit, part, reading, base) and not denies_forever(told, base):
        return True
    return elsewhere(unit, part, reading.text, told, span, other.qualifiers.negated, base)
