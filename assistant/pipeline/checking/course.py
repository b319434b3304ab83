"""The course of a problem: written as over when it was told as present, or placed in a childhood nobody spoke of."""

from collections.abc import Iterator

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.clauses import Clause
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, around
from assistant.pipeline.checking.knowledge import CheckerKnowledge
from assistant.pipeline.checking.polarity import present
from assistant.pipeline.checking.reading import Reading
from assistant.pipeline.text import fold


def course_doubts(
    reading: Reading, parts: list[Clause], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """*Resolved* of a problem that was only told as present; *in childhood* where nobody spoke of one."""
    for part in parts:
        over = [word for word in reading.words if word.key in knowledge.over and _within(word.start, part)]
        before = [unit for unit in reading.units if unit.problem and unit.span.start < part.span.end]
        if not over or not before:
            continue
        unit = before[-1]
        told = present(unit, base)
        near = around(told, base)
        if told and not any(phrase in passage.reading.folded for passage in near for phrase in knowledge.ended):
            yield Doubt(FindingType.TEMPORALITY, Span(over[0].start, over[0].end), told[-1].evidence())
    young = [word for word in reading.words if word.key in knowledge.childhood]
    if young:
        spoken = " ".join(fold(turn.text) for turn in base.transcript.turns)
        if not any(word in spoken for word in knowledge.youth):
            yield Doubt(FindingType.TEMPORALITY, Span(young[0].start, young[0].end))


def _within(position: int, part: Clause) -> bool:
    return part.span.start <= position < part.span.end
