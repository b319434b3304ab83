"""Drugs, problems and relatives of a claim: whether anybody spoke of them."""

from collections.abc import Iterator, Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import FindingType
from assistant.pipeline.checking.clauses import Clause
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.kinship import distant, names_a_side
from assistant.pipeline.checking.reading import Unit

_CLASS_CODE = 5
"""Characters of an ATC code that name a class; seven name a substance."""


def term_doubts(parts: Sequence[Clause], local: Sequence[Passage], base: EvidenceBase) -> Iterator[Doubt]:
    """Units that nothing in transcript or chart stands for."""
    covered = {key for part in parts for unit in part.units if base.holds(unit) for key in unit.keys}
    for part in parts:
        for unit in part.units:
            if base.holds(unit):
                continue
            if unit.drug:
                if is_substance(unit, base) and not _same_class(unit, base):
                    yield Doubt(FindingType.DRUG_SWAP, unit.span, _instead(local, covered))
            elif unit.person and not (base.accompanied or names_a_side(unit, base) or distant(unit, base)):
                yield Doubt(FindingType.EXPERIENCER, unit.span, _person(local))


def missing(parts: Sequence[Clause], base: EvidenceBase) -> list[Unit]:
    """The known concepts of a claim that nothing stands for, drugs apart. Lay words nobody knows prove nothing."""
    return [
        unit
        for part in parts
        for unit in part.units
        if unit.checked and not unit.drug and not base.holds(unit) and any(key.startswith("c:") for key in unit.keys)
    ]


def is_substance(unit: Unit, base: EvidenceBase) -> bool:
    """Whether a unit names one drug rather than a class of drugs."""
    return any(len(code) > _CLASS_CODE for code in codes_of(unit, base))


def codes_of(unit: Unit, base: EvidenceBase) -> set[str]:
    """The ATC codes of a unit."""
    names = (key.removeprefix("c:") for key in unit.keys if key.startswith("c:"))
    return {code for name in names if name in base.lexicon.concepts for code in base.lexicon.concepts[name].codes}


def _same_class(unit: Unit, base: EvidenceBase) -> bool:
    """A class named for its drug, or the drug for its class (*un anti-inflammatoire*)."""
    ours = codes_of(unit, base)
    for reading in (*(passage.reading for passage in base.passages), *(entry for _, entry in base.chart)):
        for other in reading.units:
            if other.drug and any(akin(a, b) for a in ours for b in codes_of(other, base)):
                return True
    return False


def akin(a: str, b: str) -> bool:
    """Whether one code names the class of the other."""
    short, long = sorted((a, b), key=len)
    return len(short) <= _CLASS_CODE and long.startswith(short)


def _instead(local: Sequence[Passage], covered: set[str]) -> SegmentEvidence | None:
    """The drug of the passages that the claim does not name: the one it probably stands for."""
    for passage in local:
        for unit in passage.reading.units:
            if unit.drug and not unit.keys & covered:
                return passage.evidence(unit.span)
    return None


def _person(local: Sequence[Passage]) -> SegmentEvidence | None:
    for passage in local:
        for unit in passage.reading.units:
            if unit.person:
                return passage.evidence(unit.span)
    return None
