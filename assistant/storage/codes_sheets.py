"""The cells of a spreadsheet, old (xls) or new (xlsx), row by row."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from assistant.errors import InputError

XLS_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XLSX_SIGNATURE = b"PK\x03\x04"
_AGAIN = "It was cut or damaged: download it again."


def sheets(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Each sheet's rows by its name; dates as ``datetime``. Raises ``InputError`` where the file cannot be read."""
    return dict(_new(data) if data.startswith(XLSX_SIGNATURE) else _old(data))


def _new(data: bytes) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield sheet.title, [tuple(row) for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # the library lets through whatever zip and XML say of a damaged file
        raise InputError(f"The xlsx file cannot be read: {error}.", _AGAIN) from error


def _old(data: bytes) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
        for sheet in book.sheets():
            yield sheet.name, [tuple(_cell(cell, book.datemode) for cell in sheet.row(at)) for at in range(sheet.nrows)]
    except Exception as error:  # on a damaged file the library fails in any way, assertions included
        raise InputError(f"The xls file cannot be read: {error}.", _AGAIN) from error


def _cell(cell: Any, datemode: int) -> object:  # noqa: ANN401  (xlrd has no types)
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        found: datetime = xlrd.xldate_as_datetime(cell.value, datemode)
        return found
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else cell.value
