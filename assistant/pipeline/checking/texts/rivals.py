"""A problem written in place of another that is mistaken for it: *gallstones* where a kidney stone was said."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Unit
from assistant.pipeline.facts.qualifiers import negated_at


def rival_doubts(parts: Sequence[Clause], base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that nobody named, where one that excludes them was said and the claim does not name it."""
    written = {key for part in parts for unit in part.units for key in unit.keys}
    for part in parts:
        for unit in part.units:
            rivals = _rivals(unit, base) - written
            if not rivals or _concepts(unit) & base.holders.keys():
                continue
            told = _said_instead(unit, rivals, base)
            if told is not None:
                passage, other = told
                yield Doubt(FindingType.PROBLEM_SWAP, unit.span, passage.evidence(other.span))


def _concepts(unit: Unit) -> set[str]:
    return {key for key in unit.keys if key.startswith("c:")}


def _rivals(unit: Unit, base: EvidenceBase) -> set[str]:
    table = load_knowledge(base.language).rivals
    names = (key.removeprefix("c:") for key in _concepts(unit))
    return {f"c:{other}" for name in names for other in table.get(name, ())}


def _said_instead(unit: Unit, rivals: set[str], base: EvidenceBase) -> tuple[Passage, Unit] | None:
    """Where a rival was said to be present. What it shares with the unit besides (*diabetes*, of either type) names
    neither; any other words that stand for the unit do."""
    found: list[tuple[Passage, Unit]] = []
    for order in sorted({order for key in rivals for order in base.holders.get(key, ())}):
        passage = base.passages[order]
        found += [(passage, other) for other in passage.reading.units if rivals & other.keys]
    shared = {key for _, other in found for key in other.keys}
    worded = {key for key in unit.keys if key.startswith(("b:", "t:")) and key in base.holders}
    if worded - shared:
        return None
    present = (one for one in found if not negated_at(one[0].segment.text, one[1].span, base.lexicon))
    return next(present, None)
