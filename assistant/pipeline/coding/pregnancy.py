"""Chapter XV comes first: a pregnant patient's disease of another chapter is coded there; its own code says which."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assistant.pipeline.coding.candidates import BEFORE, Candidate, Lookup
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.sections import AT_ENTRY
from assistant.pipeline.coding.status import StatusReader

_ENDED = ("O0", "O8", "Z37")


@lru_cache(maxsize=2)
def load_pregnancy(file: Path) -> tuple[tuple[str, str], ...]:
    """Code prefixes with the chapter XV code that stands for them, from ``pregnancy_fr.tsv``."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple((row["code"], row["during"]) for row in csv.DictReader(lines, delimiter="\t"))


def is_pregnant(found: Mapping[str, Candidate], report: Report, reader: StatusReader) -> bool:
    """Whether the report says so where it speaks of the patient's state, and no delivery or abortion ends it."""
    if any(code.startswith(_ENDED) for code in found):
        return False
    return any(reader.patterns["pregnant"].search(sentence.folded) for sentence in report.of(*AT_ENTRY, "conclusion"))


def outside(found: Mapping[str, Candidate], report: Report, reader: StatusReader) -> Iterator[tuple[str, str]]:
    """The codes of chapter XV in a report that speaks of no pregnancy, delivery or childbed of this stay."""
    now = (sentence for sentence in report.sentences if sentence.section not in (*BEFORE, "family"))
    if not any(reader.patterns["obstetric"].search(sentence.folded) for sentence in now):
        yield from ((code, "COMPATIBLE") for code in found if code.startswith(("O", "Z37")))


def with_chapter_xv(
    found: Mapping[str, Candidate], table: tuple[tuple[str, str], ...], lookup: Lookup
) -> dict[str, Candidate]:
    """The candidates, and for each that the table names the chapter XV code with the same proof."""
    result = dict(found)
    for code, candidate in found.items():
        obstetric = next((target for prefix, target in table if code.startswith(prefix)), None)
        entry = lookup(obstetric) if obstetric and obstetric not in result else None
        if entry is not None:
            result[entry.code] = replace(candidate, entry=entry)
    return result
