"""Plain functions in the place of engines, and a workbench of them on real stores."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from assistant.bootstrap import stay_tools
from assistant.config import Settings
from assistant.domain.coding import CodeRole, CodeSuggestion, Nomenclature
from assistant.domain.consultation import Consultation
from assistant.domain.context import PatientContext
from assistant.domain.draft import CheckedDraft, Draft, Provenance, ReportKind, Section, Sentence
from assistant.domain.evidence import AssertionEvidence, SegmentEvidence
from assistant.domain.finding import Claim, Finding, FindingType, Omission, Severity, Verdict
from assistant.domain.span import Span
from assistant.domain.transcript import Transcript
from assistant.errors import EngineMissing
from assistant.pipeline.rendering import render
from assistant.pipeline.transcripts import read_transcripts
from assistant.services.workbench import Workbench
from assistant.storage.blobs import EncryptedFiles
from assistant.storage.database import Database
from assistant.storage.keys import KeyRing, installation_key

PASSWORD = "a long enough password"
TRANSCRIPT = b"""Doctor: What brings you in?
Patient: I have had a fever for three days.
Patient: I am allergic to penicillin.
"""
CONTEXT = PatientContext("Marguerite Yourcenar", date(1951, 6, 8), None, ("penicillin",))
VERSIONS = {"prompt:plan": "7", "knowledge": "2026-11", "engine:x": "1.0"}
PROVENANCE = Provenance("extractive", "tiny-model", tuple(VERSIONS.items()))


class Clock:
    """A clock that goes on by a second at each look, and as far as it is told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def fake_recheck(draft, transcript, context, passages) -> CheckedDraft:
    """ "wrong" is a critical finding unless somebody asserts it; a draft without "allergic" omits the allergy."""
    report = render(draft)
    claims = []
    for placed in report.placed:
        sentence = placed.sentence
        asserted = any(isinstance(item, AssertionEvidence) for item in sentence.evidence)
        doubt = Finding(FindingType.NEGATION, Severity.CRITICAL, placed.span, None, f"doubted: {sentence.text}")
        bad = "wrong" in sentence.text and not asserted
        verdict = Verdict.CONTRADICTED if bad else Verdict.SUPPORTED
        claims.append(Claim(placed.span, sentence.text, verdict, 0.9, (doubt,) if bad else (), sentence.evidence))
    said = SegmentEvidence(len(transcript.turns) - 1, Span(0, 4))
    left_out = Omission("allergic to penicillin", "allergy", Severity.CRITICAL, said)
    return CheckedDraft(draft, report, tuple(claims), () if "allergic" in report.text else (left_out,))


def fake_process(transcript: Transcript, context: PatientContext, kind: ReportKind) -> Consultation:
    """A draft of two sections, one of whose sentences is wrong."""
    said = (SegmentEvidence(1, Span(0, 6)),)
    history = (Sentence("s1", "Fever for three days.", said), Sentence("s2", "No cough, wrong.", said))
    sections = (
        Section("history", "History", history),
        Section("background", "Background", (Sentence("s3", "Is allergic to penicillin.", said),)),
    )
    checked = fake_recheck(Draft(kind, transcript.language, "Note", sections, PROVENANCE), transcript, context, ())
    code = CodeSuggestion("R509", "Fever", Nomenclature.ICD10CM, 2026, CodeRole.PRIMARY, 0.8, said)
    return Consultation(transcript, context, (), checked, (), (code,), (("draft", 0.1),))


class FakeTranscriber:
    """Hears one sentence in whatever it is given."""

    name = "fake"

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def languages(self):
        return frozenset({"en"})

    def transcribe(self, audio, language, progress=None):
        self.heard.append(audio.read_bytes())
        if progress:
            progress(0.5)
        return read_transcripts(TRANSCRIPT, "heard.txt", "en")[0][1]


def open_workbench(folder: Path, clock=None, **others) -> Workbench:
    keys = KeyRing(folder / "keys" / "encounters", installation_key(folder / "keys" / "installation.key"))
    fakes = {"process": fake_process, "recheck": fake_recheck, "transcriber_for": no_transcriber, "coding": coding}
    return Workbench(
        database=Database(f"sqlite:///{folder / 'assistant.db'}"),
        blobs=EncryptedFiles(folder / "blobs", keys),
        clock=clock or (lambda: datetime.now(UTC)),
        **{**fakes, **others},
    )


def coding():
    return stay_tools(Settings())


def no_transcriber(language):
    raise EngineMissing(f"There is no speech engine for {language}.", "Install a model.")
