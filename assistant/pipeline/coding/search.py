"""A clinician's phrase to ranked codes.

Each reading of the phrase (as written, abbreviations opened, lay words replaced) is looked up by BM25 over all
wordings and, where the nomenclature has sentence vectors, by meaning; the best are compared word by word, and ordered
by what is known of each (``reranking``). Where no wording fits well, the phrase is said again as the categories found
say it (``variants``, ``analogies``).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

import numpy as np

from assistant.domain.coding import CodeEntry, Nomenclature, RankedCode
from assistant.pipeline.coding.analogies import analogies
from assistant.pipeline.coding.comparing import Phrase
from assistant.pipeline.coding.gathering import CLEAR, FLOOR, Gathered, Hit, known
from assistant.pipeline.coding.indexing import VERSION, CodeIndex, build_index
from assistant.pipeline.coding.kindred import Kin
from assistant.pipeline.coding.reading import Reader
from assistant.pipeline.coding.reranking import Found, Weights, rank
from assistant.pipeline.coding.shelf import Shelf
from assistant.pipeline.coding.synonyms import Synonyms
from assistant.pipeline.coding.vectors import LabelVectors
from assistant.pipeline.coding.wording import WordingRules, read_wording
from assistant.pipeline.retrieval import Arrays, Floats, plain_words

_CANDIDATES = 60
_CANDIDATES_BY_MEANING = 25
_CANDIDATES_WITHIN = 5
_CATEGORIES = 6
_REWRITINGS = 4
_ANALOGIES = 4
_REWORDED_TRUST = 0.98


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
class Ordering:
    """What a nomenclature's search may have beside words: kin, sentence vectors, learned weights."""

    families: Kin = field(default_factory=dict)
    vectors: Callable[[], LabelVectors] | None = None
    weights: Weights | None = None


_PLAIN = Ordering()


class CodeSearch:
    """The code retriever over stored tables. Relevance is in [0, 1]; below a floor nothing is returned."""

    def __init__(
        self,
        tables: CodeTables,
        rules: Mapping[Nomenclature, WordingRules],
        synonyms: Mapping[Nomenclature, Synonyms],
        orderings: Mapping[Nomenclature, Ordering] | None = None,
    ) -> None:
        self._tables = tables
        self._rules = rules
        self._synonyms = synonyms
        self._orderings = orderings or {}
        self._shelves: dict[Nomenclature, Shelf] = {}

    def codes(self, phrase: str, nomenclature: Nomenclature, top: int) -> list[RankedCode]:
        """The best first; an empty list when nothing suits. Raises ``EngineMissing`` where it is not there."""
        weights = self._orderings.get(nomenclature, _PLAIN).weights
        found, said = self.found(phrase, nomenclature)
        # Where a wording says it all, there is nothing to guess.
        learned = weights if not said else None
        worth = {at: rank(one, learned) if learned else one.score for at, one in found.items()}
        ordered = sorted(found, key=lambda at: (-worth[at], at))[:top]
        entries = self._tables.rows(nomenclature, ordered)
        ranked, least = [], 1.0
        for at, entry in zip(ordered, entries, strict=True):
            # The score says how well phrase and wording agree; it never rises down the list.
            least = min(least, max(found[at].score, FLOOR))
            ranked.append(RankedCode(entry, least))
        return ranked

    def found(self, phrase: str, nomenclature: Nomenclature) -> tuple[dict[int, Found], bool]:
        """What is known of each code found, by its position in the table; whether a wording says the whole phrase."""
        shelf = self._shelf(nomenclature)
        gathered = Gathered()
        readings = self._synonyms[nomenclature].readings(phrase)
        words = [bm25 for reading, trust in readings for bm25 in _gather(shelf, reading, trust, gathered)]
        said = gathered.said()
        meant = None if said else shelf.likeness(phrase)
        if meant is not None:
            near = _phrase(shelf, readings[0][0])
            for row in shelf.nearest(meant, _CANDIDATES_BY_MEANING) if near.terms else ():
                gathered.add(int(shelf.reader.index.entry[row]), _hit(near, row, readings[0][1], reworded=False), near)
        return known(shelf, gathered, np.maximum.reduce(words) if words else None, meant), said

    def entry(self, code: str, nomenclature: Nomenclature) -> CodeEntry | None:
        """The entry of a compact code."""
        self._shelf(nomenclature)
        return self._tables.entry(nomenclature, code)

    def _shelf(self, nomenclature: Nomenclature) -> Shelf:
        if nomenclature not in self._shelves:
            rules = self._rules[nomenclature]
            arrays = self._tables.table(nomenclature, lambda entries: build_index(entries, rules).arrays(), VERSION)
            ordering = self._orderings.get(nomenclature, _PLAIN)
            reader = Reader(CodeIndex.from_arrays(arrays), rules, ordering.families)
            self._shelves[nomenclature] = Shelf(reader, ordering.vectors() if ordering.vectors else None)
        return self._shelves[nomenclature]


def _phrase(shelf: Shelf, reading: str) -> Phrase:
    wording = read_wording(reading, shelf.reader.rules)
    return Phrase(shelf.reader.index, shelf.reader.terms(wording), wording)


def _gather(shelf: Shelf, reading: str, trust: float, gathered: Gathered) -> list[Floats]:
    """Add what one reading finds; its BM25 scores, one a row, where it says anything."""
    index = shelf.reader.index
    phrase = _phrase(shelf, reading)
    if not phrase.terms:
        return []
    bm25 = index.postings.best_scores(phrase.query)
    rows = _top(bm25, _CANDIDATES)
    hits = [_hit(phrase, row, trust, reworded=False) for row in rows]
    for hit in hits:
        gathered.add(int(index.entry[hit.row]), hit, phrase)
    ahead = sorted(hits, key=lambda hit: (-hit.score, hit.row))
    if ahead and not ahead[0].clear:
        categories = list(dict.fromkeys(shelf.category_of(hit.row) for hit in ahead))[:_CATEGORIES]
        for reworded, category in _reworded(shelf, reading, phrase, ahead, categories):
            first, end = index.categories[category]
            scores = index.postings.best_scores_within(reworded.query, first, end)
            for at in _top(scores, _CANDIDATES_WITHIN):
                gathered.add(
                    int(index.entry[first + at]),
                    _hit(reworded, first + at, trust * _REWORDED_TRUST, reworded=True),
                    phrase,
                )
    return [bm25]


def _reworded(
    shelf: Shelf, reading: str, phrase: Phrase, ahead: Sequence[Hit], categories: Sequence[str]
) -> Iterator[tuple[Phrase, str]]:
    """The phrase as the categories found so far would say it, each within its category."""
    reader, index = shelf.reader, shelf.reader.index
    if ahead[0].comparison.score < CLEAR:
        for category, text in islice(index.variants.rewritten(plain_words(reading), categories), _REWRITINGS):
            yield _phrase(shelf, text), category
    rows = [hit.row for hit in ahead[:_CANDIDATES_WITHIN]]
    for row, terms in islice(analogies(reader, phrase, rows), _ANALOGIES):
        yield Phrase(index, terms, phrase.wording), shelf.category_of(row)


def _hit(phrase: Phrase, row: int, trust: float, reworded: bool) -> Hit:
    comparison = phrase.compared(row)
    return Hit(row, comparison.score * trust, comparison, reworded)


def _top(scores: Floats, count: int) -> list[int]:
    count = min(count, len(scores))
    if not count:
        return []
    found = np.argpartition(-scores, count - 1)[:count].tolist()
    return [at for at in found if scores[at] > 0]
