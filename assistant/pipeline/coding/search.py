"""A clinician's phrase to ranked codes.

Each reading of the phrase (as written, abbreviations opened, lay words replaced) is looked up by BM25 over all
wordings; the best are then compared word by word both ways: what of the phrase the label covers, and what of the
label the phrase does not say. Words that no label knows are matched to those that look like them.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

import numpy as np

from assistant.domain.coding import CodeEntry, Nomenclature, RankedCode
from assistant.pipeline.coding.indexing import (
    EXPLICIT,
    EXTERNAL,
    OTHER,
    UNSPECIFIED,
    VERSION,
    CodeIndex,
    build_index,
)
from assistant.pipeline.coding.synonyms import Synonyms
from assistant.pipeline.coding.wording import ABSENT, Wording, WordingRules, read_wording
from assistant.pipeline.retrieval import Arrays, Spelling, plain_words

_CANDIDATES = 80
_CANDIDATES_WITHIN = 20
_CATEGORIES = 6
_REWRITINGS = 8
_REWRITTEN_TRUST = 0.98
_CLEAR = 0.9
_NEAR_FLOOR = 0.45
_NEAR_TOP = 4
_KIN_SHARE = 0.7
_KIN_LETTERS = 6
_KIN_LIKENESS = 0.75
_FLOOR = 0.42
_UNKNOWN_WEIGHT = 0.6
_LEAST_WEIGHT = 0.5
_COVERAGE = 0.62
_ASIDE = 0.4
_ASKED_OPEN, _ASKED_OTHER = 0.06, 0.06
_BONUS = {UNSPECIFIED: 0.02, EXPLICIT: 0.03, OTHER: -0.04, EXTERNAL: -0.1}


class CodeTables(Protocol):
    """Where the entries and the index's arrays are kept."""

    def table(
        self, nomenclature: Nomenclature, build: Callable[[Sequence[CodeEntry]], Arrays], version: str
    ) -> Mapping[str, np.ndarray]:
        """The arrays, built at first use."""

    def rows(self, nomenclature: Nomenclature, positions: Sequence[int]) -> list[CodeEntry]:
        """Entries by position."""

    def entry(self, nomenclature: Nomenclature, code: str) -> CodeEntry | None:
        """An entry by compact code."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of the phrase: the index terms it may be, each with its likeness, and its weight."""

    options: tuple[tuple[int, float], ...]
    opposites: frozenset[int]
    weight: float


class _Reader:
    """One nomenclature, loaded: phrases to index terms."""

    def __init__(self, index: CodeIndex, rules: WordingRules) -> None:
        self.index = index
        self.rules = rules
        self._row_of = np.zeros(int(index.entry.max()) + 1 if len(index.entry) else 0, dtype=np.int32)
        self._row_of[index.entry] = np.arange(len(index.entry), dtype=np.int32)
        self._categories = [name for name, (first, end) in index.categories.items() for _ in range(first, end)]
        self._vocabulary = index.postings.vocabulary
        self._sorted = sorted(term for term in self._vocabulary if not term.startswith(ABSENT))
        self._spelling = Spelling(self._sorted)
        self._usual_idf = float(np.median(index.postings.idf)) if len(index.postings.idf) else 1.0

    def category_of(self, position: int) -> str:
        """The category of the code at a position of the table."""
        return self._categories[int(self._row_of[position])]

    def terms(self, wording: Wording) -> list[_Term]:
        terms = [(stem in wording.optional, self._term(stem)) for stem in wording.stems]
        return [replace(term, weight=term.weight * _ASIDE) if aside else term for aside, term in terms]

    def _term(self, stem: str) -> _Term:
        absent, bare = stem.startswith(ABSENT), stem.removeprefix(ABSENT)
        prefix, other = (ABSENT, "") if absent else ("", ABSENT)
        near = self._alike(bare)
        options = tuple(
            (self._vocabulary[prefix + word], likeness) for word, likeness in near if prefix + word in self._vocabulary
        )
        exact = [other + word for word, likeness in near if likeness == 1.0]
        opposites = frozenset(self._vocabulary[word] for word in exact if word in self._vocabulary)
        idf = self.index.postings.idf
        if not options:
            return _Term((), opposites, self._usual_idf * _UNKNOWN_WEIGHT)
        # A side or a number is common in labels and still decides between them.
        return _Term(options, opposites, max(float(idf[options[0][0]]), self._usual_idf * _LEAST_WEIGHT))

    def _alike(self, word: str) -> list[tuple[str, float]]:
        if word in self._vocabulary or ABSENT + word in self._vocabulary:
            return [(word, 1.0), *self._kin(word)]
        if len(word) < 5 or not word.isalpha():
            return []
        return self._spelling.near(word, _NEAR_FLOOR, _NEAR_TOP)

    def _kin(self, word: str) -> list[tuple[str, float]]:
        """Words of one family by their beginning ("diverticulaire", "diverticulose")."""
        length = max(_KIN_LETTERS, int(len(word) * _KIN_SHARE))
        if len(word) < length:
            return []
        start = bisect_left(self._sorted, word[:length])
        family = []
        for other in self._sorted[start : start + 40]:
            if not other.startswith(word[:length]):
                break
            if other != word and len(other) <= len(word) + 5:
                family.append((other, _KIN_LIKENESS))
        return family


