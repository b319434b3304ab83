"""Before and after: the order a claim gives two events, against the order that was said."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.knowledge import load_knowledge
from assistant.pipeline.checking.reading import Reading


def order_doubts(reading: Reading, best: Sequence[Passage], base: EvidenceBase) -> Iterator[Doubt]:
    """One order written where only the other was said. A question that offers both tells neither."""
    knowledge = load_knowledge(base.language)
    sides = {"before": knowledge.before, "after": knowledge.after}
    for name, other in (("before", "after"), ("after", "before")):
        written = [word for word in reading.words if word.key in sides[name]]
        if len(written) != 1 or any(word.key in sides[other] for word in reading.words):
            continue
        spoken = [passage for passage in best if not passage.segment.text.rstrip().endswith("?")]
        keys = [{word.key for word in passage.reading.words} for passage in spoken]
        reverse = [passage for passage, held in zip(spoken, keys, strict=True) if held & sides[other]]
        if reverse and not any(held & sides[name] for held in keys):
            yield Doubt(FindingType.TEMPORALITY, written[0].span, reverse[0].evidence())
