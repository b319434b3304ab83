"""Quantities whose number is a word of its own kind (*half a pack*, *un quart d'heure*, *une dizaine de jours*,
*a fortnight*), and numbers that are part of a name and measure nothing. The words are in ``numbers.toml``."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.domain.fact import Quantity
from assistant.domain.span import Span
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold

_LETTER_BEFORE = re.compile(r"[^\W\d_][-\u2010\u2011]$")
_LETTERS_AFTER = re.compile(r"[-\u2010\u2011]([^\W\d_]{2,})")
_PART_BEFORE = re.compile(r"\d+-$")
_LEAD = 24
"""Characters before a number that a name may stand in."""


def worded_quantities(folded: str, lexicon: Lexicon) -> Iterator[tuple[Span, Quantity]]:
    """The quantities of a folded text whose number is a share, a round count or a length by its name."""
    shares, lengths = _patterns(lexicon)
    for found in shares.finditer(folded):
        unit = lexicon.unit_terms[_plain(found[2])]
        yield Span(*found.span()), Quantity(lexicon.numbers.shares[_plain(found[1])], unit.key)
    for found in lengths.finditer(folded):
        value, unit_key = lexicon.numbers.lengths[_plain(found[1])]
        yield Span(*found.span()), Quantity(value, unit_key)


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon.numbers
    units = [term for term, unit in lexicon.unit_terms.items() if unit.dimension != "frequency"]
    article = rf"(?<![^\W_])(?<!et )(?<!and a )(?:(?:{_any(words.articles)})\s+)?"
    link = rf"(?:\s?-\s?|\s+(?:(?:{_any(words.links)})\s*)?)"
    shares = rf"{article}({_any(words.shares)}){link}({_any(units)})(?![^\W_])"
    lengths = rf"{article}({_any(words.lengths)})(?![^\W_])"
    return re.compile(shares), re.compile(lengths)


def _any(terms: Iterable[str]) -> str:
    longest_first = sorted(terms, key=len, reverse=True)
    return "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in longest_first) or r"(?!)"


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def in_name(text: str, span: Span, lexicon: Lexicon) -> bool:
    """Whether the number at ``span`` is part of a name: *COVID-19*, *CA 19-9*, *20-valent*, *Dix-Hallpike*. A name
    that is listed with capitals is only found with them."""
    before = text[max(0, span.start - _LEAD) : span.start]
    after = _LETTERS_AFTER.match(text, span.end)
    if text[span.start].isdigit():
        return bool(
            _LETTER_BEFORE.search(before)
            or (after is not None and fold(after[1]) not in lexicon.unit_terms)
            or any(_ends(before, name) for name in lexicon.numbers.names)
        )
    return text[span.end : span.end + 1] == "-" and text[span.end + 1 : span.end + 2].isupper()


def _ends(before: str, name: str) -> bool:
    """Whether the text before a number ends with a name, parted from the number by a space at most."""
    lead = _PART_BEFORE.sub("", before).rstrip()
    held = lead if name != fold(name) else fold(lead)
    return held.endswith(name) and not held[: -len(name)][-1:].isalnum()
