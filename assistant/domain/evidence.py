"""What a sentence rests on. There are four kinds and no other."""

from dataclasses import dataclass
from typing import Literal

from assistant.domain.span import Span


@dataclass(frozen=True, slots=True)
class SegmentEvidence:
    """Characters of one turn's text. ``turn`` is 0-based in the transcript."""

    turn: int
    span: Span
    kind: Literal["segment"] = "segment"


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """A guideline passage, by its id in the knowledge base."""

    passage_id: str
    kind: Literal["passage"] = "passage"


@dataclass(frozen=True, slots=True)
class ContextEvidence:
    """An entry of the patient's context: ``field`` such as ``allergies``, ``index`` 0-based in it."""

    field: str
    index: int = 0
    kind: Literal["context"] = "context"


@dataclass(frozen=True, slots=True)
class AssertionEvidence:
    """A signatory wrote it himself. ``account_id`` names who."""

    account_id: str
    kind: Literal["assertion"] = "assertion"


Evidence = SegmentEvidence | PassageEvidence | ContextEvidence | AssertionEvidence
