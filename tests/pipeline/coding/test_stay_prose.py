"""Reports that no heading divides: letters, dictation without punctuation, what is recalled among what is done."""

import pytest

from assistant.domain.coding import CodeRole
from assistant.domain.span import Span
from assistant.pipeline.runons import pieces
from tests.pipeline.coding.reports import roles, section_of

LETTER = """Madame V., 77 ans, a été admise le 6 mai pour une dyspnée.

À son arrivée, saturation à 86 %, fièvre à 39 °C. La radiographie montre un foyer droit. Une antibiothérapie par
amoxicilline a été débutée. Un globe vésical a été sondé ; l'infection urinaire a été traitée par ofloxacine.
"""


def test_the_course_of_a_letter_begins_where_care_is_first_told():
    assert section_of(LETTER, "saturation") == "exam"
    assert section_of(LETTER, "Une antibiothérapie") == "course"
    assert section_of(LETTER, "Un globe") == "course"


def test_what_a_sentence_recalls_is_history_and_the_course_goes_on():
    text = (
        "Service de chirurgie\n\n17/02 : douleur fébrile. Antécédents d'hypertension, de goutte. Bloc, drainage.\n"
        "18/02 : apyrexie."
    )
    assert section_of(text, "Antécédents d'hypertension") == "history"
    assert section_of(text, "Bloc") == "course"


def test_why_the_patient_came_ends_the_history():
    text = (
        "Monsieur B., 72 ans. Il est hypertendu. Il est hospitalisé du 4 au 12 avril pour une hyperkaliémie à 7,1. "
        "Il prenait un anti-inflammatoire."
    )
    assert section_of(text, "Il est hospitalisé") == "reason"
    assert section_of(text, "Il prenait") == "present"


def test_dictation_without_marks_is_cut_where_a_subject_takes_up():
    text = (
        "il est hypertendu il a eu un pontage en 2015 l'échographie ne montrait pas d'obstacle la crise de goutte a "
        "été traitée par colchicine les glycémies étaient instables et l'insuline a été augmentée on pense que il voit "
        "le cardiologue dans un mois au total hyperkaliémie"
    )
    cut = [piece.of(text) for piece in pieces(text, Span(0, len(text)), "fr_report")]
    assert "l'échographie ne montrait pas d'obstacle" in cut
    assert "la crise de goutte a été traitée par colchicine" in cut
    assert cut[-1] == "au total hyperkaliémie"
    assert any("que il voit" in piece for piece in cut)


def test_a_sentence_with_its_marks_is_left_whole():
    text = "Il est hypertendu, " * 20
    assert [piece.of(text) for piece in pieces(text, Span(0, len(text)), "fr_report")] == [text]


@pytest.mark.parametrize("words", ["infarctus stenté en 2011", "infarctus (2011)", "infarctus il y a trois ans"])
def test_an_acute_event_beside_a_mere_year_is_past_wherever_it_stands(words: str):
    told = roles(
        f"Monsieur P., 81 ans, a été hospitalisé pour dyspnée.\n\nPorteur d'une bioprothèse aortique ({words}), sous "
        "apixaban. Il a été traité par furosémide.\n\nAu total, décompensation cardiaque globale."
    )
    assert not any(code.startswith("I21") for code in told)


def test_a_lasting_disease_called_an_antecedent_is_still_there_a_tumour_is_not():
    told = roles(
        "Patiente de 70 ans.\nMotif : pneumopathie\nÉvolution : sur son antécédent d'HTA, périndopril "
        "majoré. Antécédent de cancer du sein, surveillance.\nConclusion : pneumopathie."
    )
    assert "I10" in told and "C509" not in told


def test_the_operation_says_what_the_stay_was_for_where_nothing_concludes():
    told = roles(
        "Mme R., 63 ans\n\n17/02 : douleur fébrile, diabète de type 2 sous metformine.\n18/02 : bloc, "
        "cholécystectomie.\n19/02 : metformine arrêtée, insuline. Pneumopathie traitée par amoxicilline.\n"
        "Anapath : cholécystite aiguë lithiasique."
    )
    assert told["K800"] is CodeRole.DP


