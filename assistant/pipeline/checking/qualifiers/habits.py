"""*Smoker* of somebody who gave it up, *non-smoker* of somebody who smokes."""

from collections.abc import Iterator, Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import Fact, FactKind
from assistant.domain.finding import FindingType
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase


def habit_doubts(claimed: Sequence[Fact], base: EvidenceBase) -> Iterator[Doubt]:
    """Habits of the patient of which only another course was told. Who gave one up may be written as without it."""
    for fact in claimed:
        told = [other for other in base.facts if other.concept == fact.concept and _of_patient(other)]
        if fact.kind is not FactKind.HABIT or not _of_patient(fact) or not told:
            continue
        last = told[-1]
        evidence = SegmentEvidence(last.turn, last.span)
        if fact.qualifiers.negated:
            if not any(_denied(other) or other.qualifiers.past for other in told):
                yield Doubt(FindingType.NEGATION, fact.span, evidence)
        elif all(_denied(other) for other in told):
            yield Doubt(FindingType.NEGATION, fact.span, evidence)
        elif all(other.qualifiers.past != fact.qualifiers.past and not _denied(other) for other in told):
            yield Doubt(FindingType.TEMPORALITY, fact.span, evidence)


def _of_patient(fact: Fact) -> bool:
    held = fact.qualifiers
    return fact.kind is FactKind.HABIT and not (held.family or held.superseded or held.uncertain or held.conditional)


def _denied(fact: Fact) -> bool:
    return fact.qualifiers.negated
