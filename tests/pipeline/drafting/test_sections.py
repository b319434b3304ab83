"""Each thing said in the section where a reader looks for it, with its numbers as they were said."""

import pytest

from assistant.domain.language import Language
from tests.pipeline.drafting.conftest import dialogue, drafted, texts


def _section(language: Language, lines: list[str], key: str) -> str:
    return " ".join(texts(drafted(dialogue(language, *lines)), key))


@pytest.mark.parametrize(
    ("language", "lines", "key", "held", "elsewhere"),
    [
        ("en", ["D: Any allergies?", "P: My sister's allergic to latex."], "lifestyle", "latex", "allergies"),
        ("en", ["D: Asthma in the family?", "C: I've got asthma."], "lifestyle", "Of a relative", "history"),
        ("fr", ["D: De l'asthme, chez lui ?", "C: Moi, j'ai de l'asthme."], "history", "Entourage", "present_illness"),
        ("fr", ["D: Et à l'époque ?", "P: On m'avait donné du Prozac."], "history", "Prozac", "treatments"),
        ("en", ["D: Anything last year?", "P: I had a Z-Pak back in October."], "history", "Z-Pak", "treatments"),
        (
            "en",
            ["D: Is he drinking?", "C: He's drinking okay, not eating much."],
            "present_illness",
            "eating",
            "lifestyle",
        ),
        ("en", ["D: You've got wheezes on both sides."], "exam", "heezes", "assessment"),
        ("en", ["D: You may well have sleep apnoea."], "assessment", "apnoea", "plan"),
        ("en", ["D: It does sound like a urine infection."], "assessment", "infection", "plan"),
        ("en", ["D: Cut down the coffee after midday."], "plan", "coffee", "lifestyle"),
        ("en", ["D: What are you on?", "P: Nothing. Just a bit of high blood pressure."], "treatments", "", "exam"),
        ("fr", ["D: La gorge est rouge. Pas de corps étranger."], "exam", "orps étranger", "plan"),
        ("fr", ["D: D'après ce que vous me dites, c'est une cystite simple."], "assessment", "ystite simple", "plan"),
        ("fr", ["D: Vous avez nettoyé ?", "P: Avec de l'alcool à 90."], "present_illness", "alcool à 90", "lifestyle"),
        ("fr", ["D: Un rendez-vous chez l'ophtalmo."], "plan", "endez-vous chez l'ophtalmo", "tests"),
    ],
)
def test_what_is_said_stands_in_its_section(
    language: Language, lines: list[str], key: str, held: str, elsewhere: str
) -> None:
    assert held in _section(language, lines, key)
    assert not held or held not in _section(language, lines, elsewhere)


@pytest.mark.parametrize(
    ("language", "line", "key", "written"),
    [
        ("fr", "D: Si vous avez une température au-dessus de trente-huit, appelez.", "plan", "T > 38 °C"),
        ("en", "D: If you have a temperature over 38, ring us.", "plan", "> 38 °C"),
        ("fr", "D: L'hémoglobine glyquée, huit un.", "tests", "HbA1c 8,1 %"),
        ("fr", "D: Le cœur est régulier. Quinze neuf.", "exam", "TA 15/9"),
        ("fr", "C: Il prend l'Eliquis deux et demi matin et soir.", "treatments", "2,5"),
        ("en", "P: I take Calpol, five mils, every six hours.", "treatments", "every 6 hours."),
        (
            "fr",
            "D: S'il a des boutons avec le Bactrim, vous arrêtez et vous m'appelez.",
            "plan",
            "Si boutons avec Bactrim",
        ),
        ("en", "D: I want to see you back in one week, sooner if it gets worse.", "plan", "one week, sooner"),
        ("fr", "D: Si dans deux jours il a de la fièvre, vous me rappelez.", "plan", "rappeler"),
    ],
)
def test_amounts_limits_and_what_to_do_then_are_kept(language: Language, line: str, key: str, written: str) -> None:
    assert written in _section(language, [line], key)


def test_a_rhythm_said_once_is_not_given_to_another_drug() -> None:
    lines = ["D: What do you take?", "P: Losartan fifty, metformin five hundred twice a day, and a baby aspirin."]
    written = _section("en", lines, "treatments")
    assert "metformin 500 twice daily, a baby aspirin" in written and "spirin, 2/day" not in written


def test_a_dose_that_answers_for_a_drug_is_prescribed_by_its_name() -> None:
    lines = [
        "D: Repos.",
        "C: Et le Doliprane ?",
        "D: La dose huit kilos, toutes les six heures, pas plus de quatre par jour.",
    ]
    assert "oliprane : dose 8 k" in _section("fr", lines, "plan")


def test_an_echo_asks_what_was_asked() -> None:
    lines = ["D: Et la cigarette ?", "P: Oh, cinq ou six.", "D: Cinq ou six, vraiment ?", "P: Dix tous les jours."]
    assert "Tabac : 10" in _section("fr", lines, "lifestyle")


def test_the_story_keeps_some_words_beside_a_long_plan() -> None:
    orders = [
        f"D: Si vous avez de la fièvre le jour {day}, ou des frissons, vous appelez le quinze." for day in range(20)
    ]
    lines = [
        "D: Qu'est-ce qui vous amène ?",
        "P: Je suis tombé.",
        "D: Et après ?",
        "P: Mon genou a gonflé le soir même.",
    ]
    assert _section("fr", [*lines, "D: Le genou est chaud.", *orders[:8]], "present_illness")


@pytest.mark.parametrize(
    ("language", "line", "section", "word"),
    [
        ("en", "D: They indicate the possibility of a heart attack.", "assessment", "heart attack"),
        ("en", "D: We need to rule out a clot in the lung.", "assessment", "clot"),
        ("en", "D: We're probably going to have to call an ambulance for you.", "plan", "ambulance"),
        ("fr", "D: Ça fait craindre un infarctus, il faut l'éliminer.", "assessment", "infarctus"),
        ("fr", "D: J'appelle le SAMU tout de suite.", "plan", "samu"),
    ],
)
def test_an_emergency_is_concluded_and_acted_on(language: Language, line: str, section: str, word: str) -> None:
    ask = {"en": ("D: What's wrong?", "P: I have a pressure on my chest."), "fr": ("D: Alors ?", "P: Ça serre.")}
    draft = drafted(dialogue(language, *ask[language], line))
    assert any(word in text.lower() for text in texts(draft, section))
