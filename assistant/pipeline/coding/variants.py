"""What a nomenclature says in two ways: learned from the wordings of its own codes.

Where one code has "Furuncle of neck" and "Folliculitis of neck", its category says "folliculitis" for "furuncle", so
"folliculitis of hand" is looked up in that category as "furuncle of hand" too; what several categories say so is looked
up in any. Nothing is taken from outside.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain.coding import CodeEntry
from assistant.pipeline.retrieval import plain_words

CATEGORY = 3
"""Characters of a compact code that name its category."""
_ANYWHERE = ""
_CATEGORIES_AGREE = 2

Words = tuple[str, ...]

_LONGEST = 6
_MOST_WORDINGS = 40
_EXTENDED = 7


@dataclass(frozen=True, slots=True)
class Variants:
    """For each form, as folded words, and each category that knows it: the other ways to say it there (under no name:
    in any category)."""

    meanings: Mapping[str, Mapping[str, tuple[str, ...]]]

    def rewritten(self, words: Sequence[str], categories: Sequence[str]) -> Iterator[tuple[str, str]]:
        """(category, phrase with one form replaced), for the categories in their order, longer forms first."""
        spans = [
            (start, start + length)
            for length in range(min(_LONGEST, len(words)), 0, -1)
            for start in range(len(words) - length + 1)
        ]
        known = [(span, held) for span in spans if (held := self.meanings.get(" ".join(words[slice(*span)])))]
        for category in categories:
            for (start, end), held in known:
                for other in (*held.get(category, ()), *held.get(_ANYWHERE, ())):
                    yield category, " ".join((*words[:start], other, *words[end:]))

    def array(self) -> NDArray[np.uint8]:
        """The table as bytes; ``from_array`` takes it back."""
        return np.frombuffer(json.dumps(self.meanings, ensure_ascii=False).encode(), dtype=np.uint8)

    @classmethod
    def from_array(cls, array: NDArray[np.uint8]) -> "Variants":
        """The table that ``array`` gave."""
        return cls(json.loads(array.tobytes().decode()))


def learn_variants(entries: Sequence[CodeEntry]) -> Variants:
    """Pairs of forms between which two wordings of one code differ, the words around them being the same."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for entry in entries:
        if not entry.terms or len(entry.code) >= _EXTENDED:
            continue
        for form, other in _pairs([tuple(plain_words(text)) for text in (entry.label, *entry.terms)][:_MOST_WORDINGS]):
            found.setdefault(form, {}).setdefault(entry.code[:CATEGORY], {})[other] = None
    return Variants({form: _with_shared(held) for form, held in found.items()})


def _with_shared(held: Mapping[str, Mapping[str, None]]) -> dict[str, tuple[str, ...]]:
    """What each category says, and under no category's name what several say."""
    said = Counter(other for others in held.values() for other in others)
    shared = tuple(other for other, categories in said.items() if categories >= _CATEGORIES_AGREE)
    return {category: tuple(others) for category, others in held.items()} | ({_ANYWHERE: shared} if shared else {})


def _pairs(wordings: Sequence[Words]) -> Iterator[tuple[str, str]]:
    for one in wordings:
        for other in wordings:
            form, meaning = _difference(one, other)
            if form and meaning and len(form) < len(one) and max(len(form), len(meaning)) <= _LONGEST:
                yield " ".join(form), " ".join(meaning)


def _difference(one: Words, other: Words) -> tuple[Words, Words]:
    """What stands in the one and in the other between the words that both begin and end with."""
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    end = next((at for at in range(shorter - start) if one[-1 - at] != other[-1 - at]), shorter - start)
    return one[start : len(one) - end], other[start : len(other) - end]