class CodeSearch:
    """The code retriever over stored tables. Relevance is in [0, 1]; below a floor nothing is returned."""

    def __init__(
        self, tables: CodeTables, rules: Mapping[Nomenclature, WordingRules], synonyms: Mapping[Nomenclature, Synonyms]
    ) -> None:
        self._tables = tables
        self._rules = rules
        self._synonyms = synonyms
        self._readers: dict[Nomenclature, _Reader] = {}

    def codes(self, phrase: str, nomenclature: Nomenclature, top: int) -> list[RankedCode]:
        """The best first; an empty list when nothing suits. Raises ``EngineMissing`` where it is not there."""
        reader = self._reader(nomenclature)
        best: dict[int, float] = {}
        for reading, trust in self._synonyms[nomenclature].readings(phrase):
            for position, score in _ranked(reader, reading):
                best[position] = max(best.get(position, 0.0), score * trust)
            for position, score in _rewritten(reader, reading, dict(best)):
                best[position] = max(best.get(position, 0.0), score * trust * _REWRITTEN_TRUST)
        ordered = sorted(((score, -at) for at, score in best.items() if score >= _FLOOR), reverse=True)[:top]
        entries = self._tables.rows(nomenclature, [-at for _, at in ordered])
        return [RankedCode(entry, min(1.0, score)) for entry, (score, _) in zip(entries, ordered, strict=True)]

    def entry(self, code: str, nomenclature: Nomenclature) -> CodeEntry | None:
        """The entry of a compact code."""
        self._reader(nomenclature)
        return self._tables.entry(nomenclature, code)

    def _reader(self, nomenclature: Nomenclature) -> _Reader:
        if nomenclature not in self._readers:
            rules = self._rules[nomenclature]
            arrays = self._tables.table(nomenclature, lambda entries: build_index(entries, rules).arrays(), VERSION)
            self._readers[nomenclature] = _Reader(CodeIndex.from_arrays(arrays), rules)
        return self._readers[nomenclature]


def _rewritten(reader: _Reader, phrase: str, found: Mapping[int, float]) -> Iterator[tuple[int, float]]:
    """The same for the phrase as the categories found so far would say it, each within its category."""
    ahead = sorted(found, key=lambda position: (-found[position], position))
    if ahead and found[ahead[0]] >= _CLEAR:
        return
    categories = list(dict.fromkeys(reader.category_of(position) for position in ahead))[:_CATEGORIES]
    for category, rewritten in islice(reader.index.variants.rewritten(plain_words(phrase), categories), _REWRITINGS):
        yield from _ranked(reader, rewritten, reader.index.categories[category])


def _ranked(reader: _Reader, phrase: str, rows_of: tuple[int, int] | None = None) -> list[tuple[int, float]]:
    """(table position, score) of the best wordings for one reading of the phrase, among some rows or all."""
    wording = read_wording(phrase, reader.rules)
    terms = reader.terms(wording)
    index = reader.index
    bonus = _bonus(wording)
    query = [term.options for term in terms if term.options]
    if not query:
        return []
    first, end = rows_of or (0, index.postings.size)
    scores = index.postings.best_scores(query)
    count = min(_CANDIDATES if rows_of is None else _CANDIDATES_WITHIN, end - first)
    rows = first + np.argpartition(-scores[first:end], count - 1)[:count]
    return [(int(index.entry[row]), _compared(index, int(row), terms, bonus)) for row in rows if scores[row] > 0]


def _compared(index: CodeIndex, row: int, terms: Sequence[_Term], bonus: Mapping[int, float]) -> float:
    """How well the phrase and one wording say the same, 0 to 1."""
    span = slice(index.own[0][row], index.own[0][row + 1])
    own = dict(zip(index.own[1][span].tolist(), index.optional[span].tolist(), strict=True))
    above = set(index.above[1][index.above[0][row] : index.above[0][row + 1]].tolist())
    said = sum(_covered(term, own, above) * term.weight for term in terms)
    wanted = sum(term.weight for term in terms)
    named = {option: likeness for term in reversed(terms) for option, likeness in reversed(term.options)}
    idf = index.postings.idf
    required = [term for term, optional in own.items() if not optional or term in named]
    label = sum(float(idf[term]) for term in required)
    met = sum(float(idf[term]) * named.get(term, 0.0) for term in required)
    coverage = said / wanted
    precision = met / label if label else coverage
    flags = int(index.flags[row])
    favour = sum(worth for bit, worth in bonus.items() if flags & bit)
    return max(0.0, _COVERAGE * coverage + (1 - _COVERAGE) * precision + favour)


def _bonus(wording: Wording) -> dict[int, float]:
    """What a label's flags are worth for this phrase: "NOS" asks for the code that leaves the detail open."""
    asked = {UNSPECIFIED: _ASKED_OPEN * wording.unspecified, OTHER: _ASKED_OTHER * wording.other}
    return {bit: worth + asked.get(bit, 0.0) for bit, worth in _BONUS.items()}


def _covered(term: _Term, own: Mapping[int, int], above: set[int]) -> float:
    if term.opposites & own.keys():
        return -0.5
    in_own = max((likeness for option, likeness in term.options if option in own), default=0.0)
    in_above = max((likeness * 0.85 for option, likeness in term.options if option in above), default=0.0)
    return max(in_own, in_above)