def test_care_of_the_next_sentence_is_not_that_of_another_subject():
    text = (
        "Patient de 70 ans.\nMotif : dyspnée\nÉvolution : on note une gynécomastie. La cadence ventriculaire a été "
        "ralentie.\nConclusion : fibrillation atriale."
    )
    assert "N62" not in roles(text)


def test_a_delirium_names_the_dementia_on_which_it_is_superimposed():
    told = roles(
        "Patiente de 89 ans.\nAntécédents : maladie d'Alzheimer.\nÉvolution : syndrome confusionnel, rispéridone.\n"
        "Conclusion : fracture du col fémoral opérée, confusion."
    )
    assert {"F051", "G309"} <= told.keys()


MOTHER = """Maternité. Mme A., 31 ans. Antécédents : 2019 césarienne pour siège.
Accouchement : voie basse. Garçon vivant. Déchirure du 2e degré suturée.
Saignement par atonie utérine, révision utérine, sulprostone.
Suites : anémie aiguë, fer injectable. Hypothyroïdie : lévothyroxine adaptée.
"""


def test_a_haemorrhage_comes_before_a_tear_and_a_scar_directs_no_natural_birth():
    told = roles(MOTHER)
    assert told["O721"] is CodeRole.DP
    assert told["O701"] is told["O342"] is told["Z370"] is CodeRole.DAS
    assert "O800" not in told


def test_chapter_xv_holds_in_the_stay_of_the_delivery_too():
    assert {"O990", "O992"} <= roles(MOTHER).keys()


def test_a_newborn_is_coded_in_chapter_xvi():
    told = roles(
        "Néonatologie\nEnfant L., née le 09/09/2023 à 33 SA, PN 1 690 g.\nCésarienne. Apgar 10.\nÉvolution : détresse "
        "respiratoire, maladie des membranes hyalines : surfactant. Ictère : photothérapie. Muguet : antifongique."
    )
    assert told["P220"] is CodeRole.DP
    assert {"P590", "P375", "P071"} <= told.keys()
    assert not {"Z370", "B370", "R170", "P073"} & told.keys()


def test_the_tumour_that_a_session_treats_needs_no_further_care():
    told = roles(
        "Hôpital de jour oncologie\nMme B., 66 ans\nAdénocarcinome du côlon sigmoïde opéré.\n"
        "Protocole : FOLFIRI, C7.\nExamen : OMS 1.\nC7 administrée sans incident."
    )
    assert told["Z511"] is CodeRole.DP and told["C187"] is CodeRole.DR


def test_the_paragraph_after_a_history_that_no_heading_opened_is_the_course():
    text = (
        "Mon cher confrère,\n\nJ'ai revu Mme S., 67 ans, opérée le 12 octobre.\n\n"
        "Elle est diabétique sous metformine.\n\n"
        "La ponction du genou a ramené un liquide trouble, à Staphylococcus aureus. Antibiothérapie par céfazoline.\n\n"
        "Au total : infection précoce sur prothèse totale de genou."
    )
    assert section_of(text, "Elle est") == "history"
    assert section_of(text, "La ponction") == "course"
    told = roles(text)
    assert told["T845"] is CodeRole.DP and "B956" in told


def test_a_last_paragraph_of_names_concludes_where_nothing_else_does():
    text = (
        "Pédiatrie\n\nNoé, 2 mois.\n\nAux urgences : tirage. Il a été mis sous oxygène. Une otite moyenne aiguë a "
        "été traitée par amoxicilline.\n\nSort à J6.\n\nBronchiolite aiguë à VRS avec retentissement alimentaire."
    )
    assert section_of(text, "Bronchiolite") == "conclusion"
    assert roles(text)["J210"] is CodeRole.DP


