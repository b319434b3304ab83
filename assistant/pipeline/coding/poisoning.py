"""Drugs taken in overdose: the poisoning T36 to T50 by the class of the drug, and its external cause.

CIM-10 volume 1, chapters XIX and XX: a poisoning, unlike the adverse effect of a drug rightly taken, has a T code, with
X60 to X64 where it was meant and X40 to X44 where it was an accident.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from assistant.pipeline.coding.conditions import Condition, choices_of
from assistant.pipeline.coding.drug_effects import DrugClass, drugs_of
from assistant.pipeline.coding.mentions import Mention, mention_at
from assistant.pipeline.coding.narrative import ReportSentence
from assistant.pipeline.coding.phrases import any_of, split_alternatives
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.status import StatusReader

_MEANT = "^(volontaire/suicid*/autolyse/imv/autolytique)"
_ACCIDENT = "^(accident*/erreur/par erreur/confusion de boite)"


@lru_cache(maxsize=2)
def load_poisons(file: Path) -> tuple[DrugClass, ...]:
    """The table ``poisonings_fr.tsv`` (``code``, ``meant`` and ``accident``, ``atc`` prefixes, ``words``)."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            _poison(row["code"], row["meant"], row["accident"], row["atc"], row["words"])
            for row in csv.DictReader(lines, delimiter="\t")
        )


def _poison(code: str, meant: str, accident: str, atc: str, words: str) -> DrugClass:
    choices = choices_of(f"{_MEANT} > {code}, {meant}@; {_ACCIDENT} > {code}, {accident}@; {code}")
    condition = Condition(code, "", None, choices, frozenset("x"))
    return DrugClass(condition, tuple(atc.split()), any_of(split_alternatives(words)) if words else None)


def poison_mentions(report: Report, reader: StatusReader, poisons: Sequence[DrugClass]) -> Iterator[Mention]:
    """A mention for each drug that the report says was taken in overdose."""
    for at, sentence in enumerate(report.sentences):
        taken = reader.patterns["overdose"].search(sentence.folded)
        if not taken:
            continue
        for span, poison in drugs_of(at, sentence, reader, poisons):
            start, end = (place - sentence.span.start for place in (span.start, span.end))
            if start < taken.start() or _given(sentence, taken.end(), start, end, reader.patterns["given"]):
                continue
            if mention := mention_at(report, span, poison.condition, reader):
                yield mention


def _given(sentence: ReportSentence, taken: int, start: int, end: int, given: re.Pattern[str]) -> bool:
    """Whether the drug is rather one that was given afterwards."""
    return bool(given.search(sentence.folded, taken, start) or given.match(sentence.folded, end))
