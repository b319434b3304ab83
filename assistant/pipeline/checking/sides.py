"""Left, right and both: the side of a claim against the side that was said of the same thing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import FindingType
from assistant.pipeline.checking.clauses import Clause, clauses
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.reading import Unit
from assistant.pipeline.lexicon import CueMatch

_ANY = "any"


def side_doubts(parts: Sequence[Clause], local: Sequence[Passage], base: EvidenceBase) -> Iterator[Doubt]:
    """Sides that were not said of what the claim says them of."""
    for part in parts:
        for side in part.sides:
            if side.name == "both" or any(side.span.overlaps(one.span) for one in part.quantities):
                continue
            anchors = [unit for unit in part.units if unit.clinical or unit.site]
            said = _sides_said(anchors, base) or _nearby(local, base)
            if said and not {side.name, _ANY} & {name for name, _ in said}:
                yield Doubt(FindingType.LATERALITY_SITE, side.span, said[0][1])


def _sides_said(units: Sequence[Unit], base: EvidenceBase) -> list[tuple[str, SegmentEvidence]]:
    """The sides said in the same clause as one of these units; failing that, in the same sentence."""
    keys = {key for unit in units for key in unit.keys}
    passages = [base.passages[order] for order in sorted({o for unit in units for o in base.holding(unit)})]
    close = [
        side
        for passage in passages
        for part in clauses(passage.reading)
        if any(keys & unit.keys for unit in part.units)
        for side in _standing(part.sides, passage, base)
    ]
    return close or _nearby(passages, base)


def _nearby(passages: Sequence[Passage], base: EvidenceBase) -> list[tuple[str, SegmentEvidence]]:
    return [side for passage in passages for side in _standing(passage.reading.sides, passage, base)]


def _standing(sides: Sequence[CueMatch], passage: Passage, base: EvidenceBase) -> list[tuple[str, SegmentEvidence]]:
    """The sides that were not taken back, in the place of those that were what replaced them. *The other knee* may
    be either side."""
    found = []
    for side in sides:
        evidence = passage.evidence(side.span)
        found.append(base.corrected_sides.get((evidence.turn, evidence.span.start), (side.name, evidence)))
    if _names_the_other(passage, base):
        found.append((_ANY, passage.evidence()))
    return found


def _names_the_other(passage: Passage, base: EvidenceBase) -> bool:
    words = passage.reading.words
    sites = {unit.span.start for unit in passage.reading.units if unit.site}
    return any(word.key in base.other and after.start in sites for word, after in pairwise(words))
