"""The hallucination checker: every claim of a note against what was said, and what was said against the note.

Any note can be checked, from this product or not. A note is cut into claims (``claims``); each is read
(``reading``) and compared slot by slot with the passages that speak of the same things (``evidence``): numbers
(``numbers``), drugs, problems and relatives (``terms``), sides (``sides``), negation, person, certainty and time
(``qualities``). ``shares`` says how much of it was said, ``trust`` how far a doubt is to be
trusted, ``scoring`` makes one probability and one verdict of both, ``omissions`` looks the other way round,
``alerts`` looks at the note itself, ``interactions`` with the practice's own table. Vocabulary, sentences and
coefficients are data in ``knowledge/checker``.
"""

import hashlib
from collections.abc import Sequence

from assistant.domain.context import PatientContext
from assistant.domain.draft import CheckedDraft, Draft, PlacedSentence, RenderedReport
from assistant.domain.evidence import Evidence
from assistant.domain.fact import Fact
from assistant.domain.finding import Claim, Finding, NoteCheck, Omission
from assistant.domain.interaction import InteractionTable
from assistant.domain.knowledge import RankedPassage
from assistant.domain.transcript import Transcript
from assistant.pipeline.checking.guidelines import guideline_findings
from assistant.pipeline.checking.note.alerts import find_alerts, note_facts
from assistant.pipeline.checking.note.interactions import interaction_alerts
from assistant.pipeline.checking.note.omissions import find_omissions
from assistant.pipeline.checking.quantities.amounts import amounts
from assistant.pipeline.checking.quantities.standing import standing
from assistant.pipeline.checking.sentence import Bench, check_sentence
from assistant.pipeline.checking.texts.claims import NoteSentence, note_sentences
from assistant.pipeline.checking.texts.evidence import EvidenceBase, gather
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import Lexicon

__all__ = ["bench_for", "check_claims", "check_draft", "check_note", "finding_key"]


def bench_for(
    transcript: Transcript, context: PatientContext, lexicon: Lexicon, facts: Sequence[Fact] | None = None
) -> Bench:
    """A transcript and a chart, read once for any number of claims."""
    known = transcript_facts(transcript, lexicon) if facts is None else facts
    base = gather(transcript, context, known, lexicon)
    said = standing(amounts(base.passages, lexicon), transcript, lexicon)
    return Bench(base, said, load_knowledge(transcript.language))


def check_note(
    note: str,
    transcript: Transcript,
    context: PatientContext,
    lexicon: Lexicon,
    interactions: InteractionTable | None = None,
) -> NoteCheck:
    """Check any note. Spans are code points of ``note``; every character of it that is neither space nor heading
    lies in exactly one claim. Findings of a claim come worst first. Of interactions only ``interactions`` speaks."""
    bench = bench_for(transcript, context, lexicon)
    sentences = note_sentences(note, bench.knowledge.headings)
    claims = tuple(check_sentence(sentence, (), bench) for sentence in sentences)
    omissions, findings = _whole_note(sentences, bench, interactions)
    return NoteCheck(claims, omissions, findings)


def check_draft(
    draft: Draft,
    report: RenderedReport,
    transcript: Transcript,
    facts: Sequence[Fact],
    context: PatientContext,
    lexicon: Lexicon,
    passages: Sequence[RankedPassage] = (),
    interactions: InteractionTable | None = None,
) -> CheckedDraft:
    """Check a draft, sentence by sentence against what each cites first. Spans are code points of ``report.text``."""
    bench = bench_for(transcript, context, lexicon, facts)
    claims = check_claims(report, bench, passages)
    omissions, findings = _whole_note([_sentence(placed, bench) for placed in report.placed], bench, interactions)
    return CheckedDraft(draft, report, tuple(claims), omissions, findings)


def check_claims(report: RenderedReport, bench: Bench, passages: Sequence[RankedPassage] = ()) -> list[Claim]:
    """The verdict on each sentence of a report, whatever the others say."""
    claims: list[Claim] = []
    for placed in report.placed:
        evidence: tuple[Evidence, ...] = placed.sentence.evidence
        claim = check_sentence(_sentence(placed, bench), evidence, bench)
        claims.append(guideline_findings(claim, placed.sentence, passages, bench))
    return claims


def _sentence(placed: PlacedSentence, bench: Bench) -> NoteSentence:
    section = bench.knowledge.headings.get(placed.section_key, _SECTIONS.get(placed.section_key, "none"))
    return NoteSentence(placed.span, placed.sentence.text, section)


# Section keys of the report templates, where they are not headings themselves.
_SECTIONS = {
    "present_illness": "present",
    "reason": "complaint",
    "lifestyle": "social",
    "treatments": "medication",
    "prescription": "plan",
    "events": "present",
    "tests": "results",
    "pending": "plan",
}


def _whole_note(
    sentences: Sequence[NoteSentence], bench: Bench, interactions: InteractionTable | None
) -> tuple[tuple[Omission, ...], tuple[Finding, ...]]:
    base: EvidenceBase = bench.base
    facts = note_facts(sentences, base)
    alerts = list(find_alerts(facts, base, bench.knowledge))
    if interactions is not None:
        alerts += interaction_alerts(facts, base, bench.knowledge, interactions)
    ranked = sorted(set(alerts), key=lambda one: (one.severity.rank, one.claim_span, one.type, one.reason))
    return find_omissions(sentences, base), tuple(ranked)


def finding_key(finding: Finding, claim_text: str) -> str:
    """What identifies a finding as long as its sentence stays as it is, wherever the sentence moves to."""
    content = "\x1f".join((finding.type, claim_text, finding.reason))
    return f"{finding.type}-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
