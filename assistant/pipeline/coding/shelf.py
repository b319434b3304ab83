"""A nomenclature ready to be searched: its reader, and its rows grouped by code and by sentence vector."""

import numpy as np

from assistant.pipeline.coding.reading import Reader
from assistant.pipeline.coding.vectors import LabelVectors
from assistant.pipeline.retrieval import Floats, Ints


class Shelf:
    """One nomenclature, loaded."""

    def __init__(self, reader: Reader, vectors: LabelVectors | None) -> None:
        index = reader.index
        self.reader = reader
        self._by_code = np.argsort(index.entry, kind="stable").astype(np.int32)
        self._held, self._starts = np.unique(index.entry[self._by_code], return_index=True)
        self._category = [name for name, (first, end) in index.categories.items() for _ in range(first, end)]
        self._vectors = vectors
        self._vector_of = vectors.positions(index.text) if vectors else None
        self._stems: dict[int, frozenset[int]] = {}

    def category_of(self, row: int) -> str:
        """The category of the code of a row."""
        return self._category[row]

    def likeness(self, phrase: str) -> Floats | None:
        """How near each row's text is to the phrase in meaning; nothing where there are no vectors."""
        if self._vectors is None or self._vector_of is None:
            return None
        return self._vectors.likeness(phrase)[self._vector_of]

    def nearest(self, likeness: Floats | None, count: int) -> list[int]:
        """The rows nearest in meaning."""
        if likeness is None or not len(likeness):
            return []
        count = min(count, len(likeness))
        return [int(row) for row in np.argpartition(-likeness, count - 1)[:count]]

    def best_of(self, position: int, scores: Floats) -> float:
        """The best score of a code's rows."""
        return float(scores[self._rows_of(position)].max())

    def _rows_of(self, position: int) -> Ints:
        at = int(np.searchsorted(self._held, position))
        end = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._by_code)
        return self._by_code[self._starts[at] : end]

    def all_stems(self, position: int) -> frozenset[int]:
        """The stems of all wordings of a code and of what stands above them."""
        if position not in self._stems:
            index = self.reader.index
            stems: set[int] = set()
            for row in self._rows_of(position):
                for starts, terms in (index.own, index.above):
                    stems.update(terms[starts[row] : starts[row + 1]].tolist())
            self._stems[position] = frozenset(stems)
        return self._stems[position]
