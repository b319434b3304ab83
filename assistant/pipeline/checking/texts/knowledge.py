"""What the checker knows as data: headings, bridges between lay and clinical words, sentences, coefficients."""

import csv
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.finding import FindingType, Severity
from assistant.domain.language import Language
from assistant.errors import ConfigError
from assistant.pipeline.checking.texts.bridges import Bridge, BridgeTable
from assistant.pipeline.checking.texts.words import CheckerWords, read_words

CHECKER_FOLDER = Path(__file__).resolve().parents[4] / "knowledge" / "checker"


@dataclass(frozen=True, eq=False)
class CheckerKnowledge(CheckerWords):
    """All of it for one language."""

    headings: Mapping[str, str]
    bridges: BridgeTable
    names: BridgeTable
    rivals: Mapping[str, frozenset[str]]
    sentences: Mapping[str, Mapping[str, str]]
    severities: Mapping[FindingType, Severity]
    coefficients: Mapping[str, float]
    trust: Mapping[str, float]

    def reason(self, kind: str, claim: str, evidence: str) -> str:
        """Why, in the note's language; ``kind`` is a type of finding or ``misheard``."""
        return self.sentences[kind]["reason"].format(claim=claim, evidence=evidence)

    def fix(self, kind: str) -> str:
        """What would settle it."""
        return self.sentences[kind]["fix"]


@lru_cache(maxsize=4)
def load_knowledge(language: Language, folder: Path = CHECKER_FOLDER) -> CheckerKnowledge:
    """The checker's data for a language. Raises ``ConfigError`` where a file is missing or broken."""
    try:
        words = read_words(folder / "words.toml", language)
        severities = tomllib.loads((folder / "severity.toml").read_text(encoding="utf-8"))
        bridges = [
            (Bridge(row["concept"], row["kind"]), term)
            for row in _rows(folder / f"bridges.{language}.tsv")
            for term in row["terms"].split("|")
        ]
        names = [
            (Bridge(row["name"], row["kind"]), term)
            for row in _rows(folder / "names.tsv")
            for term in row[language].split("|")
        ]
        rivals = tomllib.loads((folder / "rivals.toml").read_text(encoding="utf-8"))
        return CheckerKnowledge(
            **words,
            headings={row["heading"]: row["section"] for row in _rows(folder / "headings.tsv")},
            bridges=BridgeTable(bridges, words["negations"]),
            names=BridgeTable(names, words["negations"]),
            rivals=_rivals([*rivals["groups"], *rivals["places"]]),
            sentences=tomllib.loads((folder / f"findings.{language}.toml").read_text(encoding="utf-8")),
            severities={FindingType(name): Severity(value) for name, value in severities.items()},
            coefficients=json.loads((folder / "coefficients.json").read_text(encoding="utf-8"))[language],
            trust=json.loads((folder / "trust.json").read_text(encoding="utf-8")),
        )
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"The checker's data in {folder} cannot be read: {error!r}", "Restore it.") from error


def _rivals(groups: Sequence[str]) -> dict[str, frozenset[str]]:
    """Each problem or place with those that stand in a group with it."""
    sets = [frozenset(group.split()) for group in groups]
    names = frozenset().union(*sets)
    return {name: frozenset().union(*(one for one in sets if name in one)) - {name} for name in names}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
