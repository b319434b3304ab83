"""The parts of a wording: cues, rewrites, moves and persons, each read from its table of ``wording.LANGUAGE.toml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.domain.transcript import SpeakerRole

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell the topic of a question, a statement or either (``on``), if one of ``roles`` says them."""

    topic: str
    on: str
    roles: frozenset[SpeakerRole]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A replacement; ``who`` is ``clinician``, ``patient`` (and anybody with him) or ``any``."""

    who: str
    pattern: Pattern
    to: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put as a verb ("vous fumez"), and the noun a report uses for it."""

    pattern: Pattern
    label: str


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """How "I" becomes the third person: verb forms by table, the rest by the rules of ``telegraph``."""

    subject: Pattern
    verbs: Mapping[str, str]
    words: Mapping[str, str]
    endings: tuple[tuple[str, str], ...]
    left: Pattern
    """What still betrays the first or second person after rewriting: then the words are quoted."""


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """How a clinician's "you" leaves: as an object it is dropped, as a subject its verb turns impersonal.

    ``object`` keeps its group ``kept``. ``orders`` and ``endings`` are pairs of verb ending and what replaces it: an
    infinitive where a clause opens with the verb, else the third person.
    """

    object: Pattern
    subject: Pattern
    opening: Pattern
    """What stands before a subject whose verb is an order."""
    verbs: Mapping[str, str]
    states: frozenset[str]
    """Verbs that are never orders."""
    orders: tuple[tuple[str, str], ...]
    endings: tuple[tuple[str, str], ...]
    denied: Pattern
    """An order that its next word denies ("attendre pas")…"""
    denial: str
    """…and how that is written, from the groups of ``denied``."""


@dataclass(frozen=True, slots=True)
class Shortening:
    """A replacement that makes a written statement shorter; without ``topics`` it holds for all."""

    topics: frozenset[str]
    pattern: Pattern
    to: str


@dataclass(frozen=True, slots=True)
class Move:
    """Words that no section of ``topics`` (any, where none is named) can hold: moved ``to`` a topic, else left out.

    ``unless`` holds them where they are. A ``strict`` one leaves out even what holds a dose: the words are none's.
    """

    topics: frozenset[str]
    who: str
    pattern: Pattern
    unless: Pattern | None
    to: str | None
    strict: bool


def compiled(source: str) -> Pattern:
    """A pattern of the file; case does not count."""
    return re.compile(source, re.IGNORECASE)


def cue(raw: dict[str, Any]) -> Cue:
    """Read a table of ``cues``."""
    roles = frozenset(SpeakerRole(role) for role in raw.get("roles", ()))
    return Cue(raw["topic"], raw["on"], roles, compiled(raw["pattern"]))


def move(raw: dict[str, Any]) -> Move:
    """Read a table of ``moves``."""
    return Move(
        topics=frozenset(raw.get("topics", ())),
        who=raw["who"],
        pattern=compiled(raw["pattern"]),
        unless=compiled(raw["unless"]) if "unless" in raw else None,
        to=raw.get("to"),
        strict=raw.get("strict", False),
    )


def first_person(raw: dict[str, Any]) -> FirstPerson:
    """Read ``[first_person]``."""
    return FirstPerson(
        subject=compiled(raw["subject"]),
        verbs=raw["verbs"],
        words=raw["words"],
        endings=_pairs(raw["endings"]),
        left=compiled(raw["left"]),
    )


def second_person(raw: dict[str, Any]) -> SecondPerson:
    """Read ``[second_person]``."""
    return SecondPerson(
        object=compiled(raw["object"]),
        subject=compiled(raw["subject"]),
        opening=compiled(raw["opening"]),
        verbs=raw["verbs"],
        states=frozenset(raw["states"]),
        orders=_pairs(raw["orders"]),
        endings=_pairs(raw["endings"]),
        denied=compiled(raw["denied"]),
        denial=raw["denial"],
    )


def _pairs(raw: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((one[0], one[1]) for one in raw)


def rewrite(raw: dict[str, Any]) -> Rewrite:
    """Read a table of ``early`` or ``rewrites``."""
    return Rewrite(raw["who"], compiled(raw["pattern"]), raw["to"])


def asked(raw: dict[str, Any]) -> Asked:
    """Read a table of ``asked``."""
    return Asked(compiled(raw["pattern"]), raw["label"])


def shortening(raw: dict[str, Any]) -> Shortening:
    """Read a table of ``shortenings``."""
    return Shortening(frozenset(raw.get("topics", ())), compiled(raw["pattern"]), raw["to"])
