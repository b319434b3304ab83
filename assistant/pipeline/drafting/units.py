"""The unit of a dose that is only said elsewhere: *cinq cents*, of a drug that is put *à mille milligrammes* later."""

import re
from collections.abc import Mapping, Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import Fact, FactKind
from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.statement import place

UnitsSaid = Mapping[str, tuple[str, float, Segment]]
"""By concept of a drug: the one unit of mass it is dosed in, the dose, and the segment that says so."""

_MASS = ("mg", "g", "µg")
_BARE = re.compile(r"^(?P<value>\d{2,4})(?=,|$)")
# Two doses of one drug lie within this factor of one another, else their units may differ.
_ALIKE = 10


def units_said(segments: Sequence[Segment], facts: Sequence[Fact]) -> UnitsSaid:
    """The units of the drugs that are dosed in one unit throughout."""
    said: dict[str, tuple[str, float, Segment]] = {}
    several: set[str] = set()
    for fact in facts:
        amount = fact.dose or fact.quantity
        if fact.kind is not FactKind.DRUG or amount is None or amount.unit not in _MASS or fact.qualifiers.superseded:
            continue
        where = next((one for one in segments if one.turn == fact.turn and one.span.overlaps(fact.span)), None)
        if where is not None and said.setdefault(fact.concept, (amount.unit, amount.value, where))[0] != amount.unit:
            several.add(fact.concept)
    return {concept: one for concept, one in said.items() if concept not in several}


def with_unit(words: str, facts: Sequence[Fact], units: UnitsSaid) -> tuple[str, tuple[SegmentEvidence, ...]]:
    """The words with the unit behind a bare amount that they open with, and where the unit was said; else as is."""
    drugs = {fact.concept for fact in facts if fact.kind is FactKind.DRUG and not (fact.dose or fact.quantity)}
    known = units.get(drugs.pop()) if len(drugs) == 1 else None
    bare = _BARE.match(words)
    if known is None or bare is None:
        return words, ()
    unit, dose, where = known
    if not dose / _ALIKE <= float(bare["value"]) <= dose * _ALIKE:
        return words, ()
    return f"{bare['value']} {unit}{words[bare.end() :]}", (place(where),)
