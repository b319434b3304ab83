"""Whether a chronic disease is dealt with in a visit: treated (a drug of its own started, changed, kept or in the plan)
or followed (a measure of its own, told by the clinician)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.domain.evidence import ContextEvidence, Evidence
from assistant.domain.fact import DrugAction, Fact, FactKind, Qualifiers
from assistant.pipeline.coding.conclusions import CLINICAL, states
from assistant.pipeline.coding.visit_parts import DEALT_WITH, PLAN, Visit, VisitCode, proof
from assistant.pipeline.text import fold

_ACTS = (DrugAction.STARTED, DrugAction.CHANGED)


def habits(facts: Sequence[Fact]) -> list[list[Fact]]:
    """What the patient does, by concept: tobacco and alcohol are diseases where they are treated."""
    habits: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind is FactKind.HABIT and fact.qualifiers == Qualifiers():
            habits.setdefault(fact.concept, []).append(fact)
    return list(habits.values())


def recorded(visit: Visit, at: int) -> VisitCode | None:
    """A chronic disease of the record whose treatment is dealt with, though nobody names it."""
    hits = visit.lookup.words(visit.record[at])
    drugs = [fact for fact in _care(visit, hits[0].entry.code) if fact.kind is FactKind.DRUG] if hits else []
    if not drugs:
        return None
    evidence: list[Evidence] = [visit.shown(fact.turn, fact.span) for fact in drugs]
    evidence.append(ContextEvidence("problems", at))
    return VisitCode(tuple(hits), DEALT_WITH, True, drugs[0].turn, proof(evidence))


def dealt_with(visit: Visit, code: VisitCode | None) -> VisitCode | None:
    """The code of a chronic disease with what was done for it today; nothing where nothing was."""
    cared = list(_care(visit, code.code)) if code else []
    if code is None or not cared:
        return None
    cares = (visit.shown(fact.turn, fact.span) for fact in cared)
    first = min(code.first, *(fact.turn for fact in cared))
    return replace(code, evidence=proof((*code.evidence[:1], *cares, *code.evidence[1:])), first=first)


def _care(visit: Visit, code: str) -> Iterator[Fact]:
    care = visit.rules.care_of(code)
    if care is None:
        return
    for fact in visit.facts:
        if fact.kind is FactKind.MEASUREMENT and fact.concept in care.measures:
            if fact.qualifiers == Qualifiers() and fact.role in CLINICAL:
                yield fact
        elif fact.kind is FactKind.DRUG and any(each.startswith(care.drugs) for each in fact.codes):
            whose = fact.qualifiers
            if not (whose.negated or whose.family) and _acts(fact, visit):
                yield fact


def _acts(fact: Fact, visit: Visit) -> bool:
    if fact.action in _ACTS or visit.stands_in(fact, PLAN):
        return True
    sentence = visit.sentence_at(fact.turn, fact.span.start)
    return sentence is not None and states(sentence) and bool(visit.rules.keeping.search(fold(sentence.text)))
