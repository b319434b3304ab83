"""The shapes of the JSON lines that the command line prints, and their schemas.

``schemas()`` derives one JSON Schema from each shape, and the files in ``schemas/`` are these, shipped for other
programs (``python -m assistant.exports.lines`` writes them; a test holds them to the code). Offsets are Unicode code
points, end exclusive; ``turn`` is 0-based.
"""

import json
from pathlib import Path
from typing import Any, NotRequired

from typing_extensions import TypedDict  # typing's own needs Python 3.12 for pydantic

from assistant.exports.stay_lines import (
    CodedReportItem,
    DepartmentItem,
    StayItem,
    StayLineItem,
    UncodedReportItem,
)

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
