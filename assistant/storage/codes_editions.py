"""The editions of the nomenclatures: those that came with the product and those that were imported, side by side.

An imported edition is one compressed file: its description on the first line, then a code a line. It is written whole
or not at all, under the name of its nomenclature and first day, so that importing the same edition again replaces it.
"""

import gzip
import zlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from assistant.domain.codec import from_json, to_json
from assistant.domain.coding import CodeEntry, Nomenclature, NomenclatureVersion
from assistant.errors import EngineMissing, StorageError
from assistant.storage.codes_sources import EMBEDDED, IMPORT_ACTS, digest, packaged, read_packaged
from assistant.storage.files import write_whole


class Editions:
    """Every edition on this machine; ``folder`` holds the imported ones and is made at the first import."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[NomenclatureVersion]:
        """The editions by nomenclature and first day. Raises ``StorageError`` where a kept one cannot be read."""
        found = {(edition.nomenclature, edition.valid_from): edition for edition in _embedded()}
        for file in sorted(self._folder.glob("*.jsonl.gz")):
            edition = _described(file)
            found[edition.nomenclature, edition.valid_from] = edition
        return sorted(found.values(), key=lambda edition: (edition.nomenclature, edition.valid_from))

    def on(self, nomenclature: Nomenclature, day: date) -> NomenclatureVersion:
        """The edition that holds on that day; else the last one before it, else the first one after.

        Raises ``EngineMissing`` where there is none, saying how to get one.
        """
        editions = [edition for edition in self.all() if edition.nomenclature is nomenclature]
        if not editions:
            raise EngineMissing(
                f"The nomenclature {nomenclature} is not on this machine.",
                IMPORT_ACTS if nomenclature is Nomenclature.CCAM else "Import its official file.",
            )
        begun = [edition for edition in editions if edition.valid_from <= day]
        covering = [edition for edition in begun if edition.covers(day)]
        return (covering or begun or editions[:1])[-1]

    def entries(self, edition: NomenclatureVersion) -> list[CodeEntry]:
        """The codes of an edition, in its order."""
        if edition.embedded:
            return read_packaged(edition.nomenclature)
        try:
            lines = gzip.decompress(self._file(edition).read_bytes()).splitlines()[1:]
        except (OSError, EOFError, zlib.error) as error:
            raise StorageError(
                f"An imported nomenclature cannot be read: {error}.", "Import its file again."
            ) from error
        return [from_json(CodeEntry, line) for line in lines]

    def keep(self, edition: NomenclatureVersion, entries: Sequence[CodeEntry]) -> bool:
        """Keep an imported edition; False where the very same one is there already. Raises ``StorageError``."""
        file = self._file(edition)
        if file.is_file() and _described(file) == edition:
            return False
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"The nomenclature cannot be kept in {self._folder}: {error}.") from error
        content = b"\n".join([to_json(edition), *(to_json(entry) for entry in entries)])
        write_whole(file, gzip.compress(content, 6, mtime=0))
        return True

    def _file(self, edition: NomenclatureVersion) -> Path:
        return self._folder / f"{edition.nomenclature}-{edition.valid_from.isoformat()}.jsonl.gz"


def _described(file: Path) -> NomenclatureVersion:
    try:
        with gzip.open(file) as lines:
            return from_json(NomenclatureVersion, lines.readline())
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise StorageError(
            f"An imported nomenclature cannot be read: {error}.", f"Remove {file}, import again."
        ) from error


@cache
def _embedded() -> tuple[NomenclatureVersion, ...]:
    found = []
    for nomenclature, (year, first, last, count, origin) in EMBEDDED.items():
        try:
            files = packaged(nomenclature)
        except EngineMissing:
            continue
        found.append(NomenclatureVersion(nomenclature, year, first, last, origin, digest(files), count, embedded=True))
    return tuple(found)
