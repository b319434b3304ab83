"""How things are said in a report: the patterns and phrases of ``wording.LANGUAGE.toml``, compiled."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.text import tokens

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


@dataclass(frozen=True, slots=True)
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
    """Words that address whoever writes the report: nothing of such a segment is ever used."""
    weak_conclusion: Pattern
    """What sounds like a conclusion and is one only where it names a problem."""
    concluding: Pattern
    """How a diagnosis is pronounced within a longer sentence."""
    announcing: Pattern
    """What announces that the next sentence concludes ("there's your answer")."""
    own: Pattern
    """A clinician speaking of himself: such a clause needs a clinical term to be kept."""
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
    second_person: SecondPerson | None
    shortenings: tuple[Shortening, ...]
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
    raw = tomllib.loads(data)
    return Wording(
        language=language,
        digest=_digest(data),
        phrases=raw["phrases"],
        forms=raw["forms"],
        lengths=raw["lengths"],
        measures=raw.get("measures", {}),
        units=raw.get("units", {}),
        common=frozenset(token.key for token in tokens(raw["common"])),
        early=tuple(Rewrite(one["who"], _pattern(one["pattern"]), one["to"]) for one in raw.get("early", ())),
        fillers=_compiled(raw["fillers"]),
        empty_clauses=_compiled(raw["empty_clauses"]),
        corrections=_compiled(raw["corrections"]),
        instructions=_compiled(raw["instructions"]),
        weak_conclusion=_pattern(raw["weak_conclusion"]),
        concluding=_pattern(raw["concluding"]),
        announcing=_pattern(raw["announcing"]),
        own=_pattern(raw["own"]),
        explaining=_pattern(raw["explaining"]),
        guards=_pattern(raw["guards"]),
        anaphoric=_pattern(raw["anaphoric"]),
        said_absent=_pattern(raw["said_absent"]),
        indication=_pattern(raw["indication"]),
        hanging=_pattern(raw["hanging"]),
        unnamed=_pattern(raw["unnamed"]),
        past_told=_pattern(raw["past_told"]),
        age=_pattern(raw["age"]),
        limits=_pattern(raw["limits"]),
        amount=_pattern(raw["amount"]),
        dated=_pattern(raw["dated"]),
        contraindicated=_pattern(raw["contraindicated"]),
        errands=_pattern(raw["errands"]),
        number=_pattern(raw["number"]),
        retaken=_pattern(raw["retaken"]),
        yes=_pattern(raw["yes"]),
        no=_pattern(raw["no"]),
        question=_pattern(raw["question"]),
        not_asking=_pattern(raw["not_asking"]),
        asked_items=_compiled(raw["asked_items"]),
        item_split=_pattern(raw["item_split"]),
        item_article=_pattern(raw["item_article"]),
        item_vowel=_pattern(raw["item_vowel"]),
        item_bad=_pattern(raw["item_bad"]),
        question_subject=_pattern(raw["question_subject"]),
        asked=tuple(Asked(_pattern(one["pattern"]), one["label"]) for one in raw.get("asked", ())),
        cues=tuple(_cue(one) for one in raw["cues"]),
        moves=tuple(_move(one) for one in raw.get("moves", ())),
        rewrites=tuple(Rewrite(one["who"], _pattern(one["pattern"]), one["to"]) for one in raw["rewrites"]),
        first_person=_first_person(raw["first_person"]),
        second_person=_second_person(raw["second_person"]) if "second_person" in raw else None,
        shortenings=tuple(
            Shortening(frozenset(one.get("topics", ())), _pattern(one["pattern"]), one["to"])
            for one in raw.get("shortenings", ())
        ),
        telling=_pattern(raw["telling"]),
        aside=_pattern(raw["aside"]),
        infinitives=raw.get("infinitives", {}),
        weights=raw["weights"],
        always=frozenset(raw["always"]),
    )


def _digest(data: str) -> str:
    from hashlib import sha256

    return sha256(data.encode()).hexdigest()[:12]


def _pattern(source: str) -> Pattern:
    return re.compile(source, re.IGNORECASE)


def _compiled(sources: list[str]) -> tuple[Pattern, ...]:
    return tuple(_pattern(source) for source in sources)


def _cue(raw: dict[str, Any]) -> Cue:
    roles = frozenset(SpeakerRole(role) for role in raw.get("roles", ()))
    return Cue(raw["topic"], raw["on"], roles, _pattern(raw["pattern"]))


def _move(raw: dict[str, Any]) -> Move:
    return Move(
        topics=frozenset(raw.get("topics", ())),
        who=raw["who"],
        pattern=_pattern(raw["pattern"]),
        unless=_pattern(raw["unless"]) if "unless" in raw else None,
        to=raw.get("to"),
        strict=raw.get("strict", False),
    )


def _first_person(raw: dict[str, Any]) -> FirstPerson:
    return FirstPerson(
        subject=_pattern(raw["subject"]),
        verbs=raw["verbs"],
        words=raw["words"],
        endings=_pairs(raw["endings"]),
        left=_pattern(raw["left"]),
    )


def _second_person(raw: dict[str, Any]) -> SecondPerson:
    return SecondPerson(
        object=_pattern(raw["object"]),
        subject=_pattern(raw["subject"]),
        opening=_pattern(raw["opening"]),
        verbs=raw["verbs"],
        states=frozenset(raw["states"]),
        orders=_pairs(raw["orders"]),
        endings=_pairs(raw["endings"]),
        denied=_pattern(raw["denied"]),
        denial=raw["denial"],
    )


def _pairs(raw: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((one[0], one[1]) for one in raw)
