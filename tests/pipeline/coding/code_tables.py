"""A code table in memory, for tests of the search."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.pipeline.retrieval import Arrays


class MemoryTables:
    """What the code store does, without a file."""

    def __init__(self, entries: Sequence[CodeEntry]) -> None:
        self._entries = list(entries)

    def table(
        self, nomenclature: Nomenclature, build: Callable[[Sequence[CodeEntry]], Arrays], version: str
    ) -> Mapping[str, np.ndarray]:
        """The arrays, built again each time."""
        return build(self._entries)

    def rows(self, nomenclature: Nomenclature, positions: Sequence[int]) -> list[CodeEntry]:
        """Entries by position."""
        return [self._entries[position] for position in positions]

    def entry(self, nomenclature: Nomenclature, code: str) -> CodeEntry | None:
        """An entry by code."""
        return next((entry for entry in self._entries if entry.code == code), None)


def cim10(*rows: tuple[str, str, int]) -> MemoryTables:
    """A French table from (code, label, MCO type)."""
    return MemoryTables(
        [CodeEntry(code, label, Nomenclature.CIM10, 2022, kind != 3, kind) for code, label, kind in rows]
    )
