"""The few codes that matter in a visit: what the clinician concludes, and the chronic diseases dealt with today.

A chronic disease is dealt with where it is treated (a drug of its own started, changed, kept or in the plan) or
followed (a measure of its own told by the clinician), as ICD-10-CM's guidelines for outpatient services ask (section
IV, J); what is merely mentioned is not coded. Without a conclusion the reason for the visit is coded as it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain.coding import RankedCode
from assistant.domain.draft import RenderedReport
from assistant.domain.evidence import ContextEvidence, Evidence, SegmentEvidence
from assistant.domain.fact import DrugAction, Fact, FactKind, Qualifiers
from assistant.domain.transcript import Segment
from assistant.pipeline.coding.conclusions import CLINICAL, THOUGHT, Conclusion, conclusions, open_or_denied, states
from assistant.pipeline.coding.looking_up import Lookup, problems, proves
from assistant.pipeline.coding.visit_rules import VisitRules
from assistant.pipeline.text import fold

REASON, CONCLUSION, PLAN = "reason", "assessment", "plan"
CONCLUDED, DEALT_WITH, COMPLAINED = 1.0, 0.9, 0.8

_MOST, _SHOWN = 4, 3
_BRIEF = 12
_CATEGORY = 3
_ACTS = (DrugAction.STARTED, DrugAction.CHANGED)


@dataclass(frozen=True, slots=True)
class VisitCode:
    """A code of a visit. ``weight``: why it is there; ``first``: the turn in which its matter first comes up;
    ``leads``: it is the reason for the visit, or explains it."""

    hits: tuple[RankedCode, ...]
    weight: float
    chronic: bool
    first: int
    evidence: tuple[Evidence, ...]
    leads: bool = False

    @property
    def code(self) -> str:
        """The compact code."""
        return self.hits[0].entry.code


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit's codes are chosen from."""

    facts: Sequence[Fact]
    sentences: Sequence[Segment]
    report: RenderedReport
    lookup: Lookup
    rules: VisitRules
    record: Sequence[str] = ()


def visit_codes(visit: Visit) -> list[VisitCode]:
    """The codes, the one for the visit's reason first; at most four."""
    concluded = conclusions(visit.sentences, visit.facts, visit.rules)
    named = problems([_settled(fact, concluded) for fact in visit.facts])
    complaints = [group for group in named if any(_stands_in(fact, visit.report, REASON) for fact in group)]
    asked = [code for group in complaints if (code := _coded(visit, group, COMPLAINED))]
    found = [code for group in named if (code := _known(visit, group, concluded))]
    found += [code for group in _habits(visit.facts) if (code := _dealt_with(visit, _coded(visit, group, DEALT_WITH)))]
    found += [code for at in range(len(visit.record)) if (code := _recorded(visit, at))]
    found += [code for each in concluded if (code := _named_only(visit, each, named))]
    diagnoses = [code for code in _distinct(found) if not _is_symptom(code)]
    if not any(not code.chronic for code in diagnoses):
        diagnoses = _distinct([*diagnoses, *(code for code in asked if _is_symptom(code))])
    kept = _unexplained(diagnoses or _distinct([*found, *asked]), visit.rules)
    led = [replace(code, leads=_leads(code, asked, visit.rules)) for code in kept]
    return sorted(led, key=lambda code: (not code.leads, code.chronic, code.first))[:_MOST]


def _settled(fact: Fact, concluded: Sequence[Conclusion]) -> Fact:
    """The fact, certain where it is thought in the words of a conclusion."""
    thought = fact.qualifiers == THOUGHT and any(each.holds(fact) for each in concluded)
    return replace(fact, qualifiers=Qualifiers()) if thought else fact


def _habits(facts: Sequence[Fact]) -> list[list[Fact]]:
    """What the patient does, by concept: tobacco and alcohol are diseases where they are treated."""
    habits: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind is FactKind.HABIT and fact.qualifiers == Qualifiers():
            habits.setdefault(fact.concept, []).append(fact)
    return list(habits.values())


def _known(visit: Visit, group: Sequence[Fact], concluded: Sequence[Conclusion]) -> VisitCode | None:
    """A problem that was concluded on, or dealt with."""
    giving = [each for each in concluded if any(each.holds(fact) for fact in group)]
    stated = [fact for fact in group if _stands_in(fact, visit.report, CONCLUSION) and _is_stated(fact, visit)]
    if not giving and not stated:
        return _dealt_with(visit, _coded(visit, group, DEALT_WITH))
    code = _coded(visit, group, CONCLUDED, giving)
    if code is None:
        return None
    cared = _dealt_with(visit, code)
    proof: list[Evidence] = [_sentence(each.turn, each.sentence.start, visit) for each in giving]
    proof += [_sentence(fact.turn, fact.span.start, visit) for fact in stated]
    return replace(code, evidence=_proof(*proof, *code.evidence), first=cared.first if cared else code.first)


