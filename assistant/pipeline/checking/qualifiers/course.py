"""The course of a problem: written as over when it was told as present, or placed in a childhood nobody spoke of."""

from collections.abc import Iterator

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.qualifiers.polarity import present
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage, around
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.checking.texts.replies import is_asked, reply_to
from assistant.pipeline.checking.texts.wording import said


def course_doubts(
    reading: Reading, parts: list[Clause], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """*Resolved* of a problem that was only told as present; *in childhood* where nobody spoke of one."""
    for part in parts:
        over = [word for word in reading.words if word.key in knowledge.over and _within(word.start, part)]
        before = [unit for unit in reading.units if unit.problem and unit.span.start < part.span.end]
        if over and before:
            told = present(before[-1], base)
            near = around(told, base)
            if told and not any(phrase in passage.reading.folded for passage in near for phrase in knowledge.ended):
                yield Doubt(FindingType.TEMPORALITY, Span(over[0].start, over[0].end), told[-1].evidence())
        yield from _still(reading, part, base, knowledge)
    young = [word for word in reading.words if word.key in knowledge.childhood]
    if young and not any(said(passage.reading.words, knowledge.youth) for passage in base.passages):
        yield Doubt(FindingType.TEMPORALITY, Span(young[0].start, young[0].end))


def _still(reading: Reading, part: Clause, base: EvidenceBase, knowledge: CheckerKnowledge) -> Iterator[Doubt]:
    """*Current*, *still* of what everybody who speaks of it tells as over, in the same sentence or right after."""
    now = [word for word in reading.words if word.key in knowledge.current and _within(word.start, part)]
    things = [unit for unit in part.units if unit.problem or unit.drug]
    if not now or not things:
        return
    thing = min(things, key=lambda unit: abs(unit.span.start - now[0].start))
    keys = {key for key in thing.keys if key.startswith(("b:", "c:"))}
    told = [
        passage
        for passage in base.passages
        if any(keys & other.keys for other in passage.reading.units) and not is_asked(passage, base)
    ]
    asked = [
        reply[0]
        for passage in base.passages
        if any(keys & other.keys for other in passage.reading.units) and is_asked(passage, base)
        for reply in [reply_to(passage, base)]
        if reply
    ]
    told += [one for one in asked if one not in told]
    if told and all(_ended(one, base, knowledge) for one in told):
        yield Doubt(FindingType.TEMPORALITY, Span(now[0].start, now[0].end), told[-1].evidence())


def _ended(passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    after = base.passages[passage.order + 1 : passage.order + 2]
    same = [one for one in after if one.segment.turn == passage.segment.turn]
    return any(said(one.reading.words, knowledge.gone) is not None for one in [passage, *same])


def _within(position: int, part: Clause) -> bool:
    return part.span.start <= position < part.span.end
