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
        self._starts: list[int] = np.concatenate([[0], np.cumsum(np.bincount(index.entry))]).tolist()
        self._category = [name for name, (first, end) in index.categories.items() for _ in range(first, end)]
        self._vectors = vectors
        self._vector_of = vectors.positions(index.text) if vectors else np.zeros(0, dtype=np.int32)
        self._by_vector = np.argsort(self._vector_of, kind="stable").astype(np.int32)
        self._in_order = self._vector_of[self._by_vector]
        self._stems: dict[int, frozenset[int]] = {}

    def category_of(self, row: int) -> str:
        """The category of the code of a row."""
        return self._category[row]

    def likeness(self, phrase: str) -> Floats | None:
        """How near each text is to the phrase in meaning, one figure a vector; nothing where there are no vectors."""
        return self._vectors.likeness(phrase) if self._vectors else None

    def nearest(self, likeness: Floats | None, count: int) -> list[int]:
        """The rows of the texts nearest in meaning."""
        if likeness is None or len(likeness) < 2:
            return []
        held = likeness[:-1]  # what has no vector is near nothing
        count = min(count, len(held))
        rows: list[int] = []
        for vector in np.argpartition(-held, count - 1)[:count]:
            first, end = np.searchsorted(self._in_order, (vector, vector + 1))
            rows += self._by_vector[first:end].tolist()
        return rows

    def best_of(self, position: int, scores: Floats) -> float:
        """The best score of a code's rows, given one a row."""
        return float(scores[self._rows_of(position)].max())

    def meaning_of(self, position: int, likeness: Floats) -> float:
        """How near the nearest of a code's texts is, given one figure a vector."""
        return float(likeness[self._vector_of[self._rows_of(position)]].max())

    def _rows_of(self, position: int) -> Ints:
        return self._by_code[self._starts[position] : self._starts[position + 1]]

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
