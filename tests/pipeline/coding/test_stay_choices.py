"""What decides among the codes of a condition: its cause beside it, when it appeared, and what stands for what."""

from assistant.domain.coding import CodeRole
from assistant.domain.span import Span
from assistant.pipeline.coding.dictation import clauses
from tests.pipeline.coding.reports import roles, section_of


def test_a_preposition_is_no_verb_and_keeps_its_noun():
    text = (
        "il est suivi pour une bipolarité le bilan sanguin retrouve une kaliémie à 3 avec une natrémie basse et à "
        "l'admission il est agité avec une fuite des idées une tachycardie et des sueurs on le garde sous scope la "
        "nuit la cadence est ralentie au total accès maniaque"
    )
    pieces = [piece.of(text) for piece in clauses(text, Span(0, len(text)))]
    assert any("retrouve une kaliémie à 3" in piece for piece in pieces)
    assert not any(piece.startswith("l'admission") for piece in pieces)


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
