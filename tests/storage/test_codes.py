"""The store of nomenclatures: built once, found again, told apart by version."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.errors import StorageError
from assistant.storage.codes import Arrays, CodeStore


class Builder:
    """Counts how often an index is built."""

    def __init__(self) -> None:
        self.built = 0

    def __call__(self, entries: Sequence[CodeEntry]) -> Arrays:
        self.built += 1
        return {"lengths": np.array([len(entry.label) for entry in entries], dtype=np.int32)}


def test_the_table_is_built_once_and_read_by_the_next_store(tmp_path: Path) -> None:
    build = Builder()
    first = CodeStore(tmp_path / "cache", tmp_path).table(Nomenclature.CIM10, build, "1")
    second = CodeStore(tmp_path / "cache", tmp_path).table(Nomenclature.CIM10, build, "1")
    assert build.built == 1
    assert np.array_equal(first["lengths"], second["lengths"])
    assert not list((tmp_path / "cache").glob("tmp*"))


def test_further_wordings_or_another_version_make_another_table(tmp_path: Path) -> None:
    build = Builder()
    CodeStore(tmp_path / "cache", tmp_path).table(Nomenclature.CIM10, build, "1")
    CodeStore(tmp_path / "cache", tmp_path).table(Nomenclature.CIM10, build, "2")
    (tmp_path / "cim10_terms.tsv").write_text("code\tterm\nI10\ttension élevée\n", "utf-8")
    store = CodeStore(tmp_path / "cache", tmp_path)
    store.table(Nomenclature.CIM10, build, "2")
    assert build.built == 3
    entry = store.entry(Nomenclature.CIM10, "I10")
    assert entry is not None and entry.terms == ("tension élevée",)


def test_entries_are_found_by_code_and_by_position(tmp_path: Path) -> None:
    store = CodeStore(tmp_path / "cache", tmp_path)
    store.table(Nomenclature.CIM10, Builder(), "1")
    assert store.entry(Nomenclature.CIM10, "Z9999") is None
    assert [entry.code for entry in store.rows(Nomenclature.CIM10, [1, 0])] == ["A000", "A00"]


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    with pytest.raises(StorageError):
        CodeStore(tmp_path / "cache", tmp_path).table(Nomenclature.CIM10, Builder(), "1")
