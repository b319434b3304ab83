"""Domain objects as the lines of ``assistant.exports.lines``."""

from collections.abc import Iterable, Sequence

from assistant.domain.coding import CodeSuggestion, NomenclatureVersion, RankedCode
from assistant.domain.consultation import Consultation
from assistant.domain.draft import PlacedSentence, Repair
from assistant.domain.evidence import ContextEvidence, Evidence, SegmentEvidence
from assistant.domain.finding import Claim, Finding, NoteCheck, Omission
from assistant.domain.interaction import Interaction
from assistant.domain.knowledge import Answer, Passage, RankedPassage
from assistant.domain.language import Language
from assistant.domain.task import Task
from assistant.errors import AssistantError
from assistant.exports.check_lines import CheckItem
from assistant.exports.house_lines import ErrorItem
from assistant.exports.knowledge_lines import (
    AnswerItem,
    CodeResultItem,
    CodeSearchItem,
    EditionItem,
    InteractionItem,
    PassageItem,
)
from assistant.exports.run_lines import (
    CitationItem,
    CodeItem,
    FindingItem,
    OmissionItem,
    RepairItem,
    RunItem,
    SentenceItem,
    TaskItem,
    TurnSpanItem,
)
from assistant.messages import told


def run_item(id: str, consultation: Consultation) -> RunItem:
    """The line of one processed consultation."""
    checked = consultation.checked
    draft = checked.draft
    pairs = list(zip(checked.report.placed, checked.claims, strict=True))
    return {
        "id": id,
        "language": draft.language,
        "kind": draft.kind,
        "drafter": draft.provenance.drafter,
        "text": checked.report.text,
        "turns": [{"speaker": turn.speaker, "text": turn.text} for turn in consultation.transcript.turns],
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "sentences": [_sentence(placed, claim) for placed, claim in pairs if placed.section_key == section.key],
            }
            for section in draft.sections
        ],
        "codes": [_code(suggestion) for suggestion in consultation.codes],
        "omissions": [_omission(omission) for omission in checked.omissions],
        "findings": [_finding(finding) for finding in checked.findings],
        "suggestions": [_citation(ranked.passage) for ranked in consultation.passages],
        "fallbacks": [{"section": key, "reason": why} for key, why in draft.provenance.fallbacks],
        "repairs": [_repair(repair) for repair in draft.repairs],
        "tasks": [_task(task) for task in checked.tasks],
        "timings_s": dict(consultation.timings_s),
    }


def check_item(id: str, language: Language, checked: NoteCheck) -> CheckItem:
    """The line of one checked note."""
    return {
        "id": id,
        "language": language,
        "claims": [
            {
                "start": claim.span.start,
                "end": claim.span.end,
                "text": claim.text,
                "verdict": claim.verdict,
                "score": round(claim.score, 4),
                "findings": [_finding(finding) for finding in claim.findings],
                "evidence": turn_spans(claim.evidence),
            }
            for claim in checked.claims
        ],
        "omissions": [_omission(omission) for omission in checked.omissions],
        "findings": [_finding(finding) for finding in checked.findings],
    }


def error_item(id: str, error: AssistantError, language: Language = "en") -> ErrorItem:
    """The line of an item that could not be done, in the reader's language."""
    message, hint = told(error, language)
    return {"id": id, "error": message, "hint": hint}


def code_search_item(phrase: str, found: Sequence[RankedCode]) -> CodeSearchItem:
    """The line of one searched phrase."""
    results: list[CodeResultItem] = [
        {"code": ranked.entry.code, "label": ranked.entry.label, "score": round(ranked.score, 4)} for ranked in found
    ]
    return {"phrase": phrase, "results": results}


def edition_item(edition: NomenclatureVersion) -> EditionItem:
    """The line of one edition of a nomenclature."""
    return {
        "nomenclature": edition.nomenclature.value,
        "year": edition.year,
        "valid_from": edition.valid_from.isoformat(),
        "valid_until": edition.valid_until.isoformat(),
        "codes": edition.codes,
        "origin": edition.origin,
        "embedded": edition.embedded,
        "digest": edition.digest,
    }


