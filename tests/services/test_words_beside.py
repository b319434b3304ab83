"""The whole way from a draft to a model's proposals, with the delivered drafters and prompts and a scripted model."""

from pathlib import Path

import pytest

from assistant.bootstrap.work import tools
from assistant.config import Settings
from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.proposal import Proposals, Writing
from assistant.pipeline.transcripts import read_transcripts
from assistant.services.processing import process, propose
from tests.pipeline.drafting.scripted import ScriptedChat

FR = """Médecin : Bonjour, qu'est-ce qui vous amène ?
Patient : J'ai mal à la gorge depuis trois jours.
Médecin : De la fièvre ?
Patient : Non, pas de fièvre.
Médecin : Bon, je vous mets du paracétamol, un gramme trois fois par jour.
"""
EN = """Doctor: Hello, what brings you in?
Patient: I've had a sore throat for three days.
Doctor: Any fever?
Patient: No, no fever.
Doctor: Right, take paracetamol, one gram three times a day.
"""


class Record:
    """Keeps what it is told, in order."""

    def __init__(self) -> None:
        self.told: list[Writing | Proposals] = []

    def writes(self, writing: Writing) -> None:
        self.told.append(writing)

    def offers(self, made: Proposals) -> None:
        self.told.append(made)


def reply(user, ids):
    """Words the complaint well, and invents a drug everywhere."""
    for spoken, better in (
        ("trois jours", "Mal de gorge depuis 3 jours."),
        ("three days", "Sore throat for 3 days."),
    ):
        lines = [line.split(" ", 1)[0] for line in user.splitlines() if spoken in line and line.split(" ")[0] in ids]
        if lines:
            lie = {"text": "Morphine 10 mg.", "evidence": lines[:1]}
            return {"sentences": [{"text": better, "evidence": lines[:1]}, lie]}
    return {"sentences": []}


@pytest.mark.parametrize(("language", "said", "words"), [("fr", FR, "Mal de gorge"), ("en", EN, "Sore throat")])
def test_words_are_written_then_offered_section_by_section_and_no_lie_is(language, said, words, monkeypatch):
    monkeypatch.setattr("assistant.bootstrap.work.chat_model", lambda settings: ScriptedChat(reply))
    bench = tools(Settings(drafter="llm", data_dir=Path("none")), at_once=True)
    transcript = read_transcripts(said.encode(), "visit.txt", language)[0][1]
    consultation = process(bench, transcript, PatientContext(), ReportKind.CONSULTATION)
    assert consultation.checked.draft.provenance.drafter == "extractive"
    record = Record()
    made = propose(bench, consultation, ReportKind.CONSULTATION, record)
    written = [one for one in record.told if isinstance(one, Writing)]
    assert any("Morphine" in one.text for one in written)
    assert made.model == "scripted" and made.complete and made.untouched and made.offered
    assert any(words in one.text for proposal in made.offered for one in proposal.sentences)
    assert not any("Morphine" in one.text for proposal in made.offered for one in proposal.sentences)
    for at, one in enumerate(record.told):
        if isinstance(one, Proposals):
            assert not one.complete
            keys = {before.section for before in record.told[:at] if isinstance(before, Writing)}
            assert {proposal.section for proposal in one.offered} <= keys
            assert made.offered[: len(one.offered)] == one.offered
    held = {sentence.id for section in consultation.checked.draft.sections for sentence in section.sentences}
    assert {name for proposal in made.offered for name in proposal.replaces} <= held
