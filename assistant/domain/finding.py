"""What the checker found, and how bad it is."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.evidence import Evidence, SegmentEvidence
from assistant.domain.span import Span


class Verdict(StrEnum):
    """How a claim stands against its evidence."""

    SUPPORTED = "supported"
    INFERRED = "inferred"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    NOT_CHECKABLE = "not_checkable"


class Severity(StrEnum):
    """Harm if the finding is true and nobody acts."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class FindingType(StrEnum):
    """What is wrong. One word a type, the same in every output."""

    FABRICATED = "fabricated"
    NEGATION = "negation"
    NUMBER = "number"
    UNIT = "unit"
    DOSE = "dose"
    FREQUENCY_DURATION = "frequency_duration"
    DRUG_SWAP = "drug_swap"
    PROBLEM_SWAP = "problem_swap"
    LATERALITY_SITE = "laterality_site"
    EXPERIENCER = "experiencer"
    SPEAKER = "speaker"
    TEMPORALITY = "temporality"
    CERTAINTY = "certainty"
    CAUSALITY = "causality"
    SUPERSEDED = "superseded"
    GUIDELINE = "guideline"
    CITATION = "citation"
    OMISSION = "omission"
    INTERNAL_CONTRADICTION = "internal_contradiction"
    ALLERGY_ALERT = "allergy_alert"
    DUPLICATE_DRUG = "duplicate_drug"
    INTERACTION = "interaction"


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt. ``claim_span`` is in the note's (or report's) text; ``reason`` and ``fix`` in its language."""

    type: FindingType
    severity: Severity
    claim_span: Span
    evidence_span: SegmentEvidence | None
    reason: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a note with its verdict. ``score`` in [0, 1]: the probability that it is supported."""

    span: Span
    text: str
    verdict: Verdict
    score: float
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Omission:
    """Something safety-critical that was said and that the note leaves out. ``type`` such as ``allergy``."""

    text: str
    type: str
    severity: Severity
    evidence: SegmentEvidence


@dataclass(frozen=True, slots=True)
class NoteCheck:
    """The whole verdict on a note: its claims in order, what it omits, and findings on the note itself."""

    claims: tuple[Claim, ...]
    omissions: tuple[Omission, ...] = ()
    findings: tuple[Finding, ...] = ()
