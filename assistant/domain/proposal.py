"""What a slow model offers once the draft is there: other words beside it, to take or to leave."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.domain.draft import Section, Sentence


class Decision(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    TAKEN = "taken"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided of a proposal, by its id."""

    proposal: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Proposal:
    """Sentences of a model, each passed by the checker, for one section.

    ``replaces``: the ids of the draft's sentences that these hold the whole of; empty where they add something.
    """

    id: str
    section: str
    sentences: tuple[Sentence, ...]
    replaces: tuple[str, ...]
    decision: Decision = Decision.OPEN


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that one model offers for one draft. ``untouched``: its own sentences before any check; ``failed``: why
    there are no more where the model could not be asked ("" where it could); ``complete``: it will offer no others."""

    model: str
    offered: tuple[Proposal, ...]
    untouched: tuple[Section, ...] = ()
    failed: str = ""
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Writing:
    """The words that a model is writing for a section at this moment: nobody has checked them, no report holds them,
    and they are kept nowhere."""

    section: str
    text: str


class Audience(Protocol):
    """Whoever waits for a model's words. What either method raises stops the model."""

    def writes(self, writing: Writing) -> None:
        """Told what it is writing."""

    def offers(self, made: Proposals) -> None:
        """Told all that it offers so far, each time that there is more."""
