"""Taking in an official nomenclature file: told by its content, read whole, and only then kept."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.domain.coding import CodeEntry, Nomenclature, NomenclatureVersion
from assistant.errors import InputError
from assistant.storage.codes_ccam import read_acts
from assistant.storage.codes_cim10 import looks_like_cim10, read_cim10_file
from assistant.storage.codes_editions import Editions
from assistant.storage.codes_icd10cm import looks_like_order_file, read_order_file
from assistant.storage.codes_sheets import XLS_SIGNATURE, XLSX_SIGNATURE, sheets

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_CCAM_SHEET = re.compile(r"ccam_final_(20\d\d)", re.IGNORECASE)
_LARGE = 2000
_LEAST_SHARE = 0.8

Read = Callable[[int], list[CodeEntry]]


@dataclass(frozen=True, slots=True)
class _Source:
    """What a file holds: the nomenclature, the year it names itself, and how to read it for a year."""

    nomenclature: Nomenclature
    year: int | None
    read: Read


def import_file(
    editions: Editions, data: bytes, name: str, *, year: int | None = None, first: date | None = None
) -> tuple[NomenclatureVersion, bool]:
    """Keep the edition that the file holds; False where it was there already.

    ``year`` is needed where neither the file nor its ``name`` says one; ``first`` is the first day of validity where
    it is not the usual one. Raises ``InputError`` where the file is not a whole official one; then nothing changes.
    """
    source = _recognised(data, name, editions)
    said = year or source.year
    if said is None:
        raise InputError(
            f"{name} does not say which year it is for.", "Say it: assistant codes import FILE --year 2025."
        )
    entries = source.read(said)
    usual, last = validity(source.nomenclature, said)
    edition = NomenclatureVersion(
        source.nomenclature, said, first or usual, last, name, hashlib.sha256(data).hexdigest(), len(entries)
    )
    if edition.valid_from > last:
        raise InputError(f"An edition of {said} cannot begin on {edition.valid_from}.", "Check --year and --from.")
    _refuse_half(edition, editions)
    return edition, editions.keep(edition, entries)


def validity(nomenclature: Nomenclature, year: int) -> tuple[date, date]:
    """The usual first and last day of a year's edition.

    PMSI: from 1 March to the end of February; CMS: fiscal year, from 1 October before; CCAM: the calendar year.
    """
    if nomenclature is Nomenclature.CIM10:
        return date(year, 3, 1), date(year + 1, 3, 1) - timedelta(days=1)
    if nomenclature is Nomenclature.ICD10CM:
        return date(year - 1, 10, 1), date(year, 9, 30)
    return date(year, 1, 1), date(year, 12, 31)


def _recognised(data: bytes, name: str, editions: Editions) -> _Source:
    named = _YEAR.search(name)
    year = int(named[1]) if named else None
    if data.startswith((XLSX_SIGNATURE, XLS_SIGNATURE)):
        return _spreadsheet(sheets(data), year)
    head = data[:400].decode("latin-1")
    if looks_like_cim10(head):
        known = _labels(editions, Nomenclature.CIM10)
        return _Source(Nomenclature.CIM10, year, lambda said: read_cim10_file(data, said, known))
    if looks_like_order_file(head):
        known = _labels(editions, Nomenclature.ICD10CM)
        return _Source(Nomenclature.ICD10CM, year, lambda said: read_order_file(data, said, known))
    raise InputError(
        f"{name} is in no format that can be imported." if data else f"{name} is empty.",
        "LIBCIM10MULTI.TXT of ATIH, the ICD-10-CM order file of CMS, or a CCAM spreadsheet of ATIH or Ameli.",
    )


def _spreadsheet(found: Mapping[str, Sequence[Sequence[object]]], year: int | None) -> _Source:
    titled = next(((title, match) for title in found if (match := _CCAM_SHEET.fullmatch(title.strip()))), None)
    if titled is not None:
        title, match = titled
        return _Source(Nomenclature.CCAM, int(match[1]), lambda said: read_acts(found[title], said))
    rows = max(found.values(), key=len, default=[])
    return _Source(Nomenclature.CCAM, year, lambda said: read_acts(rows, said))


def _labels(editions: Editions, nomenclature: Nomenclature) -> dict[str, str]:
    latest = [edition for edition in editions.all() if edition.nomenclature is nomenclature][-1:]
    return {entry.code: entry.label for edition in latest for entry in editions.entries(edition)}


def _refuse_half(edition: NomenclatureVersion, editions: Editions) -> None:
    """A large file with far fewer codes than another edition was cut at a line's end."""
    others = [other.codes for other in editions.all() if other.nomenclature is edition.nomenclature]
    if edition.codes >= _LARGE and edition.codes < _LEAST_SHARE * max(others, default=0):
        raise InputError(
            f"The file holds {edition.codes} codes where another edition has {max(others)}: part of it is missing.",
            "Download it again.",
        )
