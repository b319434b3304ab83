"""A clinician's words as terms of the index: as written, as their kin, or as the words that look like them."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from assistant.pipeline.coding.indexing import CodeIndex
from assistant.pipeline.coding.kindred import Kin
from assistant.pipeline.coding.wording import ABSENT, Wording, WordingRules
from assistant.pipeline.retrieval import Spelling

_NEAR_FLOOR = 0.45
_NEAR_TOP = 4
_COGNATE_SHARE = 0.7
_COGNATE_LETTERS = 6
_COGNATE_LIKENESS = 0.75
_MOST_COGNATES = 40
_UNKNOWN_WEIGHT = 0.6
_LEAST_WEIGHT = 0.5
_ASIDE = 0.4


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the phrase: the index terms it may be, each with its likeness, and its weight."""

    options: tuple[tuple[int, float], ...]
    opposites: frozenset[int]
    weight: float


class Reader:
    """One nomenclature, loaded: wordings to index terms. ``families`` are further kin, beside the learned."""

    def __init__(self, index: CodeIndex, rules: WordingRules, families: Kin) -> None:
        self.index = index
        self.rules = rules
        self._kin: Mapping[str, Mapping[str, float]] = {
            word: {**index.kin.get(word, {}), **families.get(word, {})} for word in {**index.kin, **families}
        }
        self._vocabulary = index.postings.vocabulary
        self._sorted = sorted(term for term in self._vocabulary if not term.startswith(ABSENT))
        self._spelling = Spelling(self._sorted)
        self._usual_idf = float(np.median(index.postings.idf)) if len(index.postings.idf) else 1.0

    def terms(self, wording: Wording) -> list[Term]:
        """The terms of a phrase; those in brackets weigh less."""
        terms = [(stem in wording.optional, self._term(stem)) for stem in wording.stems]
        return [replace(term, weight=term.weight * _ASIDE) if aside else term for aside, term in terms]

    def known(self, number: int) -> Term:
        """A term of the index as a term of a phrase."""
        return Term(((number, 1.0),), frozenset(), self._weight(number))

    def _weight(self, number: int) -> float:
        # A side or a number is common in labels and still decides between them.
        return max(float(self.index.postings.idf[number]), self._usual_idf * _LEAST_WEIGHT)

    def _term(self, stem: str) -> Term:
        absent, bare = stem.startswith(ABSENT), stem.removeprefix(ABSENT)
        prefix, other = (ABSENT, "") if absent else ("", ABSENT)
        near = self._alike(bare)
        options = tuple(
            (self._vocabulary[prefix + word], likeness) for word, likeness in near if prefix + word in self._vocabulary
        )
        exact = [other + word for word, likeness in near if likeness == 1.0]
        opposites = frozenset(self._vocabulary[word] for word in exact if word in self._vocabulary)
        if not options:
            return Term((), opposites, self._usual_idf * _UNKNOWN_WEIGHT)
        return Term(options, opposites, self._weight(options[0][0]))

    def _alike(self, word: str) -> list[tuple[str, float]]:
        kin = self._kin.get(word, {})
        known = sorted(kin.items(), key=lambda one: (-one[1], one[0]))
        if word in self._vocabulary or ABSENT + word in self._vocabulary:
            return [(word, 1.0), *known, *((each, worth) for each, worth in self._cognates(word) if each not in kin)]
        if known:
            return known
        if len(word) < 5 or not word.isalpha():
            return []
        return self._spelling.near(word, _NEAR_FLOOR, _NEAR_TOP)

    def _cognates(self, word: str) -> list[tuple[str, float]]:
        """Words of one family by their beginning ("diverticulaire", "diverticulose")."""
        length = max(_COGNATE_LETTERS, int(len(word) * _COGNATE_SHARE))
        if len(word) < length:
            return []
        start = bisect_left(self._sorted, word[:length])
        family = []
        for other in self._sorted[start : start + _MOST_COGNATES]:
            if not other.startswith(word[:length]):
                break
            if other != word and len(other) <= len(word) + 5:
                family.append((other, _COGNATE_LIKENESS))
        return family
