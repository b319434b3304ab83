"""Hospital reports to DP, DR and DAS, with the real tables and nomenclature."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.bootstrap import stay_tools
from assistant.config import Settings
from assistant.domain.coding import CodeRole, Nomenclature
from assistant.domain.stay import Setting, Stay, StayDocument, Unit
from assistant.errors import InputError
from assistant.pipeline.coding.patient import stay_of
from assistant.pipeline.coding.roles import is_legal
from assistant.pipeline.coding.stay import code_stay

TOOLS = stay_tools(Settings())


def coded(text: str, setting: Setting = Setting.FR_MCO):
    return code_stay(stay_of(text, "report.txt", TOOLS.status.patterns, setting), TOOLS)


def roles(text: str, setting: Setting = Setting.FR_MCO) -> dict[str, CodeRole]:
    return {code.code: code.role for code in coded(text, setting).codes}


def reasons(text: str) -> dict[str, str]:
    return {rejected.code: rejected.rule.id for rejected in coded(text).rejected if rejected.rule}


def report(**sections: str) -> str:
    names = {"reason": "Motif", "history": "Antécédents", "tests": "Examens complémentaires", "course": "Évolution",
             "discharge": "Traitement de sortie", "conclusion": "Conclusion"}  # fmt: skip
    return "Patient de 70 ans.\n\n" + "\n\n".join(f"{names[key]} : {text}" for key, text in sections.items())


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Pas d'embolie pulmonaire au scanner.", "NEGATION"),
        ("Une embolie pulmonaire a été évoquée.", "SUSPICION"),
        ("Suspicion d'embolie pulmonaire.", "SUSPICION"),
        ("Son père a eu une embolie pulmonaire.", "FAMILLE"),
    ],
)
def test_what_is_denied_suspected_or_a_relatives_is_rejected_with_its_rule(said, rule):
    text = report(reason="toux.", course=f"Pneumopathie traitée par amoxicilline. {said}", conclusion="pneumopathie.")
    assert "I269" not in roles(text)
    assert reasons(text)["I269"] == rule


def test_a_cured_condition_of_the_history_is_not_coded():
    text = report(history="Tuberculose pulmonaire en 1985, traitée et guérie.", conclusion="pneumopathie.")
    assert "A162" not in roles(text)
    assert reasons(text)["A162"] == "ANTECEDENT"


def test_a_symptom_goes_where_its_cause_is_found_and_leads_where_none_is():
    cause = report(reason="douleur thoracique.", course="Embolie pulmonaire traitée.", conclusion="embolie pulmonaire.")
    assert roles(cause) == {"I269": CodeRole.DP}
    none = report(reason="douleur thoracique.", conclusion="douleur thoracique inexpliquée.")
    assert roles(none) == {"R074": CodeRole.DP}


def test_what_arises_in_the_stay_is_never_the_principal_diagnosis():
    text = report(
        reason="prothèse de hanche programmée.",
        course="À J3, embolie pulmonaire traitée par apixaban.",
        conclusion="suites compliquées d'une embolie pulmonaire. Coxarthrose droite opérée.",
    )
    found = roles(text)
    assert found["I269"] is CodeRole.DAS and found["M161"] is CodeRole.DP


def test_a_secondary_diagnosis_needs_care_or_a_treatment_that_goes_on():
    bare = report(history="Goutte.", course="Pneumopathie traitée.", conclusion="pneumopathie.")
    assert reasons(bare)["M1099"] == "SANS-SOINS"
    continued = report(
        history="Hypertension artérielle traitée par ramipril.",
        course="Pneumopathie traitée.",
        discharge="ramipril 5 mg.",
        conclusion="pneumopathie.",
    )
    assert roles(continued)["I10"] is CodeRole.DAS


def test_a_related_diagnosis_only_beside_a_z_code():
    text = report(
        reason="deuxième cure de chimiothérapie.",
        course="Cure administrée.",
        conclusion="cure d'un lymphome folliculaire.",
    )
    assert roles(text) == {"Z511": CodeRole.DP, "C829": CodeRole.DR}


def test_the_most_specific_code_that_the_whole_report_supports():
    text = report(
        tests="FEVG 32 %.",
        course="Insuffisance cardiaque gauche traitée par furosémide. Kaliémie à 2,3 mmol/L : hypokaliémie corrigée.",
        conclusion="insuffisance cardiaque gauche.",
    )
    assert set(roles(text)) == {"I5012", "E8760"}


@pytest.mark.parametrize(("history", "code"), [("sous insuline glargine", "E1120"), ("sous metformine", "E1128")])
def test_diabetes_by_complication_and_lasting_insulin(history, code):
    text = report(
        history=f"Diabète de type 2 {history}.",
        course="Néphropathie diabétique surveillée. Insuline transitoire selon protocole.",
        conclusion="néphropathie diabétique.",
    )
    found = roles(text)
    assert code in found and "N083" in found and not {"E1190", "E1198"} & found.keys()


def test_a_germ_beside_its_infection_only():
    infected = report(course="Pyélonéphrite aiguë à Escherichia coli traitée.", conclusion="pyélonéphrite aiguë.")
    assert roles(infected)["B962"] is CodeRole.DAS
    alone = report(course="Écouvillon : Escherichia coli. Coxarthrose opérée.", conclusion="coxarthrose.")
    assert reasons(alone)["B962"] == "GERME"


def test_a_gram_negative_germ_denies_nothing():
    text = report(course="Sepsis à bacille à Gram négatif traité.", conclusion="sepsis à Gram négatif.")
    assert any(code.startswith("A41") for code in roles(text))


def test_a_delivery_with_its_outcome():
    text = "Patiente de 30 ans.\n\n" + report(
        course="Accouchement spontané par voie basse. Naissance d'une fille vivante.",
        conclusion="accouchement normal, enfant vivant.",
    )
    assert roles(text) == {"O800": CodeRole.DP, "Z370": CodeRole.DAS}


def test_active_cancer_or_history_is_asked_not_guessed():
    text = report(history="Cancer du sein en 2018.", course="Pneumopathie traitée.", conclusion="pneumopathie.")
    result = coded(text)
    assert not any(code.code.startswith("C50") for code in result.codes)
    (query,) = result.queries
    assert query.rule and query.rule.id == "CANCER-ACTIF" and "Cancer du sein" in query.evidence[0].text
    cured = report(history="Cancer du sein en 2008, en rémission, suivi terminé.", conclusion="pneumopathie.")
    assert coded(cured).queries == ()


def test_a_doubt_in_the_conclusion_is_asked():
    text = report(course="Pneumopathie traitée.", conclusion="pneumopathie. Probable embolie pulmonaire associée.")
    assert any("Embolie pulmonaire" in query.question for query in coded(text).queries)


def test_documents_of_several_units_keep_their_own_offsets():
    first = StayDocument("a", report(reason="fièvre.", course="Pneumopathie traitée."))
    second = StayDocument("b", report(course="Hypokaliémie corrigée.", conclusion="pneumopathie, hypokaliémie."))
    result = code_stay(Stay((Unit("A", (first,)), Unit("B", (second,)))), TOOLS)
    texts = {"a": first.text, "b": second.text}
    assert {code.code for code in result.codes} == {"J189", "E8768"}
    assert {span.document for code in result.codes for span in code.evidence} == {"a", "b"}
    for code in result.codes:
        assert all(span.span.of(texts[span.document]) == span.text for span in code.evidence)


def test_a_stay_that_ends_before_it_begins_is_refused():
    unit = Unit("A", (StayDocument("a", "texte"),))
    with pytest.raises(InputError, match="before it begins"):
        Stay((unit,), date(2025, 3, 2), date(2025, 3, 1))
    with pytest.raises(InputError, match="before it begins"):
        coded("Patient hospitalisé du 12/03/2025 au 02/03/2025.\n\nConclusion : pneumopathie.")


def test_sex_forbids():
    text = report(course="Prostatite aiguë traitée.", conclusion="prostatite aiguë.").replace("Patient ", "Patiente ")
    assert reasons(text)["N410"] == "COMPATIBLE"


def test_a_consultation_has_no_das():
    found = roles(report(conclusion="cystite aiguë."), Setting.GP)
    assert found == {"N300": CodeRole.PRIMARY}


PIECES = (
    "pneumopathie", "pas de", "Évolution :", "Conclusion :", "Antécédents :", "mère", "hypertension artérielle", "à J3",
    "césarienne", "traitée par insuline", "diabète de type 2", "Escherichia coli", "escarre stade III", "chute", ".",
    "chimiothérapie", "soins palliatifs", "cancer du sein", "\n", "fracture du fémur", "dialyse", "œdème", ",",
    "suspicion de",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40))
def test_any_text_gives_legal_roles_and_exact_evidence(pieces):
    text = " ".join(pieces)
    result = coded(text)
    assert sum(code.role is CodeRole.DP for code in result.codes) <= 1
    for code in result.codes:
        entry = TOOLS.codes_on(None).entry(code.code, Nomenclature.CIM10)
        assert entry is not None and is_legal(entry, code.role)
        assert code.evidence and code.rules
        assert all(span.span.of(text) == span.text for span in code.evidence)
    if any(code.role is CodeRole.DR for code in result.codes):
        assert result.codes[0].code.startswith("Z")


def test_the_cause_that_was_revealed_leads():
    text = report(
        reason="crise convulsive.",
        course="Glioblastome biopsié.",
        conclusion="crise d'épilepsie révélant un glioblastome.",
    )
    assert roles(text)["C719"] is CodeRole.DP


def test_in_pregnancy_chapter_xv_leads_and_the_diseases_code_says_which():
    text = "Patiente de 30 ans, enceinte de 28 SA.\n\n" + report(
        course="Pyélonéphrite aiguë traitée.", conclusion="pyélonéphrite aiguë."
    ).removeprefix("Patient de 70 ans.\n\n")
    assert roles(text) == {"O230": CodeRole.DP, "N10": CodeRole.DAS}


def test_words_that_stand_for_a_known_condition_prove_its_care():
    known = "Maladie rénale chronique stade 4."
    told = report(history=known, course="Pneumopathie. Fonction rénale surveillée.", conclusion="pneumopathie.")
    assert roles(told)["N184"] is CodeRole.DAS
    silent = report(history=known, course="Pneumopathie traitée.", conclusion="pneumopathie.")
    assert reasons(silent)["N184"] == "SANS-SOINS"


def test_a_session_that_is_not_why_the_patient_came_is_not_coded():
    text = report(
        reason="pose d'une chambre implantable.",
        course="Pose sans incident.",
        conclusion="chambre implantable posée pour la chimiothérapie d'un cancer du sein.",
    )
    assert roles(text) == {"Z452": CodeRole.DP, "C509": CodeRole.DR}


def test_the_day_of_discharge_chooses_the_edition():
    text = report(course="Pneumopathie traitée.", conclusion="pneumopathie.")
    inside = coded(text + "\n\nHospitalisé du 01/06/2022 au 04/06/2022.")
    assert (inside.edition.year, inside.day, inside.valid_that_day) == (2022, date(2022, 6, 4), True)
    after = coded(text + "\n\nHospitalisé du 01/06/2025 au 04/06/2025.")
    assert (after.edition.year, after.valid_that_day) == (2022, False)


class Closed:
    """The nomenclature with one code that ended some day."""

    def __init__(self, retriever, code, last):
        self.retriever, self.code, self.last = retriever, code, last

    def codes(self, phrase, nomenclature, top):
        return self.retriever.codes(phrase, nomenclature, top)

    def entry(self, code, nomenclature):
        entry = self.retriever.entry(code, nomenclature)
        return replace(entry, valid_until=self.last) if entry and code == self.code else entry


def test_a_code_that_is_not_valid_at_discharge_is_refused_and_named():
    dated = TOOLS.codes_on(date(2022, 6, 4))
    closing = Closed(dated.retriever, "J189", date(2022, 6, 3))
    tools = replace(TOOLS, codes_on=lambda day: replace(dated, retriever=closing, day=day))
    text = report(course="Pneumopathie traitée.", conclusion="pneumopathie.")
    stay = stay_of(text, "report.txt", TOOLS.status.patterns)
    day_before = code_stay(replace(stay, exit=date(2022, 6, 3)), tools)
    assert [code.code for code in day_before.codes] == ["J189"]
    too_late = code_stay(replace(stay, exit=date(2022, 6, 4)), tools)
    assert too_late.codes == ()
    assert [(r.code, r.rule.id) for r in too_late.rejected if r.rule] == [("J189", "VALIDITE")]
