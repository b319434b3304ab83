"""What decides among the codes of a condition: its cause beside it, when it appeared, and what stands for what."""

from assistant.domain.coding import CodeRole
from assistant.domain.span import Span
from assistant.pipeline.runons import pieces
from tests.pipeline.coding.reports import evidence, roles, section_of


def test_a_preposition_is_no_verb_and_keeps_its_noun():
    text = (
        "il est suivi pour une bipolarité le bilan sanguin retrouve une kaliémie à 3 avec une natrémie basse et à "
        "l'admission il est agité avec une fuite des idées une tachycardie et des sueurs on le garde sous scope la "
        "nuit la cadence est ralentie au total accès maniaque"
    )
    cut = [piece.of(text) for piece in pieces(text, Span(0, len(text)), "fr_report")]
    assert any("retrouve une kaliémie à 3" in piece for piece in cut)
    assert not any(piece.startswith("l'admission") for piece in cut)


def test_the_drug_said_to_be_its_cause_decides_among_the_codes_of_a_condition():
    caused = roles(
        "Patient de 60 ans.\nMotif : chute\nÉvolution : hypothyroïdie imputée à l'amiodarone, lévothyroxine débutée.\n"
        "Conclusion : fracture du col fémoral, hypothyroïdie."
    )
    told_elsewhere = roles(
        "Patient de 60 ans.\nMotif : chute\nÉvolution : hypothyroïdie, lévothyroxine débutée. Bradycardie imputée à "
        "l'amiodarone, arrêtée.\nConclusion : fracture du col fémoral, hypothyroïdie."
    )
    assert "E032" in caused and "E039" in told_elsewhere


def test_an_abscess_that_follows_the_operation_is_a_complication_of_it_beside_what_was_operated():
    told = roles(
        "M. D., 34 ans\nBloc : appendicectomie pour appendicite perforée, péritonite localisée.\nSuites :\n"
        "J5 : fièvre, abcès du Douglas, drainage, ceftriaxone.\nConclusion : péritonite appendiculaire localisée."
    )
    assert told["K353"] is CodeRole.DP
    assert told["T814"] is told["K650"] is CodeRole.DAS


def test_a_letterhead_is_no_paragraph_and_the_session_it_opens_is_why_the_patient_came():
    text = (
        "UNITÉ AMBULATOIRE\n\nMonsieur B., né en 1957\n\nCure n° 7 de FOLFOX.\n\nCancer du côlon sigmoïde. "
        "Poids stable.\n\nLa perfusion a été faite. Retour à domicile."
    )
    assert section_of(text, "Cure") == "opening"
    told = roles(text)
    assert told["Z511"] is CodeRole.DP and told["C187"] is CodeRole.DR


def test_a_manic_episode_of_a_bipolar_patient_bears_its_psychotic_symptoms():
    told = roles(
        "Patient de 41 ans.\nAntécédents : trouble bipolaire.\nÉvolution : olanzapine.\n"
        "Conclusion : épisode maniaque avec symptômes psychotiques."
    )
    assert told == {"F312": CodeRole.DP}


def test_an_infection_after_the_delivery_is_one_of_childbed():
    told = roles(
        "Maternité. Mme K., 32 ans.\nAccouchement : voie basse, garçon vivant.\n"
        "Suites de couches : cystite traitée par fosfomycine."
    )
    assert told["O862"] is CodeRole.DAS and "N309" in told


def test_a_session_told_in_a_few_lines_needs_no_heading():
    told = roles(
        "DIALYSE\nM. K., 58 ans. Séance du 06/04.\nInsuffisance rénale chronique terminale, hémodialysé sur fistule.\n"
        "Séance de 4 h. PTH 780 : cinacalcet augmenté (hyperparathyroïdie secondaire)."
    )
    assert told["Z491"] is CodeRole.DP and told["N185"] is CodeRole.DR
    assert told["N258"] is CodeRole.DAS and "Z992+0" not in told


def test_what_a_stay_only_did_is_its_purpose_where_nothing_else_says_why():
    told = roles(
        "Mme S., 46 ans.\nATCD fracture bimalléolaire.\nAllergie pénicilline (urticaire).\n"
        "Intervention : ablation du matériel d'ostéosynthèse de la cheville.\nSuites simples."
    )
    assert told == {"Z470": CodeRole.DP}


