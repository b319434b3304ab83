"""Findings on the note itself: a planned drug against known allergies, the same substance twice, a note that
contradicts itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import DrugAction, Fact, FactKind, Qualifiers
from assistant.domain.finding import Finding, FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.texts.claims import NoteSentence
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.facts import text_facts
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold

_SUBGROUP = 5
"""Characters of an ATC code that name a chemical subgroup."""
PRESCRIBING = frozenset({"plan", "medication", "none", "assessment"})
"""Sections whose drugs are taken or to be taken."""


@dataclass(frozen=True, slots=True)
class NoteFact:
    """A fact of the note, its span in the note, and the section it stands in."""

    fact: Fact
    span: Span
    section: str


def note_facts(sentences: Sequence[NoteSentence], base: EvidenceBase) -> list[NoteFact]:
    """The facts of a note's claims, in order."""
    return [
        NoteFact(fact, fact.span.shifted(sentence.span.start), sentence.section)
        for sentence in sentences
        for fact in text_facts(sentence.text, base.language, base.lexicon)
    ]


_OTHER_TIMES = frozenset({"allergies", "history", "family"})


def find_alerts(facts: Sequence[NoteFact], base: EvidenceBase, knowledge: CheckerKnowledge) -> Iterator[Finding]:
    """All of them; the spans are in the note."""
    planned = [one for one in facts if _is_planned(one)]
    for one in planned:
        known = _allergy(one.fact, facts, base)
        if known is not None:
            yield _finding(FindingType.ALLERGY_ALERT, one, known[0], known[1], knowledge)
    for first, second in combinations(planned, 2):
        if _same_substance(first, second):
            yield _finding(FindingType.DUPLICATE_DRUG, second, first.fact.text, None, knowledge)
    for first, second in combinations(facts, 2):
        if _contradict(first, second):
            yield _finding(FindingType.INTERNAL_CONTRADICTION, second, first.fact.text, None, knowledge)


def _finding(
    kind: FindingType, one: NoteFact, other: str, evidence: SegmentEvidence | None, knowledge: CheckerKnowledge
) -> Finding:
    reason = knowledge.reason(kind, one.fact.text, other)
    return Finding(kind, knowledge.severities[kind], one.span, evidence, reason, knowledge.fix(kind))


def _is_planned(one: NoteFact) -> bool:
    fact = one.fact
    if fact.kind is not FactKind.DRUG or fact.qualifiers.negated or fact.qualifiers.family or fact.qualifiers.past:
        return False
    return one.section in PRESCRIBING and fact.action is not DrugAction.STOPPED


def _allergy(drug: Fact, facts: Sequence[NoteFact], base: EvidenceBase) -> tuple[str, SegmentEvidence | None] | None:
    """The recorded, spoken or written allergy that the drug meets."""
    for _, entry in base.chart[: len(base.context.allergies)]:
        for term in base.lexicon.match(entry.text):
            concept = base.lexicon.concepts[term.concept]
            if _meets(drug, term.concept, concept.codes, base.lexicon):
                return entry.text, None
    for fact in base.facts:
        if _is_allergy(fact) and _meets(drug, fact.concept, fact.codes, base.lexicon):
            return fact.text, SegmentEvidence(fact.turn, fact.span)
    for one in facts:
        if _is_allergy(one.fact) and _meets(drug, one.fact.concept, one.fact.codes, base.lexicon):
            return one.fact.text, None
    return None


def _is_allergy(fact: Fact) -> bool:
    held = fact.qualifiers
    return fact.kind is FactKind.ALLERGY and not (held.negated or held.family or held.superseded)


def _meets(drug: Fact, concept: str, codes: Sequence[str], lexicon: Lexicon) -> bool:
    """Same substance, same chemical subgroup, or both in one class that people are allergic to."""
    if concept not in lexicon.concepts:
        return False
    if drug.concept == concept:
        return True
    classes = [c for one in lexicon.concepts.values() if one.kind == "allergen" for c in one.codes]
    return any(
        a.startswith(b)
        or a[:_SUBGROUP] == b[:_SUBGROUP]
        or any(a.startswith(code) and b.startswith(code) for code in classes)
        for a in drug.codes
        for b in codes
        if a and b
    )


def _same_substance(first: NoteFact, second: NoteFact) -> bool:
    """The same drug under two names, not one explained by the other in brackets."""
    a, b = first.fact, second.fact
    apart = second.span.start - first.span.end > len(" (")
    return a.concept == b.concept and fold(a.text) != fold(b.text) and apart


def _contradict(first: NoteFact, second: NoteFact) -> bool:
    """The same problem stated and denied. What a drug once did, what was before and what relatives have may be absent
    today."""
    a, b = first.fact, second.fact
    if {first.section, second.section} & _OTHER_TIMES and first.section != second.section:
        return False
    if a.kind is not FactKind.PROBLEM or a.concept != b.concept or a.site != b.site or a.side != b.side:
        return False
    return {a.qualifiers, b.qualifiers} == {Qualifiers(), Qualifiers(negated=True)}
