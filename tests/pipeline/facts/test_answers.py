"""What an answer may and may not grant: allergies, relatives, conditions, amounts, questions without a mark."""

import pytest

from assistant.domain.fact import FactKind
from assistant.domain.language import Language
from tests.pipeline.facts.tagged import assert_dialogue, assert_note
from tests.pipeline.facts.test_dialogues import heard


def allergies(language: Language, *lines: str) -> list[tuple[str, str]]:
    """The concepts and words of the allergies heard."""
    return [(fact.concept, fact.text) for fact in heard(language, *lines) if fact.kind is FactKind.ALLERGY]


def test_a_drug_spoken_of_before_is_no_answer_to_a_question_about_allergies() -> None:
    assert allergies("fr", "Et des médicaments ?", "Un Spasfon hier.", "Des allergies ?", "Oui, à l'amoxicilline.") == [
        ("amoxicillin", "amoxicilline")
    ]
    assert allergies("en", "Tablets?", "Some ibuprofen.", "Any allergies?", "Yes, to penicillin.") == [
        ("penicillins", "penicillin")
    ]


def test_an_answer_that_names_no_substance_is_an_allergy_to_none() -> None:
    assert allergies("fr", "Des allergies ?", "Oui.") == [("allergy", "Oui")]
    assert allergies("en", "Any allergies?", "No.") == [("no_known_allergy", "No")]


def test_a_denied_question_about_allergies_is_contradicted_by_the_substance() -> None:
    assert allergies("fr", "Pas d'allergie, hein ?", "Si, si, la pénicilline !") == [("penicillins", "pénicilline")]


def test_the_relative_asked_about_has_what_the_answer_tells() -> None:
    assert_dialogue(
        "fr", "D: Et votre sœur, ça va ?", "P: On lui a trouvé un [[cancer du sein|problem:breast_cancer family]]."
    )
    assert_dialogue("en", "D: And your sister?", "P: They found [[breast cancer|problem:breast_cancer family]].")


def test_a_relative_named_after_a_full_clause_does_not_reach_back_over_it() -> None:
    assert_note(
        "fr",
        "Ni [[diabète|problem:diabetes negated]] ; [[asthme|problem:asthma family]] chez la sœur.",
    )


def test_si_that_opens_a_condition_is_no_yes() -> None:
    assert heard("fr", "Vous toussez ?", "Si vous voulez, on en parle.") == []


@pytest.mark.parametrize(
    ("language", "asked", "said"), [("fr", "Votre diabète ?", "Ça va."), ("en", "Any thirst?", "I get up 2 times.")]
)
def test_what_neither_grants_nor_denies_makes_no_fact(language: Language, asked: str, said: str) -> None:
    assert heard(language, asked, said) == []


def test_the_drug_that_a_side_effect_is_asked_of_is_not_denied() -> None:
    assert_dialogue("en", "D: Any diarrhea with the metformin?", "P: [[No|problem:diarrhea negated answers=0]].")
    assert_dialogue("fr", "D: De la toux avec le ramipril ?", "P: [[Non|problem:cough negated answers=0]].")


def test_a_clinician_asks_without_a_question_mark() -> None:
    assert heard("en", "Any fever or chills") == []
    assert_dialogue("en", "D: Have you had any fever.", "P: [[No|problem:fever negated answers=0]].")


def test_a_score_keeps_its_value_and_its_maximum() -> None:
    assert_note("en", "[[MMSE 24/30|measurement:mmse value=24/30]].")


def test_a_fall_in_pressure_is_no_pressure() -> None:
    pressures = [f for f in heard("en", "Your blood pressure drops twenty points.") if f.kind is FactKind.MEASUREMENT]
    assert pressures == []


@pytest.mark.parametrize("said", ["La saturation en oxygène est bonne.", "Il y a du sucre dans le thé."])
def test_common_words_are_no_drug_and_no_disease(said: str) -> None:
    assert [f for f in heard("fr", said) if f.kind in (FactKind.DRUG, FactKind.PROBLEM)] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "It felt like I was having a heart attack."), ("fr", "J'ai cru faire un infarctus.")],
)
def test_what_it_felt_like_is_not_what_it_was(language: Language, said: str) -> None:
    problems = [f for f in heard(language, said) if f.kind is FactKind.PROBLEM]
    assert problems and all(fact.qualifiers.uncertain for fact in problems)


@pytest.mark.parametrize(
    ("language", "asked", "said", "allergies"),
    [
        ("fr", "Des allergies ?", "Non, aucune. Il a déjà eu de l'amoxicilline l'an dernier.", []),
        ("fr", "Des allergies ?", "Non. Enfin si, la pénicilline.", ["penicillins"]),
        ("en", "Any allergies?", "No, none. She had amoxicillin last year.", []),
    ],
)
def test_a_drug_spoken_of_after_no_is_no_allergy(
    language: Language, asked: str, said: str, allergies: list[str]
) -> None:
    found = heard(language, asked, said)
    named = [f.concept for f in found if f.kind is FactKind.ALLERGY and f.concept != "no_known_allergy"]
    assert named == allergies


def problems(language: Language, *lines: str) -> list[tuple[str, bool, bool]]:
    """The concepts of the problems heard, each with whether it is negated and past."""
    return [
        (fact.concept, fact.qualifiers.negated, fact.qualifiers.past)
        for fact in heard(language, *lines)
        if fact.kind is FactKind.PROBLEM
    ]


@pytest.mark.parametrize(
    ("language", "lines", "expected"),
    [
        ("fr", ("De la toux ? De la fièvre ?", "Oui."), []),
        ("en", ("Any cough? Any fever?", "Yes."), []),
        ("fr", ("De la toux ? De la fièvre ?", "Oui, de la fièvre."), [("fever", False, False)]),
        ("en", ("Any cough or fever?", "Yes, a cough."), [("cough", False, False)]),
        ("fr", ("De la toux ? De la fièvre ?", "Non."), [("cough", True, False), ("fever", True, False)]),
        ("en", ("Any fever?", "Yes."), [("fever", False, False)]),
        ("fr", ("De la fièvre ?", "Non… Si. Une fois."), [("fever", False, False)]),
        ("fr", ("De la fièvre ?", "Au début oui, plus maintenant."), [("fever", True, False)]),
        ("en", ("Any fever?", "Not anymore. Yes, at first, well."), [("fever", True, False)]),
    ],
)
def test_a_yes_grants_only_what_one_question_asks_or_what_it_names(
    language: Language, lines: tuple[str, ...], expected: list[tuple[str, bool, bool]]
) -> None:
    assert problems(language, *lines) == expected
