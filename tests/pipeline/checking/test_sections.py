# ruff: noqa: E501
"""A bare name says something by the heading it stands under."""

import pytest

from assistant.domain.finding import FindingType
from assistant.domain.language import Language
from tests.pipeline.checking.test_qualifiers import findings

NOW = {"fr": "Traitements en cours :\n", "en": "Current medications:\n"}

# (language, what was said, the drug)
NOT_TAKEN: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("P: L'oméprazole, je l'ai arrêté l'an dernier.",), "Oméprazole."),
    ("fr", ("D: Vous prenez des médicaments ?", "P: Plus rien. Avant j'avais de l'amlodipine."), "Amlodipine."),
    ("fr", ("D: Vous avez déjà pris du tramadol ?", "P: Jamais."), "Tramadol."),
    ("fr", ("D: Le Seresta, on l'arrête progressivement.", "P: Je l'ai fini la semaine dernière."), "Oxazépam."),
    ("en", ("P: I came off the sertraline in March.",), "Sertraline."),
    ("en", ("D: Any medication?", "P: Not now. I used to be on omeprazole."), "Omeprazole."),
    ("en", ("D: Ever tried tramadol?", "P: Never."), "Tramadol."),
    ("en", ("P: They gave me citalopram years ago and I binned it.",), "Citalopram."),
]  # fmt: skip

TAKEN: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("P: L'oméprazole, je l'ai arrêté l'an dernier, puis repris en mars.",), "Oméprazole."),
    ("fr", ("D: Vous prenez toujours l'amlodipine ?", "P: Oui. J'ai arrêté le ramipril, ça faisait tousser."), "Amlodipine."),
    ("fr", ("P: Le Deroxat, je l'ai depuis cinq ans.",), "Paroxétine."),
    ("en", ("P: I came off sertraline in March but I'm back on it.",), "Sertraline."),
    ("en", ("P: They gave me citalopram years ago and I'm still on it.",), "Citalopram."),
    ("en", ("P: I stopped the codeine, so just ibuprofen now.",), "Ibuprofen."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "drug"), NOT_TAKEN, ids=[case[2] for case in NOT_TAKEN])
def test_a_drug_that_is_not_taken_is_no_current_treatment(
    language: Language, lines: tuple[str, ...], drug: str
) -> None:
    assert FindingType.TEMPORALITY in findings(language, lines, NOW[language] + drug)


@pytest.mark.parametrize(("language", "lines", "drug"), NOT_TAKEN, ids=[case[2] for case in NOT_TAKEN])
def test_elsewhere_its_name_says_nothing_of_the_time(language: Language, lines: tuple[str, ...], drug: str) -> None:
    heading = {"fr": "Antécédents :\n", "en": "Past medical history:\n"}[language]
    assert FindingType.TEMPORALITY not in findings(language, lines, heading + drug)


@pytest.mark.parametrize(("language", "lines", "drug"), TAKEN, ids=[case[2] for case in TAKEN])
def test_a_drug_that_is_taken_passes(language: Language, lines: tuple[str, ...], drug: str) -> None:
    assert not findings(language, lines, NOW[language] + drug)


@pytest.mark.parametrize(
    ("language", "lines", "note"),
    [
        ("fr", ("P: J'ai pris le Lexomil de ma sœur.", "D: On le lui rend."), "Conduite à tenir :\nLexomil de sœur."),
        ("en", ("P: I took my sister's diazepam.", "D: Give it back."), "Plan:\nSister's diazepam."),
    ],
)
def test_a_relatives_drug_is_no_treatment_of_the_patient(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert FindingType.EXPERIENCER in findings(language, lines, note)
