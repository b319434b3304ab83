"""Corrections: where a speaker takes back what was said, the earlier fact is superseded."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.fact import Fact, FactKind
from assistant.pipeline.facts.reading import Reading

_LOOK_BACK_TURNS = 3


def marks(reading: Reading) -> list[int]:
    """Where the sentence takes something back (*euh non*, *no, wait*)."""
    return [cue.span.start for cue in reading.cues("correction")]


def superseded_by(new: Fact, old: Fact) -> bool:
    """Whether the later fact replaces the earlier: the same thing with another value or polarity."""
    if new.kind is not old.kind or old.qualifiers.superseded:
        return False
    if new.kind is FactKind.DURATION:
        return new.quantity != old.quantity and _same_dimension(new, old)
    same_thing = new.concept == old.concept
    differs = _content(new) != _content(old)
    return same_thing and differs and _speaks_of_it(new, old)


def _same_dimension(new: Fact, old: Fact) -> bool:
    return (
        new.quantity is not None
        and old.quantity is not None
        and (not new.quantity.unit or new.quantity.unit == old.quantity.unit)
    )


def _content(fact: Fact) -> tuple[object, ...]:
    held = fact.qualifiers
    return fact.quantity, fact.dose, fact.frequency, fact.side, fact.action, held.negated, held.family


def _speaks_of_it(new: Fact, old: Fact) -> bool:
    """A bare mention later on takes nothing back: it must say something where the earlier one did."""
    said = [value is not None for value in (new.quantity, new.dose, new.frequency, new.side, new.action)]
    return (
        any(said) or new.qualifiers.negated != old.qualifiers.negated or new.qualifiers.family != old.qualifiers.family
    )


def with_superseded(facts: Sequence[Fact], mark_turns: dict[int, list[int]]) -> list[Fact]:
    """The facts with those marked that a later one replaces. ``mark_turns``: where each turn takes something back,
    as offsets in its text."""
    result = list(facts)
    for later, new in enumerate(result):
        starts = [mark for mark in mark_turns.get(new.turn, []) if mark <= new.span.start]
        if not starts:
            continue
        for earlier in range(later - 1, -1, -1):
            old = result[earlier]
            if new.turn - old.turn > _LOOK_BACK_TURNS:
                break
            before_mark = old.turn < new.turn or old.span.end <= starts[-1]
            if before_mark and superseded_by(new, old):
                result[earlier] = replace(old, qualifiers=replace(old.qualifiers, superseded=True))
                break
    return result
