"""The patient's age, where it is said."""

from pathlib import Path

import pytest

from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.ages import spoken_age
from assistant.pipeline.lexicon import load_lexicon

LEXICONS = Path(__file__).parents[2] / "knowledge" / "lexicons"
_ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT, "C": SpeakerRole.COMPANION}


@pytest.mark.parametrize(
    ("language", "line", "years"),
    [
        ("fr", "C: Il a huit mois, il tousse depuis hier.", 8 / 12),
        ("fr", "C: Elle a tout juste trois ans.", 3.0),
        ("fr", "P: J'ai quarante-cinq ans, docteur.", 45.0),
        ("fr", "P: Mon fils, il a huit mois et il m'a passé son rhume.", None),
        ("fr", "C: Il a trois jours de fièvre.", None),
        ("fr", "C: Il a mal depuis huit mois.", None),
        ("en", "C: She's nine months old and she won't feed.", 9 / 12),
        ("en", "P: I'm forty-five.", None),
        ("en", "P: I'm forty-five years old.", 45.0),
        ("en", "P: My boy, he's six months old, gave it to me.", None),
    ],
)
def test_the_age_is_the_one_said_of_the_patient(language: Language, line: str, years: float | None) -> None:
    turn = Turn(line[0], _ROLES[line[0]], line[2:].strip())
    found = spoken_age(Transcript(language, (turn,), "test"), load_lexicon(LEXICONS, language))
    assert found == (None if years is None else pytest.approx(years, abs=0.02))


@pytest.mark.parametrize(
    ("language", "asked", "answer", "years"),
    [
        ("fr", "Ça lui fait combien maintenant ?", "C: Neuf mois tout juste, depuis dimanche.", 9 / 12),
        ("fr", "Rappelez-moi votre âge ?", "P: Cinquante-deux.", 52.0),
        ("fr", "À quel âge ça a commencé ?", "P: Dix ans.", None),
        ("en", "How old are you?", "P: Uh, forty-eight.", 48.0),
        ("en", "How old is she now?", "C: Nine months.", 9 / 12),
        ("en", "How old were you then?", "P: Twelve.", None),
    ],
)
def test_an_answer_to_who_asks_for_the_age_is_the_age(
    language: Language, asked: str, answer: str, years: float | None
) -> None:
    turns = (Turn("D", _ROLES["D"], asked), Turn(answer[0], _ROLES[answer[0]], answer[2:].strip()))
    found = spoken_age(Transcript(language, turns, "test"), load_lexicon(LEXICONS, language))
    assert found == (None if years is None else pytest.approx(years, abs=0.02))
