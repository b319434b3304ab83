"""The facts that one sentence states, before its neighbours and the dialogue are looked at."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.fact import NO_KNOWN_ALLERGY, Fact, FactKind, Qualifiers
from assistant.domain.span import Span
from assistant.pipeline.facts.drugs import drug_facts, frequency_in
from assistant.pipeline.facts.measurements import measurement_facts, weight_change_facts
from assistant.pipeline.facts.places import pain_facts, placed_on_body
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.facts.scopes import scopes_of
from assistant.pipeline.facts.timing import duration_facts, spans_of_time
from assistant.pipeline.lexicon import TermMatch

_KINDS = {
    "problem": FactKind.PROBLEM,
    "exam": FactKind.EXAM,
    "procedure": FactKind.PROCEDURE,
    "habit": FactKind.HABIT,
    "plan": FactKind.PLAN,
}


def sentence_facts(reading: Reading) -> list[Fact]:
    """Every fact of a sentence, in order of place; spans are in the sentence, turn 0, role unknown."""
    measured = list(measurement_facts(reading))
    facts = [
        *_term_facts(reading, measured),
        *pain_facts(reading),
        *allergy_facts(reading),
        *measured,
        *weight_change_facts(reading),
        *duration_facts(reading),
        *plan_facts(reading),
    ]
    allergens = [fact.span for fact in facts if fact.kind is FactKind.ALLERGY]
    facts += [drug for drug in drug_facts(reading) if drug.span not in allergens]
    return sorted(facts, key=lambda fact: (fact.span, fact.kind))


def _term_facts(reading: Reading, measured: list[Fact]) -> Iterator[Fact]:
    """Problems, findings, procedures, habits and measures of lifestyle. A word that names a measured value is no
    fact of its own (*la fièvre à 39* is a measurement and a fever; *le pouls* is not)."""
    for term in reading.terms:
        kind = _KINDS.get(term.kind)
        if kind is None or (kind is FactKind.EXAM and any(term.span.overlaps(fact.span) for fact in measured)):
            continue
        fact = Fact(kind, term.concept, term.span.of(reading.text), 0, term.span,
                    qualifiers=read_qualifiers(reading, term.span))  # fmt: skip
        if kind is FactKind.PROCEDURE and _is_planned(reading, term):
            fact = replace(fact, kind=FactKind.PLAN)
        if kind is FactKind.HABIT:
            fact = given_up(reading, _with_amount(reading, fact))
        if kind in (FactKind.PROBLEM, FactKind.EXAM, FactKind.PROCEDURE):
            fact = placed_on_body(reading, fact)
        yield _with_duration(reading, fact)


def _is_planned(reading: Reading, term: TermMatch) -> bool:
    scopes = scopes_of(reading)
    scope = scopes.of(term.span.start)
    done = any(scopes.of(span.start) == scope for span in reading.named("plan", "done"))
    return not done and any(
        cue.end <= term.span.start and scopes.of(cue.start) == scope for cue in reading.named("plan", "before")
    )


def _with_amount(reading: Reading, fact: Fact) -> Fact:
    """How much of a habit, and how often: *deux verres par jour*, *ten pack-years*."""
    whole = Span(0, len(reading.text))
    amount = next(
        (mention.quantity for mention in reading.quantities
         if getattr(reading.lexicon.units.get(mention.quantity.unit), "dimension", "")
         in ("drink", "bottle", "cigarette", "pack_year")),
        None,
    )  # fmt: skip
    return replace(fact, quantity=amount, frequency=frequency_in(reading, whole))


def given_up(reading: Reading, fact: Fact) -> Fact:
    """A habit as past where the sentence says that it was given up and not that it was taken up again. *No, I
    stopped* denies no more than that."""
    over = reading.named("habit", "over") and not reading.named("habit", "again")
    if not over or fact.kind is not FactKind.HABIT:
        return fact
    return replace(fact, qualifiers=replace(fact.qualifiers, past=True, negated=False))


def _with_duration(reading: Reading, fact: Fact) -> Fact:
    """A problem's duration, where the sentence says since when or for how long right beside it."""
    scopes = scopes_of(reading)
    for time in spans_of_time(reading):
        if time.cue in ("since", "during") and scopes.of(time.span.start) == scopes.of(fact.span.start):
            return replace(fact, duration=time.text)
    return fact


def allergy_facts(reading: Reading) -> Iterator[Fact]:
    """Allergies: a drug or allergen that an allergy cue reaches, or the statement that there is none."""
    for span in reading.named("allergy", "none"):
        yield Fact(FactKind.ALLERGY, NO_KNOWN_ALLERGY, span.of(reading.text), 0, span)
    scopes = scopes_of(reading)
    cues = [cue for cue in reading.cues("allergy") if cue.name in ("before", "after")]
    for term in reading.terms:
        if term.kind not in ("drug", "allergen"):
            continue
        for cue in cues:
            ahead = cue.span.end <= term.span.start and scopes.of(cue.span.start) == scopes.of(term.span.start)
            behind = cue.name == "after" and cue.span.start >= term.span.end
            if ahead or behind:
                yield Fact(FactKind.ALLERGY, term.concept, term.span.of(reading.text), 0, term.span,
                           qualifiers=_allergy_qualifiers(reading, term.span),
                           codes=reading.lexicon.concepts[term.concept].codes)  # fmt: skip
                break


def _allergy_qualifiers(reading: Reading, span: Span) -> Qualifiers:
    """An old reaction is an allergy still, and *je supporte pas* is no denial of it."""
    held = read_qualifiers(reading, span)
    return replace(held, past=False)


def plan_facts(reading: Reading) -> Iterator[Fact]:
    """Follow-up (``follow_up``) and when to come back sooner (``safety_net``); the span is the whole sentence."""
    cues = {cue.name: cue.span for cue in reversed(reading.cues("follow_up"))}
    conditional = bool(reading.named("conditional", "before"))
    warns = "urgent" in cues or (conditional and "place" in cues)
    if not warns and "review" not in cues:
        return
    whole = Span(0, len(reading.text))
    concept = "safety_net" if warns and (conditional or "review" not in cues) else "follow_up"
    time = next((found for found in spans_of_time(reading) if found.cue in ("in", "during", None)), None)
    yield Fact(FactKind.PLAN, concept, reading.text, 0, whole, qualifiers=Qualifiers(conditional=conditional),
               quantity=time.quantity if time else None, duration=time.text if time else None)  # fmt: skip