def test_a_child_has_no_code_of_a_pregnancy():
    told = roles(
        "Enfant : Sacha M., 7 semaines.\nAntécédents : césarienne pour siège.\nÉvolution : oxygène.\n"
        "Conclusion : bronchiolite à VRS."
    )
    assert told == {"J210": CodeRole.DP}


def test_gangrene_of_a_diabetic_is_a_complication_of_the_diabetes():
    told = roles(
        "Homme de 71 ans, diabétique de type 2 sous insuline, hypertendu, avec une plaie de l'hallux.\n\n"
        "Une antibiothérapie a été conduite. L'insuline a été passée en basal-bolus.\n\n"
        "En résumé : gangrène de l'hallux chez un artéritique."
    )
    assert told["E1150"] is CodeRole.DP and told["I7021"] is CodeRole.DAS
    assert not {"R02", "T141", "I10"} & told.keys()  # the insulin is not the hypertension's care


def test_a_word_of_a_fuller_name_is_that_name_again():
    told = roles(
        "Homme de 57 ans.\nMotif : hématémèse\nÉvolution : varices œsophagiennes, ligature de cinq varices.\n"
        "Conclusion : rupture de varices œsophagiennes sur cirrhose alcoolique."
    )
    assert "I839" not in told and "I983" in told


def test_coming_round_is_no_care_and_the_principal_diagnosis_is_proven_by_its_name():
    told = evidence(
        "Homme de 54 ans.\nMotif : malaise\nÉvolution : au bureau, syncope. Reprise immédiate. Scope normal.\n"
        "Conclusion : syncope sans cause retrouvée à ce stade."
    )
    assert told["R55"] == ["au bureau, syncope.", "syncope sans cause retrouvée à ce stade."]


def test_the_sentence_that_says_what_the_code_says_is_its_proof():
    told = evidence(
        "Femme de 80 ans.\nMotif : chute\nÉvolution : une escarre a été vue. "
        "L'escarre sacrée de stade III a été pansée.\nConclusion : fracture du col fémoral."
    )
    assert told["L892"] == ["L'escarre sacrée de stade III a été pansée."]


def test_a_complication_for_which_the_patient_comes_back_is_why():
    told = roles(
        "Monsieur H., 66 ans.\nRéadmis à J12 d'une prostatectomie (adénocarcinome Gleason 7) pour douleur fébrile.\n"
        "ATCD : HTA.\nÀ l'entrée, T° 39. TDM : collection pelvienne. Drainage : Enterococcus faecalis. Amoxicilline.\n"
        "Conclusion : abcès pelvien post-opératoire à entérocoque, drainé."
    )
    assert told["K650"] is CodeRole.DP  # T81.4 may not be one
    assert told["T814"] is told["B952"] is CodeRole.DAS


def test_a_blood_pressure_is_no_pack_year_and_a_serology_no_infection():
    told = roles(
        "Femme de 40 ans, sérologie rubéole +.\nMotif : fièvre\nÉvolution : PA 100/60, surveillance, ceftriaxone.\n"
        "Conclusion : pyélonéphrite aiguë."
    )
    assert told == {"N10": CodeRole.DP}
    smoked = "Femme de 40 ans.\nMotif : fièvre\nÉvolution : 30 PA, patchs.\nConclusion : pyélonéphrite."
    assert "F1724" in roles(smoked)


def test_the_check_up_of_a_graft_that_found_nothing_is_the_purpose():
    told = roles(
        "Monsieur Y., 39 ans, transplanté rénal (donneur vivant), vient pour son bilan systématique à un an.\n\n"
        "Biopsie du greffon sous échographie : pas de rejet. Surveillance 8 h."
    )
    assert told["Z098"] is CodeRole.DP and "Z940" in told and not {"Z524", "T861"} & told.keys()


def test_what_an_examination_was_ruling_out_is_denied():
    told = roles(
        "Homme de 81 ans.\nMotif : chutes\nExamen : le scanner écartait un hématome sous-dural.\n"
        "Évolution : bas de contention.\nConclusion : hypotension orthostatique."
    )
    assert told["I951"] is CodeRole.DP and "S0650" not in told


def test_the_known_diagnosis_of_a_heading_is_no_conclusion():
    text = "Oncologie\nDiagnostic connu : carcinome du sein.\nMotif : fièvre\nConclusion : pneumopathie."
    assert section_of(text, "carcinome") == "present"
    assert section_of(text, "pneumopathie") == "conclusion"


