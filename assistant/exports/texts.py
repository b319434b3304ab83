"""The words of pages and reports: TOML catalogues, one a language, and how dates and shares are written."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from assistant.domain.language import Language
from assistant.domain.review import Signature

HERE = Path(__file__).parent


class Texts:
    """Texts of one language, asked for as ``texts("report.turns", n=3)``."""

    def __init__(self, language: Language, entries: Mapping[str, str]) -> None:
        self.language = language
        self._entries = entries

    def __call__(self, key: str, **values: object) -> str:
        """The text with its ``{names}`` filled in. Raises ``KeyError`` for a key that the catalogue lacks."""
        text = self._entries[key]
        return text.format(**values) if values else text

    def word(self, group: str, key: str) -> str:
        """The word for a value that may be new to the catalogue: then the value itself, without underscores."""
        return self._entries.get(f"{group}.{key}", key.replace("_", " "))

    def keys(self) -> frozenset[str]:
        """Every key."""
        return frozenset(self._entries)

    def day(self, value: date) -> str:
        """A date as people of the language write it."""
        return value.strftime("%d/%m/%Y" if self.language == "fr" else "%d %b %Y")

    def moment(self, value: datetime) -> str:
        """A date and a time to the minute, in the machine's time zone, which is named."""
        local = value.astimezone()
        return f"{self.day(local)} {local:%H:%M %Z}"


def checked_by(signatures: Sequence[Signature], texts: Texts) -> str:
    """Who checked and signed the last version, and when; that nobody has, where that is so."""
    if not signatures:
        return texts("report.not_signed")
    last = signatures[-1]
    who = last.display_name or last.by
    signed = texts("report.signed_by", version=last.version, who=who, when=texts.moment(last.at))
    return f"{texts('report.checked_by', who=who)} {signed}"


@lru_cache(maxsize=8)
def load_texts(language: Language, files: Sequence[Path] = ()) -> Texts:
    """The texts of reports, and those of further catalogue files over them. ``files`` is a tuple."""
    entries: dict[str, str] = {}
    for file in (HERE / f"texts.{language}.toml", *files):
        with file.open("rb") as stream:
            entries.update(_flat(tomllib.load(stream)))
    return Texts(language, entries)


def _flat(tree: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    entries: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            entries.update(_flat(value, f"{prefix}{key}."))
        else:
            entries[prefix + key] = str(value)
    return entries
