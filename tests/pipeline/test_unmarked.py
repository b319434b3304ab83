"""Questions of dialogues without punctuation, and what is made of their answers."""

from pathlib import Path

import pytest

from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.segmenting import segments

LEXICONS = Path(__file__).parents[2] / "knowledge" / "lexicons"
OTHER = {"fr": "d'accord je vous écoute et je regarde", "en": "okay i am listening and looking at the notes"}


def dialogue(language: Language, *said: str) -> Transcript:
    """Clinician and patient in turns, without a mark, the clinician first."""
    roles = (SpeakerRole.CLINICIAN, SpeakerRole.PATIENT)
    turns = [Turn(str(roles[at % 2]), roles[at % 2], text) for at, text in enumerate((*said, OTHER[language]))]
    return Transcript(language, tuple(turns), "test")


@pytest.mark.parametrize(
    ("language", "question", "answer", "concept", "negated"),
    [
        ("fr", "de la fièvre", "non", "fever", True),
        ("fr", "et vous toussez", "un peu le soir", "cough", False),
        ("fr", "est-ce que vous avez de la fièvre", "oui depuis hier", "fever", False),
        ("fr", "vous avez des vomissements en ce moment", "non non", "vomiting", True),
        ("en", "any fever", "no", "fever", True),
        ("en", "you have a cough as well", "nope", "cough", True),
        ("en", "okay do you have a fever", "yes since yesterday", "fever", False),
    ],
)
def test_what_is_asked_is_known_by_its_answer(
    language: Language, question: str, answer: str, concept: str, negated: bool
) -> None:
    transcript = dialogue(language, question, answer)
    found = [fact for fact in transcript_facts(transcript, load_lexicon(LEXICONS, language)) if fact.concept == concept]
    assert [(fact.turn, fact.qualifiers.negated) for fact in found] == [(1, negated)]
    asked, *_ = segments(transcript)
    assert asked.text == f"{question}?" and asked.span.of(transcript.turns[0].text) == question


@pytest.mark.parametrize(
    ("language", "told", "reply"),
    [
        ("fr", "je vous mets du paracétamol trois fois par jour", "oui d'accord"),
        ("fr", "il y a une otite à gauche donc antibiotique", "oui"),
        ("en", "i will start you on amoxicillin three times a day", "yes okay"),
        ("en", "the ear is red so we treat it", "yeah"),
    ],
)
def test_what_is_told_is_no_question_because_somebody_agrees(language: Language, told: str, reply: str) -> None:
    assert not any(segment.text.endswith("?") for segment in segments(dialogue(language, told, reply)))


def test_a_dialogue_with_marks_keeps_to_its_marks() -> None:
    turns = (
        Turn("D", SpeakerRole.CLINICIAN, "Vous avez de la fièvre, je vois."),
        Turn("P", SpeakerRole.PATIENT, "Non."),
        Turn("D", SpeakerRole.CLINICIAN, "Des vomissements"),
        Turn("P", SpeakerRole.PATIENT, "Non, rien."),
    )
    assert not any(segment.text.endswith("?") for segment in segments(Transcript("fr", turns, "test")))
