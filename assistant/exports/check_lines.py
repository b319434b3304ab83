"""The line of ``assistant check``: the claims of a note, what each rests on, what is left out."""

from typing_extensions import TypedDict  # typing's own needs Python 3.12 for pydantic

from assistant.exports.run_lines import FindingItem, OmissionItem, TurnSpanItem


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
