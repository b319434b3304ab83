"""What follows from the numbers that were said: a dose by the day, a difference, what was doubled."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.pipeline.checking.amounts import FACTOR, PER, Amount
from assistant.pipeline.checking.likeness import SAME, TIME, close, dimension, same
from assistant.pipeline.lexicon import Lexicon

_NEXT_TO, _IN_REACH = 25, 70
"""Characters between a strength and how many at once, and between a dose and how often."""


def derived(value: float, unit: str, said: Sequence[Amount], lexicon: Lexicon, daily: bool, dose: bool) -> bool:
    """Whether two numbers said close together yield this one: a dose times how often it was said to be taken, where
    the claim writes it by the day (``daily``); a difference, except of doses."""
    for first in said:
        for second in said:
            if first.span == second.span and first.passage is second.passage:
                continue
            if _product(value, unit, first, second, lexicon, daily) or _gap(value, unit, first, second, lexicon, dose):
                return True
    return unit == "pack-year"


def _product(value: float, unit: str, first: Amount, second: Amount, lexicon: Lexicon, daily: bool) -> bool:
    """A dose times how often it is taken in a day, a strength times how many at once, what was doubled or halved."""
    counts = second.unit == FACTOR or (daily and second.unit == PER)
    several = second.value in (2, 3, 4) and _form(second.unit, lexicon)
    if second.unit == FACTOR:
        beside = abs(first.passage.order - second.passage.order) <= 2
    else:
        beside = _beside(first, second, _NEXT_TO if several and not counts else _IN_REACH)
    if not (counts or several) or not beside:
        return False
    units = (first.unit,) if first.unit else ("", "mg")
    return any(same(value, unit, replace(_scaled(first, second.value), unit=one), lexicon) for one in units)


def _beside(first: Amount, second: Amount, reach: int) -> bool:
    """Whether two amounts were said within some characters of one another, in one sentence or in the next."""
    if first.passage is second.passage:
        return max(first.span.start, second.span.start) - min(first.span.end, second.span.end) <= reach
    early, late = sorted((first, second), key=lambda one: one.passage.order)
    gap = len(early.passage.segment.text) - early.span.end + late.span.start
    return late.passage.order - early.passage.order == 1 and gap <= reach


def _form(unit: str, lexicon: Lexicon) -> bool:
    return not unit or dimension(unit, lexicon).startswith("form_")


def _gap(value: float, unit: str, first: Amount, second: Amount, lexicon: Lexicon, dose: bool) -> bool:
    """The difference of two numbers of a kind, except of doses and of times other than hours of the clock."""
    if dose or {first.unit, second.unit} & {PER, FACTOR}:
        return False
    like = first.unit == second.unit or not first.unit or not second.unit
    timed = dimension(unit, lexicon) == TIME
    fits = (
        unit == first.unit == second.unit == "h"
        if timed
        else unit in (first.unit, second.unit, "") or not (first.unit or second.unit)
    )
    gap = abs(first.value - second.value)
    return bool(gap) and like and fits and close(value, gap, SAME)


def _scaled(amount: Amount, times: float) -> Amount:
    return Amount(amount.value * times, amount.unit, amount.passage, amount.span)
