"""Every numeric expression of a text, written in digits or spoken, with its unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.domain.fact import Quantity
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.pipeline.facts.spoken import Number, spoken_numbers
from assistant.pipeline.facts.worded import in_name, worded_quantities
from assistant.pipeline.lexicon import Lexicon, Unit
from assistant.pipeline.text import Token, fold, tokens


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A number in a text. ``span`` covers the number and its unit; ``bare`` is an article read as a number."""

    span: Span
    quantity: Quantity
    bare: bool = False


_DATE = re.compile(r"(?<![\w/])(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2}))(?![\w/])")
_DIGITS = re.compile(r"(?<![^\W\d_])(?<![\d.,])\d{1,3}(?:[\s ]\d{3})+(?!\d)|(?<![^\W_])(?<![\d.,]\B)\d+(?:[.,]\d+)?")
_LONGEST = 15
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_GAP = {
    "pair": re.compile(r"\s*(?:/|sur|over|on)\s*"),
    "range": re.compile(r"\s*(?:-|à|a|to|ou|or|et|and)\s*"),
    "near": re.compile(r"[\s-]+"),
}


def quantities(text: str, language: Language, lexicon: Lexicon) -> tuple[QuantityMention, ...]:
    """The numeric expressions of a text, in order, without overlaps.

    Units are the keys of ``units.tsv``; a date is a quantity of unit ``date`` (``20240312``). An article (*un*,
    *a*) counts only where a unit follows it. ``120/80`` and ``3 à 5`` are one quantity with ``high``.
    """
    words = tokens(text)
    return quantities_in(text, fold(text), words, language, lexicon)


def quantities_in(
    text: str, folded: str, words: Sequence[Token], language: Language, lexicon: Lexicon
) -> tuple[QuantityMention, ...]:
    """The same over a text that is already folded and cut into tokens."""
    dates = list(_dates(folded))
    spoken = _numbers(folded, words, language, lexicon)
    worded = [
        QuantityMention(span, quantity)
        for span, quantity in worded_quantities(folded, lexicon)
        if not any(number.span.start < span.start < number.span.end for number in spoken)
    ]
    whole = [*dates, *worded]
    numbers = [
        number
        for number in spoken
        if not any(number.span.overlaps(one.span) for one in whole) and not in_name(text, number.span, lexicon)
    ]
    mentions = [*whole, *_joined(folded, _with_units(folded, numbers, lexicon), lexicon)]
    return tuple(sorted((m for m in mentions if not m.bare), key=lambda mention: mention.span))


def _dates(folded: str) -> Iterator[QuantityMention]:
    for found in _DATE.finditer(folded):
        year, month, day = (int(found[i]) for i in ((1, 2, 3) if found[1] else (6, 5, 4)))
        if month <= 12 and day <= 31:
            full_year = year if year > 99 else 2000 + year
            value = full_year * 10000 + month * 100 + day
            yield QuantityMention(Span(*found.span()), Quantity(float(value), "date"))


def _numbers(folded: str, words: Sequence[Token], language: Language, lexicon: Lexicon) -> list[Number]:
    """Digits, vulgar fractions and spoken numbers, in order."""
    found = [Number(Span(m.start(), m.end()), _digits(m.group(), language)) for m in _written(folded)]
    found += [Number(Span(i, i + 1), _FRACTIONS[c]) for i, c in enumerate(folded) if c in _FRACTIONS]
    found = [_and_a_half(folded, number) for number in found]
    found += spoken_numbers(folded, words, lexicon.numbers)
    return sorted(found, key=lambda number: number.span)


_AND_A_HALF = re.compile(r"\s+(?:and\s+a\s+half|et\s+demie?)(?![^\W_])")


def _and_a_half(folded: str, number: Number) -> Number:
    """*3 and a half*: the half that follows a number in digits belongs to it."""
    half = _AND_A_HALF.match(folded, number.span.end)
    return number if half is None else Number(Span(number.span.start, half.end()), number.value + 0.5)


def _written(folded: str) -> Iterator[re.Match[str]]:
    """Numbers in digits; a longer row of digits than any amount has is an identifier."""
    return (found for found in _DIGITS.finditer(folded) if len(found.group()) <= _LONGEST)


def _digits(written: str, language: Language) -> float:
    compact = re.sub(r"\s", "", written)
    if language == "en" and re.fullmatch(r"\d{1,3},\d{3}", compact):
        compact = compact.replace(",", "")
    return float(compact.replace(",", "."))


# *Une bonne heure*, *a good hour*.
_ROUNDLY = r"(?:bonnes?|bons?|petites?|petits?|grosses?|gros|pleines?|pleins?|good|solid|whole|full)"


@lru_cache(maxsize=8)
def _unit_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    terms = sorted(lexicon.unit_terms, key=len, reverse=True)
    alternatives = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in terms)
    return re.compile(rf"\s?(?:(?<=\s)|-)?\s?(?:{_ROUNDLY}\s)?({alternatives})(?![^\W_])")


def _unit_at(folded: str, position: int, lexicon: Lexicon) -> tuple[Unit, int] | None:
    found = _unit_pattern(lexicon).match(folded, position)
    if found is None:
        return None
    return lexicon.unit_terms[re.sub(r"\s+", " ", found[1])], found.end()


