"""What the heading of a note's section says of the facts under it: a drug under *Allergies* is an allergy."""

from dataclasses import replace

from assistant.domain.fact import DrugAction, Fact, FactKind
from assistant.domain.span import Span
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import tokens

_LONGEST_HEADING = 60


def heading_of(text: str, lexicon: Lexicon) -> str | None:
    """The section (a name of the ``section`` cues, else ``other``) that a line opens; ``None`` where it opens none.

    A heading is a line that is nothing but the words of a section, or what stands before a line's first colon.
    """
    head, colon, _ = text.partition(":")
    if len(head) > _LONGEST_HEADING or not tokens(head):
        return None
    words = tokens(head)
    found = lexicon.cue_tables["section"].find(words)
    whole = bool(found) and found[0].first == 0 and (bool(colon) or found[0].last == len(words) - 1)
    if whole:
        return found[0].payloads[0]
    shouted = not colon and text.isupper() and len(words) > 1
    return "other" if shouted or (colon and len(words) <= 4 and text[:1].isupper()) else None


def under_heading(fact: Fact, section: str | None, reading: Reading) -> Fact:
    """The fact as its section's heading makes it."""
    if section == "family_history":
        return replace(fact, qualifiers=replace(fact.qualifiers, family=True))
    if section == "allergies" and fact.kind is FactKind.DRUG:
        return replace(fact, kind=FactKind.ALLERGY, action=None)
    if section == "medications" and fact.kind is FactKind.DRUG and fact.action is None:
        return replace(fact, action=DrugAction.TAKES)
    if section == "plan" and fact.kind is FactKind.DRUG and fact.action is None:
        return replace(fact, action=DrugAction.STARTED)
    if section == "plan" and fact.kind is FactKind.PROCEDURE:
        return replace(fact, kind=FactKind.PLAN)
    return fact


def allergens_listed(reading: Reading) -> list[Fact]:
    """What a line under an allergy heading, or an answer about allergies, names that is no drug; what an allergy
    cue of its own already reaches is left to it."""
    return [
        Fact(FactKind.ALLERGY, term.concept, term.span.of(reading.text), 0, Span(term.span.start, term.span.end),
             codes=reading.lexicon.concepts[term.concept].codes)
        for term in reading.terms
        if term.kind == "allergen" and not reading.named("allergy", "before", "after")
    ]  # fmt: skip
