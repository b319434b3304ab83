"""Small nomenclature files in the official forms, for tests and for measuring."""

import io
import struct
from collections.abc import Sequence
from datetime import date, datetime

CIM10_LINES = (
    "A00    |3|NNN|3|CHOLERA|Choléra",
    "A000   |0|ONO|0|CHOLERA VIB CHOL 01 BIOVAR CH|Choléra à Vibrio cholerae 01, biovar cholerae",
    "E11    |3|NNN|3|DIABETE TYPE 2|Diabète sucré de type 2",
    "E1198  |0|ONO|0|DT2 NON INSULINE SANS COMPLIC.|Diabète sucré de type 2 non insulinotraité, sans complication",
    "E6690  |3|NNN|3|OBESITE|*** SU17 *** Obésité, sans précision",
    "S720   |3|NNN|3|FRACT COL FEMUR|Fracture du col du fémur",
)


def cim10_file(lines: Sequence[str] = CIM10_LINES) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("cp1252")


ORDER_ROWS = (
    ("A00", "0", "Cholera", "Cholera"),
    ("A000", "1", "Cholera due to Vibrio cholerae 01", "Cholera due to Vibrio cholerae 01, biovar cholerae"),
    (
        "S42001A",
        "1",
        "Fx unsp part of r clavicle, init",
        "Fracture of unspecified part of right clavicle, initial encounter",
    ),
)


def order_file(rows: Sequence[tuple[str, str, str, str]] = ORDER_ROWS) -> bytes:
    lines = [
        f"{number:05d} {code:<7} {billable} {short:<60} {label}"
        for number, (code, billable, short, label) in enumerate(rows, start=1)
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("cp1252")


ATIH_HEADER = (
    "Subdivision (titres) / Code à 7 caractères", "Extension PMSI", "Code à 7 caractères (et extension PMSI)",
    "Texte : titre-libellés-notes", "Type de Modification", "Typo ligne libellé", "Code Activité", "Phase",
    "Date de début de validité", "Date de fin de validité",
)  # fmt: skip
Act = tuple[str, str]
ACTS: tuple[Act, ...] = (
    ("HHFA016", "Appendicectomie, par laparotomie"),
    ("HHFA011", "Appendicectomie, par cœlioscopie"),
    ("NEKA020", "Remplacement de l'articulation coxofémorale par prothèse totale"),
)


def atih_rows(acts: Sequence[Act] = ACTS) -> list[tuple[object, ...]]:
    start = datetime(2020, 1, 1)
    rows: list[tuple[object, ...]] = [
        ATIH_HEADER,
        ("07", None, None, "APPAREIL DIGESTIF", None, "T", None, None, None, None),
        ("07.03", None, None, "À l'exclusion de…", None, "NT", None, None, None, None),
    ]
    for code, label in acts:
        base, _, extension = code.partition("-")
        rows.append((base, extension or None, code, label, None, "L", "1", "0", start, None))
        rows.append((base, extension or None, code, None, None, "LV", "4", "0", start, None))
    return rows


def atih_xlsx(rows: Sequence[Sequence[object]] | None = None, sheet: str = "CCAM_Final_2026") -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Lisez-moi"
    table = book.create_sheet(sheet)
    for row in atih_rows() if rows is None else rows:
        table.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


AMELI_ROWS: tuple[tuple[object, ...], ...] = (
    ("CCAM version 77", None, None, None, None),
    ("Code", "Texte", "Activité", "Phase", "Date d'effet"),
    ("07", "APPAREIL DIGESTIF", None, None, None),
    ("HHFA016", "Appendicectomie, par abord de la fosse iliaque", 1.0, 0.0, date(2015, 1, 1)),
    ("HHFA016", "Appendicectomie, par abord de la fosse iliaque droite", 1.0, 0.0, date(2024, 1, 1)),
    ("HHFA016", None, 4.0, 0.0, date(2024, 1, 1)),
    ("HHFA016", "Appendicectomie", 1.0, 0.0, date(2010, 1, 1)),
)


def xls(rows: Sequence[Sequence[object]] = AMELI_ROWS) -> bytes:
    """A BIFF8 workbook of one sheet in an OLE container: what Excel 97 to 2003 write."""
    return _container(_workbook(rows))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _workbook(rows: Sequence[Sequence[object]]) -> bytes:
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    font = _record(0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 0) + b"Arial")
    formats = b"".join(_record(0xE0, struct.pack("<HHH", 0, kind, 0) + bytes(14)) for kind in (0, 14))
    start = _record(0x809, bof) + _record(0x42, struct.pack("<H", 1200)) + font * 5 + formats
    name = b"CCAM"
    size = len(start) + 4 + 8 + len(name) + 4
    bound = _record(0x85, struct.pack("<IBBBB", size, 0, 0, len(name), 0) + name)
    cells = b"".join(_xls_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    sheet = _record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)) + cells + _record(0x0A)
    return start + bound + _record(0x0A) + sheet


def _xls_cell(row: int, column: int, value: object) -> bytes:
    if value is None:
        return b""
    if isinstance(value, date):
        days = (value - date(1899, 12, 30)).days
        return _record(0x203, struct.pack("<HHHd", row, column, 1, days))
    if isinstance(value, float):
        return _record(0x203, struct.pack("<HHHd", row, column, 0, value))
    text = str(value)
    return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _container(stream: bytes) -> bytes:
    """The stream "Workbook" in a compound file of 512-byte sectors: allocation table, directory, stream."""
    stream += bytes(-len(stream) % 512 if len(stream) >= 4096 else 4096 - len(stream))
    sectors = len(stream) // 512
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [table, end, *range(3, 2 + sectors), end]
    assert len(chain) <= 128, "one sector of allocation table is enough for a small file"
    header = struct.pack("<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, 4096, end, 0, end, 0, 0)  # fmt: skip
    header += struct.pack("<108I", *([free] * 108))
    allocation = struct.pack("<128I", *chain, *([free] * (128 - len(chain))))
    folder = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 2, len(stream)) + bytes(256)
    return header + allocation + folder + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    none = 0xFFFFFFFF
    return struct.pack("<64sHBBIII36xIII", written, len(written), kind, 1, none, none, child, start, size, 0)
