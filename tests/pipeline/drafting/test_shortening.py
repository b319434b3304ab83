"""Fewer words, the same meaning: what is dropped, what is named, and what must never be lost on the way."""

import pytest

from assistant.domain.draft import Draft
from tests.pipeline.drafting.conftest import dialogue, drafted, texts


def _written(draft: Draft, *keys: str) -> str:
    return " ".join(
        one for section in draft.sections if not keys or section.key in keys for one in texts(draft, section.key)
    )


@pytest.mark.parametrize(
    ("lines", "written"),
    [
        (["D: Si vous vomissez, vous arrêtez et vous m'appelez."], "Si vomit, arrêter et rappeler."),
        (["D: Vous passez à Optimizette, un par jour."], "Optimizette, 1/j"),
        (["D: C'est une migraine, ça vous fatigue mais c'est bénin."], "igraine"),
        (["D: Le pouls, soixante-douze. Les réflexes, c'est bon."], "FC 72, réflexes RAS."),
        (["D: Le poids, soixante-quatre."], "Poids 64 kg."),
        (["D: Ramipril deux et demi le soir… non, excusez-moi, cinq milligrammes le soir."], "5 mg"),
        (["D: Ça me fait penser à des apnées du sommeil."], "Évoque apnées du sommeil."),
    ],
)
def test_a_clinicians_words_in_telegraphic_form(lines: list[str], written: str) -> None:
    assert written in _written(drafted(dialogue("fr", *lines)))


def test_the_relative_stays_beside_what_is_told_of_him() -> None:
    draft = drafted(dialogue("fr", "P: Ma sœur, elle voit des éclairs, elle a des migraines."))
    assert "sœur" in _written(draft).lower()


def test_a_doubt_is_never_dropped_with_its_clause() -> None:
    lines = ["D: La tension, douze huit.", "D: Je penche pour une stéatose. Mais c'est une hypothèse."]
    assert "hypothèse" in _written(drafted(dialogue("fr", *lines)), "assessment")


def test_other_treatments_are_not_taken_for_the_drug_before() -> None:
    said = "D: Lasilix quarante, on passe de un à deux comprimés le matin. Tout le reste, on n'y touche pas."
    assert "autres traitements inchangés" in _written(drafted(dialogue("fr", said)))


def test_a_change_names_its_drug() -> None:
    lines = [
        "D: Le ramipril, vous êtes à cinq milligrammes le matin ?",
        "P: Oui, cinq.",
        "D: On passe à dix milligrammes, une fois par jour.",
    ]
    assert "Ramipril : passer à 10 mg" in _written(drafted(dialogue("fr", *lines)), "plan")


def test_a_question_after_something_else_ends_the_drug_before() -> None:
    lines = [
        "D: Keep the blue inhaler going, up to four puffs every four hours.",
        "P: And the brown one?",
        "D: We start it again today, and I want to step it up, two puffs twice a day.",
    ]
    assert "inhaler: step" not in _written(drafted(dialogue("en", *lines))).lower()


def test_the_most_that_may_be_taken_stays_the_most() -> None:
    said = "D: Doliprane, un gramme, trois par jour maximum."
    assert "max" in _written(drafted(dialogue("fr", said)), "plan")


def test_an_allergy_is_its_drug_and_its_reaction() -> None:
    lines = ["P: Notez bien l'Augmentin. À vingt ans, ça m'a fait gonfler la lèvre et des plaques partout."]
    written = _written(drafted(dialogue("fr", *lines)), "allergies")
    assert "Augmentin" in written and "angio-œdème" in written.lower()


def test_what_a_drug_was_given_for_is_no_reaction_to_it() -> None:
    said = "P: Je supporte pas la Pyostacine, pour mon érysipèle, j'étais rouge des pieds à la tête."
    assert "Pyostacine : érysipèle" not in _written(drafted(dialogue("fr", said)))


def test_what_answers_and_remarks_deny_stands_in_one_sentence() -> None:
    lines = ["D: De la fièvre ? Des frissons ?", "P: Non.", "P: La diarrhée, non."]
    assert "Pas de fièvre, pas de frissons, pas de diarrhée." in texts(
        drafted(dialogue("fr", *lines)), "present_illness"
    )


def test_the_reason_is_a_complaint_and_not_a_remark() -> None:
    lines = [
        "D: Qu'est-ce qui vous amène ?",
        "P: Au début je voulais pas venir.",
        "P: J'ai de la fièvre depuis trois jours.",
    ]
    assert "ièvre" in texts(drafted(dialogue("fr", *lines)), "reason")[0]


def test_a_new_prescription_is_never_pushed_out() -> None:
    chatter = [f"P: J'ai mal au dos numéro {number}, avec une douleur lombaire." for number in range(60)]
    plan = _written(
        drafted(dialogue("fr", *chatter, "D: Je vous prescris du Symbicort deux cents, une bouffée matin et soir.")),
        "plan",
    )
    assert "Symbicort 200" in plan


def test_what_a_relative_has_never_looks_like_the_patients() -> None:
    lines = ["C: C'était la grande, Jeanne.", "D: Jeanne est malade aussi ?", "C: Un gros rhume, depuis une semaine."]
    written = _written(drafted(dialogue("fr", *lines)))
    assert "ntourage : " in written and "Rhinorrhée" not in written


def test_a_condition_keeps_its_if_after_an_order() -> None:
    said = "D: Vous vous pesez tous les matins, et si vous prenez plus de deux kilos, vous appelez le médecin."
    assert "si prend plus de 2 kg" in _written(drafted(dialogue("fr", said)), "plan")
