"""Guidelines: the passages a plan can cite."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.domain.language import Language


class CardStatus(StrEnum):
    """Whether a card may be cited."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Source:
    """Where guideline text comes from, as a reader would look it up."""

    title: str
    publisher: str
    year: int
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One recommendation. ``id`` is ``card-id#section``; stable over re-indexing."""

    id: str
    language: Language
    section: str
    text: str
    source: Source
    review_date: date
    status: CardStatus = CardStatus.VALID
    concepts: tuple[str, ...] = ()
    """Lexicon concepts that the card is about."""
    topics: tuple[str, ...] = ()
    """The same in plain words, with the synonyms that people ask by."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A retrieved passage with its relevance in [0, 1]."""

    passage: Passage
    score: float
