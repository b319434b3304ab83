"""The small vocabularies of the checker (``words.toml``), each read by the type of its field."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from assistant.domain.language import Language
from assistant.pipeline.text import word_key

Words = Annotated[frozenset[str], "without plural mark"]
"""Words as tokens are compared."""
Names = Annotated[frozenset[str], "as they stand"]
"""Keys of concepts, and words that are compared as they are written."""
Phrases = tuple[str, ...]
Cycle = Annotated[tuple[str, ...], "in order"]
"""Names that come round in this order."""
Values = Mapping[str, tuple[float, ...]]
"""What a word may stand for in numbers."""
Opposites = tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, eq=False)
class CheckerWords:
    """All of them for one language; what each is for is said in the file."""

    stop: Words
    certain: Words
    other: Words
    contrast: Words
    condition: Names
    none: Words
    hazard: Words
    circumstance: Words
    background: Words
    asking: Phrases
    generic: Phrases
    belief: Phrases
    attributed: Phrases
    reported: Phrases
    presumed: Phrases
    tentative: Phrases
    declining: Phrases
    wishing: Phrases
    withheld: Phrases
    soon: Phrases
    found: Phrases
    examined: Phrases
    felt: Names
    histories: Phrases
    retelling: Phrases
    opinion: Phrases
    own_accord: Phrases
    told_to: Phrases
    pharmacists: Phrases
    physicians: Phrases
    judged: Phrases
    examining: Phrases
    symptoms: Names
    substances: Names
    micrograms: Names
    day_ends: Mapping[str, Words]
    this: Words
    plain: Names
    rejecting: Phrases
    agreeing: Phrases
    ended: Phrases
    youth: Phrases
    over: Words
    several: Words
    single: Words
    never: Words
    current: Words
    recent: Words
    formerly: Words
    taking: Words
    yet: Words
    performed: Words
    begun: Words
    awaited: Words
    gone: Phrases
    untaken: Phrases
    resuming: Phrases
    past_days: Names
    coming_days: Names
    childhood: Words
    done: Words
    advised: Words
    every: Phrases
    linking: Names
    before: Words
    after: Words
    own: Words
    first: Words
    third: Words
    same: Words
    determiners: Words
    of: Words
    side: Words
    which: Words
    theirs: Words
    parents: Names
    children: Words
    source: Words
    passive: Words
    distant: Names
    kin_adjectives: Phrases
    factors: Mapping[str, float]
    approximate: Phrases
    months: Cycle
    tens: Values
    weekdays: Cycle
    days: Mapping[str, float]
    twelve: Names
    excepting: Names
    leading: Names
    past: Phrases
    to: Phrases
    change: Phrases
    total: Phrases
    over_number: Phrases
    under_number: Phrases
    was: Phrases
    open_question: Names
    concede: Phrases
    hesitate: Phrases
    owning: Phrases
    negations: Words
    refusing: Phrases
    filling: Phrases
    retracting: Phrases
    denying: Phrases
    settling: Phrases
    rounding: Phrases
    either: Words
    moving: Phrases
    start: Names
    former: Phrases
    occasions: Phrases
    later: Phrases
    present: Phrases
    compared: Phrases
    opposites: Opposites
    results: Words


def _words(value: str) -> frozenset[str]:
    return frozenset(word_key(word) for word in value.split())


def _values(value: float | list[float]) -> tuple[float, ...]:
    return tuple(map(float, value)) if isinstance(value, list) else (float(value),)


_READ: dict[object, Callable[[Any], object]] = {
    Words: _words,
    Names: lambda value: frozenset(value.split()),
    Phrases: tuple,
    Cycle: lambda value: tuple(value.split()),
    Values: lambda value: {word_key(word): _values(number) for word, number in value.items()},
    Mapping[str, float]: lambda value: {word: float(number) for word, number in value.items()},
    Mapping[str, Words]: lambda value: {name: _words(forms) for name, forms in value.items()},
    Opposites: lambda value: tuple((_words(one), _words(other)) for one, other in value),
}


def read_words(path: Path, language: Language) -> dict[str, Any]:
    """Every field of ``CheckerWords`` by name. Raises ``OSError``, ``KeyError`` or ``ValueError`` where the file is
    missing or broken."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    words = tables["any"] | tables[language]
    hints = get_type_hints(CheckerWords, include_extras=True)
    return {name: _READ[hint](words[name]) for name, hint in hints.items()}
