"""The few codes that matter in a visit: what the clinician concludes, and the chronic diseases dealt with today.

A chronic disease is dealt with where it is treated (a drug of its own started, changed, kept or in the plan) or
followed (a measure of its own told by the clinician), as ICD-10-CM's guidelines for outpatient services ask (section
IV, J); what is merely mentioned is not coded. Without a conclusion the reason for the visit is coded as it stands.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.evidence import Evidence
from assistant.domain.fact import Fact, Qualifiers
from assistant.pipeline.coding.conclusions import THOUGHT, Conclusion, conclusions, open_or_denied, states
from assistant.pipeline.coding.looking_up import problems
from assistant.pipeline.coding.visit_care import dealt_with, habits, recorded
from assistant.pipeline.coding.visit_parts import (
    COMPLAINED,
    CONCLUDED,
    CONCLUSION,
    DEALT_WITH,
    REASON,
    Visit,
    VisitCode,
    proof,
)
from assistant.pipeline.coding.visit_rules import VisitRules
from assistant.pipeline.text import fold

_MOST = 4
_BRIEF = 12
_CATEGORY = 3


def visit_codes(visit: Visit) -> list[VisitCode]:
    """The codes, the one for the visit's reason first; at most four."""
    concluded = conclusions(visit.sentences, visit.facts, visit.rules)
    named = problems([_settled(fact, concluded) for fact in visit.facts])
    complaints = [group for group in named if any(visit.stands_in(fact, REASON) for fact in group)]
    asked = [code for group in complaints if (code := _coded(visit, group, COMPLAINED))]
    found = [code for group in named if (code := _known(visit, group, concluded))]
    found += [code for group in habits(visit.facts) if (code := dealt_with(visit, _coded(visit, group, DEALT_WITH)))]
    found += [code for at in range(len(visit.record)) if (code := recorded(visit, at))]
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


def _known(visit: Visit, group: Sequence[Fact], concluded: Sequence[Conclusion]) -> VisitCode | None:
    """A problem that was concluded on, or dealt with."""
    giving = [each for each in concluded if any(each.holds(fact) for fact in group)]
    stated = [fact for fact in group if visit.stands_in(fact, CONCLUSION) and _is_stated(fact, visit)]
    if not giving and not stated:
        return dealt_with(visit, _coded(visit, group, DEALT_WITH))
    code = _coded(visit, group, CONCLUDED, giving)
    if code is None:
        return None
    cared = dealt_with(visit, code)
    evidence: list[Evidence] = [visit.shown(each.turn, each.sentence) for each in giving]
    evidence += [visit.shown(fact.turn, fact.span) for fact in stated]
    return replace(code, evidence=proof([*evidence, *code.evidence]), first=cared.first if cared else code.first)


def _coded(visit: Visit, group: Sequence[Fact], weight: float, giving: Sequence[Conclusion] = ()) -> VisitCode | None:
    known = visit.lookup.known(group, visit.record)
    # The clinician's own name for it says most, where it names nothing else.
    hits = next((hits for each in giving if (hits := visit.lookup.name(each.words))), None)
    hits = hits or visit.lookup.problem(group, visit.report, known)
    if not hits:
        return None
    evidence: list[Evidence] = [visit.shown(fact.turn, fact.span) for fact in group]
    evidence += [known.evidence] if known else []
    chronic = visit.rules.care_of(hits[0].entry.code) is not None
    first = min(fact.turn for fact in group)
    return VisitCode(tuple(hits), weight, chronic, first, proof(evidence))


def _named_only(visit: Visit, each: Conclusion, named: Sequence[Sequence[Fact]]) -> VisitCode | None:
    """A conclusion in words that no fact holds."""
    if any(each.holds(fact) for group in named for fact in group):
        return None
    hits = visit.lookup.name(each.words)
    if not hits:
        return None
    chronic = visit.rules.care_of(hits[0].entry.code) is not None
    shown = (visit.shown(each.turn, each.sentence),)
    return VisitCode(tuple(hits), CONCLUDED, chronic, each.turn, shown)


def _is_stated(fact: Fact, visit: Visit) -> bool:
    """Whether a clinician says it in few words, as one concludes without a verb ("Bronchiolite, forme légère")."""
    sentence = visit.sentence_at(fact.turn, fact.span.start)
    if sentence is None or not states(sentence) or len(sentence.text.split()) > _BRIEF:
        return False
    start = fact.span.start - sentence.span.start
    return not open_or_denied(fold(sentence.text), start, start + len(fact.text), visit.rules)


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
