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
    ("fr", ("P: On m'a trouvé une rectocolite en 2012.",), "Maladie de Crohn depuis 2012.", "problem_swap"),
    ("en", ("D: Your biopsies showed microscopic colitis.",), "Ulcerative colitis on biopsy.", "problem_swap"),
    ("fr", ("D: C'est un orgelet, des compresses chaudes.",), "Chalazion, compresses chaudes.", "problem_swap"),
    ("en", ("D: That's vertigo from the crystals in your ear.",), "Meniere's disease.", "problem_swap"),
    ("fr", ("P: Je me suis coupé l'index.",), "Plaie du pouce.", "laterality_site"),
    ("en", ("P: I stubbed my little toe.",), "Injury of the big toe.", "laterality_site"),
    ("fr", ("D: Le coude est gonflé, je le ponctionne.",), "Épanchement de l'épaule ponctionné.", "laterality_site"),
    ("en", ("P: Just high blood pressure.", "D: Surgeries?", "P: My tonsils."), "PMH hypertension, asthma, tonsillectomy.", "fabricated"),
    ("en", TALK["en"] * 4, "Past myocardial infarction.", "fabricated"),
    ("en", TALK["en"] * 4, "Heel pressure ulcer.", "fabricated"),
    ("fr", TALK["fr"] * 4, "Antécédent d'embolie pulmonaire.", "fabricated"),
    ("fr", ("P: Je me suis tordu la cheville.", "D: De la glace et une attelle."), "Entorse de cheville, pouls pédieux perçus, attelle.", "fabricated"),
    ("en", ("P: My knee gives way.", "D: I'll refer you."), "Knee instability, reflexes normal, referred.", "fabricated"),
    ("fr", ("P: Je dors mal.", "D: Le moral ?", "P: Bof."), "Insomnie, moral bas, pas d'idées suicidaires.", "fabricated"),
    ("en", ("P: I can't sleep.", "D: Mood?", "P: Low."), "Insomnia, low mood, denies suicidal ideation.", "fabricated"),
]  # fmt: skip

RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("P: Je prends deux Ixprim.",), "Tramadol-paracétamol 2 cp."),
    ("fr", ("P: Un anti-inflammatoire, je sais plus lequel.",), "Prise d'AINS."),
    ("en", ("P: I take Coversyl and amlodipine.",), "Perindopril and amlodipine."),
    ("fr", ("D: Ce n'est pas une fracture, c'est une entorse.",), "Entorse, pas de fracture."),
    ("en", ("P: I had a heart attack.", "D: And a stroke?", "P: No."), "Previous MI, no stroke."),
    ("en", ("P: It starts at the wrist and goes up past the elbow.",), "Pain of the wrist radiating above the elbow."),
    ("fr", ("D: Le pouls est bien là.", "P: Ah, tant mieux."), "Pouls perçu."),
    ("en", ("D: Any thoughts of ending it all?", "P: No, God no."), "No suicidal ideation."),
    ("en", ("D: Is it ulcerative colitis or Crohn's?", "P: They said Crohn's."), "Crohn's disease."),
    ("fr", ("D: Ce n'est pas un chalazion.", "P: Un orgelet alors ?", "D: Oui."), "Orgelet, pas de chalazion."),
    ("fr", ("P: C'est la main gauche... euh, la droite.",), "Douleur de la main droite."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "note", "kind"), WRONG, ids=[case[2] for case in WRONG])
def test_what_nobody_named_is_found(language: Language, lines: tuple[str, ...], note: str, kind: str) -> None:
    assert FindingType(kind) in findings(language, lines, note)


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[case[2] for case in RIGHT])
def test_another_name_for_it_passes(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert not findings(language, lines, note)
