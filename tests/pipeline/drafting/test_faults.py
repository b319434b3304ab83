"""Faults that drafts had, each as the rule it broke: what a section must hold, and what it must never hold."""

import pytest

from assistant.domain.language import Language
from tests.pipeline.drafting.conftest import dialogue, drafted, texts

_ASK = "D: Bonjour, qu'est-ce qui vous amène ?"


def _section(language: Language, lines: list[str], key: str) -> str:
    return " ".join(texts(drafted(dialogue(language, *lines)), key))


@pytest.mark.parametrize(
    ("language", "lines", "reason"),
    [
        ("fr", [_ASK, "P: Ben le renouvellement, j'ai plusieurs choses, je vous préviens."], "Renouvellement."),
        ("fr", ["D: Vous venez pour quoi ?", "P: Je viens parce que ma toux nous réveille tous chez nous."], "Toux."),
        ("fr", ["D: Vous êtes entrée parce que vous étiez essoufflée au moindre effort."], "Dyspnée."),
        ("en", ["D: The nurse says you've been having some falls.", "P: She's fussing."], "Fall."),
        ("en", ["D: What's been going on?", "P: I've got this cough, you see, and my wife told us to come."], "Cough."),
    ],
)
def test_the_reason_is_a_clinical_one_and_never_a_quotation(language: Language, lines: list[str], reason: str) -> None:
    assert _section(language, lines, "reason") == reason


@pytest.mark.parametrize(
    ("language", "lines", "key", "kept"),
    [
        ("en", ["D: Any phlegm?", "P: Just clear stuff. Nothing green."], "present_illness", "othing green"),
        ("en", ["D: Any chest pain, any palpitations before it?", "P: No chest pain."], "present_illness", "No chest"),
        ("fr", ["D: De la toux ?", "P: Aucune toux, aucune fièvre."], "present_illness", "Aucune toux"),
        (
            "fr",
            ["D: Elle vous donne de la diarrhée ?", "P: Au début oui, plus maintenant."],
            "present_illness",
            "plus m",
        ),
        ("fr", ["D: Pas de calculs, pas de diabète ?", "P: Moi non."], "present_illness", "Pas de calculs, pas de dia"),
    ],
)
def test_what_was_denied_stays_denied(language: Language, lines: list[str], key: str, kept: str) -> None:
    assert kept in _section(language, lines, key)


def test_a_pillow_is_no_orthopnoea() -> None:
    lines = ["D: Ça coule de l'oreille ?", "C: Non, j'ai regardé l'oreiller, il n'y avait rien."]
    assert "yspnée" not in _section("fr", lines, "present_illness")


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("P: Je tousse depuis dix jours. Non, treize, c'était avant Noël.", "depuis 13 jours"),
        (
            "P: J'ai eu une cystite il y a deux ans… non, attendez, c'était l'été du mariage, donc trois ans.",
            "il y a 3 ans",
        ),
        ("P: La toux, c'était en janvier… non, je dis n'importe quoi, c'était en février.", "février"),
    ],
)
def test_what_was_taken_back_is_given_as_it_was_put_right(line: str, written: str) -> None:
    draft = drafted(dialogue("fr", "D: Depuis quand ?", line))
    everything = " ".join(one.text for section in draft.sections for one in section.sentences)
    assert written in everything
    assert not any(word in everything for word in ("janvier", "10 jours", "2 ans"))


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("D: Vous n'attendez pas, vous appelez le quinze si vous saignez.", "Ne pas attendre"),
        ("D: Buvez un litre et demi par jour, et ne vous retenez pas.", "Boire 1,5 L/j"),
        ("D: Restez au paracétamol.", "Rester au paracétamol"),
        ("D: Si la nuque est raide, là vous allez aux urgences.", "aller aux urgences"),
    ],
)
def test_orders_are_written_as_infinitives(line: str, written: str) -> None:
    assert written in _section("fr", [line], "plan")


def test_what_the_hand_finds_is_an_examination() -> None:
    lines = ["D: Le ventre est souple, juste une petite gêne au-dessus du pubis quand j'appuie."]
    assert _section("fr", lines, "exam") == "Ventre souple, juste une petite gêne au-dessus du pubis à la palpation."


