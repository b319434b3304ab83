"""A practice's own table of drug interactions: read whole from CSV or TSV, each name looked up, or refused with its
line number.

``knowledge/interactions`` says how columns and levels may be called (``words.toml``), and which ATC codes the usual
names of classes cover (``classes.tsv``).
"""

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.interaction import Interaction, InteractionLevel, InteractionTable, Party
from assistant.errors import ConfigError, InputError, UnreadableTranscript
from assistant.pipeline.text import tokens
from assistant.pipeline.transcripts.decoding import decode
from assistant.pipeline.vocabulary import Lexicon

_REQUIRED = ("first", "second", "level")
_CODE = re.compile(r"[A-Z]\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?", re.IGNORECASE)
_CODES = re.compile(rf"{_CODE.pattern}(?:[\s,;/|+]+{_CODE.pattern})*", re.IGNORECASE)
_WITH_CODES = re.compile(rf"(?P<name>.+?)\s*[(\[]\s*(?P<codes>{_CODES.pattern})\s*[)\]]", re.IGNORECASE)
_COLUMNS_HINT = "The first line names the columns: substance 1; substance 2; level; what to do; source."
_LEVELS_HINT = (
    "Levels: contre-indication, association déconseillée, précaution d'emploi, à prendre en compte; "
    "or contraindicated, avoid, caution, note."
)


@dataclass(frozen=True, eq=False)
class TableWords:
    """What the columns, levels and classes of a table may be called, in the form of ``_plain``."""

    columns: Mapping[str, str]
    levels: Mapping[str, InteractionLevel]
    classes: Mapping[str, tuple[str, ...]]


def load_table_words(folder: Path) -> TableWords:
    """The words of ``knowledge/interactions``. Raises ``ConfigError`` where a file is missing or broken."""
    try:
        words = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
        with (folder / "classes.tsv").open(encoding="utf-8", newline="") as lines:
            classes = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        return TableWords(
            {_plain(name): column for column, names in words["columns"].items() for name in names},
            {_plain(name): InteractionLevel(level) for level, names in words["levels"].items() for name in names},
            {_plain(name): tuple(row["codes"].split("|")) for row in classes for name in row["names"].split("|")},
        )
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"The words in {folder} cannot be read: {error!r}", "Restore the folder.") from error


def read_table(data: bytes, name: str, words: TableWords, lexicons: Sequence[Lexicon]) -> InteractionTable:
    """The table that a file holds. A row without a source has the file's ``name`` as its source.

    Raises ``InputError``, with the line's number, where any row is not whole: all is taken or nothing.
    """
    text = _text(data)
    delimiter = _delimiter(text)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Interaction] = []
    columns: list[str] | None = None
    try:
        for record in reader:
            if not any(cell.strip() for cell in record):
                continue
            if columns is None:
                columns = _columns(record, words)
            else:
                rows.append(_row(columns, record, reader.line_num, name, words, lexicons))
    except csv.Error as error:
        raise InputError(
            f"Line {reader.line_num}: {error}.", "Save it again as CSV, texts in quotation marks."
        ) from error
    if not rows:
        raise InputError("The table has no row.", _COLUMNS_HINT)
    return InteractionTable(tuple(rows), name, hashlib.sha256(data).hexdigest())


def unknown_names(table: InteractionTable) -> list[str]:
    """The names that stand for nothing the lexicons know and have no code: their rows can never be found."""
    parties = [party for row in table.rows for party in (row.first, row.second)]
    return sorted({party.name for party in parties if not party.known}, key=str.casefold)


def names_drug(party: Party, name: str, words: TableWords, lexicons: Sequence[Lexicon]) -> bool:
    """Whether a party is the drug or class that a user names, or holds it."""
    asked = _party(name, "", words, lexicons)
    if _plain(asked.name) and _plain(asked.name) in _plain(party.name):
        return True
    return bool(set(asked.concepts) & set(party.concepts)) or any(
        code.startswith(held) for code in asked.codes for held in party.codes
    )


