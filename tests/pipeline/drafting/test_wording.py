"""From speech to report style: tagged pairs in both languages, and denials that stay denials."""

import pytest

from assistant.domain.draft import ReportKind
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.drafting import load_template
from assistant.pipeline.drafting.telegraph import telegraph
from assistant.pipeline.lexicon import load_lexicon
from tests.pipeline.drafting.conftest import LEXICONS, TEMPLATES, dialogue, drafted, texts

CLINICIAN, PATIENT = SpeakerRole.CLINICIAN, SpeakerRole.PATIENT


def _written(text: str, role: SpeakerRole, language: Language) -> str:
    wording = load_template(TEMPLATES, ReportKind.CONSULTATION, language).wording
    return telegraph(text, role, wording, load_lexicon(LEXICONS, language).numbers)


@pytest.mark.parametrize(
    ("role", "said", "written"),
    [
        (CLINICIAN, "L'oxygène, quatre-vingt-dix-sept.", "SpO2 97 %"),
        (CLINICIAN, "La température, trente-sept neuf.", "T 37,9 °C"),
        (CLINICIAN, "La tension, douze sept.", "TA 12/7"),
        (CLINICIAN, "Je vous revois dans un mois.", "Revoir dans un mois"),
        (CLINICIAN, "L'Esidrex, on l'arrête aujourd'hui.", "Arrêter Esidrex"),
        (CLINICIAN, "Le Toplexil, non, on arrête.", "Arrêter Toplexil"),
        (CLINICIAN, "Les anti-inflammatoires, c'est interdit.", "Les anti-inflammatoires, c'est interdit"),
        (CLINICIAN, "Bonjour Madame, installez-vous.", ""),
        (PATIENT, "Ben… j'ai arrêté à Noël, docteur.", "A arrêté à Noël"),
        (PATIENT, "Je me réveille trois fois par semaine.", "Se réveille 3 fois /semaine"),
        (PATIENT, "Je prends de l'Amlor, un demi… non, un entier.", "Prend de l'Amlor, un entier"),
        (PATIENT, "D'accord, merci docteur.", ""),
    ],
)
def test_french(role: SpeakerRole, said: str, written: str) -> None:
    assert _written(said, role, "fr").replace(" /", "/") == written.replace(" /", "/")


@pytest.mark.parametrize(
    ("role", "said", "written"),
    [
        (CLINICIAN, "so i'm going to prescribe metformin 500 milligrams twice a day .", "Metformin 500 mg twice daily"),
        (CLINICIAN, "we'll see you back in two weeks .", "Follow-up in 2 weeks"),
        (CLINICIAN, "hey dragon , order the medications .", ""),
        (PATIENT, "well , i've been having headaches .", "Has been having headaches"),
        (PATIENT, "um , i take lisinopril , you know .", "Takes lisinopril"),
        (PATIENT, "thanks , doctor .", ""),
    ],
)
def test_english(role: SpeakerRole, said: str, written: str) -> None:
    assert _written(said, role, "en") == written


def test_what_is_denied_and_also_stated_is_not_denied() -> None:
    draft = drafted(
        dialogue(
            "en",
            "D: any vomiting or fever ?",
            "P: no .",
            "P: i was vomiting yesterday though .",
        )
    )
    everything = " ".join(one for section in draft.sections for one in texts(draft, section.key))
    assert "No vomiting" not in everything and "o fever" in everything


def test_a_question_about_something_else_denies_nothing() -> None:
    draft = drafted(dialogue("fr", "D: Vous avez d'autres questions sur la fièvre ?", "P: Non."))
    assert "fièvre" not in " ".join(texts(draft, "present_illness"))


def test_an_answer_names_what_the_question_was_about() -> None:
    draft = drafted(dialogue("fr", "D: L'asthme, vous l'avez depuis quel âge ?", "P: Depuis mes huit ans."))
    assert "Asthme : depuis ses 8 ans." in [one for section in draft.sections for one in texts(draft, section.key)]


def test_measurements_share_a_line() -> None:
    draft = drafted(dialogue("fr", "D: La tension, douze huit. Le pouls, soixante-douze."))
    assert texts(draft, "exam") == ["TA 12/8, FC 72."]
