"""Written as certain or as done, when it was said as a doubt or a condition."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage, rank
from assistant.pipeline.checking.knowledge import CheckerKnowledge
from assistant.pipeline.checking.reading import Reading

_STEM = 6


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
    started = _named(reading, "started", base)
    if started and best and _is_open(best[0], base) and not _named(best[0].reading, "started", base):
        yield Doubt(FindingType.CERTAINTY, started[0], best[0].evidence())


def _denied(reading: Reading, at: int, base: EvidenceBase) -> bool:
    """*Non confirmé*, *à confirmer*, *not confirmed*."""
    cues = (*base.lexicon.cues_in("negation", reading.words), *base.lexicon.cues_in("uncertain", reading.words))
    return any(cue.span.start <= at and at - cue.span.end < 12 for cue in cues)


def _named(reading: Reading, name: str, base: EvidenceBase) -> list[Span]:
    return [cue.span for cue in base.lexicon.cues_in("drug_action", reading.words) if cue.name == name]


def _is_open(passage: Passage, base: EvidenceBase) -> bool:
    groups = ("uncertain", "conditional")
    return any(cue.name != "pseudo" for group in groups for cue in base.lexicon.cues_in(group, passage.reading.words))
