"""The official code lists that packages on this machine carry, read without importing those packages.

- CIM-10 FR: the resource of ``edsnlp`` (ATIH, May 2022), ``code,type,ssr,psy,short,long``.
- ICD-10-CM: the data of ``simple-icd-10-cm`` (CMS, April 2026), the tabular XML and the list of all codes.
"""

import csv
import gzip
import hashlib
import importlib.util
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.errors import EngineMissing, InputError

CIM10_YEAR = 2022
ICD10CM_YEAR = 2026
EMBEDDED: Mapping[Nomenclature, tuple[int, date, date, int, str]] = {
    Nomenclature.CIM10: (CIM10_YEAR, date(2022, 3, 1), date(2023, 2, 28), 42485, "ATIH, May 2022 (edsnlp)"),
    Nomenclature.ICD10CM: (
        ICD10CM_YEAR,
        date(2026, 4, 1),
        date(2026, 9, 30),
        98186,
        "CMS, April 2026 (simple-icd-10-cm)",
    ),
}
"""The embedded editions: year, first and last day, number of codes, origin."""

IMPORT_ACTS = (
    "Get ATIH's complementary CCAM file (xlsx) or Ameli's CCAM (xls), then: assistant codes import FILE. "
    "Until then acts are listed without a code."
)
_REFERENCE = re.compile(r"^(?P<text>.*\S)\s*\((?P<code>[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{0,4}-?)?)\)$")
_NOTES = ("excludes1", "excludes2", "codeFirst", "useAdditionalCode", "codeAlso")
_DELETED = "*** SU"
_FORBIDDEN_EVERYWHERE = 3


def packaged(nomenclature: Nomenclature) -> tuple[Path, ...]:
    """The files of an embedded nomenclature. Raises ``EngineMissing`` where the package is not installed."""
    package, names = {
        Nomenclature.CIM10: ("edsnlp", ("resources/cim10.csv.gz",)),
        Nomenclature.ICD10CM: (
            "simple_icd_10_cm",
            ("data/icd10c-tabular-April-1-2026.xml", "data/code-list-April-2026.txt"),
        ),
    }.get(nomenclature, ("", ()))
    # find_spec finds the folder without running the package, which takes seconds.
    found = importlib.util.find_spec(package) if package else None
    folders = list(found.submodule_search_locations or ()) if found else []
    files = tuple(Path(folders[0]) / name for name in names) if folders else ()
    if not files or not all(file.is_file() for file in files):
        raise EngineMissing(
            f"The nomenclature {nomenclature} is not on this machine.",
            f"Install the package {package} again." if package else IMPORT_ACTS,
        )
    return files


