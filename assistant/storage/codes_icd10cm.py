"""The CMS order file of ICD-10-CM (``icd10cm_order_YYYY.txt``), fixed width.

Columns: order number ``[0:5]``, code ``[6:13]``, ``[14]`` 1 where the code may be billed, short label ``[16:76]``, long
label from ``[77:]`` on.
"""

import re
from collections.abc import Mapping

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.errors import InputError
from assistant.storage.codes_text import decoded, whole_lines

_LINE = re.compile(r"^(?P<order>\d{5}) (?P<code>[A-Z]\d[0-9A-Z]{1,5} *) (?P<billable>[01]) .{1,60} ?(?P<label>.*)$")
_LABEL_FROM = 77


def looks_like_order_file(head: str) -> bool:
    """Whether a text starts as the file does."""
    return re.match(r"\d{5} [A-Z]\d[0-9A-Z]{1,5} ", head) is not None


def read_order_file(data: bytes, year: int, known: Mapping[str, str]) -> list[CodeEntry]:
    """The entries of the file; ``known`` as for the French file.

    Raises ``InputError`` naming the line that is not in the form, or whose number does not follow.
    """
    lines = whole_lines(decoded(data), lambda line: _cut(line, known))
    entries: dict[str, CodeEntry] = {}
    last = 0
    for number, line in enumerate(lines, start=1):
        match = _LINE.match(line)
        label = line[_LABEL_FROM:].strip()
        if match is None or not label:
            raise InputError(
                f"Line {number} is not in the form of the ICD-10-CM order file: {line[:60]!r}.",
                "Columns of fixed width are expected; download the file again if it was cut or edited.",
            )
        code, order = match["code"].strip(), int(match["order"])
        if order <= last or code in entries:
            raise InputError(f"Line {number}: {code} is out of order.", "Download the file again.")
        last = order
        entries[code] = CodeEntry(code, label, Nomenclature.ICD10CM, year, match["billable"] == "1")
    return list(entries.values())


def _cut(line: str, known: Mapping[str, str]) -> bool:
    written = line[_LABEL_FROM:].strip()
    label = known.get(line[6:13].strip())
    return not written or (label is not None and label != written and label.startswith(written))
