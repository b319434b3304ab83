"""How a code's label or a clinician's phrase is read: stems, what is said to be absent, what is left open.

The word lists are data (``knowledge/coding/wording_{fr,en}.toml``).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from assistant.domain.language import Language
from assistant.pipeline.retrieval import plain_words, stem

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_ORDINAL = re.compile(r"^(\d+)(?:e|er|eme|ere|st|nd|rd|th)$")
_ROMAN_ORDINAL = re.compile(r"^(i{1,3}|iv|v)e?$")
_PIECES = re.compile(r"[^,;:.()\[\]/–—-]+|\([^)]*\)|\[[^\]]*\]|[-–—](?=\s)|[,;:.]")
ABSENT = "!"
"""Stands before a stem that the text says is absent."""


@dataclass(frozen=True, slots=True)
class WordingRules:
    """The word lists of one language, folded; phrases as tuples of words, the longest first; ordinals as digits."""

    language: Language
    unspecified: tuple[tuple[str, ...], ...]
    other: tuple[tuple[str, ...], ...]
    negators: tuple[tuple[str, ...], ...]
    closers: frozenset[str]
    stop: frozenset[str]
    graded: frozenset[str]
    ordinals: Mapping[str, str]
    asking: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as stems in order. ``optional`` are those in brackets: they may be there or not.

    ``unspecified``: a detail is left open; ``other``: the text names a remainder. ``open_places``: those of the
    optional stems that follow "unspecified" ("unspecified elbow").
    """

    stems: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    unspecified: bool = False
    other: bool = False
    open_places: frozenset[str] = frozenset()


@lru_cache(maxsize=8)
def load_rules(folder: Path, language: Language) -> WordingRules:
    """The rules of a language from ``folder`` (``knowledge/coding``)."""
    with (folder / f"wording_{language}.toml").open("rb") as file:
        lists = tomllib.load(file)
    return WordingRules(
        language,
        _phrases(lists["unspecified"]),
        _phrases(lists["other"]),
        _phrases(lists["negators"]),
        frozenset(lists["closers"]),
        frozenset(lists["stop"]),
        frozenset(lists["graded"]),
        {word: str(number) for word, number in lists["ordinals"].items()},
        frozenset(lists["asking"]),
        frozenset(lists["places"]),
    )


def _phrases(texts: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(plain_words(text)) for text in texts), key=len, reverse=True))


def read_wording(text: str, rules: WordingRules) -> Wording:
    """The wording of a label, an inclusion term or a phrase."""
    stems: list[str] = []
    optional: set[str] = set()
    open_places: set[str] = set()
    unspecified = other = absent = False
    for piece in _PIECES.findall(text):
        if not piece[0].isalnum() and not piece[0].isspace() and piece[0] not in "([«\"'’":
            absent = False
            continue
        bracketed = piece[0] in "(["
        words = _numbered(plain_words(piece), rules)
        at = 0
        while at < len(words):
            if step := _starts(words, at, rules.unspecified):
                unspecified = True
                places = list(takewhile(rules.places.__contains__, words[at + step :]))
                stems += [stem(word, rules.language) for word in places]
                open_places.update(stems[len(stems) - len(places) :])
                step += len(places)
            elif step := _starts(words, at, rules.other):
                other = True
            elif step := _starts(words, at, rules.negators):
                absent = True
            else:
                step = 1
                absent = absent and words[at] not in rules.closers
                if words[at] not in rules.stop:
                    found = (ABSENT if absent else "") + stem(words[at], rules.language)
                    stems.append(found)
                    if bracketed:
                        optional.add(found)
            at += step
        absent = absent and not bracketed
    return Wording(
        tuple(dict.fromkeys(stems)), frozenset(optional | open_places), unspecified, other, frozenset(open_places)
    )


def _starts(words: list[str], at: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """How many words of the longest phrase that starts here; 0 for none."""
    return next((len(phrase) for phrase in phrases if tuple(words[at : at + len(phrase)]) == phrase), 0)


def _numbered(words: list[str], rules: WordingRules) -> list[str]:
    """Roman numerals and ordinals beside a word of grade as digits ("stade III", "3e degré")."""
    result = list(words)
    for at, word in enumerate(words):
        if word in rules.ordinals:
            result[at] = rules.ordinals[word]
            continue
        beside = {*words[max(0, at - 1) : at], *words[at + 1 : at + 2]}
        if ordinal := _ORDINAL.match(word):
            result[at] = ordinal.group(1)
        elif beside & rules.graded and (roman := _ROMAN_ORDINAL.match(word)):
            result[at] = _ROMAN[roman.group(1)]
    return result