def _plain(text: str) -> str:
    return " ".join(token.key for token in tokens(text))


def _text(data: bytes) -> str:
    try:
        return decode(data)
    except UnreadableTranscript as error:
        hint = "In the spreadsheet: save as CSV, encoded in UTF-8."
        raise InputError("The file is empty or is no CSV or TSV text.", hint) from error


def _delimiter(text: str) -> str:
    first = next(line for line in text.split("\n") if line.strip())
    return max("\t;,", key=first.count)


def _columns(header: Sequence[str], words: TableWords) -> list[str]:
    """What each column holds; empty where it is none of ours."""
    columns = [words.columns.get(_plain(cell), "") for cell in header]
    # A code column alone does for the name.
    have = {column.removesuffix("_code") for column in columns}
    missing = [column for column in _REQUIRED if column not in have]
    if missing:
        raise InputError(f"The table lacks the column {missing[0]}.", _COLUMNS_HINT)
    twice = next((column for column in columns if column and columns.count(column) > 1), None)
    if twice:
        raise InputError(f"The table has the column {twice} twice.", _COLUMNS_HINT)
    return columns


def _row(
    columns: Sequence[str],
    record: Sequence[str],
    number: int,
    file: str,
    words: TableWords,
    lexicons: Sequence[Lexicon],
) -> Interaction:
    if len(record) > len(columns) and any(cell.strip() for cell in record[len(columns) :]):
        raise InputError(f"Line {number} has more cells than the first line.", "Put texts in quotation marks.")
    cells = {column: " ".join(cell.split()) for column, cell in zip(columns, record, strict=False) if column}
    parties: list[Party] = []
    for side in ("first", "second"):
        code = cells.get(f"{side}_code", "")
        if code and not _CODES.fullmatch(code):
            raise InputError(f"Line {number}: {code} is not an ATC code.", "An ATC code is like M01A or M01AE01.")
        party = _party(cells.get(side, ""), code, words, lexicons)
        if not party.name:
            raise InputError(f"Line {number} names no {side} substance, class or ATC code.", _COLUMNS_HINT)
        parties.append(party)
    said = cells.get("level", "")
    level = words.levels.get(_plain(said))
    if level is None:
        raise InputError(f"Line {number}: the level {said!r} is not known.", _LEVELS_HINT)
    return Interaction(parties[0], parties[1], level, cells.get("advice", ""), cells.get("source") or file)


def _party(name: str, code: str, words: TableWords, lexicons: Sequence[Lexicon]) -> Party:
    """What a cell stands for: an ATC code, a class of drugs, or a substance or brand of the lexicons. A code beside
    the name, or in brackets after it, decides."""
    bracketed = _WITH_CODES.fullmatch(name)
    if bracketed:
        name, code = bracketed["name"], code or bracketed["codes"]
    if _CODES.fullmatch(name):
        name, code = name.upper(), code or name
    if code:
        return Party(name or code.upper(), (), tuple(found.upper() for found in _CODE.findall(code)))
    classed = words.classes.get(_plain(name))
    if classed:
        return Party(name, (), classed)
    concepts = dict.fromkeys(key for lexicon in lexicons for key in _drugs(name, lexicon))
    codes = dict.fromkeys(code for lexicon in lexicons for key in concepts for code in _codes(key, lexicon))
    return Party(name, tuple(concepts), tuple(codes))


def _drugs(name: str, lexicon: Lexicon) -> list[str]:
    """The drugs that the whole of a name stands for."""
    whole = len(tokens(name))
    return [
        found.concept
        for found in lexicon.match(name)
        if found.kind == "drug" and len(tokens(found.span.of(name))) == whole
    ]


def _codes(concept: str, lexicon: Lexicon) -> tuple[str, ...]:
    held = lexicon.concepts.get(concept)
    return () if held is None else held.codes
