"""What the choice of a visit's codes goes by: how a conclusion is said, and what shows that a disease is dealt with.

The words are data (``knowledge/coding/visit_{fr,en}.toml``, ``visit_care.tsv``).
"""

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.language import Language
from assistant.pipeline.coding.phrases import any_of, split_alternatives
from assistant.pipeline.coding.roles import SymptomRules, load_symptom_rules
from assistant.pipeline.retrieval import stems


@dataclass(frozen=True, slots=True)
class Care:
    """What treats or follows a chronic disease: ATC prefixes, and names of measures."""

    drugs: tuple[str, ...]
    measures: frozenset[str]


@dataclass(frozen=True, slots=True)
class VisitRules:
    """Patterns over folded sentences: what stands before a ``concluding`` name, what leaves it open (``hedges``) or
    denies it (``denials``), where the name ``ends``, that a treatment goes on (``keeping``). ``unsaid``: stems of
    labels that nobody says, ``little`` words among them; ``vague``: beginnings of codes that say too little beside
    others. ``care`` by code prefixes."""

    language: Language
    concluding: re.Pattern[str]
    hedges: re.Pattern[str]
    denials: re.Pattern[str]
    ends: re.Pattern[str]
    keeping: re.Pattern[str]
    unsaid: frozenset[str]
    little: frozenset[str]
    vague: tuple[str, ...]
    care: tuple[tuple[tuple[str, ...], Care], ...]
    symptoms: SymptomRules

    def care_of(self, code: str) -> Care | None:
        """What the disease is treated and followed by; nothing where it is not a chronic one."""
        return next((care for prefixes, care in self.care if code.startswith(prefixes)), None)


@lru_cache(maxsize=4)
def load_visit_rules(folder: Path, language: Language) -> VisitRules:
    """The rules of a language from ``folder`` (``knowledge/coding``)."""
    with (folder / f"visit_{language}.toml").open("rb") as file:
        words: dict[str, str] = tomllib.load(file)
    patterns = {
        name: any_of(split_alternatives(words[name])) for name in ("concluding", "hedges", "denials", "ends", "keeping")
    }
    little = frozenset(stems(words["little"], language))
    unsaid = little | frozenset(stems(words["unsaid"], language))
    vague = tuple(words["vague"].split())
    with (folder / "visit_care.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    care = tuple(
        (tuple(row["codes"].split()), Care(tuple(row["atc"].split()), frozenset(row["measures"].split())))
        for row in rows
    )
    symptoms = load_symptom_rules(folder / "symptoms.tsv")
    return VisitRules(language, **patterns, unsaid=unsaid, little=little, vague=vague, care=care, symptoms=symptoms)
