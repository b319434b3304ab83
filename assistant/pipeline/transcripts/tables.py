"""CSV or TSV: one consultation a row, in a column ``dialogue``; its id in ``encounter_id`` or ``id``.

These are the columns of ACI-Bench (``dataset, encounter_id, dialogue, note``) and MTS-Dialog (``ID,
section_header, section_text, dialogue``); a column ``language`` may name each row's language.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass

from assistant.errors import UnreadableTranscript

_DIALOGUE = "dialogue"
_IDS = ("encounter_id", "id")
_HINT = "The first line must name the columns, one of them 'dialogue' (and best one 'encounter_id')."


@dataclass(frozen=True, slots=True)
class Row:
    """One consultation of a table: its id, its dialogue as plain text, its language if the row names one."""

    id: str
    dialogue: str
    language: str | None


def is_table(text: str) -> bool:
    """Whether the first line names a column ``dialogue`` among others."""
    header = _header(text)
    return len(header) > 1 and _DIALOGUE in header


def read_rows(text: str, default_id: str) -> list[Row]:
    """The rows in order; one without an id gets ``default_id`` and its number.

    Raises ``UnreadableTranscript`` where the column is missing, an id comes twice, or there is no row.
    """
    header = _header(text)
    if _DIALOGUE not in header:
        raise UnreadableTranscript(
            f"The table has no column 'dialogue' (its columns: {', '.join(header)[:200]}).", _HINT
        )
    csv.field_size_limit(
        max(csv.field_size_limit(), len(text) + 1)
    )  # a three-hour consultation is longer than csv's default limit
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))[1:]
    except csv.Error as error:
        raise UnreadableTranscript(f"The table cannot be read: {error}.", _HINT) from error
    rows = [_row(header, record, f"{default_id}-{number}") for number, record in enumerate(records, 1) if any(record)]
    if not rows:
        raise UnreadableTranscript("The table has a header and no row.", _HINT)
    row_id, times = Counter(row.id for row in rows).most_common(1)[0]
    if times > 1:
        raise UnreadableTranscript(f"The id {row_id!r} stands in {times} rows.", "Give each row an id of its own.")
    return rows


def _header(text: str) -> list[str]:
    first = text.lstrip("\n").split("\n", 1)[0][:2000]
    return [name.strip().strip('"').lower() for name in first.split(_delimiter(text))]


def _delimiter(text: str) -> str:
    first = text.lstrip("\n").split("\n", 1)[0][:2000]
    return max(",;\t", key=first.count)


def _row(header: list[str], record: list[str], default_id: str) -> Row:
    fields = dict(zip(header, record, strict=False))
    row_id = next((fields[name].strip() for name in _IDS if fields.get(name, "").strip()), default_id)
    return Row(row_id, fields.get(_DIALOGUE, ""), fields.get("language", "").strip() or None)
