"""Codes: what a nomenclature holds, and what is suggested for an encounter."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.evidence import Evidence


class Nomenclature(StrEnum):
    """The code systems the product knows."""

    CIM10 = "cim10"
    ICD10CM = "icd10cm"
    CCAM = "ccam"


class CodeRole(StrEnum):
    """What a code does in a stay or a visit. DP/DR/DAS are the French inpatient roles."""

    DP = "DP"
    DR = "DR"
    DAS = "DAS"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One line of a nomenclature. ``code`` is compact (``E119``); ``mco_type`` 0 to 4 for CIM-10 FR, else None.

    ``terms`` are further wordings: short label, inclusion terms.
    """

    code: str
    label: str
    nomenclature: Nomenclature
    year: int
    billable: bool = True
    mco_type: int | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedCode:
    """A retrieved code with its relevance in [0, 1]."""

    entry: CodeEntry
    score: float


@dataclass(frozen=True, slots=True)
class CodeSuggestion:
    """A code proposed for an encounter, with the words that prove it. ``confidence`` in [0, 1]."""

    code: str
    label: str
    nomenclature: Nomenclature
    year: int
    role: CodeRole
    confidence: float
    evidence: tuple[Evidence, ...]
    alternatives: tuple[str, ...] = ()


def dotted(code: str) -> str:
    """The printed form of a compact ICD code: ``E119`` is ``E11.9``; three characters stay as they are."""
    return code if len(code) <= 3 else f"{code[:3]}.{code[3:]}"
