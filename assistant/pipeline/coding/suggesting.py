"""Codes for the problems of a consultation or a stay, each with the words that prove it.

Only what is affirmed, present and the patient's own is coded, and only with codes that retrieval returned.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.coding import CodeRole, CodeSuggestion, Nomenclature, RankedCode
from assistant.domain.draft import RenderedReport, ReportKind
from assistant.domain.evidence import ContextEvidence, Evidence, SegmentEvidence
from assistant.domain.fact import Fact, FactKind, Qualifiers
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.coding.roles import SymptomRules, is_legal
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.retrieval import stems
from assistant.pipeline.text import fold
from assistant.ports import CodeRetriever

CONCLUSION_SECTION = "assessment"
REASON_SECTION = "reason"

_LEAST_SCORE = 0.7
_EXACT_SCORE = 0.95
_SIBLING_SCORE = 0.6
_CATEGORY = 3
_LONGEST_CLAUSE = 12
_CLAUSE = re.compile(r"[^.;,:()]+")
_ALTERNATIVES = 3
_CANDIDATES = 6
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
    report: RenderedReport,
    retriever: CodeRetriever,
    nomenclature: Nomenclature,
    kind: ReportKind,
    lexicon: Lexicon,
    symptoms: SymptomRules | None = None,
    record: Sequence[str] = (),
) -> tuple[CodeSuggestion, ...]:
    """The suggestions, the main one first: DP and DAS for a French stay, primary and secondary elsewhere.

    A problem that no code suits gives none. ``symptoms`` names which symptoms are left out beside their cause.
    ``record`` holds the problems of the patient's record: one that is spoken of is coded in the record's words, which
    say more ("diabète de type 2" for "mon diabète"); one that nobody mentions is not coded.
    """
    found: dict[str, _Candidate] = {}
    for group in _grouped(facts):
        known = _known(group, record, lexicon)
        candidate = _candidate(group, report, retriever, nomenclature, lexicon, known)
        if candidate is not None:
            code = candidate.best.entry.code
            found[code] = _merged(found[code], candidate) if code in found else candidate
    kept = _that_matter(_without_explained(found, symptoms or SymptomRules()))
    ordered = sorted(kept, key=lambda candidate: (candidate.order, -candidate.best.score))
    return _with_roles(ordered, _roles(nomenclature, kind))


def _grouped(facts: Sequence[Fact]) -> list[list[Fact]]:
    """The codable facts by concept, in order of first mention."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind is FactKind.PROBLEM and fact.qualifiers == Qualifiers():
            groups.setdefault(fact.concept, []).append(fact)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class _Known:
    """A problem of the patient's record: its words, and its place there."""

    text: str
    evidence: ContextEvidence


def _known(group: Sequence[Fact], record: Sequence[str], lexicon: Lexicon) -> _Known | None:
    """The problem of the record that the concept names, or names less fully; the fullest where there are several."""
    wordings = {lexicon.label(group[0].concept), *(fact.text for fact in group)}
    names = [set(stems(wording, lexicon.language)) for wording in sorted(wordings)]
    same = [
        _Known(text, ContextEvidence("problems", at))
        for at, text in enumerate(record)
        if any(name and name <= set(stems(text, lexicon.language)) for name in names)
    ]
    return max(same, key=lambda known: len(known.text), default=None)


def _candidate(
    group: Sequence[Fact],
    report: RenderedReport,
    retriever: CodeRetriever,
    nomenclature: Nomenclature,
    lexicon: Lexicon,
    known: _Known | None,
) -> _Candidate | None:
    phrases = [(known.text, _LEAST_SCORE)] if known else []
    hits = next(
        (
            codes
            for phrase, least in (*phrases, *_phrases(group, lexicon))
            if (codes := retriever.codes(phrase, nomenclature, _CANDIDATES))
            and codes[0].score >= least
            and _is_meant(codes[0], phrase, lexicon)
        ),
        None,
    )
    if hits is None:
        return None
    said_at = tuple(SegmentEvidence(fact.turn, fact.span) for fact in group)
    evidence: tuple[Evidence, ...] = (*said_at, known.evidence) if known else said_at
    place = _place(group, report)
    said = any(fact.role in (SpeakerRole.CLINICIAN, SpeakerRole.UNKNOWN) for fact in group)
    weight = _CONCLUDED if place[0] == 0 else _SAID_BY_CLINICIAN if said else _SAID
    # The record's words are already the fullest: what is said around them in passing does not refine them.
    best = hits[0] if known else _refined(hits[0], group, report, retriever)
    others = [hit.entry.code for hit in hits if hit.score >= _LEAST_SCORE and hit.entry.code != best.entry.code]
    alternatives = tuple(others[:_ALTERNATIVES])
    return _Candidate(best, alternatives, evidence, place, weight)