def test_a_relatives_illness_names_the_relative_asked_after() -> None:
    lines = ["D: Et votre sœur, ça va ?", "P: Elle a un cancer du sein."]
    assert _section("fr", lines, "history").startswith("Sœur : ")


@pytest.mark.parametrize(
    ("lines", "concluded"),
    [
        (["D: There's wheeze on both sides.", "D: It's a moderate asthma attack, I'd say."], "oderate asthma attack"),
        (
            ["D: Your throat is red. I think this is a virus, so I will not give you any pills."],
            "Likely a virus, no pills",
        ),
        (["D: There's your answer. Your blood pressure drops when you stand up."], "drops when stands up"),
        (["D: Your lungs are clear.", "D: I think this is depression, and I think the drink feeds it."], "depression"),
    ],
)
def test_what_an_english_clinician_thinks_is_the_assessment(lines: list[str], concluded: str) -> None:
    assert concluded in _section("en", lines, "assessment")


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("fr", ["D: Et ses vaccins ?", "C: Le Prevenar a été fait en mars."]),
        ("en", ["D: Any jabs this year?", "P: I had the flu vaccine in October."]),
    ],
)
def test_a_vaccine_is_history_and_no_treatment(language: Language, lines: list[str]) -> None:
    assert _section(language, lines, "treatments") == ""
    assert _section(language, lines, "history")


def test_a_drug_said_twice_is_written_once_with_all_that_was_said() -> None:
    lines = ["D: Le ramipril, cinq milligrammes, on l'a augmenté jeudi. Ramipril, cinq milligrammes le soir."]
    assert _section("fr", lines, "plan") == "Ramipril 5 mg, le soir, on l'a augmenté jeudi."


def test_what_the_patient_repeats_of_a_prescription_is_not_a_treatment() -> None:
    lines = ["D: Prednisolone, forty milligrams once a day.", "P: Prednisolone, forty, once a day. Got it."]
    assert _section("en", lines, "treatments") == ""


def test_a_unit_that_is_said_of_the_drug_elsewhere_is_the_unit() -> None:
    lines = [
        "D: La metformine, vous la prenez comment ?",
        "P: Cinq cents, trois fois par jour.",
        "D: On passe la metformine à mille milligrammes matin et soir.",
    ]
    draft = drafted(dialogue("fr", *lines))
    (line,) = [one for section in draft.sections if section.key == "treatments" for one in section.sentences]
    assert line.text == "Metformine : 500 mg, 3/j."
    assert {one.turn for one in line.evidence} == {0, 1, 2}  # type: ignore[union-attr]


def test_one_vomit_after_coughing_stays_one() -> None:
    lines = [
        "D: Des vomissements, de la diarrhée ?",
        "C: Il a vomi une fois hier soir, après la toux. Pas de diarrhée.",
    ]
    written = _section("fr", lines, "present_illness")
    assert "1 fois" in written and "après la toux" in written and "Vomissements" not in written


def test_what_asks_the_patient_to_undress_is_not_a_result() -> None:
    lines = ["D: La créatinine est à quatre-vingt-dix-huit. Retirez vos chaussettes, je regarde les pieds."]
    assert "chaussettes" not in _section("fr", lines, "tests")


def _all(language: Language, lines: list[str]) -> str:
    draft = drafted(dialogue(language, *lines))
    return " ".join(one.text for section in draft.sections for one in section.sentences)


@pytest.mark.parametrize(
    ("language", "lines", "never"),
    [
        ("en", ["D: I think you have asthma. So for your second problem, your hypertension."], "second problem"),
        ("en", ["D: Let me go over my assessment and my plan for you.", "P: Sure."], "ssessment"),
        ("en", ["D: Let's start with your cough first. Is it dry?", "P: Yes."], "first"),
        ("en", ["D: I'll take it you don't take any regular medications, then."], "ake it"),
        ("en", ["D: Hey dragon, order the medications and procedures we discussed."], "discussed"),
        ("en", ["D: If you do n't have any questions, I'll walk you out to the desk."], "walk"),
        ("en", ["D: Any triggers? For example, think like takeaway food or smoking."], "takeaway"),
        ("en", ["D: It's eczema. The reason being that you said it was itchy."], "reason being"),
        ("fr", ["D: C'était quand ? Il me faut le jour et l'heure, pour le certificat."], "heure"),
        ("fr", ["D: Si vous n'avez pas d'autres questions, je vous raccompagne."], "questions"),
        ("fr", ["D: C'est une entorse.", "P: D'accord, donc je garde l'attelle trois semaines."], "3 semaines"),
    ],
)
def test_announcements_examples_and_courtesy_are_no_part_of_a_note(
    language: Language, lines: list[str], never: str
) -> None:
    assert never not in _all(language, lines)