def interaction_item(row: Interaction) -> InteractionItem:
    """The line of one interaction of the practice's table."""
    return {
        "first": row.first.name,
        "first_codes": list(row.first.codes),
        "first_known": row.first.known,
        "second": row.second.name,
        "second_codes": list(row.second.codes),
        "second_known": row.second.known,
        "level": row.level.value,
        "advice": row.advice,
        "source": row.source,
    }


def passage_item(ranked: RankedPassage | Passage) -> PassageItem:
    """The line of one guideline passage."""
    passage = ranked.passage if isinstance(ranked, RankedPassage) else ranked
    item: PassageItem = {
        "id": passage.id,
        "language": passage.language,
        "section": passage.section,
        "text": passage.text,
        "title": passage.source.title,
        "publisher": passage.source.publisher,
        "year": passage.source.year,
        "url": passage.source.url,
        "review_date": passage.review_date.isoformat(),
        "status": passage.status,
        "approver": passage.approver,
        "own": passage.own,
    }
    if isinstance(ranked, RankedPassage):
        item["score"] = round(ranked.score, 4)
    return item


def answer_item(question: str, answer: Answer) -> AnswerItem:
    """The line of one answered question."""
    return {
        "question": question,
        "passages": [passage_item(ranked) for ranked in answer.passages],
        "record": [
            {"part": quoted.part.value, "place": quoted.place, "heading": quoted.heading, "text": quoted.text}
            for quoted in answer.record
        ],
        "not_citable": [passage.id for passage in answer.not_citable],
    }


def turn_spans(evidence: Iterable[Evidence]) -> list[TurnSpanItem]:
    """The transcript's part of some evidence."""
    return [_turn_span(item) for item in evidence if isinstance(item, SegmentEvidence)]


def _turn_span(evidence: SegmentEvidence) -> TurnSpanItem:
    return {"turn": evidence.turn, "start": evidence.span.start, "end": evidence.span.end}


def _sentence(placed: PlacedSentence, claim: Claim) -> SentenceItem:
    evidence = placed.sentence.evidence
    return {
        "start": placed.span.start,
        "end": placed.span.end,
        "text": placed.sentence.text,
        "evidence": turn_spans(evidence),
        "context": [
            {"field": item.field, "index": item.index} for item in evidence if isinstance(item, ContextEvidence)
        ],
        "citations": [
            {
                "id": citation.id,
                "title": citation.source.title,
                "publisher": citation.source.publisher,
                "year": citation.source.year,
                "url": citation.source.url,
            }
            for citation in placed.sentence.citations
        ],
        "verdict": claim.verdict,
        "score": round(claim.score, 4),
        "findings": [_finding(finding) for finding in claim.findings],
    }


def _task(task: Task) -> TaskItem:
    return {
        "kind": task.kind,
        "text": task.text,
        "conditional": task.conditional,
        "evidence": turn_spans(task.evidence),
    }


def _repair(repair: Repair) -> RepairItem:
    return {
        "section": repair.section,
        "outcome": repair.outcome,
        "said": repair.said,
        "reason": repair.reason,
        "instead": repair.instead,
    }


def _finding(finding: Finding) -> FindingItem:
    return {
        "type": finding.type,
        "severity": finding.severity,
        "claim_span": (finding.claim_span.start, finding.claim_span.end),
        "evidence_span": _turn_span(finding.evidence_span) if finding.evidence_span else None,
        "reason": finding.reason,
        "fix": finding.fix,
    }


def _omission(omission: Omission) -> OmissionItem:
    return {
        "text": omission.text,
        "type": omission.type,
        "severity": omission.severity,
        "evidence": [_turn_span(omission.evidence)],
    }


def _code(suggestion: CodeSuggestion) -> CodeItem:
    return {
        "code": suggestion.code,
        "label": suggestion.label,
        "nomenclature": suggestion.nomenclature,
        "year": suggestion.year,
        "role": suggestion.role,
        "confidence": round(suggestion.confidence, 4),
        "evidence": turn_spans(suggestion.evidence),
        "alternatives": list(suggestion.alternatives),
    }


def _citation(passage: Passage) -> CitationItem:
    source = passage.source
    return {
        "id": passage.id,
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "url": source.url,
    }
