"""Words that speech recognition was unsure of, and what of a claim rests on nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.span import Span
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.reading import Reading

UNSURE = 0.5
"""Confidence (0 to 1) under which a recognised word is taken for unsure."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A part of a claim (``span`` in its text), the unsure words it rests on, and their confidence."""

    span: Span
    evidence: SegmentEvidence
    confidence: float


def unsure(reading: Reading, base: EvidenceBase) -> list[Unsure]:
    """The drugs, problems and tests of a claim that were only ever heard unsurely."""
    if not any(turn.words for turn in base.transcript.turns):
        return []
    found = []
    for unit in reading.units:
        if not (unit.clinical or unit.drug):
            continue
        heard = [
            one
            for order in base.holding(unit)
            for other in base.passages[order].reading.units
            if other.keys & unit.keys
            for one in _confidences(other.span, base.passages[order], base)
        ]
        if heard and max(confidence for confidence, _ in heard) < UNSURE:
            confidence, evidence = max(heard, key=lambda one: one[0])
            found.append(Unsure(unit.span, evidence, confidence))
    return found


def _confidences(span: Span, passage: Passage, base: EvidenceBase) -> Iterator[tuple[float, SegmentEvidence]]:
    """The lowest confidence of the words that stand at ``span`` of a passage; 1 where the engine gave none."""
    evidence = passage.evidence(span)
    words = [word for word in base.transcript.turns[evidence.turn].words if word.span.overlaps(evidence.span)]
    yield min((word.confidence for word in words), default=1.0), evidence


def lowered(score: float, found: Sequence[Unsure]) -> float:
    """The score, less by half of what the least sure word lacks."""
    least = min((one.confidence for one in found), default=1.0)
    return round(score * (1 + least) / 2, 4)
