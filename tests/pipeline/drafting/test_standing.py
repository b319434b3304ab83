"""What is no matter of a report, and lines that a reader understands alone."""

from dataclasses import replace

import pytest

from assistant.domain.draft import ReportKind
from assistant.domain.evidence import SegmentEvidence
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.pipeline.drafting import load_template
from assistant.pipeline.drafting.selecting import selected
from assistant.pipeline.drafting.statement import Statement
from tests.pipeline.drafting.conftest import ROOT, dialogue, drafted, texts


def _section(language: Language, lines: list[str], key: str) -> str:
    return " ".join(texts(drafted(dialogue(language, *lines)), key))


def _all(language: Language, lines: list[str]) -> str:
    draft = drafted(dialogue(language, *lines))
    return " ".join(one.text for section in draft.sections for one in section.sentences)


@pytest.mark.parametrize(
    ("language", "lines", "never"),
    [
        ("en", ["D: Can I take your date of birth?", "P: The fourth of March 1961."], "1961"),
        ("en", ["D: Could you confirm your name and address?", "P: Ann Lee.", "P: 22 Orchard Lane."], "Orchard"),
        ("en", ["D: Can I check your email?", "P: It's ann dot lee at gmail dot com."], "gmail"),
        ("en", ["D: What can I do for you?", "P: I have a cough. Can you hear me okay? The line's bad."], "hear"),
        ("en", ["D: Good morning, I'm Doctor Patel from the surgery. What brings you in?", "P: A cough."], "Patel"),
        ("fr", ["D: Votre date de naissance, pour être sûr ?", "P: Le douze avril 1978."], "1978"),
        ("fr", ["D: Vous êtes toujours au 14 rue des Tilleuls ?", "P: Non, 3 avenue Foch maintenant."], "Foch"),
        ("fr", ["D: Vous m'entendez bien ?", "P: Oui, ça coupe un peu. J'ai de la fièvre."], "coupe"),
        ("fr", ["D: Je vous l'envoie par mail ?", "P: Sylvie point durand arobase orange point fr."], "arobase"),
    ],
)
def test_particulars_and_the_line_are_never_lines_of_a_report(language: Language, lines: list[str], never: str) -> None:
    assert never not in _all(language, lines)


@pytest.mark.parametrize(
    ("language", "lines", "kept"),
    [
        ("en", ["D: Can I take your date of birth?", "P: I'm here because I have chest pain."], "hest pain"),
        ("en", ["D: Can you confirm your name?", "P: Ann Lee.", "D: Any allergies?", "P: Penicillin."], "enicillin"),
        ("fr", ["D: Votre date de naissance ?", "P: Le douze avril. J'ai mal à la gorge."], "al de gorge"),
        ("fr", ["D: Votre nom ?", "P: Durand.", "D: Des allergies ?", "P: La pénicilline."], "énicilline"),
    ],
)
def test_what_is_clinical_is_kept_beside_particulars(language: Language, lines: list[str], kept: str) -> None:
    assert kept in _all(language, lines)


@pytest.mark.parametrize(
    ("language", "lines", "written"),
    [
        ("en", ["D: Any vomiting?", "P: Just once, after a coughing fit."], "Vomiting: once, after a coughing fit"),
        ("en", ["D: Any chest pain?", "P: Only when I cough."], "Chest pain: only when coughs"),
        ("en", ["D: How high has the temperature been?", "P: 38.9 last night."], "Temperature: 38.9 last night"),
        ("fr", ["D: Il y a du sang ?", "P: Ce matin, un peu rose, sur le papier."], "Sang : ce matin, un peu rose"),
        ("fr", ["D: Et l'Aldactone ?", "P: C'est le cardiologue qui l'a enlevé."], "ldactone : enlevé par cardiologue"),
        ("fr", ["D: Où est-ce que vous avez mal ?", "P: En bas du dos, au milieu."], "Douleur : en bas du dos"),
    ],
)
def test_an_answer_that_names_nothing_takes_its_name_from_the_question(
    language: Language, lines: list[str], written: str
) -> None:
    assert written in _all(language, lines)


