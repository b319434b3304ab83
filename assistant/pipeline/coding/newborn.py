"""Chapter XVI comes first for a newborn: what another chapter names is coded there where the table has it."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assistant.domain.coding import CodeEntry
from assistant.pipeline.coding.candidates import Candidate, Lookup

_PRETERM = ("P070", "P071", "P072", "P073")
NewbornCodes = tuple[tuple[str, str, str], ...]
"""A code prefix, the chapter XVI code that stands for it, and another one where the child was born before term."""


@lru_cache(maxsize=2)
def load_newborn(file: Path) -> NewbornCodes:
    """The table ``newborn_fr.tsv``."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return tuple((row["code"], row["newborn"], row["preterm"] or row["newborn"]) for row in rows)


def with_chapter_xvi(found: Mapping[str, Candidate], table: NewbornCodes, lookup: Lookup) -> dict[str, Candidate]:
    """The candidates, those that the table names under their chapter XVI code."""
    preterm = any(code.startswith(_PRETERM) for code in found)
    result: dict[str, Candidate] = {}
    for code, candidate in found.items():
        target = next((early if preterm else term for prefix, term, early in table if code.startswith(prefix)), None)
        entry = lookup(target) if target else None
        named = candidate if entry is None else _in_its_chapter(candidate, entry)
        if known := result.get(named.code):
            mentions = sorted({*known.mentions, *named.mentions}, key=lambda mention: mention.span)
            named = replace(known, mentions=tuple(mentions), care=known.care or named.care)
        result[named.code] = named
    return result


def _in_its_chapter(candidate: Candidate, entry: CodeEntry) -> Candidate:
    """A newborn's symptom is a condition of chapter XVI."""
    condition = replace(candidate.condition, flags=candidate.condition.flags - {"s"})
    return replace(candidate, entry=entry, condition=condition)
