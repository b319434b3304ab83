"""Drugs that caused something: their external cause beside the condition, and never beside a poisoning."""

import pytest

from assistant.domain.coding import CodeRole
from tests.pipeline.coding import reports


def roles(course: str, conclusion: str = "suites simples.") -> dict[str, CodeRole]:
    text = f"Patient de 70 ans.\n\nMotif : malaise.\n\nÉvolution : {course}\n\nConclusion : {conclusion}"
    return reports.roles(text)


@pytest.mark.parametrize(
    ("said", "effect", "cause"),
    [
        ("Toxidermie à la cloxacilline, arrêtée, dermocorticoïdes.", "L270", "Y400"),
        ("Hyponatrémie à 118 sous thiazidique, arrêté.", "E8710", "Y543"),
        ("Choc anaphylactique à la ceftriaxone traité par adrénaline.", "T886", "Y401"),
        ("Ulcère gastrique hémorragique sous aspirine, hémostase endoscopique.", "K254", "Y451"),
        ("Éruption urticarienne diffuse dès J2 après gentamicine, arrêtée.", "L500", "Y405"),
        ("Hypothyroïdie immuno-induite par le pembrolizumab, lévothyroxine débutée.", "E032", "Y433"),
        ("Agranulocytose au carbimazole, arrêté, antibiotiques.", "D70", "Y422"),
    ],
)
def test_an_adverse_effect_has_its_condition_and_its_cause(said, effect, cause):
    found = roles(said)
    assert effect in found
    assert found[cause] is CodeRole.DAS


@pytest.mark.parametrize(
    "said",
    [
        "Pneumopathie traitée par amoxicilline.",
        "Neutropénie fébrile traitée par pipéracilline-tazobactam.",
        "Pas de toxidermie à l'amoxicilline, poursuivie.",
        "La fibrillation atriale a justifié la majoration du bisoprolol.",
        "Toxidermie à l'allopurinol récusée par le dermatologue, allopurinol poursuivi.",
    ],
)
def test_a_treatment_or_a_denied_effect_has_no_cause(said):
    assert not [code for code in roles(said) if code.startswith(("Y4", "Y5"))]


def test_a_poisoning_is_no_adverse_effect():
    found = roles(
        "Intoxication volontaire au bromazépam à domicile, surveillance. Confusion iatrogène sous bromazépam.",
        "intoxication médicamenteuse volontaire au bromazépam.",
    )
    assert "T424" in found and "X610" in found
    assert not [code for code in found if code.startswith(("Y4", "Y5"))]
