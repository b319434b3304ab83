"""What follows from the numbers that were said: a dose by the day, a sum, a difference, what was doubled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from assistant.pipeline.checking.quantities.amounts import FACTOR, PER, Amount
from assistant.pipeline.checking.quantities.likeness import SAME, TIME, close, dimension, same
from assistant.pipeline.lexicon import Lexicon

_NEXT_TO, _IN_REACH, _APART = 25, 70, 3
"""Characters between a strength and how many at once, and between a dose and how often; passages between the terms
of a sum or a difference."""
_SUMMED = 12
_WEEK = 7
_INDEX_ROUNDED = 0.5
_YOUNGEST, _OLDEST = 8, 110
_AT_ONCE, _FORMS_AT_ONCE = 4, 12
_SHARED, _ROUNDED = 20, 0.06
"""The least that a note gives a share of; a percentage that it works out is rounded."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a claim says of its number: ``daily`` (by the day), ``weekly``, ``dose``, ``total`` (summed up), ``change``
    (a difference between two values)."""

    daily: bool = False
    weekly: bool = False
    dose: bool = False
    total: bool = False
    change: bool = False


def derived(value: float, unit: str, said: Sequence[Amount], lexicon: Lexicon, asked: Asked) -> bool:
    """Whether numbers said close together yield this one."""
    if unit == "pack-year":
        return True
    often = [one for one in said if one.unit == PER]
    # The two of *twice a day* multiplies nothing but a dose by the day.
    terms = [one for one in said if not one.guess and (asked.daily or not any(_same_words(one, per) for per in often))]
    return (
        any(_product(value, unit, first, second, lexicon, asked) for first, second in _ordered_pairs(terms))
        or any(_mass_index(value, unit, *pair) for pair in _ordered_pairs(terms))
        or any(_ages(value, unit, *pair) for pair in _pairs(terms))
        or (asked.change and not asked.dose and any(_gap(value, unit, *pair, lexicon) for pair in _pairs(terms)))
        or ((asked.daily or asked.total) and _sums(value, unit, terms, lexicon))
    )


def _same_words(one: Amount, per: Amount) -> bool:
    return one.unit != PER and one.passage is per.passage and one.span.overlaps(per.span)


def _ordered_pairs(terms: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    for first, second in _pairs(terms):
        yield first, second
        yield second, first


def _pairs(terms: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Two amounts said at different places, not far apart."""
    for first, second in combinations(terms, 2):
        near = abs(first.passage.order - second.passage.order) <= _APART
        if near and not (first.passage is second.passage and first.span.overlaps(second.span)):
            yield first, second


def _product(value: float, unit: str, first: Amount, second: Amount, lexicon: Lexicon, asked: Asked) -> bool:
    """A dose times how often it is taken in a day, a strength times how many at once, what was doubled or halved."""
    times = _times_a_day(second, lexicon)
    counts = second.unit == FACTOR or ((asked.daily or asked.weekly) and times is not None)
    if first.unit in (PER, FACTOR):
        return False
    form = dimension(second.unit, lexicon).startswith("form_")
    if form and dimension(first.unit, lexicon).startswith("form_"):
        return False  # *Two puffs… two puffs*: two doses, not four puffs.
    several = second.value in range(2, (_FORMS_AT_ONCE if form else _AT_ONCE) + 1) and (form or not second.unit)
    if second.unit == FACTOR:
        beside = abs(first.passage.order - second.passage.order) <= 2
    else:
        beside = _beside(first, second, _NEXT_TO if several and not counts else _IN_REACH)
    if not (counts or several) or not beside:
        return False
    factor = times * (_WEEK if asked.weekly else 1) if counts and times is not None else second.value
    units = (first.unit,) if first.unit else ("", "mg")
    return any(same(value, unit, replace(first, value=first.value * factor, unit=one), lexicon) for one in units)


def _times_a_day(amount: Amount, lexicon: Lexicon) -> float | None:
    """How often a day, where the amount says how often."""
    if amount.unit == PER:
        return amount.value
    held = lexicon.units.get(amount.unit)
    return amount.value * held.factor if held is not None and held.dimension == "frequency" else None


def _beside(first: Amount, second: Amount, reach: int) -> bool:
    """Whether two amounts were said within some characters of one another, in one sentence or in the next."""
    if first.passage is second.passage:
        return max(first.span.start, second.span.start) - min(first.span.end, second.span.end) <= reach
    early, late = sorted((first, second), key=lambda one: one.passage.order)
    gap = len(early.passage.segment.text) - early.span.end + late.span.start
    return late.passage.order - early.passage.order == 1 and gap <= reach


def _like(first: Amount, second: Amount) -> bool:
    counted = {first.unit, second.unit} & {PER, FACTOR}
    return not counted and (first.unit == second.unit or not first.unit or not second.unit)


def _gap(value: float, unit: str, first: Amount, second: Amount, lexicon: Lexicon) -> bool:
    """The difference of two numbers of a kind, except of times other than hours of the clock; in per cent, its share
    of the first."""
    gap = abs(first.value - second.value)
    if not gap or not _like(first, second):
        return False
    if unit == "%":
        early = min((first, second), key=lambda one: (one.passage.order, one.span.start))
        share = 100 * gap / early.value if early.value >= _SHARED else 0.0
        return bool(share) and abs(value - share) <= max(0.6, _ROUNDED * share)
    if dimension(unit, lexicon) == TIME:
        return unit == first.unit == second.unit == "h" and close(value, gap, SAME)
    return same(value, unit, replace(first, value=gap, unit=first.unit or second.unit), lexicon)


def _mass_index(value: float, unit: str, mass: Amount, height: Amount) -> bool:
    """A body mass index from the weight and the height that were said."""
    if unit not in ("", "kg/m²") or (mass.unit, height.unit) not in (("kg", "m"), ("kg", "cm")) or not height.value:
        return False
    metres = height.value / (100 if height.unit == "cm" else 1)
    return abs(value - mass.value / metres**2) <= _INDEX_ROUNDED


def _ages(value: float, unit: str, first: Amount, second: Amount) -> bool:
    """*Since I was eighteen, I'm fifty-eight now*: years between two ages."""
    aged = all(one.unit in ("", "year") and _YOUNGEST <= one.value <= _OLDEST for one in (first, second))
    return unit == "year" and aged and value == abs(first.value - second.value)


def _sums(value: float, unit: str, terms: Sequence[Amount], lexicon: Lexicon) -> bool:
    """*Five hundred in the morning, a thousand at night* are 1500 a day: two or three numbers of a kind together."""
    for line in (one for one in terms if one.unit), (one for one in terms if not one.unit):
        row = [one for one in {(one.passage.order, one.span.start): one for one in line}.values()][:_SUMMED]
        for some in (*combinations(row, 2), *combinations(row, 3)):
            orders = [one.passage.order for one in some]
            together = max(orders) - min(orders) <= _APART and all(_like(some[0], one) for one in some)
            if together and same(value, unit, replace(some[0], value=sum(one.value for one in some)), lexicon):
                return True
    return False
