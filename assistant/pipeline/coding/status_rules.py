"""The cues of a language by which a hospital report says how a condition holds, compiled.

They are data: ``knowledge/coding/status_fr.toml``, and the tables of usual drugs and words beside it.
"""

import csv
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.errors import ConfigError
from assistant.pipeline.coding.phrases import any_of, split_alternatives


@dataclass(frozen=True, slots=True)
class Cues:
    """Before and after patterns of one status; ``distance`` in characters."""

    before: re.Pattern[str]
    after: re.Pattern[str] | None
    distance: int


@dataclass(frozen=True, slots=True)
class StatusRules:
    """All cues of a language, compiled."""

    family: Cues
    negated: Cues
    uncertain: Cues
    past: Cues
    childhood: re.Pattern[str]
    dated: re.Pattern[str]
    history: re.Pattern[str]
    active: re.Pattern[str]
    arising: tuple[re.Pattern[str], re.Pattern[str]]
    arising_surely: tuple[re.Pattern[str], re.Pattern[str]]
    treatment: re.Pattern[str]
    monitoring: re.Pattern[str]
    measures: Mapping[str, re.Pattern[str]]
    usual_drugs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    usual_words: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    usual_acts: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    patterns: Mapping[str, re.Pattern[str]]
    questions: Mapping[str, str]


@lru_cache(maxsize=2)
def load_status_rules(file: Path, drugs: Path, words: Path, acts: Path) -> StatusRules:
    """The rules of a cue file, of ``usual_drugs.tsv`` (code prefixes, ATC prefixes) of ``usual_words_fr.tsv`` (code
    prefixes, phrases that speak of the condition without naming it) and of ``usual_acts_fr.tsv`` (code prefixes,
    operations that treat the condition).

    Raises ``ConfigError`` where one is broken.
    """
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        return StatusRules(
            family=_cues(data["family"]),
            negated=_cues(data["negated"]),
            uncertain=_cues(data["uncertain"]),
            past=_cues(data["past"]),
            childhood=_any(data["past"]["childhood"]),
            dated=_any(data["past"]["dated"]),
            history=_any(data["past"]["history_sentence"]),
            active=_any(data["past"]["active_sentence"]),
            arising=(_any(data["arising"]["before"]), _any(data["arising"]["after"])),
            arising_surely=(_any(data["arising"]["surely_before"]), _any(data["arising"]["surely_after"])),
            treatment=_any(data["care"]["treatment"]),
            monitoring=_any(data["care"]["monitoring"]),
            measures={name: re.compile(pattern) for name, pattern in data["measures"].items()},
            usual_drugs=_usual_drugs(drugs),
            usual_words=_usual_words(words),
            usual_acts=_usual_words(acts),
            patterns={name: _any(patterns) for name, patterns in data["patterns"].items()},
            questions=data["questions"],
        )
    except (OSError, ValueError, KeyError, re.error) as error:
        raise ConfigError(f"The cues in {file} cannot be read: {error}", "Restore the file.") from error


def _usual_drugs(file: Path) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return tuple((tuple(row["codes"].split()), tuple(row["atc"].split())) for row in rows)


def _usual_words(file: Path) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return tuple((tuple(row["codes"].split()), any_of(split_alternatives(row["words"]))) for row in rows)


def _cues(table: Mapping[str, object]) -> Cues:
    before, after, distance = table["before"], table.get("after"), table["distance"]
    assert isinstance(before, list) and isinstance(distance, int)
    return Cues(_any(before), _any(after) if isinstance(after, list) else None, distance)


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
