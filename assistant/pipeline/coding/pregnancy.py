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
_DELIVERED = ("O80", "O81", "O82", "O83", "O84", "Z37")
PregnancyCodes = tuple[tuple[str, str, str], ...]
"""A code prefix, the chapter XV code that stands for it in pregnancy, and the one in the stay of the delivery."""


@lru_cache(maxsize=2)
def load_pregnancy(file: Path) -> PregnancyCodes:
    """The table ``pregnancy_fr.tsv``."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple((row["code"], row["during"], row["after"]) for row in csv.DictReader(lines, delimiter="\t"))


def is_pregnant(found: Mapping[str, Candidate], report: Report, reader: StatusReader) -> bool:
    """Whether the report says so where it speaks of the patient's state, and no delivery or abortion ends it."""
    if any(code.startswith(_ENDED) for code in found):
        return False
    return any(reader.patterns["pregnant"].search(sentence.folded) for sentence in report.of(*AT_ENTRY, "conclusion"))


def is_delivered(found: Mapping[str, Candidate]) -> bool:
    """Whether the stay is that of a delivery."""
    return any(code.startswith(_DELIVERED) for code in found)


def outside(found: Mapping[str, Candidate], report: Report, reader: StatusReader) -> Iterator[tuple[str, str]]:
    """The codes of chapter XV in a report that speaks of no pregnancy, delivery or childbed of this stay."""
    now = (sentence for sentence in report.sentences if sentence.section not in (*BEFORE, "family"))
    if not any(reader.patterns["obstetric"].search(sentence.folded) for sentence in now):
        yield from ((code, "COMPATIBLE") for code in found if code.startswith(("O", "Z37")))


def with_chapter_xv(found: Mapping[str, Candidate], table: PregnancyCodes, lookup: Lookup) -> dict[str, Candidate]:
    """The candidates, and for each that the table names the chapter XV code with the same proof."""
    result = dict(found)
    at = 2 if is_delivered(found) else 1
    for code, candidate in found.items():
        obstetric = next((row[at] for row in table if code.startswith(row[0])), None)
        entry = lookup(obstetric) if obstetric and obstetric not in result else None
        if entry is not None:
            result[entry.code] = replace(candidate, entry=entry)
    return result
