"""Drugs taken in overdose: the poisoning by the drug's class, its cause by the intention, and what was given for it."""

import pytest

from assistant.domain.coding import CodeRole
from tests.pipeline.coding.reports import roles


def causes(told: dict[str, CodeRole]) -> set[str]:
    return {code[:3] for code in told if code[0] == "X"}


def test_each_drug_taken_on_purpose_has_its_poisoning_and_its_cause():
    told = roles(
        "Mlle O., 22 ans, amenée après ingestion volontaire de 30 comprimés d'alprazolam et de paracétamol (16 g).\n\n"
        "Évolution : N-acétylcystéine, surveillance.\n\n"
        "Conclusion : épisode dépressif sévère, intoxication médicamenteuse volontaire (alprazolam, paracétamol)."
    )
    assert told["T424"] is CodeRole.DP
    assert told["T391"] is told["F322"] is CodeRole.DAS
    assert causes(told) == {"X60", "X61"}
    assert "T509" not in told


def test_a_drug_taken_by_mistake_is_an_accident():
    told = roles(
        "Garçon de 3 ans.\n\nMotif : ingestion accidentelle d'aténolol de son grand-père.\n\nÉvolution : surveillance "
        "scopée.\n\nConclusion : intoxication accidentelle par aténolol."
    )
    assert "T447" in told and causes(told) == {"X43"}


@pytest.mark.parametrize(
    "course",
    [
        "Intoxication au paracétamol, sertraline introduite.",
        "Intoxication au paracétamol puis mise sous sertraline.",
        "Intoxication au paracétamol. Pas de prise d'antidépresseur.",
    ],
)
def test_what_was_given_or_not_taken_is_no_poison(course: str):
    told = roles(
        f"Patiente de 30 ans.\n\nMotif : geste suicidaire.\n\nÉvolution : {course}\n\n"
        "Conclusion : intoxication volontaire au paracétamol."
    )
    assert "T391" in told and "T432" not in told
