"""The shapes of the JSON lines that the command line prints, and their schemas.

``schemas()`` derives one JSON Schema from each shape, and the files in ``schemas/`` are these, shipped for other
programs (``python -m assistant.exports.lines`` writes them; a test holds them to the code). Offsets are Unicode code
points, end exclusive; ``turn`` is 0-based.
"""

import json
from pathlib import Path
from typing import Any, NotRequired

from typing_extensions import TypedDict  # typing's own needs Python 3.12 for pydantic

SCHEMAS = Path(__file__).parent / "schemas"


class TurnSpanItem(TypedDict):
    """Characters of a turn's text."""

    turn: int
    start: int
    end: int


class ContextItem(TypedDict):
    """An entry of the patient's context."""

    field: str
    index: int


class CitationItem(TypedDict):
    """A guideline passage."""

    id: str
    title: str
    publisher: str
    year: int
    url: str


class FindingItem(TypedDict):
    """A doubt about a sentence."""

    type: str
    severity: str
    claim_span: tuple[int, int]
    evidence_span: TurnSpanItem | None
    reason: str
    fix: str


class SentenceItem(TypedDict):
    """A sentence of the report, where it stands in ``text``, and its verdict."""

    start: int
    end: int
    text: str
    evidence: list[TurnSpanItem]
    context: list[ContextItem]
    citations: list[CitationItem]
    verdict: str
    score: float
    findings: list[FindingItem]


class SectionItem(TypedDict):
    """A section of the report."""

    key: str
    title: str
    sentences: list[SentenceItem]


class TurnItem(TypedDict):
    """A turn of the transcript."""

    speaker: str
    text: str


class CodeItem(TypedDict):
    """A suggested code."""

    code: str
    label: str
    nomenclature: str
    year: int
    role: str
    confidence: float
    evidence: list[TurnSpanItem]
    alternatives: list[str]


class OmissionItem(TypedDict):
    """Something safety-critical that was said and that the note leaves out."""

    text: str
    type: str
    severity: str
    evidence: list[TurnSpanItem]


class FallbackItem(TypedDict):
    """A section that a model failed and the extractive drafter filled."""

    section: str
    reason: str


class TaskItem(TypedDict):
    """Something that the plan leaves to do; ``conditional``: only if something happens."""

    kind: str
    text: str
    conditional: bool
    evidence: list[TurnSpanItem]


class RepairItem(TypedDict):
    """A sentence of a model that was refused, or one that it left out, and what stands in its place."""

    section: str
    outcome: str
    said: str
    reason: str
    instead: str


class RunItem(TypedDict):
    """A line of ``run --json``."""

    id: str
    language: str
    kind: str
    drafter: str
    text: str
    turns: list[TurnItem]
    sections: list[SectionItem]
    codes: list[CodeItem]
    omissions: list[OmissionItem]
    findings: list[FindingItem]
    suggestions: list[CitationItem]
    fallbacks: list[FallbackItem]
    repairs: list[RepairItem]
    tasks: list[TaskItem]
    timings_s: dict[str, float]
    saved: NotRequired[str]


class ClaimItem(TypedDict):
    """A claim of a note."""

    start: int
    end: int
    text: str
    verdict: str
    score: float
    findings: list[FindingItem]
    evidence: list[TurnSpanItem]


class CheckItem(TypedDict):
    """A line of ``check --json``."""

    id: str
    language: str
    claims: list[ClaimItem]
    omissions: list[OmissionItem]
    findings: list[FindingItem]


class ErrorItem(TypedDict):
    """A line about an item that could not be done."""

    id: str
    error: str
    hint: str


class CodeResultItem(TypedDict):
    """A found code."""

    code: str
    label: str
    score: float


class EditionItem(TypedDict):
    """A line of ``codes list --json``: an edition of a nomenclature, its first and last day (YYYY-MM-DD)."""

    nomenclature: str
    year: int
    valid_from: str
    valid_until: str
    codes: int
    origin: str
    embedded: bool
    digest: str


class CodeSearchItem(TypedDict):
    """A line of ``codes search --json``."""

    phrase: str
    results: list[CodeResultItem]


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


class PassageItem(TypedDict):
    """A line of ``knowledge list|search --json``."""

    id: str
    language: str
    section: str
    text: str
    title: str
    publisher: str
    year: int
    url: str
    review_date: str
    status: str
    approver: str
    own: bool
    score: NotRequired[float]


class RecordLineItem(TypedDict):
    """A quoted line of a record."""

    part: str
    place: int
    heading: str
    text: str


class AnswerItem(TypedDict):
    """The line of ``ask --json``: quotations only; ``not_citable`` names passages that may not be quoted."""

    question: str
    passages: list[PassageItem]
    record: list[RecordLineItem]
    not_citable: list[str]


class InteractionItem(TypedDict):
    """A line of ``interactions list --json``; ``first_known``: whether a drug of a note can be told to be the first."""

    first: str
    first_codes: list[str]
    first_known: bool
    second: str
    second_codes: list[str]
    second_known: bool
    level: str
    advice: str
    source: str


class EngineItem(TypedDict):
    """A line of ``doctor --json``."""

    engine: str
    ready: bool
    in_use: str
    advice: str


class EncounterItem(TypedDict):
    """A line of ``list --json``."""

    id: str
    state: str
    kind: str
    language: str | None
    created_at: str
    created_by: str
    version: int


class ModelItem(TypedDict):
    """A line of ``models list --json``: on this machine (``path`` says where), or in the catalogue (``path`` "").

    ``proved``: its checksums are known from the catalogue, and not only from the day it came.
    """

    name: str
    kind: str
    path: str
    size_mb: float
    in_use: bool
    title: str
    licence: str
    languages: list[str]
    memory_gb: float | None
    revision: str
    gated: bool
    proved: bool


class ModelCheckItem(TypedDict):
    """A line of ``models verify --json``: ``wrong`` are the files that are missing or altered."""

    name: str
    intact: bool
    wrong: list[str]
    proved: bool


class StyleItem(TypedDict):
    """A line of ``style show --json``."""

    language: str
    what: str
    instead_of: str
    chosen: str
    count: int
    followed: bool


LINES: dict[str, Any] = {
    "run": RunItem,
    "check": CheckItem,
    "error": ErrorItem,
    "codes-search": CodeSearchItem,
    "codes-run": CodedReportItem,
    "codes-run-error": UncodedReportItem,
    "codes-list": EditionItem,
    "stays-figures": DepartmentItem,
    "stays-list": StayLineItem,
    "stays-show": StayItem,
    "knowledge": PassageItem,
    "ask": AnswerItem,
    "doctor": EngineItem,
    "interactions": InteractionItem,
    "list": EncounterItem,
    "models": ModelItem,
    "style": StyleItem,
    "models-verify": ModelCheckItem,
}


def line(item: object) -> str:
    """One compact JSON line."""
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"))


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every kind of line, by its name."""
    from pydantic import TypeAdapter

    return {name: TypeAdapter(kind).json_schema() for name, kind in LINES.items()}


if __name__ == "__main__":
    for name, schema in schemas().items():
        (SCHEMAS / f"{name}.json").write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
