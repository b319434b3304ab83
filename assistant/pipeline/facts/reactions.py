"""Allergies that people tell without the word: a food, a sting or a material, and what it did to them.

*L'œuf… il a eu des plaques autour de la bouche*; *the peanut satay, her lip blew up*. Nobody has called it an allergy,
so the fact is an uncertain one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.fact import Fact, FactKind
from assistant.domain.span import Span
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.lexicon import TermMatch

_REMEMBERED = 2
"""Sentences for which what may have done it stays in mind."""


@dataclass(frozen=True, slots=True)
class Named:
    """An allergen that a sentence named; ``sentence`` counts over the whole dialogue."""

    concept: str
    sentence: int


def named_in(reading: Reading, sentence: int, before: Named | None) -> Named | None:
    """The allergen in mind after a sentence: the last that it names, else the one before, for a while."""
    allergens = _allergens(reading)
    if allergens:
        return Named(allergens[-1].concept, sentence)
    return before if before is not None and sentence - before.sentence < _REMEMBERED else None


def told_reaction(reading: Reading, before: Named | None, known: Sequence[Fact]) -> Fact | None:
    """The allergy that a sentence tells by what happened, on the allergen's name where the sentence holds it, else on
    the reaction. ``before``: the allergen in mind; ``known``: the facts so far, these included that the sentence states
    outright. ``None`` where it denies, supposes, speaks of a relative, or names a drug, which may have done it."""
    told = reading.named("reaction", "told")
    if not told or any(term.kind == "drug" for term in reading.terms):
        return None
    allergens = _allergens(reading)
    concept = allergens[0].concept if allergens else before.concept if before is not None else None
    if concept is None or any(fact.kind is FactKind.ALLERGY and fact.concept == concept for fact in known):
        return None
    held = read_qualifiers(reading, told[0])
    supposed = any(cue.end <= told[0].start for cue in reading.named("conditional", "before"))
    if held.negated or held.family or supposed:
        return None
    span = allergens[0].span if allergens else Span(told[0].start, told[-1].end)
    return Fact(FactKind.ALLERGY, concept, span.of(reading.text), 0, span,
                qualifiers=replace(held, uncertain=True, past=False),
                codes=reading.lexicon.concepts[concept].codes)  # fmt: skip


def _allergens(reading: Reading) -> list[TermMatch]:
    return [term for term in reading.terms if term.kind == "allergen"]
