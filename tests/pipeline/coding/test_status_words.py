"""Ways of denying, doubting, and speaking of relatives: none of them makes a code."""

import pytest

from assistant.bootstrap import stay_tools
from assistant.config import Settings
from assistant.domain.coding import Nomenclature
from assistant.pipeline.coding.conditions import load_conditions
from assistant.pipeline.coding.patient import stay_of
from assistant.pipeline.coding.stay import code_stay

SETTINGS = Settings()
TOOLS = stay_tools(SETTINGS)


def codes(text: str) -> set[str]:
    return {code.code for code in code_stay(stay_of(text, "r", TOOLS.status.patterns), TOOLS).codes}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("la bipolarité, soulevée par le médecin traitant, n'est pas retenue, traitement inchangé.", "F319"),
        ("exclusion d'un syndrome coronarien aigu par deux troponines, antalgiques.", "I2140"),
        ("cholécystite réfutée par l'échographie, antalgiques.", "K810"),
        ("l'IRM infirme une sclérose en plaques et une myélite, corticoïdes arrêtés.", "G049"),
        ("cirrhose : éliminée par élastométrie, traitement arrêté.", "K746"),
        ("diagnostics écartés : pancréatite, embolie pulmonaire ; traitement arrêté.", "I269"),
        ("diagnostic différentiel : maladie de Horton, corticoïdes débutés.", "M316"),
        ("suspicion initiale de colite à Clostridioides difficile, métronidazole arrêté.", "A047"),
        ("la tuberculose est peu vraisemblable, isolement levé, traitement arrêté.", "A169"),
        ("l'épouse est suivie pour un cancer du sein en cours de traitement.", "C509"),
        ("mère : cancer du sein traité.", "C509"),
        ("B12 et folates normaux, anémie transfusée.", "D519"),
    ],
)
def test_denied_doubted_or_a_relatives(said, code):
    found = codes(f"Patient de 66 ans.\n\nMotif : bilan.\n\nÉvolution : {said}\n\nConclusion : suites simples.")
    assert code not in found


def test_a_child_of_the_history_is_a_relative_and_a_child_who_is_the_patient_is_not():
    relative = "Homme de 67 ans.\n\nAntécédents :\n- Fille asthmatique\n\nÉvolution : bronchodilatateurs nébulisés."
    assert "J459" not in codes(relative)
    patient = (
        "Fille de 6 ans, amenée par sa mère pour gêne respiratoire.\n\nÉvolution : asthme traité par salbutamol.\n\n"
        "Conclusion : crise d'asthme."
    )
    assert "J459" in codes(patient)


def test_what_a_relative_reports_is_the_patients():
    text = (
        "Patiente de 80 ans.\n\nÉvolution : sa fille signale une incontinence urinaire, traitée.\n\n"
        "Conclusion : incontinence urinaire."
    )
    assert "R32" in codes(text)


def test_a_heading_before_a_full_stop_opens_its_section():
    text = (
        "Patient de 46 ans.\n\nAntécédents. Tuberculose pulmonaire. Tentative de suicide par phlébotomie.\n\n"
        "Évolution. Pneumopathie traitée par amoxicilline.\n\nConclusion. Pneumopathie."
    )
    assert codes(text) == {"J189"}


def test_an_item_of_the_conclusion_that_only_denies_names_nothing():
    text = "Patient de 46 ans.\n\nÉvolution : pneumopathie traitée.\n\nConclusion : pneumopathie, sans complication."
    assert codes(text) == {"J189"}


def test_every_code_of_the_tables_may_be_billed():
    conditions = load_conditions(SETTINGS.knowledge_dir / "coding" / "conditions_fr")
    named = {code for each in conditions for choice in each.choices for code in choice.codes}
    plain = {code for code in named if not code.startswith("DM") and not code.endswith("@")}
    entries = {code: TOOLS.codes_on(None).entry(code, Nomenclature.CIM10) for code in plain}
    assert [code for code, entry in entries.items() if entry is None or not entry.billable] == []


def test_a_doubt_in_brackets_is_about_what_the_brackets_hold():
    told = codes(
        "Patient de 60 ans.\nÉvolution : insuffisance rénale aiguë (néphrite interstitielle probable), traitée."
    )
    assert "N179" in told and "N10" not in told
    assert "J189" not in codes("Patient de 60 ans.\nÉvolution : pneumopathie (probable), amoxicilline.")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("On s'est posé la question d'une maladie de Horton, corticoïdes arrêtés.", "M316"),
        ("La famille rapporte une maladie d'Alzheimer chez le grand-père, traitée.", "G309"),
        ("Il a présenté dans l'enfance une méningite traitée.", "G039"),
        ("Voisine de chambre atteinte de grippe, isolement.", "J111"),
        ("Le mari de la patiente a une tuberculose traitée.", "A169"),
        ("Contact avec un patient porteur d'une grippe, oseltamivir.", "J111"),
    ],
)
def test_what_is_wondered_at_or_another_persons_is_not_coded(said: str, code: str):
    assert code not in codes(f"Patiente de 60 ans.\nÉvolution : gastrite traitée. {said}\nConclusion : gastrite.")
