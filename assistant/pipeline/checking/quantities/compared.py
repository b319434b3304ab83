"""A number of a claim beside the amounts that were said: which are the same, and which have another unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.fact import Fact
from assistant.domain.finding import FindingType, Severity
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.quantities.ellipsis import counts_a_thing, half_of_a_decimal
from assistant.pipeline.checking.quantities.likeness import (
    SAME,
    beyond,
    close,
    comparable,
    dimension,
    near_to,
    other_unit,
    rival_units,
    same,
)
from assistant.pipeline.checking.quantities.standing import Stated
from assistant.pipeline.checking.quantities.written import Written, is_time, values
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.reading import Reading


@dataclass(frozen=True, eq=False)
class Case:
    """A claim with all it is compared with. ``near``: the amounts of the passages that share most with it."""

    reading: Reading
    claimed: Sequence[Fact]
    near: Sequence[Amount]
    said: Stated
    base: EvidenceBase


def equal_amounts(value: float, one: Written, case: Case) -> list[Amount]:
    """The amounts that say the number. One said without a unit may be anything: where the claim's own passages measure
    the same kind of thing, it proves nothing from afar, and where it counts something else, nothing at all."""
    lexicon, unit = case.base.lexicon, one.unit
    orders = {amount.passage.order for amount in case.near}
    measured = unit not in ("year", "day") and any(
        amount.unit and comparable(unit, amount, lexicon) for amount in case.near
    )
    timed, whole = is_time(unit, case.base), case.base.whole
    # What was taken back is not rounded to what replaced it.
    instead = [new.span for old, new in case.said.corrected if close(value, old.value, SAME) and old.value != new.value]
    return [
        amount
        for amount in case.said.stands
        if (
            same(value, unit, amount, lexicon)
            or (one.rough and near_to(value, unit, amount, lexicon))
            or (one.bound and beyond(value, unit, amount, one.bound, lexicon))
        )
        and (not measured or amount.unit or amount.passage.order in orders)
        and not (amount.span in instead and not close(value, amount.value, SAME))
        and not (whole and amount.carried and amount.passage.order not in orders)
        and not (timed and not amount.unit and counts_a_thing(amount.span, amount.passage, lexicon))
        and not (timed and not amount.unit and whole and half_of_a_decimal(amount.span, amount.passage))
    ]


def unit_said_nearer(value: float, one: Written, equal: Sequence[Amount], case: Case) -> Amount | None:
    """*Two months*, where the claim's own passages say *two weeks* and two months are only spoken of where nothing of
    the claim is."""
    base = case.base
    if not base.whole or not is_time(one.unit, base) or any(_touches(amount, case) for amount in equal):
        return None
    return next((amount for amount in case.near if other_unit(value, one.unit, amount, base.lexicon)), None)


def _touches(amount: Amount, case: Case) -> bool:
    """Whether anything of the claim is said in an amount's passage or in those beside it."""
    order, passages = amount.passage.order, case.base.passages
    return any(passage.reading.keys & case.reading.keys for passage in passages[max(0, order - 1) : order + 2])


def wrong_unit(value: float, one: Written, equal: Sequence[Amount], case: Case) -> Doubt | None:
    """*Seventy-five. Seventy-five micrograms*: where the number was said with a unit of the kind, it is that one."""
    if any(amount.unit for amount in equal):
        return None
    lexicon = case.base.lexicon
    for amount in case.said.stands:
        if one.unit == "year" and amount.carried:
            continue  # An age is said without its unit: *three months ago. He's four.*
        if other_unit(value, one.unit, amount, lexicon) and rival_units(one.unit, amount, lexicon):
            return unit_doubt(one, amount, case)
    return None


def unit_doubt(one: Written, said: Amount, case: Case) -> Doubt:
    """The number was said with another unit; how grave that is depends on whether the two measure the same."""
    sure = said.unit and rival_units(one.unit, said, case.base.lexicon)
    severity = None if sure or is_time(one.unit, case.base) else Severity.MAJOR
    return Doubt(_unit_kind(one, case), one.mention.span, said.passage.evidence(said.span), severity)


def _unit_kind(one: Written, case: Case) -> FindingType:
    if one.unit == "date":
        return FindingType.TEMPORALITY
    return FindingType.FREQUENCY_DURATION if is_time(one.unit, case.base) else FindingType.UNIT


def written_too(amount: Amount, one: Written, case: Case) -> bool:
    """Whether the claim gives that number as well, of the same kind of thing."""
    lexicon = case.base.lexicon
    return any(
        same(value, mention.quantity.unit, amount, lexicon)
        and dimension(mention.quantity.unit, lexicon) in ("", dimension(one.unit, lexicon))
        for mention in case.reading.quantities
        for value in values(mention.quantity)
    )