def _coded(visit: Visit, group: Sequence[Fact], weight: float, giving: Sequence[Conclusion] = ()) -> VisitCode | None:
    known = visit.lookup.known(group, visit.record)
    # The clinician's own name for it says most, where it names nothing else.
    hits = next((hits for each in giving if (hits := visit.lookup.name(each.words))), None)
    hits = hits or visit.lookup.problem(group, visit.report, known)
    if not hits:
        return None
    evidence: list[Evidence] = [_sentence(fact.turn, fact.span.start, visit) for fact in group]
    evidence += [known.evidence] if known else []
    chronic = visit.rules.care_of(hits[0].entry.code) is not None
    first = min(fact.turn for fact in group)
    return VisitCode(tuple(hits), weight, chronic, first, _proof(*evidence))


def _named_only(visit: Visit, each: Conclusion, named: Sequence[Sequence[Fact]]) -> VisitCode | None:
    """A conclusion in words that no fact holds."""
    if any(each.holds(fact) for group in named for fact in group):
        return None
    hits = visit.lookup.name(each.words)
    if not hits:
        return None
    chronic = visit.rules.care_of(hits[0].entry.code) is not None
    shown = (_sentence(each.turn, each.sentence.start, visit),)
    return VisitCode(tuple(hits), CONCLUDED, chronic, each.turn, shown)


def _recorded(visit: Visit, at: int) -> VisitCode | None:
    """A chronic disease of the record whose treatment is dealt with, though nobody names it."""
    hits = visit.lookup.words(visit.record[at])
    drugs = [fact for fact in _care(visit, hits[0].entry.code) if fact.kind is FactKind.DRUG] if hits else []
    if not drugs:
        return None
    proof = _proof(*(_sentence(fact.turn, fact.span.start, visit) for fact in drugs), ContextEvidence("problems", at))
    return VisitCode(tuple(hits), DEALT_WITH, True, drugs[0].turn, proof)


def _dealt_with(visit: Visit, code: VisitCode | None) -> VisitCode | None:
    """The code of a chronic disease with what was done for it today; nothing where nothing was."""
    cared = list(_care(visit, code.code)) if code else []
    if code is None or not cared:
        return None
    proof: list[Evidence] = [*code.evidence[:1], *(_sentence(fact.turn, fact.span.start, visit) for fact in cared)]
    first = min(code.first, *(fact.turn for fact in cared))
    return replace(code, evidence=_proof(*proof, *code.evidence[1:]), first=first)


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
    if fact.action in _ACTS or _stands_in(fact, visit.report, PLAN):
        return True
    sentence = _sentence_of(fact.turn, fact.span.start, visit)
    return sentence is not None and states(sentence) and bool(visit.rules.keeping.search(fold(sentence.text)))


def _is_stated(fact: Fact, visit: Visit) -> bool:
    """Whether a clinician says it in few words, as one concludes without a verb ("Bronchiolite, forme légère")."""
    sentence = _sentence_of(fact.turn, fact.span.start, visit)
    if sentence is None or not states(sentence) or len(sentence.text.split()) > _BRIEF:
        return False
    start = fact.span.start - sentence.span.start
    return not open_or_denied(fold(sentence.text), start, start + len(fact.text), visit.rules)


def _stands_in(fact: Fact, report: RenderedReport, section: str) -> bool:
    return any(
        placed.section_key == section and any(proves(evidence, fact) for evidence in placed.sentence.evidence)
        for placed in report.placed
    )


def _sentence_of(turn: int, at: int, visit: Visit) -> Segment | None:
    return next((each for each in visit.sentences if each.turn == turn and each.span.start <= at < each.span.end), None)


def _sentence(turn: int, at: int, visit: Visit) -> SegmentEvidence:
    sentence = _sentence_of(turn, at, visit)
    assert sentence is not None  # facts and conclusions stand in sentences
    return SegmentEvidence(turn, sentence.span)


def _proof(*evidence: Evidence) -> tuple[Evidence, ...]:
    """The best sentences that show it, each once; and the record's entry."""
    distinct = list(dict.fromkeys(evidence))
    said = [each for each in distinct if isinstance(each, SegmentEvidence)]
    return (*said[:_SHOWN], *(each for each in distinct if not isinstance(each, SegmentEvidence)))


def _distinct(codes: Sequence[VisitCode]) -> list[VisitCode]:
    """One code a category: what was concluded before what was dealt with, what was named most exactly."""
    best: dict[str, VisitCode] = {}
    for code in codes:
        category = code.code[:_CATEGORY]
        held = best.get(category)
        if held is None or (code.weight, code.hits[0].score) > (held.weight, held.hits[0].score):
            best[category] = code if held is None else replace(code, first=min(code.first, held.first))
    return list(best.values())


def _unexplained(codes: Sequence[VisitCode], rules: VisitRules) -> list[VisitCode]:
    held = frozenset(code.code for code in codes)
    kept = [code for code in codes if not rules.symptoms.explained(code.code, held)]
    return [code for code in kept if not code.code.startswith(rules.vague)] or kept


def _leads(code: VisitCode, asked: Sequence[VisitCode], rules: VisitRules) -> bool:
    reasons = [each.code for each in asked]
    if code.code in reasons or code.chronic:
        return code.code in reasons
    return any(rules.symptoms.explained(reason, frozenset({code.code})) for reason in reasons)


def _is_symptom(code: VisitCode) -> bool:
    # Chapter XVIII: symptoms, signs and abnormal findings, in both nomenclatures.
    return code.code.startswith("R")
