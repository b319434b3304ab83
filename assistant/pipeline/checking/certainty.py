"""Written as certain or as done, when it was said as a doubt or a condition."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage, rank
from assistant.pipeline.checking.knowledge import CheckerKnowledge
from assistant.pipeline.checking.reading import Reading

_STEM = 6
_BESIDE = 12


def certainty_doubts(
    reading: Reading, local: Sequence[Passage], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """*Confirmed* and its like that nobody said, and what was begun according to the note and only discussed
    according to the speaker."""
    spoken = {word.key[:_STEM] for passage in local for word in passage.reading.words}
    best = rank(reading.units, base)
    for word in reading.words:
        unsaid = word.key in knowledge.certain and word.key[:_STEM] not in spoken
        if unsaid and not _denied(reading, word.start, base):
            yield Doubt(FindingType.CERTAINTY, word.span, best[0].evidence() if best else None)
    yield from _only_considered(reading, base, knowledge)
    started = _named(reading, "started", base)
    treats = any(unit.drug or unit.checked for unit in reading.units)
    if started and treats and best and _is_open(best[0], base) and not _named(best[0].reading, "started", base):
        yield Doubt(FindingType.CERTAINTY, started[0], best[0].evidence())


def _only_considered(reading: Reading, base: EvidenceBase, knowledge: CheckerKnowledge) -> Iterator[Doubt]:
    """A drug or act written as begun or done, of which the clinician only said that it might come."""
    done = [word for word in reading.words if word.key in knowledge.done]
    for unit in reading.units:
        near = [
            word for word in done if 0 <= word.start - unit.span.end <= _BESIDE or 0 <= unit.span.start - word.end <= 3
        ]
        if not near or not (unit.drug or unit.checked):
            continue
        holding = [base.passages[order] for order in base.holding(unit)]
        tentative = [one for one in holding if any(phrase in one.reading.folded for phrase in knowledge.tentative)]
        if tentative and len(tentative) == len(holding):
            yield Doubt(FindingType.CERTAINTY, near[0].span, tentative[0].evidence())


def _denied(reading: Reading, at: int, base: EvidenceBase) -> bool:
    """*Non confirmé*, *à confirmer*, *not confirmed*."""
    cues = (*base.lexicon.cues_in("negation", reading.words), *base.lexicon.cues_in("uncertain", reading.words))
    return any(cue.span.start <= at and at - cue.span.end < 12 for cue in cues)


def _named(reading: Reading, name: str, base: EvidenceBase) -> list[Span]:
    return [cue.span for cue in base.lexicon.cues_in("drug_action", reading.words) if cue.name == name]


def _is_open(passage: Passage, base: EvidenceBase) -> bool:
    groups = ("uncertain", "conditional")
    return any(cue.name != "pseudo" for group in groups for cue in base.lexicon.cues_in(group, passage.reading.words))
