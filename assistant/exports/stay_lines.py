"""The shapes of the JSON lines of hospital stays and of coded reports. Offsets are Unicode code points of the report,
end exclusive."""

from typing_extensions import TypedDict  # typing's own needs Python 3.12 for pydantic


class ReportSpanItem(TypedDict):
    """Characters of a coded report: ``text`` is exactly what stands from ``start`` to ``end`` of ``document``."""

    document: str
    start: int
    end: int
    text: str


class RuleItem(TypedDict):
    """A coding rule that was applied."""

    id: str
    text: str
    source: str


class StayCodeItem(TypedDict):
    """A code of a stay."""

    code: str
    role: str
    label: str
    nomenclature: str
    year: int


class StaySuggestionItem(StayCodeItem):
    """A code proposed for a stay."""

    confidence: float
    evidence: list[ReportSpanItem]
    rules: list[RuleItem]


class RejectedItem(TypedDict):
    """A candidate that is not proposed, and why."""

    code: str
    label: str
    reason: str


class QueryItem(TypedDict):
    """A question to the clinician."""

    question: str
    choices: list[str]
    evidence: list[ReportSpanItem]


class UnitItem(TypedDict):
    """A unit (RUM) of a stay of several: its principal diagnosis; ``leads``: it gives the stay's."""

    unit: str
    principal: StayCodeItem | None
    leads: bool
    rule: RuleItem | None


class UncodedActItem(TypedDict):
    """An act that the report says was done, without a code, and its sentence."""

    words: str
    evidence: ReportSpanItem


class ActsItem(TypedDict):
    """The nomenclature of acts (year) that was searched, or nothing where none was imported, and how to get one; and
    the acts without a code."""

    year: int | None
    hint: str | None
    uncoded: list[UncodedActItem]


class StayEditionItem(TypedDict):
    """The nomenclature's edition that the day of discharge (YYYY-MM-DD) chose, and whether it holds on that day."""

    nomenclature: str
    year: int
    valid_from: str
    valid_until: str
    day: str
    valid_that_day: bool


class CodedReportItem(TypedDict):
    """A line of ``codes run --json``."""

    file: str
    edition: StayEditionItem
    suggestions: list[StaySuggestionItem]
    rejected: list[RejectedItem]
    queries: list[QueryItem]
    rum: list[UnitItem]
    acts: ActsItem


class StayLineItem(TypedDict):
    """A line of ``stays list --json``; ``principal`` is the principal diagnosis so far."""

    id: str
    state: str
    created_at: str
    entry: str | None
    discharge: str | None
    documents: list[str]
    principal: str | None
    undecided: int
    edition: StayEditionItem | None
    damaged: bool


class StayDocumentItem(TypedDict):
    """A text of a stay; evidence names it by ``id``."""

    id: str
    kind: str
    text: str


class StayDecisionItem(TypedDict):
    """A proposed or added code, and what was last decided about it."""

    suggestion: StaySuggestionItem
    alternatives: list[str]
    decision: str | None
    by: str | None
    at: str | None
    why: str
    instead: StayCodeItem | None


class StayQueryItem(QueryItem):
    """A listed question; ``stays ask`` takes its number."""

    number: int


class StayItem(TypedDict):
    """The line of ``stays show --json``; ``codes`` are those that the decisions so far leave."""

    id: str
    state: str
    entry: str | None
    discharge: str | None
    age: int | None
    sex: str | None
    edition: StayEditionItem
    documents: list[StayDocumentItem]
    suggestions: list[StayDecisionItem]
    rejected: list[RejectedItem]
    queries: list[StayQueryItem]
    asked: str | None
    left_open: str
    codes: list[StayCodeItem]
    rum: list[UnitItem]
    acts: ActsItem
    department: str | None


class DepartmentItem(TypedDict):
    """A line of ``stays figures --json``: counts of one department's stays. ``acceptance``: the share of decided
    proposals kept as they were or corrected; ``precision``: kept as they were."""

    department: str | None
    stays: int
    proposed: int
    decided: int
    accepted: int
    edited: int
    rejected: int
    added: int
    acceptance: float | None
    precision: float | None


class UncodedReportItem(TypedDict):
    """A line of ``codes run --json`` for a file that could not be read."""

    file: str
    error: str
    hint: str
