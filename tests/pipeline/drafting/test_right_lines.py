"""Lines that say what was meant: whose, when, in which section, with the words that decide."""

import pytest

from assistant.domain.language import Language
from tests.pipeline.drafting.conftest import dialogue, drafted

_EXAM = {"fr": "D: La tension, treize huit.", "en": "D: Your blood pressure is 130 over 80."}


def _lines(language: Language, *said: str) -> list[tuple[str, str]]:
    sections = drafted(dialogue(language, *said)).sections
    return [(section.key, sentence.text) for section in sections for sentence in section.sentences]


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("fr", ["D: Combien d'Advil ?", "P: Trois… allez, cinq ou six par jour."], ("treatments", "Advil : 5 ou 6/j.")),
        (
            "fr",
            [_EXAM["fr"], "D: Si cette nuit il respire plus mal, vous faites le quinze."],
            ("plan", "Si cette nuit il respire plus mal, faire le 15."),
        ),
        (
            "fr",
            [_EXAM["fr"], "D: Je vous propose de le revoir dans un mois."],
            ("plan", "Revoir dans 1 mois."),
        ),
        (
            "fr",
            [_EXAM["fr"], "D: C'est une otite.", "D: Et tout de suite si c'est rouge derrière, s'il vomit."],
            ("plan", "Aussitôt si c'est rouge derrière, vomit."),
        ),
        (
            "fr",
            ["D: Le poids maintenant, venez sur la balance… quatre-vingt-un kilos."],
            ("exam", "Poids 81 kg."),
        ),
        ("fr", ["D: Alors, c'est pour le renouvellement ?", "P: C'est ça."], ("reason", "Renouvellement.")),
        ("fr", ["D: De la fièvre ?", "P: Trente-huit deux hier soir."], ("present_illness", "T 38,2 °C hier soir.")),
        (
            "fr",
            [_EXAM["fr"], "D: C'est une gastrite.", "D: Ne mangez rien, ne buvez rien."],
            ("plan", "Ne rien manger, ne rien boire."),
        ),
        (
            "en",
            [_EXAM["en"], "D: This is chickenpox.", "D: Keep him off nursery until they have crusted."],
            ("plan", "Keep him off nursery until they have crusted."),
        ),
        (
            "fr",
            [_EXAM["fr"], "P: Il faut l'arrêter, l'Eliquis ?", "D: Surtout pas."],
            ("plan", "Ne pas arrêter Eliquis."),
        ),
        (
            "en",
            ["D: Have you had thoughts of harming yourself?", "P: I wouldn't do anything."],
            ("present_illness", "“I wouldn't do anything”."),
        ),
        (
            "fr",
            ["D: Vos dernières règles ?", "P: Le douze septembre. Non, le deux, pardon."],
            ("present_illness", "Dernières règles : le 2 septembre."),
        ),
    ],
)
def test_the_words_that_decide_stay(language: Language, said: list[str], written: tuple[str, str]) -> None:
    assert written in _lines(language, *said)


@pytest.mark.parametrize(
    ("language", "said", "never"),
    [
        ("fr", ["D: Prenez un mouchoir.", "P: Merci."], "mouchoir"),
        ("en", ["D: Have a tissue.", "P: Thank you."], "tissue"),
        ("fr", ["D: Vous prenez des médicaments ? Même sans ordonnance.", "P: Non."], "ordonnance"),
        ("fr", ["D: Des hypoglycémies ?", "P: Non… Si. Une fois au marché."], "Pas d'hypo"),
        ("en", ["D: Any low sugars?", "P: No. Once, at the market."], "No hypo"),
        ("fr", ["D: Il a quel âge ?", "C: Il aura trois ans en février."], "ura"),
        ("fr", ["D: Une semaine ?", "P: Non."], "semaine"),
        ("fr", ["D: Et le Deroxat, ça avait marché ?", "P: Oui, mais j'avais pris dix kilos."], "Prise de poids"),
        ("fr", ["D: Pour la tension, le périndopril passe à huit."], "mmHg"),
        ("en", ["D: Any allergies?", "C: Not him. I'm allergic to codeine."], "Allergies"),
        ("fr", ["D: Quelqu'un fume à la maison ?", "C: Non, j'ai arrêté."], "rrêté"),
        (
            "fr",
            ["D: Quelqu'un est malade ?", "P: Mon colocataire a eu une gastro. Il a vomi pendant deux jours."],
            "Vomissements",
        ),
        (
            "fr",
            ["P: On m'avait donné de l'Augmentin.", "D: Vous fumez ?", "P: J'ai arrêté en janvier."],
            "Augmentin : a arr",
        ),
        (
            "en",
            ["D: What do you take?", "P: The blue inhaler, two puffs when I need it, and the Spiriva once a day."],
            "Spiriva, 2",
        ),
        ("fr", ["D: L'Eliquis pareil.", "P: Bon.", "D: Le sel, on arrête."], "Eliquis : arr"),
    ],
)
def test_what_nobody_meant_is_not_written(language: Language, said: list[str], never: str) -> None:
    assert not [text for _, text in _lines(language, *said) if never in text]


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        (
            "fr",
            ["D: Qu'est-ce qui vous amène ?", "P: De la toux.", "D: Depuis quand ?", "P: Depuis hier.", "D: Hier ?",
             "C: Mais non, dimanche !"],
            "dimanche",
        ),
        (
            "en",
            ["D: What is wrong?", "P: A cough.", "D: How long have you had it?", "P: Since yesterday.",
             "C: No, since Sunday."],
            "since Sunday",
        ),
    ],
)  # fmt: skip
def test_who_comes_along_corrects_a_day(language: Language, said: list[str], written: str) -> None:
    text = " ".join(text for _, text in _lines(language, *said))
    assert written in text and "hier" not in text and "yesterday" not in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["P: It hurts since last night.", "D: Can I look?", "P: Sure.", "D: Middle ear infection on the left."]),
        (
            "en",
            ["P: It hurts since last night.", "D: I'll have a look at it.", "P: Sure.", "D: Shingles, on the left."],
        ),
        ("fr", ["P: Ça fait mal depuis hier.", "D: Je vais vous examiner.", "P: Oui.", "D: Otite moyenne gauche."]),
    ],
)
def test_what_is_named_once_the_examination_has_begun_is_a_conclusion(language: Language, said: list[str]) -> None:
    *before, named = said
    assert ("assessment", named.removeprefix("D: ")) in _lines(language, *before, named)
    assert all(section != "assessment" for section, _ in _lines(language, before[0], named))


@pytest.mark.parametrize("answer", ["No.", "Um, not that I know of.", "None that I'm aware of.", "Nope, none."])
def test_no_allergy_is_a_line_of_its_own(answer: str) -> None:
    asked = "D: Do you have any allergies to medications?"
    assert ("allergies", "No allergies.") in _lines("en", asked, f"P: {answer}")
