"""Clinical tests written as sentences with their facts marked in them.

``J'ai pas de [[fièvre|problem:fever negated]].`` A mark holds the words, the kind and concept, then the qualifiers
that are true and any detail as ``name=value`` (``frequency=3/day``, ``value=38.5 °C`` with ``_`` for the space).
Every fact of the sentence must be marked and every mark must be found: the counts are asserted. Durations are
compared only where one is marked. A sentence without a mark, or with one that does not close, fails.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.fact import Fact, FactKind, Qualifiers, Quantity
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.facts import text_facts, transcript_facts
from assistant.pipeline.lexicon import load_lexicon

LEXICONS = Path(__file__).parents[3] / "knowledge" / "lexicons"
_MARK = re.compile(r"\[\[([^\[\]|]+)\|([a-z]+):([a-z0-9_]+)([^\[\]]*)\]\]")
_ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT, "C": SpeakerRole.COMPANION}


@dataclass(frozen=True)
class Mark:
    """A fact that a test expects."""

    span: Span
    kind: FactKind
    concept: str
    qualifiers: frozenset[str]
    details: tuple[tuple[str, str], ...]


def unmarked(text: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks. Raises ``AssertionError`` where a mark does not close."""
    plain, marks, end = "", [], 0
    for found in _MARK.finditer(text):
        plain += text[end : found.start()]
        words = found[4].split()
        details = tuple(tuple(word.split("=", 1)) for word in words if "=" in word)
        span = Span(len(plain), len(plain) + len(found[1]))
        flags = frozenset(word for word in words if "=" not in word)
        marks.append(Mark(span, FactKind(found[2]), found[3], flags, details))  # type: ignore[arg-type]
        plain += found[1]
        end = found.end()
    plain += text[end:]
    assert "[[" not in plain and "]]" not in plain, f"a mark that does not close: {text}"
    return plain, marks


def assert_note(language: Language, text: str) -> None:
    """The facts of a single text are those marked, and no other."""
    plain, marks = unmarked(text)
    assert marks, f"nothing is marked: {text}"
    _compare(list(text_facts(plain, language, load_lexicon(LEXICONS, language))), {0: marks}, text)


def assert_dialogue(language: Language, *lines: str) -> None:
    """The same for a dialogue: lines that open with ``D:``, ``P:`` or ``C:``."""
    turns, marks = [], {}
    for index, line in enumerate(lines):
        speaker, _, said = line.partition(": ")
        plain, marks[index] = unmarked(said)
        turns.append(Turn(speaker, _ROLES[speaker], plain))
    assert any(marks.values()), f"nothing is marked: {lines}"
    facts = transcript_facts(Transcript(language, tuple(turns), "test"), load_lexicon(LEXICONS, language))
    for fact in facts:
        assert fact.span.of(turns[fact.turn].text) == fact.text
        assert fact.role is turns[fact.turn].role
    _compare(list(facts), marks, " / ".join(lines))


def _compare(facts: list[Fact], marks: dict[int, list[Mark]], text: str) -> None:
    wanted = [(turn, mark) for turn, held in marks.items() for mark in held]
    timed = any(mark.kind is FactKind.DURATION for _, mark in wanted)
    found = [fact for fact in facts if timed or fact.kind is not FactKind.DURATION]
    expected = sorted((turn, mark.span, mark.kind, mark.concept, sorted(mark.qualifiers)) for turn, mark in wanted)
    actual = sorted((f.turn, f.span, f.kind, f.concept, sorted(_true(f.qualifiers))) for f in found)
    assert actual == expected, text
    for turn, mark in wanted:
        fact = next(f for f in found if (f.turn, f.span, f.kind) == (turn, mark.span, mark.kind))
        for name, value in mark.details:
            assert _detail(fact, name) == value, f"{name} of {fact.text} in {text}"


def _true(qualifiers: Qualifiers) -> frozenset[str]:
    return frozenset(name for name in Qualifiers.__slots__ if getattr(qualifiers, name))


def _detail(fact: Fact, name: str) -> str:
    value = fact.quantity if name == "value" else getattr(fact, name)
    return _written(value) if isinstance(value, Quantity) else str(value)


def _written(quantity: Quantity) -> str:
    high = "" if quantity.high is None else f"/{quantity.high:g}"
    return f"{quantity.value:g}{high}" + (f"_{quantity.unit}" if quantity.unit else "")
