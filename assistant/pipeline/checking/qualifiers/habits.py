"""*Smoker* of somebody who gave it up, *non-smoker* of somebody who smokes."""

from collections.abc import Iterator, Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import Fact, FactKind
from assistant.domain.finding import FindingType
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.knowledge import load_knowledge


def habit_doubts(claimed: Sequence[Fact], base: EvidenceBase) -> Iterator[Doubt]:
    """Tobacco, alcohol and drugs of the patient of which only another course was told. Who gave one up may be written
    as without it. That one is had must have been told outright: granted, or with an amount."""
    substances = load_knowledge(base.language).substances
    for fact in claimed:
        told = [other for other in base.facts if other.concept == fact.concept and _of_patient(other)]
        own = {other.qualifiers.negated for other in claimed if other.concept == fact.concept}
        if fact.concept not in substances or not _of_patient(fact) or not told or len(own) > 1:
            continue  # *Beer most nights, no morning drinking* says both.
        denied = [other for other in told if other.qualifiers.negated]
        evidence = SegmentEvidence(told[-1].turn, told[-1].span)
        if fact.qualifiers.negated:
            if not denied and not any(other.qualifiers.past for other in told) and any(map(_outright, told)):
                yield Doubt(FindingType.NEGATION, fact.span, evidence)
        elif len(denied) == len(told):
            if not any(_is_softened(other, base) for other in denied):
                yield Doubt(FindingType.NEGATION, fact.span, evidence)
        elif not denied and all(_of_another_time(fact, other) for other in told):
            yield Doubt(FindingType.TEMPORALITY, fact.span, evidence)


def _of_patient(fact: Fact) -> bool:
    held = fact.qualifiers
    return fact.kind is FactKind.HABIT and not (held.family or held.superseded or held.uncertain or held.conditional)


def _outright(fact: Fact) -> bool:
    return fact.answers is not None or fact.quantity is not None or fact.frequency is not None


def _of_another_time(fact: Fact, told: Fact) -> bool:
    """*A pack a day since I was eighteen* goes on."""
    return told.qualifiers.past != fact.qualifiers.past and not (told.qualifiers.past and told.frequency)


def _is_softened(fact: Fact, base: EvidenceBase) -> bool:
    """*No, just socially*: a no that grants a little."""
    turn = base.transcript.turns[fact.turn].text
    return any(cue.name == "light" for cue in base.lexicon.cues("habit", turn))