def test_a_haematoma_of_a_later_day_is_a_complication_of_the_operation():
    told = roles(
        "Mme N., 76 ans.\nIntervention : endartériectomie carotidienne pour sténose de la carotide interne.\n"
        "Suites : hématome cervical J1 surveillé."
    )
    assert told["I652"] is CodeRole.DP and told["T810"] is CodeRole.DAS


def test_a_grave_disease_of_a_newborn_comes_before_its_prematurity():
    told = roles(
        "Néonatologie\nBébé T., né à 34 SA, PN 1 980 g.\nÉvolution : CPAP, surfactant.\n"
        "Conclusion : prématuré de 34 SA, maladie des membranes hyalines."
    )
    assert told["P220"] is CodeRole.DP and told["P071"] is CodeRole.DAS


def test_vital_signs_end_a_history_that_has_no_heading_after_it():
    text = (
        "Mme U., 35 ans. Adressée pour douleur et métrorragies à 7 SA.\nATCD : salpingite 2015.\nTA 105/60, défense.\n"
        "Coelioscopie : grossesse extra-utérine rompue, salpingectomie."
    )
    assert section_of(text, "défense") == "exam"
    assert roles(text)["O001"] is CodeRole.DP


def test_a_check_up_of_a_diabetes_is_for_the_complication_that_it_treated():
    told = roles(
        "M. Z., 55 ans. Bilan d'un diabète de type 2 sous insuline.\nAutres antécédents : HTA, dyslipidémie.\n"
        "Évolution : néphropathie diabétique débutante, ramipril majoré."
    )
    assert told["E1120"] is CodeRole.DP and told["N083"] is CodeRole.DAS


def test_a_history_of_sentences_ends_with_its_line():
    letter = (
        "Mon cher ami,\nMerci de m'avoir confié Mme T., 70 ans.\nVous connaissez ses antécédents : BPCO, fracture du "
        "poignet.\nElle toussait depuis une semaine. Oxygène et amoxicilline ont été débutés.\n"
        "Elle est sortie avec le diagnostic de pneumonie à pneumocoque."
    )
    assert section_of(letter, "fracture") == "history" and section_of(letter, "Elle toussait") == "course"
    assert section_of(letter, "Elle est sortie") == "conclusion"
    told = roles(letter)
    assert told["J13"] is CodeRole.DP and "S5250" not in told
    headed = "Mme F., 41 ans.\nATCD : thyroïdite, appendicectomie.\nPas de fièvre. Perfusion bien tolérée.\nRevoir."
    assert section_of(headed, "appendicectomie") == "history" and section_of(headed, "Perfusion") != "history"
    items = "Mme F., 41 ans.\nATCD : thyroïdite\n- appendicectomie\nMotif : fièvre"
    assert section_of(items, "appendicectomie") == "history"


def test_the_dates_of_a_stay_are_no_day_of_it_and_the_age_follows_an_initial():
    told = roles(
        "MATERNITÉ\nMme O., 24 ans, 31 SA, hospitalisée du 02/08 au 09/08 pour menace d'accouchement prématuré.\n"
        "Traitement : atosiban, bétaméthasone. Anémie, fer per os."
    )
    assert told["O470"] is CodeRole.DP and "P073" not in told


def test_the_diagnosis_at_entry_is_the_reason_and_its_operation_its_care():
    told = roles(
        "ORL\nPatient de 61 ans.\nDiagnostic d'entrée : carcinome de la corde vocale gauche.\n"
        "Intervention : laryngectomie totale.\nSuites : dénutrition modérée, diététicienne."
    )
    assert told["C320"] is CodeRole.DP and told["E440"] is CodeRole.DAS


def test_pain_of_no_place_is_no_code():
    assert "R529" not in roles("Femme de 40 ans.\nMotif : douleurs\nÉvolution : antalgiques.\nConclusion : zona.")


def test_a_detoxification_is_no_withdrawal_syndrome_without_its_signs():
    told = "M. T., 50 ans, hospitalisé pour sevrage alcoolique.\nÀ l'entrée : {}\nÉvolution : diazépam, thiamine."
    assert roles(told.format("calme.")) == {"F1024": CodeRole.DP}
    assert {"F1024", "F1030"} == roles(told.format("tremblements, sueurs.")).keys()
