"""A checked draft arranged for reading: what the HTML file and the web pages show, without any words of their own.

Every evidence gets a ``ref``, the id of what points at it (``s3`` a sentence, ``f0`` a finding, ``o1`` an
omission, ``c2`` a code); the pieces of the transcript carry the refs that rest on them.
"""

from dataclasses import dataclass

from assistant.domain.coding import CodeSuggestion, Nomenclature, dotted
from assistant.domain.context import PatientContext
from assistant.domain.draft import CheckedDraft, Citation, Section, Sentence
from assistant.domain.finding import Claim, Finding, Omission, Verdict
from assistant.domain.knowledge import RankedPassage
from assistant.domain.review import ResolvedFinding
from assistant.domain.task import Task
from assistant.domain.transcript import Turn
from assistant.exports.atoms import Atom


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One evidence: its kind, its words, and for a segment the 0-based turn and its speaker's label."""

    kind: str
    quote: str
    turn: int | None = None
    speaker: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with the words it is about. ``key`` is its stable identity; ``sentence`` the ref of its sentence."""

    ref: str
    key: str
    finding: Finding
    words: str
    evidence: EvidenceView | None
    sentence: str | None
    resolved: ResolvedFinding | None

    @property
    def open(self) -> bool:
        """Whether nobody has settled it."""
        return self.resolved is None


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its verdict. ``original`` is its first wording where somebody changed it."""

    ref: str
    sentence: Sentence
    atoms: tuple[Atom, ...]
    claim: Claim
    evidence: tuple[EvidenceView, ...]
    findings: tuple[FindingView, ...]
    original: str | None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The guideline passages that it follows."""
        return self.sentence.citations

    @property
    def percent(self) -> int:
        """The claim's score in percent."""
        return round(100 * self.claim.score)

    @property
    def worst(self) -> str | None:
        """The severity of its worst open finding."""
        severities = sorted((f.finding.severity for f in self.findings if f.open), key=lambda s: s.rank)
        return severities[0] if severities else None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the report."""

    key: str
    title: str
    sentences: tuple[SentenceView, ...]
    placeholder: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn of the transcript, cut where something points at it."""

    index: int
    turn: Turn
    atoms: tuple[Atom, ...]

    @property
    def time(self) -> str | None:
        """When it starts, as ``m:ss``."""
        if self.turn.start_s is None:
            return None
        minutes, seconds = divmod(int(self.turn.start_s), 60)
        return f"{minutes}:{seconds:02d}"


@dataclass(frozen=True, slots=True)
class OmissionView:
    """Something said that the report lacks. ``key`` is its stable identity."""

    ref: str
    key: str
    omission: Omission
    evidence: EvidenceView
    resolved: ResolvedFinding | None

    @property
    def open(self) -> bool:
        """Whether nobody has settled it."""
        return self.resolved is None


@dataclass(frozen=True, slots=True)
class CodeView:
    """A suggested code; ``printed`` as people write it."""

    ref: str
    printed: str
    code: CodeSuggestion
    evidence: tuple[EvidenceView, ...]

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The other possible codes as people write them."""
        return tuple(printed(code, self.code.nomenclature) for code in self.code.alternatives)

    @property
    def percent(self) -> int:
        """The confidence in percent."""
        return round(100 * self.code.confidence)


@dataclass(frozen=True, slots=True)
class TaskView:
    """Something to do, with what it rests on."""

    ref: str
    task: Task
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report. ``findings`` are ranked, the worst first, open ones before settled ones.
    ``untouched``: a model's own sentences before any check."""

    checked: CheckedDraft
    sections: tuple[SectionView, ...]
    turns: tuple[TurnView, ...]
    findings: tuple[FindingView, ...]
    omissions: tuple[OmissionView, ...]
    codes: tuple[CodeView, ...]
    passages: tuple[RankedPassage, ...]
    context: PatientContext
    counts: tuple[tuple[Verdict, int], ...]
    untouched: tuple[Section, ...] = ()
    tasks: tuple[TaskView, ...] = ()

    @property
    def open_findings(self) -> tuple[FindingView, ...]:
        """The findings that nobody has settled."""
        return tuple(finding for finding in self.findings if finding.open)

    @property
    def open_omissions(self) -> tuple[OmissionView, ...]:
        """The omissions that nobody has settled."""
        return tuple(omission for omission in self.omissions if omission.open)


def printed(code: str, nomenclature: Nomenclature) -> str:
    """A code as people write it."""
    return code if nomenclature is Nomenclature.CCAM else dotted(code)
