"""Arranges a checked draft for reading: evidence and findings become marks on the texts they are about."""

from collections.abc import Callable, Mapping, Sequence

from assistant.domain.consultation import Consultation
from assistant.domain.draft import CheckedDraft, PlacedSentence
from assistant.domain.evidence import Evidence, SegmentEvidence
from assistant.domain.finding import Claim, Finding, Omission, Verdict
from assistant.domain.review import Resolution, ResolvedFinding
from assistant.domain.transcript import Transcript
from assistant.exports.atoms import Mark, cut
from assistant.exports.view import (
    CodeView,
    EvidenceView,
    FindingView,
    OmissionView,
    ReportView,
    SectionView,
    SentenceView,
    TaskView,
    TurnView,
    printed,
)

KeyOf = Callable[[Finding, str], str]
OmissionKeyOf = Callable[[Omission], str]


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
            printed(code.code, code.nomenclature),
            code,
            tuple(arranger.evidence(item, f"c{n}") for item in code.evidence),
        )
        for n, code in enumerate(consultation.codes)
    )
    tasks = tuple(
        TaskView(f"k{n}", task, tuple(arranger.evidence(item, f"k{n}") for item in task.evidence))
        for n, task in enumerate(checked.tasks)
    )
    turns = tuple(
        TurnView(n, turn, cut(turn.text, arranger.marks.get(n, []))) for n, turn in enumerate(arranger.transcript.turns)
    )
    ranked = tuple(sorted(arranger.findings, key=lambda view: (not view.open, view.finding.severity.rank)))
    counts = tuple((verdict, sum(claim.verdict == verdict for claim in checked.claims)) for verdict in Verdict)
    return ReportView(
        checked,
        sections,
        turns,
        ranked,
        omissions,
        codes,
        consultation.passages,
        consultation.context,
        counts,
        consultation.untouched,
        tasks,
    )


def _sections(arranger: _Arranger, checked: CheckedDraft, original: CheckedDraft | None) -> tuple[SectionView, ...]:
    first = {s.id: s.text for section in original.draft.sections for s in section.sentences} if original else {}
    views: dict[str, list[SentenceView]] = {section.key: [] for section in checked.draft.sections}
    for n, (placed, claim) in enumerate(zip(checked.report.placed, checked.claims, strict=True)):
        before = first.get(placed.sentence.id)
        views[placed.section_key].append(arranger.sentence(f"s{n}", checked.report.text, placed, claim, before))
    return tuple(
        SectionView(s.key, s.title, tuple(views[s.key]), s.placeholder, s.part) for s in checked.draft.sections
    )
