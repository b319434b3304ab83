"""How reports are really written: lists, letters, organs as headings, plans for later."""

import pytest

from assistant.domain.coding import CodeRole
from assistant.pipeline.coding.items import items_of
from assistant.pipeline.coding.report import read_report
from tests.pipeline.coding.reports import TOOLS, roles, section_of


def items(sentence: str, drugs: tuple[str, ...] = ()) -> list[str]:
    starts = [sentence.index(drug) for drug in drugs]
    goes_on = TOOLS.status.patterns["item_goes_on"]
    return [sentence[item.start : item.end].strip(" ,;-/") for item in items_of(sentence, goes_on, starts)]


def test_a_list_is_read_item_by_item_with_what_continues_each():
    assert items("hta, diabete de type 2 sous metformine, goutte (2010, 2012), cataracte, operee") == [
        "hta", "diabete de type 2 sous metformine", "goutte (2010, 2012)", "cataracte, operee",
    ]  # fmt: skip
    assert items("hta - bpco / goutte; hba1c 7,5 %", ()) == ["hta", "bpco", "goutte; hba1c 7,5 %"]
    assert items("fa, apixaban, goutte", ("apixaban",)) == ["fa, apixaban", "goutte"]


def test_a_drug_of_the_list_proves_care_for_its_own_item_only():
    told = roles(
        "Patient de 70 ans.\nMotif : pneumonie\nAntécédents : goutte, diabète de type 2 sous metformine, cataracte.\n"
        "Évolution : amoxicilline. Metformine poursuivie.\nConclusion : pneumonie."
    )
    assert "E1198" in told and not {"M1099", "H269"} & told.keys()


def test_a_year_in_the_list_makes_its_own_item_past_only():
    told = roles(
        "Patiente de 70 ans.\nAntécédents : polyarthrite rhumatoïde sous méthotrexate, dépression en 2010.\n"
        "Évolution : méthotrexate poursuivi, sertraline arrêtée.\nConclusion : pneumopathie."
    )
    assert "M0690" in told and "F329" not in told


LETTER = """Cher confrère,
Votre patient, âgé de 68 ans, a été hospitalisé du 5 au 16 novembre 2024 pour une pneumopathie.
Il s'agit d'un patient aux antécédents de BPCO et de tuberculose en 1982.
A l'admission, il est polypnéique.
Le patient a été pris en charge par antibiothérapie. Il a présenté une fibrillation auriculaire, réduite par amiodarone.
Au total, pneumopathie.
Il sera revu en consultation.
"""


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("hospitalisé", "opening"),
        ("BPCO", "history"),
        ("polypnéique", "exam"),
        ("antibiothérapie", "course"),
        ("fibrillation", "course"),
        ("Au total", "conclusion"),
    ],
)
def test_a_letter_without_headings_is_led_by_its_words(words, section):
    assert section_of(LETTER, words) == section


def test_what_a_letter_concludes_leads():
    assert roles(LETTER)["J189"] is CodeRole.DP


def test_organs_are_headings_of_the_course_but_not_in_history_or_examination():
    text = "Motif : toux\nExamen :\nRespiratoire : crépitants\nBiologie : CRP 50\nRespiratoire : oxygène 3 jours."
    assert section_of(text, "crépitants") == "exam"
    assert section_of(text, "oxygène") == "course"
    assert section_of("Antécédents :\nCardiaque : infarctus", "infarctus") == "history"


def test_the_family_ends_with_its_line():
    text = "Antécédents familiaux : mère diabétique.\nFièvre depuis trois jours."
    assert (section_of(text, "mère"), section_of(text, "Fièvre")) == ("family", "present")


def test_lines_that_filled_the_page_are_read_on_and_short_items_are_not():
    wide = "Une phrase assez longue qui va jusqu'au bord de la page et que le logiciel a\ncoupée ; fin"
    assert len(read_report(wide, TOOLS.sections).sentences) == 1
    listed = "Cardiopathie ischémique avec une angioplastie de l'interventriculaire antérieure\nHTA\nGoutte"
    assert len(read_report(listed, TOOLS.sections).sentences) == 3


def test_no_code_of_pregnancy_without_a_pregnancy_of_this_stay():
    told = roles("Patiente de 41 ans.\nAntécédents : césarienne en 2001.\nÉvolution : anémie post partum transfusée.")
    assert "O990" in told
    told = roles("Patiente de 72 ans.\nAntécédents : phlébite post-partum en 1990.\nÉvolution : anémie transfusée.")
    assert not [code for code in told if code.startswith("O")]


