"""*Which shoulder? - The left. The right one I broke as a kid*: the side that a question was answered with."""

from collections.abc import Iterator

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.texts.clauses import Clause, clauses
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Unit
from assistant.pipeline.checking.texts.replies import denies, reply_to
from assistant.pipeline.lexicon import CueMatch

_SIDES = frozenset({"left", "right"})


def other_side_answered(side: CueMatch, part: Clause, base: EvidenceBase) -> SegmentEvidence | None:
    """The side that answered a question about what a claim's clause is about, where the clause has the other side and
    holds nothing of what was told of that one."""
    for question, about, name, evidence in _answers(base):
        if name == side.name or not any(unit.keys & other.keys for unit in about for other in part.units):
            continue
        rest = [unit for unit in _beside_sides(part) if not unit.site]
        if not any(_share(rest, _beside_sides(other), about) for other in _told_of(side.name, question, base)):
            return evidence
    return None


def _answers(base: EvidenceBase) -> Iterator[tuple[Passage, list[Unit], str, SegmentEvidence]]:
    """Every question about a place that was answered with a side first of all, with the place and that side."""
    for passage in base.passages:
        asks = passage.segment.role is SpeakerRole.CLINICIAN and passage.segment.text.rstrip().endswith("?")
        about = _asked_about(passage, base) if asks else []
        if not about:
            continue
        own = {side.name for side in passage.reading.sides} & _SIDES
        reply = reply_to(passage, base)
        if len(own) == 1 and not denies(reply, base):
            continue
        for answer in reply[:2]:
            named = [one for one in answer.reading.sides if one.name in _SIDES]
            if named:
                evidence = answer.evidence(named[0].span)
                name, evidence = base.corrected_sides.get(
                    (evidence.turn, evidence.span.start), (named[0].name, evidence)
                )
                yield passage, about, name, evidence
                break


def _asked_about(question: Passage, base: EvidenceBase) -> list[Unit]:
    """The places that a question names; those named right before it, where it only asks which (*Laquelle ?*)."""
    own = [unit for unit in question.reading.units if unit.site]
    which = load_knowledge(base.language).which
    if own or not question.order or not any(word.key in which for word in question.reading.words):
        return own
    return [unit for unit in base.passages[question.order - 1].reading.units if unit.site]


def _told_of(name: str, question: Passage, base: EvidenceBase) -> Iterator[Clause]:
    """The clauses that name a side from a question on."""
    for passage in base.passages[question.order :]:
        for clause in clauses(passage.reading):
            if any(one.name == name for one in clause.sides):
                yield clause


def _beside_sides(clause: Clause) -> list[Unit]:
    return [unit for unit in clause.units if not any(unit.span.overlaps(side.span) for side in clause.sides)]


def _share(some: list[Unit], others: list[Unit], apart: list[Unit]) -> bool:
    known = {key for unit in apart for key in unit.keys}
    return any((one.keys & other.keys) - known for one in some for other in others)
