"""Segments."""

from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.segmenting import segments


def test_sentences_are_numbered_through_the_whole_dialogue() -> None:
    turns = (
        Turn("D", SpeakerRole.CLINICIAN, "Bonjour. Alors ?"),
        Turn("P", SpeakerRole.PATIENT, "  "),
        Turn("P", SpeakerRole.PATIENT, " J'ai mal."),
    )
    found = segments(Transcript("fr", turns, "test"))
    assert [(s.id, s.turn, s.text, s.role) for s in found] == [
        ("S1", 0, "Bonjour.", SpeakerRole.CLINICIAN),
        ("S2", 0, "Alors ?", SpeakerRole.CLINICIAN),
        ("S3", 2, "J'ai mal.", SpeakerRole.PATIENT),
    ]
    assert all(s.span.of(turns[s.turn].text) == s.text for s in found)