def test_a_procedure_that_is_only_planned_is_not_the_purpose_of_the_stay():
    told = roles(
        "Patient de 70 ans.\nMotif : adénocarcinome du sigmoïde\nIntervention : colectomie.\n"
        "Conclusion : adénocarcinome du sigmoïde opéré. Chimiothérapie adjuvante proposée en RCP."
    )
    assert told == {"C187": CodeRole.DP}


def test_the_deficits_of_a_stroke_are_coded_with_it():
    told = roles(
        "Patient de 70 ans.\nMotif : hémiplégie droite\nÉvolution : hémiplégie droite persistante, aphasie.\n"
        "Conclusion : infarctus cérébral sylvien gauche."
    )
    assert [code for code in told if code.startswith("G81")] and "R4700" in told


def test_where_only_the_operation_is_concluded_on_the_reason_leads():
    told = roles(
        "Patient de 70 ans.\nIndication : rétrécissement aortique serré\nIntervention : bioprothèse aortique.\n"
        "Évolution : simple.\nConclusion : RVA et triple PAC."
    )
    assert told == {"I350": CodeRole.DP}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Infection urinaire : bactériurie sans signe fonctionnel, simple colonisation.", "N390"),
        ("Volet costal : non, fractures surveillées.", "S2250"),
        ("Inscrit sur liste de greffe rénale, traitement poursuivi.", "Z940"),
        ("Tachycardie, ralentissement psychomoteur traité.", "O363"),
        ("BAV 2/1 non appareillé.", "I441"),
        ("Bronchite traitée (VRS/grippe/covid neg).", "B974"),
        ("Phlébite recherchée : doppler normal.", "I802"),
    ],
)
def test_words_that_name_a_condition_without_affirming_it(said, code):
    assert code not in roles(f"Patient de 60 ans.\nÉvolution : {said}\nConclusion : pneumopathie.")


def test_a_day_is_a_heading_of_the_course():
    assert section_of("Biologie : CRP 5\n04/02: implantation d'un stimulateur", "implantation") == "course"


def test_a_word_of_the_conclusion_is_not_a_longer_label():
    told = roles(
        "Patient de 44 ans, diabète de type 2.\nÉvolution : rétinopathie surveillée, insuline débutée.\n"
        "Conclusion : déséquilibre avec cétose d'un diabète de type 2."
    )
    assert "E631" not in told
    assert [code for code, role in told.items() if role is CodeRole.DP][0].startswith("E113")


def test_the_heading_of_the_department_is_no_condition():
    assert roles("Service de Gastro-entérologie\nPatient de 60 ans.\nConclusion : sortie simple.") == {}


def test_a_phrase_may_end_with_a_sign():
    assert "I2100" in roles("Patient de 60 ans.\nMotif : douleur\nConclusion : SCA ST+ antérieur stenté.")


JOURNAL = """Journal de séjour tenant lieu de compte rendu
Patiente de 24 ans. Addison connu. Mère : tuberculose autrefois.

Lundi. Vomissements depuis trois jours, TA 82/48. Hydrocortisone 100 mg IV, sérum salé. Diagnostic : crise
addisonienne (insuffisance surrénale aiguë).

Mardi. Correction lente, ionogramme toutes les quatre heures.
"""


def test_where_nothing_names_the_course_it_is_told_from_the_second_paragraph_on():
    assert section_of(JOURNAL, "Addison connu") == "opening"
    assert section_of(JOURNAL, "Vomissements") == "course"
    assert section_of(JOURNAL, "Correction lente") == "course"


def test_a_sentence_that_concludes_does_so_for_itself_alone():
    assert section_of(JOURNAL, "addisonienne (") == "conclusion"
    assert roles(JOURNAL)["E272"] is CodeRole.DP


def test_a_history_without_a_course_ends_with_its_paragraph():
    text = "ATCD : fracture du fémur 2008.\n\nJ1 : globe, rétention aiguë d'urine, re-sondage 48 h."
    assert (section_of(text, "fémur"), section_of(text, "rétention")) == ("history", "course")


def test_why_a_patient_came_needs_no_proof_of_further_care():
    assert roles("Motif : trouble dépressif récurrent, épisode actuel sévère.")["F332"] is CodeRole.DP
