"""The lines of what is known: codes, editions, passages, answers, interactions."""

from typing import NotRequired

from typing_extensions import TypedDict  # typing's own needs Python 3.12 for pydantic


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
