"""Conditions and how the report's words choose among their codes, read from ``knowledge/coding/conditions_fr``.

A row has ``find`` (phrases, see ``phrases``), ``codes`` and ``flags``. ``codes`` is a list of choices between ``;``,
the first whose test holds wins: ``TEST > CODE``, or a bare ``CODE``; ``,`` joins codes that go together. A test is
atoms between ``&``: ``words`` in a sentence that affirms the condition, ``^words`` anywhere in the report affirmed,
``fevg<40`` a measured value, ``#I50`` another code of the stay that begins so (``##Y4``: in the same sentence),
``@late`` what appeared during the stay; ``!`` denies, ``/`` gives alternatives.
``DM4`` is the diabetes code of the patient's type and treatment with that fourth character.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.errors import ConfigError
from assistant.pipeline.coding.phrases import anchors, source_of, split_alternatives
from assistant.pipeline.text import PhraseTable

_ARROW = re.compile(r"\s>(?:\s|$)")
_GRADES = re.compile(r"\b(?:stade|grade|severe|moder|leger|chronique|aigue?|terminal)")
_DIABETES = frozenset({"E10", "E11", "E12", "E13", "E14"})
_SHORTEST_TERM = 4
_TOO_WIDE = ("V", "W", "X", "Y", "Z", "T14", "R529")
_LATE = "@late"
_COMPARISON = re.compile(r"^(\w+)\s*([<>])\s*([\d.]+)$")
FLAGS: Mapping[str, str] = {
    "c": "chronic: what the history says of it still holds",
    "s": "symptom: dropped when its cause is coded",
    "r": "reason: counts only where the report says why the patient came, or concludes",
    "x": "always coded beside its cause: no proof of extra care is asked",
    "h": "status or history: coded when it is present, no care is asked",
    "n": "never principal diagnosis",
    "t": "tumour: active disease or history must be clear",
    "p": "principal diagnosis before any other when it is why the patient came",
    "a": "antecedent: only what is over counts, and it counts as present",
    "o": "found inside other conditions without replacing them",
}


@dataclass(frozen=True, slots=True)
class Atom:
    """One test. It holds where the pattern ``local`` is found in the condition's own sentences, ``report`` anywhere in
    the report, another code begins with one of ``prefixes`` (``near``: a code named in the same sentence), the
    ``measure`` is on the right side of ``limit``, or, where ``late``, the condition appeared during the stay.
    ``tight``: it grades (a stage, a severity), so that in a list only the words beside the condition may meet it."""

    denied: bool = False
    local: str = ""
    report: str = ""
    prefixes: tuple[str, ...] = ()
    measure: str = ""
    below: bool = False
    limit: float = 0.0
    tight: bool = False
    near: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Codes that go together, and the tests that must all hold."""

    codes: tuple[str, ...]
    tests: tuple[Atom, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A condition: how it is worded, its choices in order, its flags. ``name`` is its first wording.

    ``folded`` is the source of its pattern; a text that holds none of the ``anchors`` need not be searched.
    """

    name: str
    folded: str
    exact: re.Pattern[str] | None
    choices: tuple[Choice, ...]
    flags: frozenset[str]
    anchors: frozenset[str] = frozenset()

    def has(self, flag: str) -> bool:
        """Whether the row bears the flag."""
        return flag in self.flags

    def categories(self) -> frozenset[str]:
        """The three-character categories that its choices may lead to."""
        found = {code[:3] for choice in self.choices for code in choice.codes}
        return frozenset(found | _DIABETES if any(code.startswith("DM") for code in found) else found)


@lru_cache(maxsize=4)
def load_conditions(folder: Path) -> tuple[Condition, ...]:
    """All conditions of a folder of tables, in order of file name and row. Raises ``ConfigError`` if one is broken."""
    try:
        return tuple(_condition(row) for file in sorted(folder.glob("*.tsv")) for row in _rows(file))
    except (OSError, ValueError, KeyError, re.error) as error:
        raise ConfigError(f"The conditions in {folder} cannot be read: {error}", "Restore the folder.") from error


@lru_cache(maxsize=4)
def load_terms(file: Path) -> PhraseTable[Condition]:
    """Further wordings of single codes (``code``, ``term``), each code a condition of its own. Status codes, external
    causes, injuries and pain of no place and one-word abbreviations are left out: in a report they mean too many
    things."""
    conditions: dict[str, Condition] = {}
    entries = []
    for row in _rows(file):
        code, term = row["code"], row["term"]
        if code.startswith(_TOO_WIDE) or len(term) < _SHORTEST_TERM:
            continue
        flags = frozenset("s") if code[0] == "R" else frozenset()
        condition = conditions.setdefault(code, Condition(term, "", None, (Choice((code,)),), flags))
        entries.append((term, condition))
    return PhraseTable(entries)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _condition(row: Mapping[str, str]) -> Condition:
    alternatives = split_alternatives(row["find"])
    if not alternatives:
        raise ValueError(f"a row finds nothing: {row}")
    exact = [each for each in alternatives if each.startswith("=")]
    folded = [each for each in alternatives if not each.startswith("=")]
    flags = frozenset(row["flags"] or "")
    if unknown := flags - FLAGS.keys():
        raise ValueError(f"unknown flags {sorted(unknown)} in {row['find']!r}")
    return Condition(
        alternatives[0].lstrip("="),
        source_of(folded),
        re.compile("|".join(rf"\b{re.escape(each[1:])}\b" for each in exact)) if exact else None,
        choices_of(row["codes"]),
        flags,
        frozenset(anchor for each in folded for anchor in anchors(each)),
    )


def choices_of(text: str) -> tuple[Choice, ...]:
    """The choices of a cell, in order. Raises ``ValueError`` or ``re.error`` where one is malformed."""
    return tuple(_choice(part) for part in text.split(";") if part.strip())


def _choice(text: str) -> Choice:
    test, arrow, codes = text.rpartition(">") if _ARROW.search(text) else ("", "", text)
    atoms = tuple(_atom(part.strip()) for part in test.split("&")) if arrow else ()
    return Choice(tuple(code.strip() for code in codes.split(",") if code.strip()), atoms)


def _atom(text: str) -> Atom:
    denied, text = text.startswith("!"), text.removeprefix("!").strip()
    if comparison := _COMPARISON.match(text):
        name, sign, limit = comparison.groups()
        return Atom(denied, measure=name, below=sign == "<", limit=float(limit))
    if text == _LATE:
        return Atom(denied, late=True)
    if text.startswith("#"):
        return Atom(denied, prefixes=tuple(text.lstrip("#").split("/")), near=text.startswith("##"))
    parts = _top_level(text)
    everywhere = [part[1:] for part in parts if part.startswith("^")]
    local = [part for part in parts if not part.startswith("^")]
    return Atom(
        denied,
        source_of(local),
        source_of(everywhere),
        tight=bool(_GRADES.search(text)),
    )


def _top_level(text: str) -> list[str]:
    """The alternatives between slashes that stand outside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == "/" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]