def _with_units(folded: str, numbers: Sequence[Number], lexicon: Lexicon) -> list[QuantityMention]:
    mentions: list[QuantityMention] = []
    for number in numbers:
        if mentions and number.span.start < mentions[-1].span.end:
            continue
        whole = _one_and_a_half(folded, number, lexicon)
        if whole is not None:
            mentions.append(whole)
            continue
        unit = _unit_at(folded, number.span.end, lexicon)
        if unit is None:
            mentions.append(QuantityMention(number.span, Quantity(number.value), number.article))
        else:
            end = unit[1]
            value, end = _after_unit(folded, number.value, unit[0], end, lexicon)
            mentions.append(QuantityMention(Span(number.span.start, end), Quantity(value, unit[0].key)))
    return mentions


_ONE_BEFORE = re.compile(r"(?<![^\W_])(?:a|an)\s+([a-z]+)\s+and\s+a\s+$")


def _one_and_a_half(folded: str, number: Number, lexicon: Lexicon) -> QuantityMention | None:
    """*A year and a half*: the article before the unit is the number one."""
    before = _ONE_BEFORE.search(folded, max(0, number.span.start - 40), number.span.start)
    if number.value != 0.5 or before is None or before[1] not in lexicon.unit_terms:
        return None
    return QuantityMention(Span(before.start(), number.span.end), Quantity(1.5, lexicon.unit_terms[before[1]].key))


_HALF_AFTER = re.compile(r"\s+(?:et\s+demie?|and\s+a\s+half)(?![^\W_])")


def _after_unit(folded: str, value: float, unit: Unit, end: int, lexicon: Lexicon) -> tuple[float, int]:
    """*Un mois et demi*: the half that follows the unit belongs to the number."""
    half = _HALF_AFTER.match(folded, end)
    return (value, end) if half is None else (value + 0.5, half.end())


def _joined(folded: str, mentions: Sequence[QuantityMention], lexicon: Lexicon) -> Iterator[QuantityMention]:
    """Pairs, ranges and decimals spoken after the unit made one."""
    position = 0
    while position < len(mentions):
        mention = mentions[position]
        following = mentions[position + 1] if position + 1 < len(mentions) else None
        merged = None if following is None else _merge(folded, mention, following, lexicon)
        if merged is not None:
            yield merged
        else:
            yield mention
        position += 1 if merged is None else 2


# British shorthand: *3/7* is three days, *2/52* two weeks, *6/12* six months, *34/40* weeks of a pregnancy.
_PART_OF = {7.0: "day", 52.0: "week", 12.0: "month", 40.0: "SA"}


def _merge(folded: str, first: QuantityMention, second: QuantityMention, lexicon: Lexicon) -> QuantityMention | None:
    gap = folded[first.span.end : second.span.start]
    a, b = first.quantity, second.quantity
    span = Span(first.span.start, second.span.end)
    if a.high is not None or b.high is not None or second.bare:
        return None
    if a.unit in ("g", "m") and not b.unit and _GAP["near"].fullmatch(gap):
        return QuantityMention(span, replace(a, value=round(a.value + b.value / (100 if b.value >= 10 else 10), 4)))
    if a.unit and a.unit != b.unit:
        return None
    if gap == "/" and not a.unit and _is_form(b.unit, lexicon) and a.value < b.value in (2, 3, 4):
        return QuantityMention(span, Quantity(round(a.value / b.value, 4), b.unit))
    if _GAP["pair"].fullmatch(gap) and a.value > b.value and b.unit in ("", "mmHg", "cmHg"):
        return QuantityMention(span, Quantity(a.value, b.unit, b.value))
    if gap == "/" and not a.unit and not b.unit and lexicon.language == "en" and b.value in _PART_OF:
        return QuantityMention(span, Quantity(a.value, _PART_OF[b.value]))
    if gap.strip() == "/" and b.value and not b.unit and a.value < b.value:
        fraction = b.value in (2, 3, 4)
        return QuantityMention(
            span, Quantity(round(a.value / b.value, 4)) if fraction else Quantity(a.value, "", b.value)
        )
    if a.value < b.value and _GAP["range"].fullmatch(gap) and gap.strip() not in ("et", "and"):
        return QuantityMention(span, Quantity(a.value, b.unit, b.value))
    if b.unit and b.value == a.value + 1 <= 20 and _GAP["near"].fullmatch(gap):
        return QuantityMention(span, Quantity(a.value, b.unit, b.value))
    return None


def _is_form(unit: str, lexicon: Lexicon) -> bool:
    held = lexicon.units.get(unit)
    return held is not None and held.dimension.startswith("form_")


def in_base_unit(quantity: Quantity, lexicon: Lexicon) -> Quantity:
    """The same quantity in the base unit of its dimension, named by the dimension: ``500 mg`` and ``0.5 g`` are
    both ``0.5 mass``. A unit that no file holds stays as it is."""
    unit = lexicon.units.get(quantity.unit)
    if unit is None:
        return quantity
    high = None if quantity.high is None else round(quantity.high * unit.factor, 12)
    return Quantity(round(quantity.value * unit.factor, 12), unit.dimension, high)