@pytest.mark.parametrize(
    ("language", "lines", "never"),
    [
        ("en", ["D: Any infections, any operations before?", "P: None for years."], "None for years"),
        ("en", ["D: What did the nurse say?", "P: It was all right in the end."], "It was"),
        ("fr", ["D: Il tousse, il a le nez pris ?", "C: Ah le nez, ça coule, vert."], "Toux :"),
        ("fr", ["D: Et ça s'est passé quand ?", "P: En octobre 2016."], "ctobre 2016"),
        ("fr", ["D: Mal dans le dos, sur le côté ?", "P: Non, pas de dos."], "as de dos"),
        ("fr", ["D: Et mal dans le dos, sur les côtés ?", "P: Le dos, non."], "as de dos"),
        ("fr", ["D: On verra. On le fera dans deux semaines."], "Faire dans"),
    ],
)
def test_a_line_that_names_nothing_is_left_out(language: Language, lines: list[str], never: str) -> None:
    assert never not in _all(language, lines)


@pytest.mark.parametrize(
    ("language", "lines", "key", "written"),
    [
        (
            "fr",
            ["D: Qu'est-ce qui vous amène ?", "P: J'ai mal à la gorge.", "D: Depuis quand ?", "P: Trois jours."],
            "reason",
            "Mal de gorge, 3 jours",
        ),
        (
            "en",
            ["D: What brings you in?", "P: I have a headache.", "D: How long has it been?", "P: About two weeks."],
            "reason",
            "Headache, about 2 weeks",
        ),
    ],
)
def test_since_when_stands_with_the_complaint(language: Language, lines: list[str], key: str, written: str) -> None:
    assert written in _section(language, lines, key)


@pytest.mark.parametrize(
    ("language", "lines", "never"),
    [
        ("fr", ["D: Des bleus ?", "P: Non. Un bleu sur la cuisse, c'est tout."], "as de bleu"),
        ("fr", ["D: Des contractions ?", "P: Non. Enfin le ventre durcit un peu le soir."], "as de contraction"),
        ("en", ["D: Any rash?", "P: No. Well, I did have some spots on Monday."], "No rash"),
        ("en", ["D: Any fever, shivering?", "P: I've been shivery. I don't have a thermometer."], "No fever"),
        (
            "fr",
            ["D: C'est la première fois ?", "P: La sciatique, jamais.", "D: Ça ressemble à une lombosciatique droite."],
            "as de sciatique",
        ),
    ],
)
def test_a_no_that_is_taken_back_denies_nothing(language: Language, lines: list[str], never: str) -> None:
    assert never not in _all(language, lines)


@pytest.mark.parametrize(
    ("language", "lines", "reason"),
    [
        ("en", ["D: Hi Ann, I hear you hurt your knee?", "P: Yeah, playing soccer."], "Hurt the knee, playing soccer."),
        ("en", ["D: I've got you down as having a cough?", "P: Yes, for a week."], "Cough, for a week."),
        (
            "fr",
            ["D: Ça va ?", "P: Je viens pour le renouvellement.", "P: J'ai eu des tremblements en juin."],
            "enouvell",
        ),
        ("fr", ["D: Bonjour, racontez-moi ça.", "P: C'est le gros orteil droit."], "ros orteil droit"),
    ],
)
def test_the_reason_is_what_was_come_for(language: Language, lines: list[str], reason: str) -> None:
    assert reason in _section(language, lines, "reason")


def test_no_length_pushes_out_a_red_flag():
    template = load_template(ROOT / "knowledge" / "templates", ReportKind.CONSULTATION, "fr")

    def one(turn: int, topic: str, text: str, weight: float, flags: frozenset[str] = frozenset()) -> Statement:
        evidence = (SegmentEvidence(turn, Span(0, 9)),)
        return Statement(topic, text, evidence, weight, frozenset(text.split()), flags=flags)

    told = [one(turn, "present_illness", f"Histoire {turn} bien longue et pesante", 9.0) for turn in range(30)]
    flag = one(30, "present_illness", "A parlé un soir d'en finir", 0.2, frozenset({"suicidal_ideation"}))
    assert flag in selected([*told, flag], template, 60)
    assert flag not in selected([*told, replace(flag, flags=frozenset())], template, 60)
