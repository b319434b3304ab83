"""Labels of clinician and patient that were exchanged."""

import pytest

from assistant.domain.transcript import Transcript
from assistant.pipeline.transcripts import read_transcripts, seem_swapped, swapped

VISITS = {
    "fr": "Médecin : Qu'est-ce qui vous amène ?\nPatient : Docteur, j'ai mal au ventre et j'ai vomi.\n"
    "Médecin : Vous avez de la fièvre ? Allongez-vous.\nPatient : Non, je prends du Doliprane.\n"
    "Médecin : À l'examen le ventre est souple. Je vous prescris du Spasfon.",
    "en": "Doctor: What brings you in today?\nPatient: Doctor, my stomach hurts, I feel sick.\n"
    "Doctor: Do you have any fever? Have you noticed any blood?\nPatient: No, I take Tylenol.\n"
    "Doctor: On your exam the belly is soft. I will prescribe you something for it.",
}


def visit(language: str) -> Transcript:
    ((_, transcript),) = read_transcripts(VISITS[language].encode(), "visit.txt", "fr" if language == "fr" else "en")
    return transcript


@pytest.mark.parametrize("language", ["fr", "en"])
def test_exchanged_labels_are_noticed_and_right_ones_are_not(language: str) -> None:
    right = visit(language)
    assert not seem_swapped(right)
    wrong = swapped(right)
    assert seem_swapped(wrong)
    assert [turn.text for turn in wrong.turns] == [turn.text for turn in right.turns]
    assert {(turn.speaker, turn.role) for turn in wrong.turns} == {(turn.speaker, turn.role) for turn in right.turns}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_exchanged_twice_is_as_it_was(language: str) -> None:
    assert swapped(swapped(visit(language))) == visit(language)


def test_a_patient_who_asks_once_is_no_exchange() -> None:
    text = "Doctor: You can go home.\nPatient: Do you have any idea why? Have you ever seen this?\nDoctor: I feel so."
    ((_, transcript),) = read_transcripts(text.encode(), "visit.txt", "en")
    assert not seem_swapped(transcript)


def test_with_one_speaker_there_is_nothing_to_exchange() -> None:
    ((_, transcript),) = read_transcripts(b"Doctor: I feel it hurts, I take and I smoke, doctor.", "visit.txt", "en")
    assert not seem_swapped(transcript)
