"""The line of ``assistant run``: a draft with its evidence, findings, codes and tasks."""

from typing import NotRequired

from typing_extensions import TypedDict  # typing's own needs Python 3.12 for pydantic


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