def _is_meant(best: RankedCode, phrase: str, lexicon: Lexicon) -> bool:
    """Whether the code is what the phrase says, and not one of many things that it may come from.

    A label that shares no word with the phrase was reached through further wordings alone: "bleeding" leads to
    haemorrhoids, "hématome" to the brain. That is enough only where they fit exactly.
    """
    if best.score >= _EXACT_SCORE:
        return True
    return bool(set(stems(best.entry.label, lexicon.language)) & set(stems(phrase, lexicon.language)))


def _phrases(group: Sequence[Fact], lexicon: Lexicon) -> list[tuple[str, float]]:
    """What to look up, in order, each with the least score that counts.

    First words that say more than the concept's name ("asthme allergique"), then other words where a label says
    exactly that ("cystite"), then the name. Looser words ("cassé", a bare "oui") prove the problem without naming it.
    """
    concept = group[0].concept
    name = lexicon.label(concept)
    named = set(stems(name, lexicon.language))
    fuller = [fact.text for fact in group if named < set(stems(fact.text, lexicon.language))]
    phrases = {
        **{_located(text, fact, lexicon): _LEAST_SCORE for text in (*fuller, name) for fact in group if fact.site},
        **dict.fromkeys(sorted(fuller, key=len, reverse=True), _LEAST_SCORE),
    }
    exact = {fact.text: _LEAST_SCORE if name == concept else _EXACT_SCORE for fact in group}
    return list({**phrases, **{text: exact[text] for text in exact if text not in phrases}, name: _LEAST_SCORE}.items())


def _located(phrase: str, fact: Fact, lexicon: Lexicon) -> str:
    """The phrase with its site; and its side in English, for CIM-10 FR tells no sides apart."""
    sides = (fact.side,) if lexicon.language == "en" else ()
    places = [lexicon.label(place) for place in (fact.site, *sides) if place]
    return " ".join([phrase, *(place for place in places if place not in phrase)])


def _refined(base: RankedCode, group: Sequence[Fact], report: RenderedReport, retriever: CodeRetriever) -> RankedCode:
    """A sibling of the code that the report's own words support better ("… chronique stade 4"), else the code."""
    entry = base.entry
    for clause in _clauses(group, report):
        hits = retriever.codes(clause, entry.nomenclature, _CANDIDATES)
        family = [hit for hit in hits if hit.entry.code[:_CATEGORY] == entry.code[:_CATEGORY]]
        if family and family[0].entry.code != entry.code and family[0].score >= _SIBLING_SCORE:
            return family[0]
    return base


def _clauses(group: Sequence[Fact], report: RenderedReport) -> list[str]:
    """The clauses of the report that name the problem, in its sentences' order."""
    texts = {fold(fact.text) for fact in group}
    return [
        clause
        for placed in report.placed
        if any(_proves(evidence, fact) for evidence in placed.sentence.evidence for fact in group)
        for clause in _CLAUSE.findall(placed.sentence.text)
        if any(text in fold(clause) for text in texts) and len(clause.split()) <= _LONGEST_CLAUSE
    ]


def _place(group: Sequence[Fact], report: RenderedReport) -> tuple[int, int, int, int]:
    """Where the problem is first proved: (0 conclusion, 1 reason, 2 elsewhere, 3 not in the report; the sentence's
    first character; turn; character)."""
    ranks = {CONCLUSION_SECTION: 0, REASON_SECTION: 1}
    places = [
        (ranks.get(placed.section_key, 2), placed.span.start, fact.turn, fact.span.start)
        for placed in report.placed
        for fact in group
        if any(_proves(evidence, fact) for evidence in placed.sentence.evidence)
    ]
    return min(places, default=(3, 0, group[0].turn, group[0].span.start))


def _proves(evidence: Evidence, fact: Fact) -> bool:
    return isinstance(evidence, SegmentEvidence) and evidence.turn == fact.turn and evidence.span.overlaps(fact.span)


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
