"""A doubt, before it is put into words: what the comparisons yield."""

from dataclasses import dataclass

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import Finding, FindingType, Severity
from assistant.domain.span import Span
from assistant.domain.transcript import Transcript
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge

_LONGEST_QUOTE = 90


@dataclass(frozen=True, slots=True)
class Doubt:
    """``span`` is in the claim's text; ``severity`` only where it differs from the type's usual one."""

    type: FindingType
    span: Span
    evidence: SegmentEvidence | None = None
    severity: Severity | None = None


def finding(doubt: Doubt, claim: str, offset: int, transcript: Transcript, knowledge: CheckerKnowledge) -> Finding:
    """The doubt as a finding on a note in which the claim begins at ``offset``."""
    quoted = "" if doubt.evidence is None else doubt.evidence.span.of(transcript.turns[doubt.evidence.turn].text)
    worded = doubt.type if quoted else FindingType.FABRICATED
    return Finding(
        doubt.type,
        doubt.severity or knowledge.severities[doubt.type],
        doubt.span.shifted(offset),
        doubt.evidence,
        knowledge.reason(worded, doubt.span.of(claim), _short(quoted)),
        knowledge.fix(worded),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1].rstrip() + "…"
