"""Drugs in the form of a prescription, and never more than was said."""

import pytest

from assistant.domain.language import Language
from tests.pipeline.drafting.conftest import dialogue, drafted, texts


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("fr", "Bisoprolol cinq milligrammes, un par jour, le matin.", "Bisoprolol 5 mg"),
        ("fr", "Paracétamol un gramme trois fois par jour pendant 5 jours.", "Paracétamol 1 g, 3/j, pendant 5 jours."),
        ("fr", "Amlor cinq le soir.", "Amlor 5, le soir."),
        ("en", "Amlodipine five milligrams every evening.", "Amlodipine 5 mg"),
    ],
)
def test_a_drug_with_its_slots_is_written_as_prescribed(language: Language, said: str, written: str) -> None:
    plan = texts(drafted(dialogue(language, f"D: {said}")), "plan")
    treatments = texts(drafted(dialogue(language, f"D: {said}")), "treatments")
    assert any(written in one for one in plan + treatments)


@pytest.mark.parametrize("said", ["Amlor cinq le soir, seulement si la tension monte.", "Pas d'Amlor cinq le soir."])
def test_conditions_and_denials_keep_their_words(said: str) -> None:
    draft = drafted(dialogue("fr", f"D: {said}"))
    written = " ".join(one.text for section in draft.sections for one in section.sentences)
    assert "Amlor 5, le soir." not in written


def test_an_order_without_its_object_is_not_printed() -> None:
    draft = drafted(dialogue("fr", "D: Je vous revois dans dix jours.", "D: On arrête."))
    assert "Arrêter." not in [one.text for section in draft.sections for one in section.sentences]


def test_an_emergency_line_keeps_its_number_and_its_cannot() -> None:
    said = "If your lips go blue or you can't finish a sentence, call nine nine nine."
    draft = drafted(dialogue("en", "D: It's asthma.", f"D: {said}"))
    [line] = [one for one in texts(draft, "plan") if "lips" in one]
    assert "can't finish" in line and "999" in line
