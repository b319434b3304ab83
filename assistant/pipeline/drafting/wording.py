"""How things are said in a report: the patterns and phrases of ``wording.LANGUAGE.toml``, compiled."""

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from assistant.domain.language import Language
from assistant.pipeline.drafting import wording_parts as parts
from assistant.pipeline.drafting.wording_parts import (
    Asked,
    Cue,
    FirstPerson,
    Move,
    Pattern,
    Rewrite,
    SecondPerson,
    Shortening,
    compiled,
)
from assistant.pipeline.text import tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language's way of writing reports."""

    language: Language
    digest: str
    phrases: Mapping[str, str]
    forms: Mapping[str, str]
    """Units of doses and periods of time as a prescription writes them, ``one|many`` where they differ."""
    lengths: Mapping[str, str]
    """Units of time as the length of a course is written."""
    measures: Mapping[str, str]
    """Abbreviations of what is measured, by key of ``measures.tsv``."""
    units: Mapping[str, str]
    """Units that a chart writes otherwise than the lexicon does."""
    common: frozenset[str]
    early: tuple[Rewrite, ...]
    """Rewrites of what would else be taken for a filler ("les réflexes, c'est bon")."""
    fillers: tuple[Pattern, ...]
    empty_clauses: tuple[Pattern, ...]
    corrections: tuple[Pattern, ...]
    instructions: tuple[Pattern, ...]
    addressed: Pattern
    """Words by which somebody in the room is spoken to: no report has them."""
    """Words that address whoever writes the report: nothing of such a segment is ever used."""
    weak_conclusion: Pattern
    """What sounds like a conclusion and is one only where it names a problem."""
    concluding: Pattern
    """How a diagnosis is pronounced within a longer sentence."""
    announcing: Pattern
    """What announces that the next sentence concludes ("there's your answer")."""
    looking: Pattern
    """How a clinician says that the examination begins: what is named in few words after it is a conclusion."""
    own: Pattern
    """A clinician speaking of himself: such a clause needs a clinical term to be kept."""
    bidding: Pattern
    """How it opens what somebody is asked to do at once, or a question goes on ("even without a prescription")."""
    ordering: Pattern
    """How a clinician opens who tells what to do, once he has concluded."""
    explaining: Pattern
    """Words that explain and decide nothing: what holds them is wanted less."""
    guards: Pattern
    """Words that turn what stands beside them (not, maybe, if): their clause is kept even when it says little."""
    anaphoric: Pattern
    """How a sentence opens that hangs on the one before: worth less alone."""
    said_absent: Pattern
    """A statement that only denies its ``item``, or what is ``named``: it is gathered with what answers deny."""
    hanging: Pattern
    """A condition without what to do then: the next line of its turn says it."""
    unnamed: Pattern
    """Words by which what is named came once, nearly or no longer: its bare name would say more."""
    past_told: Pattern
    """How the past is told: what follows on history in such words is history."""
    age: Pattern
    indication: Pattern
    """What stands before the problem that a drug was given for, which is no reaction to it."""
    particulars: tuple[Pattern, ...]
    """Words about who is there, how to reach him and how the line sounds…"""
    identity: Pattern
    """…and those that ask for it."""
    fragment: Pattern
    """How a line opens that names nothing by itself: a pronoun, an amount, a time."""
    times: Pattern
    """Times and lengths of time: they name nothing that happens then."""
    objectless: Pattern
    """How an order opens whose object was left to the sentence before."""
    partial: Pattern
    """How an answer opens that grants some of what was asked, and does not name it."""
    reported: Pattern
    """What stands before the reason that a clinician was told of ("I hear you…")."""
    hedged: Pattern
    """How a sentence opens that takes back some of the "no" before it."""
    referring: Pattern
    """Words that stand for what the question named."""
    own_state: Pattern
    """Somebody who comes with the patient speaking of his own health."""
    unremarkable: Pattern
    """How a finding is told to be normal."""
    garbled: Pattern
    """Numbers side by side that nothing explains."""
    above: Pattern
    below: Pattern
    """Words by which a measure is a limit and no value."""
    formerly: Pattern
    """How it is told that a drug was given once."""
    limits: Pattern
    """Words that make an amount the most that may be taken."""
    amount: Pattern
    """How a sentence opens that gives a dose and leaves its drug unnamed."""
    dated: Pattern
    """Words that tie what is told to one day or night: a drug taken then has no regular hours."""
    contraindicated: Pattern
    errands: Pattern
    """Reasons for a visit that are no complaints (a renewal, a certificate)."""
    number: Pattern
    contradicting: Pattern
    """How somebody opens who contradicts the one who spoke just before."""
    retaken: Pattern
    """How a sentence opens that gives another number (group ``value``) for the one just said."""
    yes: Pattern
    no: Pattern
    question: Pattern
    not_asking: Pattern
    """A question that is not about the patient's health: a "no" to it denies nothing."""
    asked_items: tuple[Pattern, ...]
    item_split: Pattern
    item_article: Pattern
    item_vowel: Pattern
    item_bad: Pattern
    question_subject: Pattern
    asked: tuple[Asked, ...]
    cues: tuple[Cue, ...]
    moves: tuple[Move, ...]
    """What a section cannot hold though its words point there, in order."""
    rewrites: tuple[Rewrite, ...]
    first_person: FirstPerson
    second_person: SecondPerson | None = None
    readings: tuple[Rewrite, ...] = ()
    """Measurements spoken without their name or decimal point: rewritten before their topic is looked for."""
    shortenings: tuple[Shortening, ...] = ()
    telling: Pattern
    """Words that make a clause worth keeping though no vocabulary holds them: findings, times, orders."""
    aside: Pattern
    """A subject of its own: without it a clause belongs to the one before and is never taken for an aside."""
    infinitives: Mapping[str, str]
    weights: Mapping[str, float]
    always: frozenset[str]
    """Topics of which every statement is printed, however short the report."""


@lru_cache(maxsize=8)
def load_wording(folder: Path, language: Language) -> Wording:
    """The wording of a language. Raises ``OSError``, ``KeyError`` or ``ValueError`` where the file is not one."""
    data = (folder / f"wording.{language}.toml").read_text(encoding="utf-8")
    raw: dict[str, Any] = tomllib.loads(data)
    known: dict[str, Any] = {
        "language": language,
        "digest": hashlib.sha256(data.encode()).hexdigest()[:12],
        "common": frozenset(token.key for token in tokens(raw["common"])),
    }
    wanted = [one for one in fields(Wording) if one.name not in known and (one.name in raw or one.default is MISSING)]
    return Wording(**known, **{one.name: _READERS[one.type](raw[one.name]) for one in wanted})


def _each(read: Callable[[Any], Any]) -> Callable[[list[Any]], tuple[Any, ...]]:
    return lambda raw: tuple(map(read, raw))


# How a field is read from the file, by its type.
_READERS: Final[Mapping[object, Callable[[Any], Any]]] = {
    Pattern: compiled,
    tuple[Pattern, ...]: _each(compiled),
    Mapping[str, str]: dict,
    Mapping[str, float]: dict,
    frozenset[str]: frozenset,
    tuple[Cue, ...]: _each(parts.cue),
    tuple[Move, ...]: _each(parts.move),
    tuple[Rewrite, ...]: _each(parts.rewrite),
    tuple[Asked, ...]: _each(parts.asked),
    tuple[Shortening, ...]: _each(parts.shortening),
    FirstPerson: parts.first_person,
    SecondPerson | None: parts.second_person,
}