def digest(files: tuple[Path, ...]) -> str:
    """SHA-256 (hex) over the files' contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def read_packaged(nomenclature: Nomenclature) -> list[CodeEntry]:
    """All entries of an embedded nomenclature, in its order."""
    files = packaged(nomenclature)
    if nomenclature is Nomenclature.CIM10:
        return read_cim10_csv(gzip.decompress(files[0].read_bytes()).decode("utf-8"))
    return read_icd10cm(files[0].read_bytes(), files[1].read_text("utf-8"))


def read_cim10_csv(text: str, year: int = CIM10_YEAR) -> list[CodeEntry]:
    """CIM-10 FR from comma-separated text. Deleted codes (``*** SU… ***``) are left out.

    Raises ``InputError`` where a column is missing or a type is not a number.
    """
    rows = csv.DictReader(io.StringIO(text))
    wanted = {"code", "type", "short", "long"}
    if not wanted <= set(rows.fieldnames or ()):
        raise InputError(
            "This is not a CIM-10 table.", "The first line must name the columns: " + ", ".join(sorted(wanted))
        )
    return [_cim10_entry(row, year) for row in rows if not row["long"].startswith(_DELETED)]


def _cim10_entry(row: Mapping[str, str], year: int) -> CodeEntry:
    if row["type"] not in {"0", "1", "2", "3", "4"}:
        raise InputError(f"CIM-10 code {row['code']}: the type {row['type']!r} is not 0 to 4.")
    kind = int(row["type"])
    return CodeEntry(
        code=row["code"].strip(),
        label=row["long"].strip(),
        nomenclature=Nomenclature.CIM10,
        year=year,
        billable=kind != _FORBIDDEN_EVERYWHERE,
        mco_type=kind,
    )


def read_icd10cm(tabular: bytes, codes: str, year: int = ICD10CM_YEAR) -> list[CodeEntry]:
    """ICD-10-CM from the tabular XML and the list of all codes (one a line, sections included).

    Codes with a seventh character take the label of the code they extend, followed by what the character means.
    Raises ``InputError`` on broken XML.
    """
    root = _parsed(tabular)
    described = {entry[0]: entry for diagnosis in root.iter("diag") for entry in [_described(diagnosis)]}
    extensions = _extensions(root)
    # Sections ("I10-I1A") are listed too, and one of a single category under that category's code.
    listed = list(dict.fromkeys(line.strip() for line in codes.splitlines() if line.strip() and "-" not in line))
    parents = _parents(listed)
    return [
        entry for code in listed for entry in _icd10cm_entries(code, described, extensions, code not in parents, year)
    ]


def read_references(tabular: bytes) -> dict[str, tuple[str, ...]]:
    """How other codes' notes name a code: "acute renal failure (N17.-)" is a wording of ``N17``.

    Raises ``InputError`` on broken XML.
    """
    found: dict[str, dict[str, None]] = {}
    for note in (note for kind in _NOTES for holder in _parsed(tabular).iter(kind) for note in holder.findall("note")):
        if match := _REFERENCE.match(note.text or ""):
            found.setdefault(match["code"].rstrip("-").replace(".", ""), {})[match["text"]] = None
    return {code: tuple(texts) for code, texts in found.items()}


def _parsed(tabular: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(tabular)
    except ElementTree.ParseError as error:
        raise InputError("This is not the ICD-10-CM tabular XML.", str(error)) from error


def _described(diagnosis: ElementTree.Element) -> tuple[str, str, tuple[str, ...]]:
    code = (diagnosis.findtext("name") or "").replace(".", "")
    notes = [note.text for field in ("inclusionTerm", "includes") for note in diagnosis.findall(f"{field}/note")]
    return code, diagnosis.findtext("desc") or "", tuple(dict.fromkeys(note for note in notes if note))


def _extensions(root: ElementTree.Element) -> dict[str, dict[str, str]]:
    """The seventh characters that a category defines, by its compact code."""
    found: dict[str, dict[str, str]] = {}
    for diagnosis in root.iter("diag"):
        defined = diagnosis.findall("sevenChrDef/extension")
        if defined:
            code = (diagnosis.findtext("name") or "").replace(".", "")
            found[code] = {extension.get("char", ""): extension.text or "" for extension in defined}
    return found


def _parents(listed: list[str]) -> set[str]:
    known = set(listed)
    return {code[:length] for code in listed for length in range(3, len(code)) if code[:length] in known}


def _icd10cm_entries(
    code: str,
    described: Mapping[str, tuple[str, str, tuple[str, ...]]],
    extensions: Mapping[str, Mapping[str, str]],
    is_leaf: bool,
    year: int,
) -> Iterator[CodeEntry]:
    if code in described:
        _, label, terms = described[code]
        yield CodeEntry(code, label, Nomenclature.ICD10CM, year, is_leaf, None, terms)
    elif len(code) == 7 and code[:6].rstrip("X") in described:
        _, label, _ = described[code[:6].rstrip("X")]
        meaning = next((extensions[code[:n]].get(code[6], "") for n in range(6, 2, -1) if code[:n] in extensions), "")
        full = f"{label}, {meaning}" if meaning else label
        yield CodeEntry(code, full, Nomenclature.ICD10CM, year, is_leaf)
