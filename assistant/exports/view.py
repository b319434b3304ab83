"""A checked draft arranged for reading: what the HTML file and the web pages show, without any words of their own.

Every evidence gets a ``ref``, the id of what points at it (``s3`` a sentence, ``f0`` a finding, ``o1`` an
omission, ``c2`` a code); the pieces of the transcript carry the refs that rest on them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.coding import CodeSuggestion, Nomenclature, dotted
from assistant.domain.consultation import Consultation
from assistant.domain.context import PatientContext
from assistant.domain.draft import CheckedDraft, Citation, PlacedSentence, Sentence
from assistant.domain.evidence import Evidence, SegmentEvidence
from assistant.domain.finding import Claim, Finding, Omission, Verdict
from assistant.domain.knowledge import RankedPassage
from assistant.domain.review import Resolution, ResolvedFinding
from assistant.domain.transcript import Transcript, Turn
from assistant.exports.atoms import Atom, Mark, cut

KeyOf = Callable[[Finding, str], str]
OmissionKeyOf = Callable[[Omission], str]


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
        return tuple(_printed(code, self.code.nomenclature) for code in self.code.alternatives)

    @property
    def percent(self) -> int:
        """The confidence in percent."""
        return round(100 * self.code.confidence)


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report. ``findings`` are ranked, the worst first, open ones before settled ones."""

    checked: CheckedDraft
    sections: tuple[SectionView, ...]
    turns: tuple[TurnView, ...]
    findings: tuple[FindingView, ...]
    omissions: tuple[OmissionView, ...]
    codes: tuple[CodeView, ...]
    passages: tuple[RankedPassage, ...]
    context: PatientContext
    counts: tuple[tuple[Verdict, int], ...]

    @property
    def open_findings(self) -> tuple[FindingView, ...]:
        """The findings that nobody has settled."""
        return tuple(finding for finding in self.findings if finding.open)

    @property
    def open_omissions(self) -> tuple[OmissionView, ...]:
        """The omissions that nobody has settled."""
        return tuple(omission for omission in self.omissions if omission.open)


class _Arranger:
    """Gathers the marks on the transcript while the parts are arranged."""

    def __init__(self, consultation: Consultation, resolved: Mapping[str, ResolvedFinding], key_of: KeyOf) -> None:
        self.transcript: Transcript = consultation.transcript
        self.context = consultation.context
        self.passages = {ranked.passage.id: ranked.passage for ranked in consultation.passages}
        self.resolved = resolved
        self.key_of = key_of
        self.marks: dict[int, list[Mark]] = {}
        self.findings: list[FindingView] = []

    def evidence(self, evidence: Evidence, ref: str) -> EvidenceView:
        if evidence.kind == "segment":
            return self.segment(evidence, ref)
        if evidence.kind == "passage":
            passage = self.passages.get(evidence.passage_id)
            return EvidenceView("passage", passage.text if passage else evidence.passage_id)
        if evidence.kind == "context":
            value = getattr(self.context, evidence.field, None)
            entry = value[evidence.index] if isinstance(value, tuple) and evidence.index < len(value) else value
            return EvidenceView("context", "" if entry is None else str(entry), field=evidence.field)
        return EvidenceView("assertion", "")

    def segment(self, evidence: SegmentEvidence, ref: str) -> EvidenceView:
        if evidence.turn >= len(self.transcript.turns):
            return EvidenceView("segment", "")
        turn = self.transcript.turns[evidence.turn]
        self.marks.setdefault(evidence.turn, []).append(Mark(evidence.span, ref))
        return EvidenceView("segment", evidence.span.of(turn.text), evidence.turn, turn.speaker)

    def finding(self, finding: Finding, text: str, claim_text: str, sentence: str | None) -> FindingView:
        ref = f"f{len(self.findings)}"
        key = self.key_of(finding, claim_text)
        evidence = self.segment(finding.evidence_span, ref) if finding.evidence_span else None
        words = finding.claim_span.of(text)
        view = FindingView(ref, key, finding, words, evidence, sentence, self.resolved.get(key))
        self.findings.append(view)
        return view

    def omission(self, ref: str, key: str, omission: Omission) -> OmissionView:
        return OmissionView(ref, key, omission, self.segment(omission.evidence, ref), self.resolved.get(key))

    def sentence(self, ref: str, text: str, placed: PlacedSentence, claim: Claim, first: str | None) -> SentenceView:
        findings = tuple(self.finding(finding, text, claim.text, ref) for finding in claim.findings)
        start, length = placed.span.start, placed.span.end - placed.span.start
        marks = [
            Mark(view.finding.claim_span.shifted(-start), view.ref)
            for view in findings
            if view.finding.claim_span.start >= start and view.finding.claim_span.start < start + length
        ]
        rests_on = dict.fromkeys((*placed.sentence.evidence, *claim.evidence))
        evidence = tuple(self.evidence(item, ref) for item in rests_on)
        changed = first if first is not None and first != placed.sentence.text else None
        return SentenceView(ref, placed.sentence, cut(placed.span.of(text), marks), claim, evidence, findings, changed)


def arrange(
    checked: CheckedDraft,
    consultation: Consultation,
    resolved: Sequence[ResolvedFinding] = (),
    original: CheckedDraft | None = None,
    key_of: KeyOf = lambda finding, claim_text: "",
    omission_key_of: OmissionKeyOf = lambda omission: "",
) -> ReportView:
    """The draft arranged for reading.

    ``original`` is the untouched draft; the two functions give findings and omissions the keys that ``resolved`` uses.
    """
    confirmed = {item.key: item for item in resolved if item.resolution is Resolution.CONFIRMED}
    arranger = _Arranger(consultation, confirmed, key_of)
    text = checked.report.text
    sections = _sections(arranger, checked, original)
    for finding in checked.findings:
        arranger.finding(finding, text, finding.claim_span.of(text), None)
    omissions = tuple(
        arranger.omission(f"o{n}", omission_key_of(item), item) for n, item in enumerate(checked.omissions)
    )
    codes = tuple(
        CodeView(
            f"c{n}",
            _printed(code.code, code.nomenclature),
            code,
            tuple(arranger.evidence(item, f"c{n}") for item in code.evidence),
        )
        for n, code in enumerate(consultation.codes)
    )
    turns = tuple(
        TurnView(n, turn, cut(turn.text, arranger.marks.get(n, []))) for n, turn in enumerate(arranger.transcript.turns)
    )
    ranked = tuple(sorted(arranger.findings, key=lambda view: (not view.open, view.finding.severity.rank)))
    counts = tuple((verdict, sum(claim.verdict == verdict for claim in checked.claims)) for verdict in Verdict)
    return ReportView(
        checked, sections, turns, ranked, omissions, codes, consultation.passages, consultation.context, counts
    )


def _sections(arranger: _Arranger, checked: CheckedDraft, original: CheckedDraft | None) -> tuple[SectionView, ...]:
    first = {s.id: s.text for section in original.draft.sections for s in section.sentences} if original else {}
    views: dict[str, list[SentenceView]] = {section.key: [] for section in checked.draft.sections}
    for n, (placed, claim) in enumerate(zip(checked.report.placed, checked.claims, strict=True)):
        before = first.get(placed.sentence.id)
        views[placed.section_key].append(arranger.sentence(f"s{n}", checked.report.text, placed, claim, before))
    return tuple(SectionView(s.key, s.title, tuple(views[s.key])) for s in checked.draft.sections)


def _printed(code: str, nomenclature: Nomenclature) -> str:
    return code if nomenclature is Nomenclature.CCAM else dotted(code)
