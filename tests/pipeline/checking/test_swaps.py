# ruff: noqa: E501
"""Drugs and problems written in place of what was said, and names that stand for it all the same."""

import pytest

from assistant.domain.finding import FindingType
from assistant.domain.language import Language
from tests.pipeline.checking.test_qualifiers import findings

TALK = {
    "en": ("D: How are you?", "P: Fine, thanks.", "D: I'll listen to your heart and lungs.", "P: Sure.", "D: Your blood pressure is good."),
    "fr": ("D: Comment ça va ?", "P: Bien, merci.", "D: J'écoute le cœur et les poumons.", "P: D'accord.", "D: La tension est bonne."),
}  # fmt: skip

# (language, what was said, what was written, the type of the error)
WRONG: list[tuple[Language, tuple[str, ...], str, str]] = [
    ("fr", ("P: Je prends le Coversyl et l'Amlor.",), "Ramipril et amlodipine poursuivis.", "drug_swap"),
    ("fr", ("D: Un anti-inflammatoire, le Profénid.",), "Naproxène prescrit.", "drug_swap"),
    ("fr", ("D: De la Pyostacine, vous êtes allergique à la pénicilline.",), "Clarithromycine devant l'allergie à la pénicilline.", "drug_swap"),
    ("en", ("D: An anti-inflammatory, naproxen, with food.",), "Ibuprofen with food.", "drug_swap"),
    ("fr", ("D: Vous avez eu un infarctus en 2015 ?", "P: Oui."), "AVC en 2015.", "problem_swap"),
    ("fr", ("D: Pour votre hypothyroïdie, la prise de sang est bonne.",), "Hyperthyroïdie équilibrée.", "problem_swap"),
    ("en", ("D: The scan shows a kidney stone.",), "Gallstones with cholecystitis on scan.", "problem_swap"),
    ("en", ("P: My type 2 diabetes is fine.",), "Type 1 diabetes.", "problem_swap"),
    ("en", ("P: Just high blood pressure.", "D: Surgeries?", "P: My tonsils."), "PMH hypertension, asthma, tonsillectomy.", "fabricated"),
    ("en", TALK["en"] * 4, "Past myocardial infarction.", "fabricated"),
    ("en", TALK["en"] * 4, "Heel pressure ulcer.", "fabricated"),
    ("fr", TALK["fr"] * 4, "Antécédent d'embolie pulmonaire.", "fabricated"),
]  # fmt: skip

RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("P: Je prends deux Ixprim.",), "Tramadol-paracétamol 2 cp."),
    ("fr", ("P: Un anti-inflammatoire, je sais plus lequel.",), "Prise d'AINS."),
    ("en", ("P: I take Coversyl and amlodipine.",), "Perindopril and amlodipine."),
    ("fr", ("D: Ce n'est pas une fracture, c'est une entorse.",), "Entorse, pas de fracture."),
    ("en", ("P: I had a heart attack.", "D: And a stroke?", "P: No."), "Previous MI, no stroke."),
    ("fr", ("P: C'est la main gauche... euh, la droite.",), "Douleur de la main droite."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "note", "kind"), WRONG, ids=[case[2] for case in WRONG])
def test_what_nobody_named_is_found(language: Language, lines: tuple[str, ...], note: str, kind: str) -> None:
    assert FindingType(kind) in findings(language, lines, note)


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[case[2] for case in RIGHT])
def test_another_name_for_it_passes(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert not findings(language, lines, note)
