"""Which drug an amount belongs to: *the lisinopril to twenty, the water pill stays at twenty-five*."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.reading import Unit
from assistant.pipeline.checking.texts.terms import akin, codes_of, is_substance

_BACK = 3
"""Passages after its drug was named that an amount may still be of it."""


@dataclass(frozen=True, slots=True)
class Owned:
    """An amount and the drug it was said of."""

    amount: Amount
    drug: Unit


def owned(amounts: Sequence[Amount], base: EvidenceBase) -> list[Owned]:
    """The amounts that belong to a drug: the nearest in the sentence, first before then after it, else the last one
    spoken of."""
    found = []
    for amount in amounts:
        drug = owner_of(amount.span, amount.passage, base)
        if drug is not None:
            found.append(Owned(amount, drug))
    return found


def owner_of(span: Span, passage: Passage, base: EvidenceBase) -> Unit | None:
    """The drug that what stands at ``span`` of a passage was said of."""
    drugs = [unit for unit in passage.reading.units if unit.drug]
    folded = passage.reading.folded
    before = [unit for unit in drugs if unit.span.end <= span.start]
    after = [unit for unit in drugs if unit.span.start >= span.end]
    if before and not (after and _closer(after[0], before[-1], span, folded)):
        return before[-1]
    if after:
        return after[0]
    for order in range(passage.order - 1, max(-1, passage.order - 1 - _BACK), -1):
        drugs = [unit for unit in base.passages[order].reading.units if unit.drug]
        if drugs:
            return drugs[-1]
    return None


def _closer(after: Unit, before: Unit, span: Span, folded: str) -> bool:
    """*Five of bisoprolol*: right before the drug, or parted from the one before by a comma."""
    gap = folded[span.end : after.span.start].strip()
    if any(mark in gap for mark in ",.;"):
        return False
    parted = any(mark in folded[before.span.end : span.start] for mark in ",.;")
    return len(gap) <= len("mg of the") and parted


def same_drug(one: Unit, other: Unit, base: EvidenceBase) -> bool:
    """Whether two names stand for one drug: the same concept, or a class and its member (*the water pill*)."""
    # What two substances share in a bridge is what they are for.
    substances = is_substance(one, base) and is_substance(other, base)
    if {key for key in one.keys & other.keys if key.startswith("c:" if substances else ("c:", "b:"))}:
        return True
    return any(akin(a, b) for a in codes_of(one, base) for b in codes_of(other, base))
