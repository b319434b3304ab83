"""Codes: what a nomenclature holds, and what is suggested for an encounter."""

from dataclasses import dataclass
from datetime import date
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

    ``terms`` are further wordings: short label, inclusion terms. ``valid_from`` and ``valid_until`` are the code's own
    first and last day where its file gives them; ``activities`` and ``phases`` are those of a CCAM act.
    """

    code: str
    label: str
    nomenclature: Nomenclature
    year: int
    billable: bool = True
    mco_type: int | None = None
    terms: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    activities: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()

    def valid_on(self, day: date) -> bool:
        """Whether the code's own dates admit that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class NomenclatureVersion:
    """One edition of a nomenclature: the first and last day it holds, where it comes from, how many codes.

    ``digest`` is the SHA-256 (hex) of the files it was read from; ``embedded`` tells what came with the product.
    """

    nomenclature: Nomenclature
    year: int
    valid_from: date
    valid_until: date
    origin: str
    digest: str
    codes: int
    embedded: bool = False

    def covers(self, day: date) -> bool:
        """Whether the edition holds on that day."""
        return self.valid_from <= day <= self.valid_until


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
    """The printed form of a compact ICD code: ``E119`` is ``E11.9``; three characters, and acts, stay as they are."""
    return code if len(code) <= 3 or code[:4].isalpha() else f"{code[:3]}.{code[3:]}"


def printed(code: str, nomenclature: Nomenclature) -> str:
    """The form in which people read a code: ICD codes with their dot, acts as they are."""
    return code if nomenclature is Nomenclature.CCAM else dotted(code)
