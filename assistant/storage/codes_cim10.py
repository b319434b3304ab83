"""ATIH's yearly CIM-10 FR file, ``LIBCIM10MULTI.TXT``.

No header, Windows-1252, CRLF, six fields between ``|``: code padded with spaces, type MCO (0 to 4), SMR profile (four
letters up to 2024, three from 2025), type PSY, short label, long label.
"""

import re
from collections.abc import Mapping

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.errors import InputError
from assistant.storage.codes_text import decoded, whole_lines

FIELDS = 6
_LINE = re.compile(r"^[A-Z]\d{2}[\dA-Za-z+]* *\|[0-4]\|[A-Z]{3,4}\|\d\|[^|]*\|.+$")
_DELETED = "*** SU"
_FORBIDDEN_EVERYWHERE = 3


def looks_like_cim10(head: str) -> bool:
    """Whether a text starts as the file does."""
    return head.split("\n", 1)[0].count("|") == FIELDS - 1


def read_cim10_file(data: bytes, year: int, known: Mapping[str, str]) -> list[CodeEntry]:
    """The entries of the file; deleted codes (``*** SU… ***``) are left out.

    ``known`` gives labels of other editions by code: with them a last line that was cut is told from a whole one.
    Raises ``InputError`` naming the line that is not in the form.
    """
    lines = whole_lines(decoded(data), lambda line: _cut(line, known))
    entries: dict[str, CodeEntry] = {}
    for number, line in enumerate(lines, start=1):
        if not _LINE.match(line):
            raise InputError(
                f"Line {number} is not in the form of LIBCIM10MULTI.TXT: {line[:60]!r}.",
                "Six fields are expected between | signs; download the file again if it was cut or edited.",
            )
        code, mco, _, _, _, label = (field.strip() for field in line.split("|"))
        if code in entries:
            raise InputError(f"Line {number}: the code {code} stands in the file twice.", "Download the file again.")
        if not label.startswith(_DELETED):
            kind = int(mco)
            entries[code] = CodeEntry(
                code, label, Nomenclature.CIM10, year, kind != _FORBIDDEN_EVERYWHERE, mco_type=kind
            )
    return list(entries.values())


def _cut(line: str, known: Mapping[str, str]) -> bool:
    fields = line.split("|")
    label = known.get(fields[0].strip())
    return len(fields) < FIELDS or (label is not None and label != fields[-1] and label.startswith(fields[-1]))
