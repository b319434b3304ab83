"""Measurements: what was measured, and the value that goes with it, also as it is spoken."""

from collections.abc import Iterator, Sequence

from assistant.domain.fact import Fact, FactKind, Quantity
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.lexicon import Measure

_REACH = 7
_OF_A_LABORATORY = frozenset(
    {"mass", "mass_concentration", "molar", "count_concentration", "unit_concentration", "ratio", "score"}
)
_CENTIMETRES_OF_MERCURY_BELOW = 35


def measurement_facts(reading: Reading) -> Iterator[Fact]:
    """A fact for each measure of a sentence that a plausible value follows or precedes; the concept is the
    measure's key."""
    names = _named(reading)
    taken: set[Span] = set()
    for index, (measure, span) in enumerate(names):
        limit = names[index + 1][1].start if index + 1 < len(names) else len(reading.text)
        found = _value(reading, measure, span, limit, taken)
        if found is None:
            continue
        quantity, value_span = found
        taken.add(value_span)
        whole = Span(min(span.start, value_span.start), max(span.end, value_span.end))
        yield Fact(FactKind.MEASUREMENT, measure.key, whole.of(reading.text), 0, whole, quantity=quantity)


def weight_change_facts(reading: Reading) -> Iterator[Fact]:
    """A weight gained or lost (*j'ai pris trois kilos*): the problem that the ``weight`` cue names, with how much."""
    for cue in reading.cues("weight"):
        for mention in reading.quantities:
            near = cue.span.end <= mention.span.start and reading.words_between(cue.span.end, mention.span.start) <= 2
            if near and mention.quantity.unit in ("kg", "lb"):
                span = Span(cue.span.start, mention.span.end)
                yield Fact(
                    FactKind.PROBLEM, cue.name, span.of(reading.text), 0, span,
                    qualifiers=read_qualifiers(reading, span), quantity=mention.quantity,
                )  # fmt: skip
                break


def _named(reading: Reading) -> list[tuple[Measure, Span]]:
    return [
        (found.payloads[0], Span(reading.words[found.first].start, reading.words[found.last].end))
        for found in reading.lexicon.measures.find(reading.words)
    ]


def _value(
    reading: Reading, measure: Measure, span: Span, limit: int, taken: set[Span]
) -> tuple[Quantity, Span] | None:
    after = [m for m in reading.quantities if span.end <= m.span.start and m.span.end <= limit]
    for position, mention in enumerate(after):
        if reading.words_between(span.end, mention.span.start) > _REACH or _drug_between(reading, span, mention.span):
            break
        found = _shaped(reading, measure, after[position:])
        if found is not None:
            return found
    before = [m for m in reading.quantities if m.span.end <= span.start and m.span not in taken][-1:]
    if before and reading.words_between(before[0].span.end, span.start) <= 1:
        return _shaped(reading, measure, before)
    return None


def _drug_between(reading: Reading, name: Span, value: Span) -> bool:
    """*Pour la tension, le périndopril passe à huit*: the number is the drug's."""
    return any(term.kind == "drug" and name.end <= term.span.start < value.start for term in reading.terms)


def _shaped(reading: Reading, measure: Measure, mentions: Sequence[QuantityMention]) -> tuple[Quantity, Span] | None:
    """The value in the measure's unit, from one number or from two spoken side by side."""
    first = mentions[0]
    if first.quantity.unit == "date" or not _fits(reading, measure, first.quantity):
        return None
    second = mentions[1] if len(mentions) > 1 else None
    quantity, span = first.quantity, first.span
    if second is not None and quantity.high is None and not second.quantity.unit and not quantity.unit:
        gap = reading.folded[span.end : second.span.start].strip(" -")
        if measure.shape == "pressure" and gap in ("", ",") and second.quantity.value < quantity.value:
            quantity, span = Quantity(quantity.value, "", second.quantity.value), Span(span.start, second.span.end)
        elif measure.shape == "decimal" and not gap and _are_whole(quantity, second.quantity):
            quantity, span = _spoken_decimal(quantity, second.quantity), Span(span.start, second.span.end)
    quantity = _in_unit(measure, quantity, reading.lexicon.language)
    return (quantity, span) if measure.low <= quantity.value <= measure.high else None


def _are_whole(*quantities: Quantity) -> bool:
    return all(quantity.high is None and quantity.value == int(quantity.value) for quantity in quantities)


def _spoken_decimal(whole: Quantity, decimals: Quantity) -> Quantity:
    """*Trente-huit cinq* is 38.5; *deux quarante* is 2.40."""
    return Quantity(float(f"{int(whole.value)}.{decimals.value:g}"))


def _fits(reading: Reading, measure: Measure, quantity: Quantity) -> bool:
    """Whether a number with this unit can be the measure's value: no unit, its own, or one of its kind."""
    if not quantity.unit:
        return True
    own, given = reading.lexicon.units.get(measure.unit), reading.lexicon.units[quantity.unit]
    if own is None:
        return given.dimension in _OF_A_LABORATORY
    kinds = {own.dimension, given.dimension}
    related = [{"celsius", "fahrenheit"}, {"mass", "mass_concentration"}, {"molar", "mass_concentration"},
               {"flow", "volume"}, {"rate"}, {"unit_concentration", "units"}]  # fmt: skip
    return len(kinds) == 1 or any(kinds <= pair for pair in related)


def _in_unit(measure: Measure, quantity: Quantity, language: Language) -> Quantity:
    """With the measure's unit where none was said; pressures spoken in centimetres of
    mercury, as is French custom, as millimetres."""
    value, high, unit = quantity.value, quantity.high, quantity.unit or measure.unit
    if measure.shape == "pressure" and (unit == "cmHg" or (language == "fr" and value < _CENTIMETRES_OF_MERCURY_BELOW)):
        return Quantity(value * 10, "mmHg", None if high is None else high * 10)
    if measure.key == "temperature" and quantity.unit in ("", "°C") and value > 45:
        unit = "°F"
    if measure.key == "height" and not quantity.unit and value > 3:
        unit = "cm"
    if unit == "g" and measure.unit == "g/L":
        unit = "g/L"
    return Quantity(value, unit, high)
