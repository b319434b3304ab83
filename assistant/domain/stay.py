"""A hospital stay and what coding it gives: codes with their proof and rule, what was rejected, what to ask."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from assistant.domain.coding import CodeRole, Nomenclature, NomenclatureVersion
from assistant.domain.span import Span
from assistant.errors import InputError

Sex = Literal["F", "M"]


class Setting(StrEnum):
    """Where the care was given: which table of rules holds."""

    FR_MCO = "fr_mco"
    US_INPATIENT = "us_inpatient"
    US_OUTPATIENT = "us_outpatient"
    GP = "gp"


@dataclass(frozen=True, slots=True)
class StayDocument:
    """A text of the stay: a discharge report, an operation note, a clinician's answer to a query."""

    id: str
    text: str
    kind: str = "report"


@dataclass(frozen=True, slots=True)
class Unit:
    """A stay in one medical unit (RUM), with its documents in order."""

    name: str
    documents: tuple[StayDocument, ...]
    entry: date | None = None
    exit: date | None = None

    def __post_init__(self) -> None:
        _check_order(self.entry, self.exit)


@dataclass(frozen=True, slots=True)
class Stay:
    """One hospital stay (RSS). Dates, ``age`` in years, ``sex``, modes and the ``department`` that it was in where they
    are known.

    Raises ``InputError`` for a stay that ends before it begins, that has no unit, or whose unit lies outside it.
    """

    units: tuple[Unit, ...]
    entry: date | None = None
    exit: date | None = None
    age: int | None = None
    sex: Sex | None = None
    entry_mode: str | None = None
    exit_mode: str | None = None
    setting: Setting = Setting.FR_MCO
    department: str | None = None

    def __post_init__(self) -> None:
        _check_order(self.entry, self.exit)
        if not self.units:
            raise InputError("A stay needs at least one unit.", "Give the unit's report.")
        for unit in self.units:
            _check_order(self.entry, unit.entry)
            _check_order(unit.exit, self.exit)
        if self.age is not None and not 0 <= self.age <= 130:
            raise InputError(f"{self.age} is not an age in years.", "Check the birth date.")


def _check_order(first: date | None, second: date | None) -> None:
    if first is not None and second is not None and second < first:
        raise InputError(
            f"The stay ends ({second.isoformat()}) before it begins ({first.isoformat()}).", "Check the dates."
        )


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """Characters of a document of the stay (Unicode code points), with the words themselves."""

    document: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class RuleCitation:
    """A coding rule that was applied: its id, its text in our words, the paragraph it comes from."""

    id: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class StayCode:
    """A proposed code. ``confidence``: how far to trust it, 0 to 1."""

    code: str
    label: str
    nomenclature: Nomenclature
    year: int
    role: CodeRole
    confidence: float
    evidence: tuple[ReportSpan, ...]
    rules: tuple[RuleCitation, ...]
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedCode:
    """A candidate that is not proposed, and why: the rule that excludes it, and where it is spoken of."""

    code: str
    label: str
    reason: str
    rule: RuleCitation | None = None
    evidence: tuple[ReportSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class ClinicianQuery:
    """A question that only the clinician may answer, with the codes that each answer leads to. ``left_open``: why the
    stay was validated without the answer."""

    question: str
    choices: tuple[str, ...]
    evidence: tuple[ReportSpan, ...]
    rule: RuleCitation | None = None
    left_open: str = ""


@dataclass(frozen=True, slots=True)
class UnitDiagnosis:
    """The principal diagnosis of a unit (RUM) of a stay of several; ``leads``: the unit gives the stay's own, by
    ``rule``. ``code`` is nothing where the unit's documents name none."""

    unit: str
    code: StayCode | None
    leads: bool = False
    rule: RuleCitation | None = None


@dataclass(frozen=True, slots=True)
class UncodedAct:
    """An act that the documents say was done, without a code: no nomenclature of acts is there, or no act of it
    suits."""

    words: str
    evidence: ReportSpan


@dataclass(frozen=True, slots=True)
class CodedStay:
    """The proposals (the principal diagnosis first, then diagnoses, then acts), the rejected candidates and the open
    questions; of a stay of several units (RUM) each one's principal diagnosis.

    ``edition`` is the nomenclature's that ``day``, the discharge, chose (today where the discharge is not known).
    ``acts`` is the edition of the nomenclature of acts, where one was imported.
    """

    edition: NomenclatureVersion
    day: date
    codes: tuple[StayCode, ...] = ()
    rejected: tuple[RejectedCode, ...] = ()
    queries: tuple[ClinicianQuery, ...] = ()
    units: tuple[UnitDiagnosis, ...] = ()
    uncoded_acts: tuple[UncodedAct, ...] = ()
    acts: NomenclatureVersion | None = None

    @property
    def valid_that_day(self) -> bool:
        """Whether the edition holds on the day; where it does not, every code's validity must be checked."""
        return self.edition.covers(self.day)
