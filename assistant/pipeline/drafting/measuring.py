"""Measurements as a chart writes them ("TA 12/7", "SpO2 97 %"), in place of how they were spoken."""

from collections.abc import Sequence

from assistant.domain.fact import Fact, FactKind, Quantity
from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.wording import Wording

_PRESSURE = "blood_pressure"


def with_measurements(segment: Segment, facts: Sequence[Fact], wording: Wording) -> str:
    """The segment's text with each measurement of ``facts`` written by its abbreviation, value and unit.

    One that the wording has no abbreviation for, or that was taken back, stays as it was said.
    """
    text = segment.text
    for fact in sorted(facts, key=lambda one: -one.span.start):
        start, end = fact.span.start - segment.span.start, fact.span.end - segment.span.start
        written = _written(fact, wording)
        if written is not None and 0 <= start < end <= len(text):
            text = f"{text[:start]}{written}{text[end:]}"
    return text


def _written(fact: Fact, wording: Wording) -> str | None:
    name = wording.measures.get(fact.concept)
    if fact.kind is not FactKind.MEASUREMENT or fact.quantity is None or name is None or fact.qualifiers.superseded:
        return None
    return f"{name} {_bound(fact, wording)}{_value(fact.concept, fact.quantity, wording)}".strip()


def _bound(fact: Fact, wording: Wording) -> str:
    """ "> " or "< " where the words give a limit and no value ("above 38")."""
    if fact.quantity is None or fact.quantity.high is not None:
        return ""
    if wording.above.search(fact.text):
        return "> "
    return "< " if wording.below.search(fact.text) else ""


def _value(concept: str, quantity: Quantity, wording: Wording) -> str:
    if concept == _PRESSURE and quantity.high is not None:
        return _pressure(quantity.value, quantity.high, wording)
    digits = _digits(quantity.value, wording)
    if quantity.high is not None:
        digits = f"{digits}-{_digits(quantity.high, wording)}"
    unit = wording.units.get(quantity.unit, quantity.unit)
    return f"{digits}{'' if unit.startswith('/') else ' '}{unit}".strip()


def _pressure(systolic: float, diastolic: float, wording: Wording) -> str:
    """In centimetres of mercury where the language reads it so and nothing is lost."""
    if "centimetres" in wording.phrases and systolic % 5 == 0 and diastolic % 5 == 0:
        systolic, diastolic = systolic / 10, diastolic / 10
    return f"{_digits(systolic, wording)}/{_digits(diastolic, wording)}"


def _digits(value: float, wording: Wording) -> str:
    return f"{value:g}".replace(".", wording.phrases["decimal"])
