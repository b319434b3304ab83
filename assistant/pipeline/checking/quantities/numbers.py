"""Numbers, units, doses, frequencies and durations of a claim, each against what was said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.fact import Fact
from assistant.domain.finding import FindingType, Severity
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.quantities.arithmetic import derived
from assistant.pipeline.checking.quantities.belonging import (
    of_another_measure,
    of_another_part_of_day,
    of_another_problem,
)
from assistant.pipeline.checking.quantities.calendar import calendar_doubts, written_dates
from assistant.pipeline.checking.quantities.clock import clock_doubts, elapsed, times_written
from assistant.pipeline.checking.quantities.dates import is_name
from assistant.pipeline.checking.quantities.doses import dose_of_drug
from assistant.pipeline.checking.quantities.ellipsis import counts_a_thing, half_of_a_decimal
from assistant.pipeline.checking.quantities.frequencies import spoken_rhythms
from assistant.pipeline.checking.quantities.likeness import beyond, comparable, dimension, near_to, other_unit, same
from assistant.pipeline.checking.quantities.moments import compares, held_instead
from assistant.pipeline.checking.quantities.owners import owned, owner_of, same_drug
from assistant.pipeline.checking.quantities.standing import Stated
from assistant.pipeline.checking.quantities.written import Written, checked, is_time, trivial, values, written
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.facts.numbers import QuantityMention


@dataclass(frozen=True, eq=False)
class _Case:
    """A claim with all it is compared with. ``near``: the amounts of the passages that share most with it."""

    reading: Reading
    claimed: Sequence[Fact]
    near: Sequence[Amount]
    said: Stated
    base: EvidenceBase


def number_doubts(
    reading: Reading,
    parts: Sequence[Clause],
    local: Sequence[Passage],
    said: Stated,
    base: EvidenceBase,
    claimed: Sequence[Fact] = (),
) -> Iterator[Doubt]:
    """Numbers that were not said, or said of something else. ``said``: the amounts of the whole transcript;
    ``claimed``: the facts of the claim."""
    gone = [old for old, _ in said.corrected]
    yield from clock_doubts(reading, gone, base)
    orders = {passage.order for passage in local}
    near = [amount for amount in said.stands if amount.passage.order in orders]
    case = _Case(reading, claimed, near, said, base)
    yield from calendar_doubts(reading, gone, base)
    settled = [*(span for span, _ in times_written(reading)), *spoken_rhythms(reading, gone, base)]
    settled += [date.span for date in written_dates(reading, base)]
    for part in parts:
        for mention in part.quantities:
            if any(mention.span.overlaps(span) for span in settled) or _undated(mention, base):
                continue
            one = written(mention, part, reading, base)
            for group in checked(mention, reading):
                doubts = [_doubt(value, one, part, case) for value in group]
                if all(doubts):
                    yield from (doubt for doubt in doubts[:1] if doubt is not None)
                    break


def _undated(mention: QuantityMention, base: EvidenceBase) -> bool:
    """Whether a whole date can be compared with nothing: no month was named."""
    months = load_knowledge(base.language).months
    words = (word for passage in base.passages for word in passage.reading.words)
    return mention.quantity.unit == "date" and not any(is_name(word, months) for word in words)


def _doubt(value: float, one: Written, part: Clause, case: _Case) -> Doubt | None:
    """The doubt about one value, where there is any."""
    chart = (mention.quantity for _, entry in case.base.chart for mention in entry.quantities)
    recorded = any(value in values(quantity) and one.unit == quantity.unit for quantity in chart)
    leading = load_knowledge(case.base.language).leading
    if recorded or trivial(value, one.unit, one.mention, case.reading, leading):
        return None
    equal = _equal(value, one, case)
    if equal:
        if (nearer := _other_unit_near(value, one, equal, case)) is not None:
            return _unit_doubt(one, nearer, case)
        return _wrong_unit(value, one, equal, case) or _of_another(value, one, part, equal, case)
    return _unsaid(value, one, part, case)


def _equal(value: float, one: Written, case: _Case) -> list[Amount]:
    """The amounts that say the number. One said without a unit may be anything: where the claim's own passages measure
    the same kind of thing, it proves nothing from afar, and where it counts something else, nothing at all."""
    lexicon, unit = case.base.lexicon, one.unit
    orders = {amount.passage.order for amount in case.near}
    measured = unit not in ("year", "day") and any(
        amount.unit and comparable(unit, amount, lexicon) for amount in case.near
    )
    timed, whole = is_time(unit, case.base), case.base.whole
    return [
        amount
        for amount in case.said.stands
        if (
            same(value, unit, amount, lexicon)
            or (one.rough and near_to(value, unit, amount, lexicon))
            or (one.bound and beyond(value, unit, amount, one.bound, lexicon))
        )
        and (not measured or amount.unit or amount.passage.order in orders)
        and not (whole and amount.carried and amount.passage.order not in orders)
        and not (timed and not amount.unit and counts_a_thing(amount.span, amount.passage, lexicon))
        and not (timed and not amount.unit and whole and half_of_a_decimal(amount.span, amount.passage))
    ]


def _other_unit_near(value: float, one: Written, equal: Sequence[Amount], case: _Case) -> Amount | None:
    """*Two months*, where the claim's own passages say *two weeks* and two months are only spoken of where nothing of
    the claim is."""
    base = case.base
    if not base.whole or not is_time(one.unit, base) or any(_touches(amount, case) for amount in equal):
        return None
    return next((amount for amount in case.near if other_unit(value, one.unit, amount, base.lexicon)), None)


def _touches(amount: Amount, case: _Case) -> bool:
    """Whether anything of the claim is said in an amount's passage or in those beside it."""
    order, passages = amount.passage.order, case.base.passages
    return any(passage.reading.keys & case.reading.keys for passage in passages[max(0, order - 1) : order + 2])


