"""*Review in ten days*: when the patient is to come back, against when he was told to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.domain.finding import FindingType
from assistant.pipeline.checking.quantities.amounts import PER, Amount, amounts
from assistant.pipeline.checking.quantities.likeness import same
from assistant.pipeline.checking.quantities.standing import Stated
from assistant.pipeline.checking.texts.clauses import Clause, clauses
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.reading import Reading


def return_doubts(reading: Reading, parts: Sequence[Clause], stated: Stated, base: EvidenceBase) -> Iterator[Doubt]:
    """A delay of return that was said of something else, where other delays of return were said."""
    cues = [cue for cue in base.lexicon.cues_in("follow_up", reading.words) if cue.name == "review"]
    for part in parts:
        if not any(part.span.start <= cue.span.start < part.span.end for cue in cues):
            continue
        for mention in part.quantities:
            quantity = mention.quantity
            if not _is_time(quantity.unit, base):
                continue
            said = _instead(_told(base), stated)
            if said and not any(same(quantity.value, quantity.unit, one, base.lexicon) for one in said):
                evidence = said[0].passage.evidence(said[0].span)
                yield Doubt(FindingType.FREQUENCY_DURATION, mention.span, evidence)


def _instead(told: Sequence[Amount], stated: Stated) -> list[Amount]:
    """The delays that stand: one that was taken back, by what replaced it, in its unit where that has none."""
    standing = []
    for one in told:
        taken = next((new for old, new in stated.corrected if old.passage is one.passage and old.span == one.span), one)
        standing.append(taken if taken.unit else replace(taken, unit=one.unit))
    return standing


@lru_cache(maxsize=64)
def _told(base: EvidenceBase) -> tuple[Amount, ...]:
    """The lengths of time in the sentences that speak of coming back, those of the same clause where it has any."""
    found: list[Amount] = []
    for passage in base.passages:
        cues = [cue for cue in base.lexicon.cues_in("follow_up", passage.reading.words) if cue.name == "review"]
        if not cues:
            continue
        times = [one for one in amounts([passage], base.lexicon) if one.unit != PER and _is_time(one.unit, base)]
        spans = [part.span for part in clauses(passage.reading) if any(cue.span.overlaps(part.span) for cue in cues)]
        own = [one for one in times if any(span.overlaps(one.span) for span in spans)]
        found += own or times
    return tuple(found)


def _is_time(unit: str, base: EvidenceBase) -> bool:
    held = base.lexicon.units.get(unit)
    return held is not None and held.dimension == "time"