@pytest.mark.parametrize(
    ("language", "lines", "key", "held"),
    [
        ("en", ["D: You've been putting ice on it to rest it, which hasn't helped."], "present_illness", "ice on it"),
        ("en", ["D: Her followup blood work revealed a low hemoglobin."], "tests", "hemoglobin"),
        ("en", ["D: Brian is a 58 year old male with hypertension who presents for follow-up."], "history", "58"),
        ("en", ["D: It is also worth trying antihistamines. Things like loratadine."], "plan", "oratadine"),
        ("en", ["D: It seems like you may have something called gastroenteritis."], "assessment", "astroenteritis"),
        ("fr", ["D: Et le fond d'œil, chez l'ophtalmo."], "plan", "ond d'œil"),
        ("fr", ["D: Infanrix hexa et Prevenar, deux et quatre mois, oui."], "history", "revenar"),
        ("fr", ["D: Vous prenez quoi ?", "P: Le Voltarène de ma femme."], "present_illness", "oltarène"),
    ],
)
def test_what_is_past_possible_or_ordered_stands_in_its_own_section(
    language: Language, lines: list[str], key: str, held: str
) -> None:
    assert held in _section(language, lines, key)
    assert held not in " ".join(
        _section(language, lines, other) for other in ("plan", "exam", "treatments") if other != key
    )


@pytest.mark.parametrize(
    ("language", "lines", "never"),
    [
        ("en", ["D: What brings you in?", "P: I had chest pain, but it stopped after four days."], "Chest pain, after"),
        ("en", ["D: Does the stress affect your mood?", "P: No, I think it's the good kind of stress."], "nxiety"),
        ("en", ["D: Any discharge?", "P: No."], "aginal"),
        (
            "fr",
            [
                "D: Qu'est-ce qui vous amène ?",
                "C: Il tousse.",
                "D: Il vomit ?",
                "C: Un vomi ce matin, après une quinte de toux.",
            ],
            "Vomissements, toux",
        ),
        ("fr", ["D: Et le chat ? Et les tests ?", "P: À douze ans."], "Chat :"),
        ("fr", ["D: Des douleurs dans la poitrine ?", "P: Non."], "Pas de douleurs."),
        ("en", ["D: Any discharge coming out of your ears?", "P: No."], "aginal"),
        ("en", ["D: Are you normally fit and well?", "P: Other than asthma, yes."], "eizure"),
        ("en", ["D: What do you take for it?", "P: I've been taking, um, mel- um."], "mel"),
    ],
)
def test_a_bare_name_never_says_more_than_was_said(language: Language, lines: list[str], never: str) -> None:
    assert never not in _all(language, lines)


def test_stray_words_are_no_lines_of_a_report() -> None:
    lines = [
        "D: Le genou a gonflé ? Il s'est bloqué ?",
        "P: Non. Et je suis pas tombé.",
        "C: Je suis sa fille, c'est moi qui prépare le pilulier.",
    ]
    draft = drafted(dialogue("fr", *lines))
    written = " ".join(one.text for section in draft.sections for one in section.sentences)
    assert "pas de chute" in written.lower() and "tombé" not in written
    assert not any(word in written for word in ("pilulier", "fille"))


def test_an_answer_about_the_family_is_no_allergy() -> None:
    lines = ["D: Dans la famille, de l'asthme, des allergies ?", "C: Son papa était asthmatique. Lui, non."]
    assert _section("fr", lines, "allergies") == ""
    assert "papa était asthmatique" in _section("fr", lines, "history")
