"""CCAM acts from a spreadsheet: ATIH's complementary file (xlsx, sheet ``CCAM_Final_YYYY``) or Ameli's (xls).

Columns are found by the names in the header, which move from year to year. Where lines have a type, those of type
``L`` (labels) are kept; of several labels of one act the one whose validity starts latest wins.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.errors import InputError

Cell = object
Row = Sequence[Cell]

_CODE = re.compile(r"^([A-Z]{4}\d{3})(?:-?(\d{2}))?$")
_HEADER_WITHIN = 30
_DATE_FORMS = ("%d/%m/%Y", "%Y-%m-%d", "%Y%m%d")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "code": (r"code a 7 caracteres \(et extension pmsi\)", r"code a 7 caracteres.*", r"code(?: ccam| acte| de l'acte)?",
             r"subdivision.*code a 7 caracteres.*"),
    "extension": (r"extension pmsi",),
    "label": (r"texte.*", r"libelle long.*", r"libelle(?: de l'acte)?"),
    "kind": (r"typo ligne.*", r"type (?:de )?ligne.*"),
    "activity": (r"(?:code )?activite",),
    "phase": (r"(?:code )?phase",),
    "start": (r"date (?:de )?debut.*", r"debut de validite.*", r"date d'effet.*"),
    "end": (r"date (?:de )?fin.*", r"fin de validite.*"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Act:
    """One line: an act's code with its label, or a further activity or phase of it."""

    code: str
    label: str
    activity: str
    phase: str
    start: date | None
    end: date | None


def read_acts(rows: Iterable[Row], year: int) -> list[CodeEntry]:
    """The acts of a sheet, in the order of their first lines.

    Raises ``InputError`` where no line names the columns, or no line holds an act.
    """
    lines = list(rows)
    at = next((i for i, row in enumerate(lines[:_HEADER_WITHIN]) if {"code", "label"} <= _columns(row).keys()), None)
    if at is None:
        raise InputError(
            "This spreadsheet is not a CCAM file: no line names a code column and a text column.",
            "Take ATIH's complementary file (xlsx) or Ameli's CCAM (xls) as published.",
        )
    columns = _columns(lines[at])
    acts = [act for row in lines[at + 1 :] if (act := _act(row, columns)) is not None]
    entries = _entries(acts, year)
    if not entries:
        raise InputError("The spreadsheet holds no act.", "An act is four letters and three digits, with its label.")
    return entries


def _columns(row: Row) -> dict[str, int]:
    """The place of each known column; of several names for one, the most telling that is there."""
    names = [_folded(str(cell)) if cell is not None else "" for cell in row]
    found: dict[str, int] = {}
    for column, patterns in _NAMES.items():
        for pattern in patterns:
            place = next((i for i, name in enumerate(names) if re.fullmatch(pattern, name)), None)
            if place is not None:
                found[column] = place
                break
    return found


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).lower().split())


def _act(row: Row, columns: Mapping[str, int]) -> _Act | None:
    """The line as an act, or nothing: titles, notes, modifiers and empty lines."""

    def cell(column: str) -> Cell:
        place = columns.get(column)
        return row[place] if place is not None and place < len(row) else None

    if "kind" in columns and _text(cell("kind")) != "L":
        return None
    match = _CODE.match(_text(cell("code")).upper())
    if match is None:
        return None
    extension = match[2] or _text(cell("extension"))
    code = f"{match[1]}-{extension.zfill(2)}" if extension.isdigit() else match[1]
    label = " ".join(_text(cell("label")).split())
    return _Act(code, label, _text(cell("activity")), _text(cell("phase")), _day(cell("start")), _day(cell("end")))


def _entries(acts: Sequence[_Act], year: int) -> list[CodeEntry]:
    found: dict[str, CodeEntry] = {}
    for act in acts:
        earlier = found.get(act.code)
        entry = (
            CodeEntry(act.code, act.label, Nomenclature.CCAM, year, valid_from=act.start, valid_until=act.end)
            if act.label
            else earlier
        )
        if entry is None:
            continue
        if earlier is not None and (earlier.valid_from or date.min) >= (entry.valid_from or date.min):
            entry = earlier
        found[act.code] = replace(
            entry,
            activities=_with(earlier.activities if earlier else (), act.activity),
            phases=_with(earlier.phases if earlier else (), act.phase),
        )
    return list(found.values())


def _with(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(sorted({*values, value})) if value else values


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _day(cell: Cell) -> date | None:
    """A date cell, or a date as text. Raises ``InputError`` where it is neither."""
    if isinstance(cell, datetime):
        return cell.date()
    text = _text(cell)
    if isinstance(cell, date) or not text:
        return cell if isinstance(cell, date) else None
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise InputError(f"{text!r} in a date column of the CCAM file is not a date.", "Take the file as published.")
