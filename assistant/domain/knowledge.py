"""Guidelines: the passages a plan can cite."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.domain.context import Sex
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
class Population:
    """Whom a recommendation is for. Ages in years, the upper one excluded; ``None`` asks nothing."""

    from_years: float | None = None
    below_years: float | None = None
    sex: Sex | None = None

    def holds(self, age_years: float | None, sex: Sex | None) -> bool:
        """Whether somebody of that age and sex may belong to it. What is not known excludes nobody."""
        too_young = age_years is not None and self.from_years is not None and age_years < self.from_years
        too_old = age_years is not None and self.below_years is not None and age_years >= self.below_years
        other_sex = self.sex is not None and sex in (Sex.FEMALE, Sex.MALE) and sex is not self.sex
        return not (too_young or too_old or other_sex)


ANYBODY = Population()


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
    approver: str = ""
    """Who in the practice approved it; empty where nobody has."""
    own: bool = False
    """Whether it is the practice's own protocol, which outranks the cards that come with the product."""
    population: Population = ANYBODY
    """Whom it is for."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A retrieved passage with its relevance in [0, 1]."""

    passage: Passage
    score: float


class RecordPart(StrEnum):
    """Where in an encounter's record a line stands."""

    TRANSCRIPT = "transcript"
    REPORT = "report"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of a record, word for word. ``place`` counts the lines of its part from 1; ``heading`` is the speaker,
    the section, or the kind of entry."""

    part: RecordPart
    place: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Nothing but quotations: passages that may be cited, lines of the record; and passages on the question that may
    not be cited, so that nobody takes their absence for silence."""

    passages: tuple[RankedPassage, ...]
    record: tuple[RecordLine, ...]
    not_citable: tuple[Passage, ...]
