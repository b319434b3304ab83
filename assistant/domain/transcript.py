"""What was said, by whom, and when."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.language import Language
from assistant.domain.span import Span

UNLABELLED = "speaker"
"""The label of a turn whose source names nobody: text without labels, sound."""


class SpeakerRole(StrEnum):
    """Who speaks, as far as the label tells."""

    CLINICIAN = "clinician"
    PATIENT = "patient"
    COMPANION = "companion"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word: its characters in the turn's text, its time, and how sure the engine was (0 to 1)."""

    span: Span
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One uninterrupted stretch of speech. ``speaker`` is the label as it was given."""

    speaker: str
    role: SpeakerRole
    text: str
    start_s: float | None = None
    end_s: float | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole consultation. ``source`` names what it came from: a format (``vtt``) or an engine."""

    language: Language
    turns: tuple[Turn, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence of a turn: the unit that evidence points at. ``id`` is ``S1``, ``S2``… in reading order. ``text`` is
    the words at ``span``, with a question mark where a transcript without punctuation asks."""

    id: str
    turn: int
    span: Span
    text: str
    role: SpeakerRole
