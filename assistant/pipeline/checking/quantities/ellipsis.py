"""What speech leaves out around a number: the unit said before it, the unit of the question it answers."""

from collections.abc import Iterator
from itertools import pairwise

from assistant.domain.span import Span
from assistant.pipeline.checking.texts.evidence import Passage
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold

_CARRIES = frozenset(
    {"mass", "volume", "length", "time", "ratio", "mass_concentration", "molar", "units", "unit_concentration"}
)
_SMALL = 5
_AFTER = 25
_SHORTEST_NAME = 3
_GAP = 2


def unsaid_units(span: Span, passage: Passage, before: Passage | None, lexicon: Lexicon) -> Iterator[str]:
    """The units a number without one may have: the last said before it, and those the question before it names."""
    said = [unit for place, unit in _with_units(passage, lexicon) if place.end <= span.start]
    if said:
        yield said[-1]
        return
    if before is None:
        return
    yield from [unit for _, unit in _with_units(before, lexicon)][-1:]
    yield from _named(before, lexicon)


def named_after(span: Span, passage: Passage, after: Passage | None, lexicon: Lexicon) -> Iterator[str]:
    """*A hundred and ten, that's millimoles*; *un virgule trois. - En grammes*: the unit named by itself right after a
    number without one, in its sentence or as the next one opens."""
    rest = passage.reading.folded[span.end :]
    later = [one.span.start for one in passage.reading.quantities if one.span.start >= span.end]
    near = min([*later, span.end + _AFTER])
    yield from (unit for place, unit in _places_named(passage, lexicon) if span.end <= place.start < near)
    if after is not None and not later and len(rest) <= _AFTER:
        opening = min([_AFTER, *(one.span.start for one in after.reading.quantities)])
        yield from (unit for place, unit in _places_named(after, lexicon) if place.start < opening)


def _with_units(passage: Passage, lexicon: Lexicon) -> list[tuple[Span, str]]:
    """The units of a passage that may carry over, in order, with the places of their numbers."""
    said = [(one.span, one.quantity.unit) for one in passage.reading.quantities]
    said += article_units(passage, lexicon)
    return sorted((one for one in said if _carries(one[1], lexicon)), key=lambda one: one[0])


def article_units(passage: Passage, lexicon: Lexicon) -> list[tuple[Span, str]]:
    """*An inch*, *a stone*: the article is the number one, unless the unit is what something is counted over."""
    if lexicon.language != "en":
        return []
    words, taken = passage.reading.words, [one.span for one in passage.reading.quantities]
    taken += [cue.span for cue in lexicon.cues_in("frequency", words)]
    return [
        (Span(article.start, noun.end), lexicon.unit_terms[fold(noun.raw)].key)
        for article, noun in pairwise(words)
        if article.key in ("a", "an")
        and len(noun.raw) >= _SHORTEST_NAME
        and fold(noun.raw) in lexicon.unit_terms
        and not any(span.overlaps(Span(article.start, noun.end)) for span in taken)
    ]


def _named(passage: Passage, lexicon: Lexicon) -> Iterator[str]:
    """The units a passage names without a number: *combien de semaines ?*, *how many milligrams?*"""
    return (unit for _, unit in _places_named(passage, lexicon))


def _places_named(passage: Passage, lexicon: Lexicon) -> Iterator[tuple[Span, str]]:
    taken = [one.span for one in passage.reading.quantities]
    for word in passage.reading.words:
        unit = lexicon.unit_terms.get(fold(word.raw))
        named = len(word.raw) >= _SHORTEST_NAME and unit is not None and _carries(unit.key, lexicon)
        if named and unit is not None and not any(span.overlaps(word.span) for span in taken):
            yield word.span, unit.key


def _carries(unit: str, lexicon: Lexicon) -> bool:
    held = lexicon.units.get(unit)
    return held is not None and held.dimension in _CARRIES


def denied(span: Span, passage: Passage, lexicon: Lexicon) -> bool:
    """*Une seule, pas deux*; *not ten*: a number that was named to be ruled out."""
    folded = passage.reading.folded
    opening = max((folded.rfind(mark, 0, span.start) for mark in ",;:.-"), default=-1)
    return any(
        cue.name == "before"
        and not any(one.span.overlaps(cue.span) for one in passage.reading.quantities)
        and 0 <= span.start - cue.span.end < _GAP
        and not folded[opening + 1 : cue.span.start].strip()
        for cue in lexicon.cues_in("negation", passage.reading.words)
    )


def counts_a_thing(span: Span, passage: Passage, lexicon: Lexicon) -> bool:
    """*Four pregnancies*: a number whose own noun follows it, and that is no unit."""
    after = next((word for word in passage.reading.words if word.start >= span.end), None)
    if after is None or after.start - span.end > _GAP or fold(after.raw) in lexicon.unit_terms:
        return False
    plural = len(after.raw) > _SHORTEST_NAME and fold(after.raw).endswith(("s", "x"))
    return plural and any(unit.span.overlaps(after.span) for unit in passage.reading.units)


def half_of_a_decimal(span: Span, passage: Passage) -> bool:
    """*Trente-huit cinq*, *twelve eight*: a number without a unit right after another, larger one."""
    return any(
        one.span.end < span.start
        and not passage.reading.folded[one.span.end : span.start].strip(" -")
        and not one.quantity.unit
        and one.quantity.value > _SMALL
        for one in passage.reading.quantities
    )
