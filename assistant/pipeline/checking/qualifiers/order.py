"""Before and after: the order a claim gives two events, against the order that was said."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit


def order_doubts(reading: Reading, best: Sequence[Passage], base: EvidenceBase) -> Iterator[Doubt]:
    """One order written where only the other was said, of the same two: that B came before is that A came after B. A
    question that offers both tells neither."""
    knowledge = load_knowledge(base.language)
    sides = {"before": knowledge.before, "after": knowledge.after}
    for name, other in (("before", "after"), ("after", "before")):
        written = [word for word in reading.words if word.key in sides[name]]
        if len(written) != 1 or any(word.key in sides[other] for word in reading.words):
            continue
        spoken = [passage for passage in best if not passage.segment.text.rstrip().endswith("?")]
        keys = [{word.key for word in passage.reading.words} for passage in spoken]
        ground = [unit for unit in reading.units if unit.span.start > written[0].end]
        reverse = [passage for passage in spoken if _reversed(passage, sides[other], ground)]
        if reverse and not any(held & sides[name] for held in keys):
            yield Doubt(FindingType.TEMPORALITY, written[0].span, reverse[0].evidence())


def day_doubts(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """*Yesterday* written where only *tomorrow* was said, or the other way round."""
    knowledge = load_knowledge(base.language)
    for own, other in (
        (knowledge.past_days, knowledge.coming_days),
        (knowledge.coming_days, knowledge.past_days),
    ):
        written = [word for word in reading.words if word.key in own]
        if not written or any(word.key in other for word in reading.words):
            continue
        if any(word.key in own for passage in base.passages for word in passage.reading.words):
            continue
        reverse = [one for one in base.passages if any(word.key in other for word in one.reading.words)]
        if reverse:
            yield Doubt(FindingType.TEMPORALITY, written[0].span, reverse[0].evidence())


def _reversed(passage: Passage, words: frozenset[str], ground: Sequence[Unit]) -> bool:
    """Whether a sentence holds the other word, and not with what the claim measures from before it (*rhinite*, in *une
    semaine après une rhinite* and *il a eu un rhume la semaine d'avant*)."""
    for word in passage.reading.words:
        if word.key in words:
            earlier = [unit for unit in passage.reading.units if unit.span.end <= word.start]
            return not any(unit.keys & one.keys for unit in earlier for one in ground)
    return False