def _wrong_unit(value: float, one: Written, equal: Sequence[Amount], case: _Case) -> Doubt | None:
    """*Seventy-five. Seventy-five micrograms*: where the number was said with a unit of the kind, it is that one."""
    if any(amount.unit for amount in equal):
        return None
    lexicon = case.base.lexicon
    for amount in case.said.stands:
        if other_unit(value, one.unit, amount, lexicon) and comparable(one.unit, amount, lexicon):
            return _unit_doubt(one, amount, case)
    return None


def _unit_doubt(one: Written, said: Amount, case: _Case) -> Doubt:
    """The number was said with another unit; how grave that is depends on whether the two measure the same."""
    sure = said.unit and comparable(one.unit, said, case.base.lexicon)
    severity = None if sure or is_time(one.unit, case.base) else Severity.MAJOR
    return Doubt(_unit_kind(one, case), one.mention.span, said.passage.evidence(said.span), severity)


def _unit_kind(one: Written, case: _Case) -> FindingType:
    if one.unit == "date":
        return FindingType.TEMPORALITY
    return FindingType.FREQUENCY_DURATION if is_time(one.unit, case.base) else FindingType.UNIT


def _of_another(value: float, one: Written, part: Clause, equal: Sequence[Amount], case: _Case) -> Doubt | None:
    """The number was said, of another drug, measure, problem or time than the clause's."""
    base, stands = case.base, case.said.stands
    place = one.mention.span
    measure = of_another_measure(place, equal, case.claimed, base)
    if measure is not None:
        return Doubt(one.kind, place, measure)
    rival = dose_of_drug(value, one, part, equal, stands, base) or of_another_problem(
        value, one.unit, part, equal, stands, base
    )
    rival = rival or of_another_part_of_day(value, one.unit, place, case.reading, equal, stands, base)
    if rival is None and not compares(part, case.reading, base):
        rival = held_instead(equal, stands, base)
        rival = None if rival is None or _written_too(rival, one, case) else rival
    return None if rival is None else Doubt(one.kind, place, rival.passage.evidence(rival.span))


def _written_too(amount: Amount, one: Written, case: _Case) -> bool:
    """Whether the claim gives that number as well, of the same kind of thing."""
    lexicon = case.base.lexicon
    return any(
        same(value, mention.quantity.unit, amount, lexicon)
        and dimension(mention.quantity.unit, lexicon) in ("", dimension(one.unit, lexicon))
        for mention in case.reading.quantities
        for value in values(mention.quantity)
    )


def _unsaid(value: float, one: Written, part: Clause, case: _Case) -> Doubt | None:
    """Why a number that nobody said as such is none, or what it was probably meant to be."""
    base, unit, place = case.base, one.unit, one.mention.span
    replaced = next((new for old, new in case.said.corrected if same(value, unit, old, base.lexicon)), None)
    if replaced is not None:
        if _written_too(replaced, one, case):
            return None
        return Doubt(FindingType.SUPERSEDED, place, replaced.passage.evidence(replaced.span))
    if (wrong := _wrong_unit(value, one, (), case)) is not None:
        return wrong
    # In an excerpt, the terms of a sum or a product may stand anywhere.
    told = case.near if base.whole else case.said.stands
    if derived(value, unit, told, base.lexicon, one.asked) or (unit == "h" and not base.whole and elapsed(value, base)):
        return None
    everywhere = [*case.near, *case.said.stands]
    other = next((amount for amount in everywhere if other_unit(value, unit, amount, base.lexicon)), None)
    if other is not None:
        return _unit_doubt(one, other, case)
    heard = _heard(unit, part, case)
    grave = heard is not None and (one.kind is not FindingType.DOSE or _of_its_drug(heard, part, base))
    evidence = None if heard is None else heard.passage.evidence(heard.span)
    return Doubt(one.kind, place, evidence, None if grave else Severity.MAJOR)


def _of_its_drug(heard: Amount, part: Clause, base: EvidenceBase) -> bool:
    """Whether a dose was said of the drug of the claim's clause, both named."""
    owner = owner_of(heard.span, heard.passage, base)
    return owner is not None and any(unit.drug and same_drug(unit, owner, base) for unit in part.units)


def _heard(unit: str, part: Clause, case: _Case) -> Amount | None:
    """The number that was probably meant: of the same kind, of the clause's drug if it has one, in the passage that
    shares most with the clause."""
    drugs = [one for one in part.units if one.drug]
    own = [
        held.amount
        for held in owned(case.near, case.base)
        if any(same_drug(drug, held.drug, case.base) for drug in drugs)
        and (not held.amount.unit or comparable(unit, held.amount, case.base.lexicon))
        and not held.amount.guess
    ]
    if own:
        return own[0]
    keys = {key for one in part.units for key in one.keys}
    fitting = [amount for amount in case.near if comparable(unit, amount, case.base.lexicon)] or list(case.near)
    return max(fitting, key=lambda amount: len(keys & amount.passage.reading.keys), default=None)
