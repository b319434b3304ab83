"""Error messages in the reader's language, looked up by their English text as gettext does."""

import csv
import re
from functools import lru_cache
from pathlib import Path

from assistant.domain.language import Language
from assistant.errors import AssistantError

TABLE = Path(__file__).parent / "messages.fr.tsv"
"""Columns ``en`` (``{}`` for each part) and ``fr`` (``{1}``, ``{2}``...: the parts, in any order)."""


_LONGEST_PART = 300
"""Characters; a longer part is somebody's text and is kept as it is."""


def told(error: AssistantError, language: Language) -> tuple[str, str]:
    """The message and the hint of an error."""
    return translated(error.message, language), translated(error.hint, language)


def translated(text: str, language: Language) -> str:
    """``text`` in ``language``; a text that no row matches stays English."""
    if language != "fr":
        return text
    exact, templates = _french()
    if text in exact:
        return exact[text]
    for pattern, french in templates:
        if match := pattern.fullmatch(text):
            parts = [translated(part, language) if len(part) < _LONGEST_PART else part for part in match.groups()]
            return _filled(french, parts)
    return text


def _filled(french: str, parts: list[str]) -> str:
    return re.sub(r"\{(\d+)\}", lambda number: parts[int(number[1]) - 1], french)


@lru_cache(maxsize=1)
def _french() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [(row["en"], row["fr"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    templates = sorted((row for row in rows if "{}" in row[0]), key=lambda row: -len(row[0].replace("{}", "")))
    return (
        {english: french for english, french in rows if "{}" not in english},
        tuple((_pattern(english), french) for english, french in templates),
    )


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(literal) for literal in english.split("{}")), re.DOTALL)
