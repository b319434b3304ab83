"""Which role a code may have, and which symptoms their cause makes superfluous.

Roles: Guide méthodologique de production des informations relatives à l'activité médicale (MCO), ATIH, annex of the
CIM-10 code types: 0 free; 1 not as DP or DR; 2 the same, external causes; 3 nowhere; 4 not as DP.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.coding import CodeEntry, CodeRole

MCO_TYPES: Mapping[CodeRole, frozenset[int]] = {
    CodeRole.DP: frozenset({0}),
    CodeRole.DR: frozenset({0, 4}),
    CodeRole.DAS: frozenset({0, 1, 2, 4}),
}


def is_legal(entry: CodeEntry, role: CodeRole) -> bool:
    """Whether the code may have the role. Codes of nomenclatures without types may have any role of theirs."""
    if not entry.billable:
        return False
    return entry.mco_type is None or role not in MCO_TYPES or entry.mco_type in MCO_TYPES[role]


@dataclass(frozen=True, slots=True)
class SymptomRules:
    """Symptom code prefixes, each with the code prefixes of the causes that explain it."""

    causes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def explained(self, code: str, others: frozenset[str]) -> bool:
        """Whether one of the other codes is a known cause of this symptom."""
        return any(
            code.startswith(symptom) and any(other.startswith(causes) for other in others if other != code)
            for symptom, causes in self.causes
        )


@lru_cache(maxsize=2)
def load_symptom_rules(file: Path) -> SymptomRules:
    """The table ``knowledge/coding/symptoms.tsv``: ``symptom`` and ``causes``, prefixes of compact codes."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return SymptomRules(tuple((row["symptom"], tuple(row["causes"].split())) for row in rows))