@pytest.mark.parametrize(
    "last", ["Sortie avec consultation de contrôle.", "Il sera revu.", "Traitement : amoxicilline 1 g.", "Bien à vous."]
)
def test_a_last_paragraph_that_plans_or_greets_does_not_hide_the_diagnosis(last: str):
    text = f"Pédiatrie\n\nNoé, 2 mois.\n\nIl a été traité par oxygène pour une bronchiolite à VRS.\n\n{last}"
    assert roles(text)["J210"] is CodeRole.DP


def test_a_denial_holds_for_all_that_it_lists():
    told = roles(
        "Mme G., 52 ans\n\nMotif : malaise avec perte de connaissance\n\nÉvolution : scope, échographie.\n\n"
        "Conclusion : pas d'argument pour un syndrome coronarien, une embolie pulmonaire, un flutter ni une épilepsie."
    )
    assert told == {"R55": CodeRole.DP}


def test_what_follows_a_contrast_is_not_denied():
    told = roles(
        "Mme G., 52 ans\n\nMotif : dyspnée\n\nÉvolution : pas d'argument pour une embolie pulmonaire mais pneumopathie "
        "traitée par amoxicilline.\n\nConclusion : suites simples."
    )
    assert "J189" in told and "I269" not in told


def test_an_acute_disease_that_opens_the_report_is_not_displaced_by_an_operation():
    told = roles(
        "Maladies infectieuses, M. Z., 59 ans\n\nEndocardite à Enterococcus faecalis sur valve aortique native.\n\n"
        "ETO : insuffisance aortique sévère.\nAntibiothérapie 6 semaines. Remplacement valvulaire aortique le 12/02."
    )
    assert told["I330"] is CodeRole.DP and told["I351"] is CodeRole.DAS


def test_a_bare_treatment_after_the_examination_is_the_stays():
    late = "M. A., 70 ans\nTerrain : HTA\nExamen : TA 175/90\nTraitement : amlodipine ajoutée.\nDiagnostic : AIT"
    early = "M. A., 70 ans\nTerrain : HTA\nTraitement : amlodipine.\nExamen : TA 175/90\nDiagnostic : AIT"
    assert (section_of(late, "amlodipine"), section_of(early, "amlodipine")) == ("course", "treatment_before")


def test_a_line_with_a_day_of_the_stay_ends_the_history():
    text = (
        "Chirurgie\nAntécédents : asthme.\nThyroïdectomie totale le 12/09.\nAnapath : carcinome papillaire thyroïdien."
    )
    assert section_of(text, "Thyroïdectomie") == "course"
    assert section_of("Antécédents : asthme.\nPhlébite le 12/09/2019.", "Phlébite") == "history"
    assert roles(text)["C73"] is CodeRole.DP


def test_a_sentence_that_names_what_it_was_concludes_where_nothing_else_does():
    text = (
        "Mme L., 86 ans, est adressée pour fièvre et confusion.\n\nA l'entrée, crépitants. Il s'agit d'une "
        "pneumopathie d'inhalation traitée par amoxicilline.\n\nElle retourne en EHPAD."
    )
    assert section_of(text, "Il s'agit") == "conclusion"
    assert roles(text)["J690"] is CodeRole.DP
    assert section_of("Il s'agit d'une patiente de 80 ans.\n\nElle va bien.", "Il s'agit") != "conclusion"


def test_common_abbreviations_of_injuries_are_read():
    told = roles(
        "TRAUMATO\nF, 29 a. AVP : cycliste renversée par une voiture.\nBilan : fx côtes 4-7 D, PNO D, fx fermée "
        "diaphyse fémorale D\nJ0 : enclouage fémur D. PNO drainé.\nJ4 : EP segmentaire D, HBPM."
    )
    assert told["S7230"] is CodeRole.DP
    assert {"S2700", "I269", "V134"} <= told.keys() and "V499" not in told


def test_a_prematurity_that_is_concluded_on_is_coded_by_the_weight_and_may_lead():
    told = roles(
        "Néonatologie\nEnfant L., né à 32 SA, poids de naissance 1 690 g.\nÉvolution : couveuse, caféine. Ictère : "
        "photothérapie.\nConclusion : prématurité à 32 SA, ictère."
    )
    assert told["P071"] is CodeRole.DP and "P073" not in told
