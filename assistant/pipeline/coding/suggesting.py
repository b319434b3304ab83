"""Codes for the problems of a consultation or a stay, each with the words that prove it.

Only what is affirmed, present and the patient's own is coded, and only with codes that retrieval returned.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.coding import CodeRole, CodeSuggestion, Nomenclature, RankedCode
from assistant.domain.draft import RenderedReport, ReportKind
from assistant.domain.evidence import Evidence, SegmentEvidence
from assistant.domain.fact import Fact
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.coding.looking_up import LEAST_SCORE, Lookup, problems, proves
from assistant.pipeline.coding.roles import SymptomRules, is_legal
from assistant.pipeline.coding.visit import visit_codes
from assistant.pipeline.coding.visit_parts import Visit, VisitCode
from assistant.pipeline.coding.visit_rules import VisitRules
from assistant.pipeline.lexicon import Lexicon
from assistant.ports import CodeRetriever

CONCLUSION_SECTION = "assessment"
REASON_SECTION = "reason"

_ALTERNATIVES = 3
_CONCLUDED, _SAID_BY_CLINICIAN, _SAID = 1.0, 0.9, 0.8


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A code with its proof. ``order``: place of its first proof in the report; ``weight``: who stands for it."""

    best: RankedCode
    alternatives: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    order: tuple[int, int, int, int]
    weight: float


def suggest_codes(
    facts: Sequence[Fact],
    sentences: Sequence[Segment],
    report: RenderedReport,
    retriever: CodeRetriever,
    nomenclature: Nomenclature,
    kind: ReportKind,
    lexicon: Lexicon,
    rules: VisitRules,
    record: Sequence[str] = (),
) -> tuple[CodeSuggestion, ...]:
    """The suggestions, the main one first: DP and DAS for a French stay, primary and secondary elsewhere.

    A problem that no code suits gives none. ``sentences``: all that was said. ``record`` holds the problems of the
    patient's record: one that is spoken of is coded in the record's words, which say more ("diabète de type 2" for "mon
    diabète"); one that nobody mentions is not coded.
    """
    lookup = Lookup(retriever, nomenclature, lexicon, rules.unsaid)
    if kind is not ReportKind.DISCHARGE:
        chosen = visit_codes(Visit(facts, sentences, report, lookup, rules, record))
        return _with_roles([_of_visit(code) for code in chosen], _roles(nomenclature, kind))
    found: dict[str, _Candidate] = {}
    for group in problems(facts):
        candidate = _candidate(group, report, lookup, record)
        if candidate is not None:
            code = candidate.best.entry.code
            found[code] = _merged(found[code], candidate) if code in found else candidate
    kept = _that_matter(_without_explained(found, rules.symptoms))
    ordered = sorted(kept, key=lambda candidate: (candidate.order, -candidate.best.score))
    return _with_roles(ordered, _roles(nomenclature, kind))


def _of_visit(code: VisitCode) -> _Candidate:
    return _Candidate(code.hits[0], _others(code.hits), code.evidence, (0, 0, code.first, 0), code.weight)


def _candidate(
    group: Sequence[Fact], report: RenderedReport, lookup: Lookup, record: Sequence[str]
) -> _Candidate | None:
    known = lookup.known(group, record)
    hits = lookup.problem(group, report, known)
    if not hits:
        return None
    said_at = tuple(SegmentEvidence(fact.turn, fact.span) for fact in group)
    evidence: tuple[Evidence, ...] = (*said_at, known.evidence) if known else said_at
    place = _place(group, report)
    said = any(fact.role in (SpeakerRole.CLINICIAN, SpeakerRole.UNKNOWN) for fact in group)
    weight = _CONCLUDED if place[0] == 0 else _SAID_BY_CLINICIAN if said else _SAID
    return _Candidate(hits[0], _others(hits), evidence, place, weight)


def _others(hits: Sequence[RankedCode]) -> tuple[str, ...]:
    others = [hit.entry.code for hit in hits[1:] if hit.score >= LEAST_SCORE]
    return tuple(dict.fromkeys(code for code in others if code != hits[0].entry.code))[:_ALTERNATIVES]


def _place(group: Sequence[Fact], report: RenderedReport) -> tuple[int, int, int, int]:
    """Where the problem is first proved: (0 conclusion, 1 reason, 2 elsewhere, 3 not in the report; the sentence's
    first character; turn; character)."""
    ranks = {CONCLUSION_SECTION: 0, REASON_SECTION: 1}
    places = [
        (ranks.get(placed.section_key, 2), placed.span.start, fact.turn, fact.span.start)
        for placed in report.placed
        for fact in group
        if any(proves(evidence, fact) for evidence in placed.sentence.evidence)
    ]
    return min(places, default=(3, 0, group[0].turn, group[0].span.start))


def _merged(first: _Candidate, second: _Candidate) -> _Candidate:
    better = first if first.best.score >= second.best.score else second
    return replace(
        better,
        evidence=tuple(dict.fromkeys((*first.evidence, *second.evidence))),
        order=min(first.order, second.order),
        weight=max(first.weight, second.weight),
    )


def _without_explained(found: dict[str, _Candidate], symptoms: SymptomRules) -> list[_Candidate]:
    codes = frozenset(found)
    return [candidate for code, candidate in found.items() if not symptoms.explained(code, codes)]


def _that_matter(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Diagnoses and, beside them, only the symptoms that the report concludes on."""
    if all(_is_symptom(candidate) for candidate in candidates):
        return list(candidates)
    return [candidate for candidate in candidates if not _is_symptom(candidate) or candidate.order[0] == 0]


def _is_symptom(candidate: _Candidate) -> bool:
    # Chapter XVIII: symptoms, signs and abnormal findings, in both nomenclatures.
    return candidate.best.entry.code.startswith("R")


def _roles(nomenclature: Nomenclature, kind: ReportKind) -> tuple[CodeRole, CodeRole]:
    if nomenclature is Nomenclature.CIM10 and kind is ReportKind.DISCHARGE:
        return CodeRole.DP, CodeRole.DAS
    return CodeRole.PRIMARY, CodeRole.SECONDARY


def _with_roles(ordered: Sequence[_Candidate], roles: tuple[CodeRole, CodeRole]) -> tuple[CodeSuggestion, ...]:
    """The first candidate that may lead leads; the others follow where their code may follow."""
    main, other = roles
    leader = next((candidate for candidate in ordered if is_legal(candidate.best.entry, main)), None)
    followers = [c for c in ordered if c is not leader and is_legal(c.best.entry, other)]
    return tuple(
        _suggestion(candidate, main if candidate is leader else other)
        for candidate in ([leader] if leader else []) + followers
    )


def _suggestion(candidate: _Candidate, role: CodeRole) -> CodeSuggestion:
    entry = candidate.best.entry
    return CodeSuggestion(
        code=entry.code,
        label=entry.label,
        nomenclature=entry.nomenclature,
        year=entry.year,
        role=role,
        confidence=round(candidate.best.score * candidate.weight, 2),
        evidence=candidate.evidence,
        alternatives=candidate.alternatives,
    )
