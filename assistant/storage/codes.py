"""The nomenclatures as one SQLite file each: entries to look up, and the search index's arrays.

A file is made at first use from the official list and the practice's further wordings, and named by a digest of
both, so that a new release or wording makes a new file and an old one is never read by mistake.
"""

import csv
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from assistant.domain.codec import from_json, to_json
from assistant.domain.coding import CodeEntry, Nomenclature, NomenclatureVersion
from assistant.errors import StorageError
from assistant.storage.codes_editions import Editions
from assistant.storage.codes_sources import digest, packaged, read_packaged, read_references

Arrays = Mapping[str, NDArray[np.generic]]
Build = Callable[[Sequence[CodeEntry]], Arrays]

_SCHEMA = """
CREATE TABLE entry (position INTEGER PRIMARY KEY, code TEXT UNIQUE, content TEXT);
CREATE TABLE array (name TEXT PRIMARY KEY, dtype TEXT, data BLOB);
"""


class CodeStore:
    """Entries and index arrays of the nomenclatures, one edition of each.

    ``folder`` is a cache that may be deleted at any time; ``wordings`` holds ``{nomenclature}_terms.tsv`` and
    ``{nomenclature}_phrases.tsv``, further wordings of codes (columns ``code``, ``term``). ``chosen`` names the edition
    of each nomenclature, read from
    ``editions``; where it names none, the embedded one is used.
    """

    def __init__(
        self,
        folder: Path,
        wordings: Path,
        editions: Editions | None = None,
        chosen: Mapping[Nomenclature, NomenclatureVersion] | None = None,
    ) -> None:
        self._folder = folder
        self._wordings = wordings
        self._editions = editions
        self._chosen = dict(chosen or {})
        self._files: dict[tuple[Nomenclature, str], Path] = {}

    def table(self, nomenclature: Nomenclature, build: Build, version: str) -> Arrays:
        """The arrays that ``build`` makes of all entries, kept from one start to the next.

        ``version`` names what else ``build`` depends on. Raises ``EngineMissing`` where the nomenclature's
        package is not installed, ``StorageError`` where the cache cannot be written.
        """
        path = self._path(nomenclature, version)
        if not path.is_file():
            self._write(path, self.entries(nomenclature), build)
        with _reading(path) as connection:
            rows = connection.execute("SELECT name, dtype, data FROM array").fetchall()
        return {name: np.frombuffer(data, dtype=dtype) for name, dtype, data in rows}

    def entries(self, nomenclature: Nomenclature) -> list[CodeEntry]:
        """All entries with the further wordings, read from the sources (slow: for building)."""
        edition = self._chosen.get(nomenclature)
        entries = self._editions.entries(edition) if edition and self._editions else read_packaged(nomenclature)
        return worded(entries, further_wordings(nomenclature, read_wordings(self._wordings, nomenclature)))

    def rows(self, nomenclature: Nomenclature, positions: Sequence[int]) -> list[CodeEntry]:
        """The entries at these positions of the table, in that order."""
        marks = ",".join("?" * len(positions))
        query = f"SELECT position, content FROM entry WHERE position IN ({marks})"
        with _reading(self._current(nomenclature)) as connection:
            found = {at: from_json(CodeEntry, content) for at, content in connection.execute(query, list(positions))}
        return [found[position] for position in positions]

    def entry(self, nomenclature: Nomenclature, code: str) -> CodeEntry | None:
        """The entry of a compact code, or nothing."""
        query = "SELECT content FROM entry WHERE code = ?"
        with _reading(self._current(nomenclature)) as connection:
            row = connection.execute(query, (code,)).fetchone()
        return from_json(CodeEntry, row[0]) if row else None

    def _path(self, nomenclature: Nomenclature, version: str) -> Path:
        key = (nomenclature, version)
        if key not in self._files:
            edition = self._chosen.get(nomenclature)
            source = edition.digest if edition is not None else digest(packaged(nomenclature))
            parts = [source, *(tsv.read_text("utf-8") for tsv in wording_files(self._wordings, nomenclature)), version]
            name = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
            self._files[key] = self._folder / f"{nomenclature}-{name}.sqlite"
        return self._files[key]

    def _current(self, nomenclature: Nomenclature) -> Path:
        return next(path for (kind, _), path in self._files.items() if kind is nomenclature)

    def _write(self, path: Path, entries: Sequence[CodeEntry], build: Build) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self._folder) as scratch:
                temporary = Path(scratch) / path.name
                _fill(temporary, entries, build(entries))
                os.replace(temporary, path)
        except (OSError, sqlite3.Error) as error:
            raise StorageError(f"The code index cannot be written to {path.parent}: {error}.") from error


def _fill(path: Path, entries: Sequence[CodeEntry], arrays: Arrays) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        rows = ((at, entry.code, to_json(entry)) for at, entry in enumerate(entries))
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
        blobs = ((name, array.dtype.str, array.tobytes()) for name, array in arrays.items())
        connection.executemany("INSERT INTO array VALUES (?, ?, ?)", blobs)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    # A connection a call: it costs 0.1 ms and lets any thread ask.
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield connection


def wording_files(folder: Path, nomenclature: Nomenclature) -> list[Path]:
    """The tables of further wordings: what reports say too, and phrases that are only looked up."""
    files = [folder / f"{nomenclature}_{kind}.tsv" for kind in ("terms", "phrases")]
    return [file for file in files if file.is_file()]


def read_wordings(folder: Path, nomenclature: Nomenclature) -> dict[str, list[str]]:
    """The further wordings of each code, from the tables in ``folder``."""
    found: dict[str, list[str]] = {}
    for file in wording_files(folder, nomenclature):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                found.setdefault(row["code"], []).append(row["term"])
    return found


def further_wordings(nomenclature: Nomenclature, own: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Wordings beside the list's own, by code: ``own`` and, for ICD-10-CM, the names that other codes' notes use."""
    if nomenclature is not Nomenclature.ICD10CM:
        return {code: tuple(texts) for code, texts in own.items()}
    noted = read_references(packaged(nomenclature)[0].read_bytes())
    holders: dict[str, set[str]] = {}
    for code, texts in (*own.items(), *noted.items()):
        for text in texts:
            holders.setdefault(text.casefold(), set()).add(code)
    # A note names a code in passing ("pneumonia (J13)"): a wording that several codes claim says nothing.
    told = {code: [text for text in texts if len(holders[text.casefold()]) == 1] for code, texts in noted.items()}
    return {code: (*own.get(code, ()), *told.get(code, ())) for code in {**own, **told}}


def worded(entries: Sequence[CodeEntry], extra: Mapping[str, Sequence[str]]) -> list[CodeEntry]:
    """The entries with their further wordings."""
    return [
        replace(entry, terms=tuple(dict.fromkeys((*entry.terms, *extra[entry.code])))) if entry.code in extra else entry
        for entry in entries
    ]
