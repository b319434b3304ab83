"""Three spoken visits, written for these tests: what a demanding reader would look for in their drafts."""

from pathlib import Path

import pytest

from assistant.domain.draft import Draft
from assistant.domain.language import Language
from assistant.pipeline.transcripts import read_transcripts
from tests.pipeline.drafting.conftest import drafted, texts

VISITS = Path(__file__).parent / "visits"


def _draft(name: str, language: Language) -> Draft:
    path = VISITS / name
    ((_, transcript),) = read_transcripts(path.read_bytes(), path.name, language)
    return drafted(transcript)


@pytest.fixture(scope="module")
def infant() -> Draft:
    return _draft("fr-bronchiolite.txt", "fr")


@pytest.fixture(scope="module")
def shingles() -> Draft:
    return _draft("fr-zona.txt", "fr")


@pytest.fixture(scope="module")
def feverish() -> Draft:
    return _draft("en-child-fever.txt", "en")


@pytest.mark.parametrize(
    ("visit", "key", "held", "never"),
    [
        ("infant", "reason", "Toux, depuis 3 jours", "«"),
        ("infant", "present_illness", "a vomi 1 fois ce matin, après une quinte", "Vomissements"),
        ("infant", "history", "Prevenar", "Au dossier"),
        ("infant", "exam", "ifflements des 2 côtés", "Bronchiolite"),
        ("infant", "assessment", "Bronchiolite, sans signe de gravité", "ifflements"),
        ("infant", "plan", "Pas besoin d'antibiotique ni de Ventoline", "?"),
        ("infant", "plan", "appeler le 15", "vous"),
        ("shingles", "treatments", "éthotrexate, 15 mg, 1/semaine", "alaciclovir"),
        ("shingles", "allergies", "Lyell", "latex"),
        ("shingles", "present_illness", "dimanche matin", "samedi"),
        ("shingles", "assessment", "Zona thoracique droit", "plaques"),
        ("shingles", "plan", "Valaciclovir 1 g, 3/j, pendant 7 jours", "«"),
        ("shingles", "plan", "sauter la prise de lundi", "vous"),
        ("feverish", "reason", "Fever", "“"),
        ("feverish", "treatments", "sick once, after the Calpol", "Calpol, once"),
        ("feverish", "allergies", "No allergies", "bronchiolitis"),
        ("feverish", "assessment", "ear infection", "rash"),
        ("feverish", "plan", "bring him to A and E or ring 999", "you "),
    ],
)
def test_a_spoken_visit_is_drafted_as_it_was_meant(
    visit: str, key: str, held: str, never: str, request: pytest.FixtureRequest
) -> None:
    written = " ".join(texts(request.getfixturevalue(visit), key))
    assert held in written
    assert never not in written
