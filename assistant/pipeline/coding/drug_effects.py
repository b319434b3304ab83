"""Adverse effects of drugs rightly taken: the external cause Y40 to Y59 that goes with the condition they caused.

CIM-10 volume 1, chapter XX: adverse effects of drugs in therapeutic use; an overdose or a poisoning has none of them.
The class of the drug comes from the ATC code of the drug that is named, or from words for the class.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.span import Span
from assistant.pipeline.coding.conditions import Choice, Condition
from assistant.pipeline.coding.mentions import Mention, mention_at
from assistant.pipeline.coding.narrative import ReportSentence
from assistant.pipeline.coding.phrases import any_of, split_alternatives
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.status import StatusReader

CODES = ("Y4", "Y5")
"""Prefixes of the codes that are found here."""

_REACH = 80


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A class of drugs: its cause of adverse effects, as a condition; ATC prefixes; words for the class."""

    condition: Condition
    atc: tuple[str, ...]
    words: re.Pattern[str] | None


@lru_cache(maxsize=2)
def load_drug_classes(file: Path) -> tuple[DrugClass, ...]:
    """The table ``drug_effects_fr.tsv`` (``code``, ``atc`` prefixes, ``words``)."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            _drug_class(row["code"], row["atc"], row["words"]) for row in csv.DictReader(lines, delimiter="\t")
        )


def _drug_class(code: str, atc: str, words: str) -> DrugClass:
    condition = Condition(code, "", None, (Choice((code,)),), frozenset("nx"))
    return DrugClass(condition, tuple(atc.split()), any_of(split_alternatives(words)) if words else None)


def effect_mentions(report: Report, reader: StatusReader, classes: Sequence[DrugClass]) -> Iterator[Mention]:
    """A mention for each drug that the report says to have caused something."""
    for at, sentence in enumerate(report.sentences):
        if not reader.patterns["drug_effect"].search(sentence.folded):
            continue
        for span, drug_class in drugs_of(at, sentence, reader, classes):
            if _caused(sentence, span, reader) and (mention := mention_at(report, span, drug_class.condition, reader)):
                yield mention


def drugs_of(
    at: int, sentence: ReportSentence, reader: StatusReader, classes: Sequence[DrugClass]
) -> Iterator[tuple[Span, DrugClass]]:
    """The drugs and classes of drugs that a sentence names: by words the longest, else by the drug's ATC code."""
    start = sentence.span.start
    named = [
        (Span(*match.span()).shifted(start), each)
        for each in classes
        if each.words
        for match in each.words.finditer(sentence.folded)
    ]
    for span, drug_class in named:
        if not any(span != other and other.start <= span.start and span.end <= other.end for other, _ in named):
            yield span, drug_class
    for drug, span in reader.drugs(at).items():
        if not any(span.overlaps(other) for other, _ in named):
            yield from ((span, each) for each in classes if each.atc and reader.has_atc(drug, each.atc))


def _caused(sentence: ReportSentence, span: Span, reader: StatusReader) -> bool:
    before = sentence.folded[: span.start - sentence.span.start][-_REACH:]
    after = sentence.folded[span.end - sentence.span.start :][:_REACH]
    return bool(
        reader.patterns["drug_effect_before"].search(before) or reader.patterns["drug_effect_after"].search(after)
    )
