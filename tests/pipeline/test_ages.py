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
