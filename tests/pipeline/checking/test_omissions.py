"""What was said, is safety-critical, and is not in the note in the way that matters."""

from pathlib import Path

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.finding import Omission
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.checking import check_note
from assistant.pipeline.lexicon import load_lexicon

LEXICONS = Path(__file__).parents[3] / "knowledge" / "lexicons"
ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT}


def omitted(language: Language, note: str, *lines: str) -> tuple[Omission, ...]:
    """What the checker says the note leaves out of these lines."""
    turns = tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in lines)
    transcript = Transcript(language, turns, "test")
    return check_note(note, transcript, PatientContext(), load_lexicon(LEXICONS, language)).omissions


@pytest.mark.parametrize(
    ("language", "said", "note", "kind"),
    [
        # The drug stands among the treatments; that it was stopped stands nowhere.
        ("fr", ("D: L'ibuprofène, on l'arrête aujourd'hui.",), "Traitement : ibuprofène.", "drug"),
        ("en", ("D: We'll stop the ibuprofen today.",), "Medications: ibuprofen.", "drug"),
        # That it is stopped is in the plan; how much was taken is nowhere.
        ("fr", ("P: Je prends l'Esidrex vingt-cinq le matin.",), "Conduite à tenir : arrêt Esidrex.", "drug"),
        # A leave that is ordered by saying so is not named by another stop.
        (
            "fr",
            ("D: Pour l'arrêt, je vous arrête jusqu'à vendredi.",),
            "Conduite à tenir : arrêt Voltarène.",
            "follow_up",
        ),
        # A limit in figures.
        ("fr", ("D: Six grammes de sel par jour, pas plus.",), "Conduite à tenir : pesée.", "follow_up"),
        ("en", ("D: No more than two litres of fluid a day.",), "Plan: daily weights.", "follow_up"),
        # Another return, in another time.
        (
            "fr",
            ("D: Je vous revois dans deux jours.", "D: Et je vous revois dans un mois pour le bilan."),
            "Conduite à tenir : revoir dans 2 jours.",
            "follow_up",
        ),
        # An allergy is no ware without the allergen.
        ("fr", ("D: Des allergies ?", "P: Oui, le latex."), "Conduite à tenir : préservatifs sans latex.", "allergy"),
        # One warning is written, the other is not.
        (
            "fr",
            ("D: Si vous avez de la fièvre, vous m'appelez.", "D: Si vous vomissez, vous m'appelez."),
            "Conduite à tenir : rappeler si fièvre.",
            "follow_up",
        ),
        # A test ordered without a verb.
        (
            "fr",
            ("D: Demain matin, prise de sang : les reins et le potassium.",),
            "Conduite à tenir : repos.",
            "follow_up",
        ),
        # What was decided against.
        ("fr", ("D: Pas d'antibiotique, c'est un virus.",), "Conclusion : infection virale.", "follow_up"),
    ],
)
def test_what_is_left_out_is_named(language: Language, said: tuple[str, ...], note: str, kind: str) -> None:
    assert kind in [one.type for one in omitted(language, note, *said)]


@pytest.mark.parametrize(
    ("language", "said", "note"),
    [
        ("fr", ("D: L'ibuprofène, on l'arrête aujourd'hui.",), "Conduite à tenir : arrêt de l'ibuprofène."),
        ("en", ("D: We'll stop the ibuprofen today.",), "Plan: stop ibuprofen."),
        ("fr", ("D: Je vous revois dans un mois.",), "Conduite à tenir : revoir dans 1 mois."),
        ("fr", ("D: Je vous revois jeudi vingt-huit.",), "Conduite à tenir : revoir le 28/11."),
        ("fr", ("D: Des allergies ?", "P: Oui, le latex."), "Allergies : latex."),
        ("fr", ("D: Si vous avez de la fièvre, vous m'appelez.",), "Conduite à tenir : rappeler si fièvre."),
        ("fr", ("D: Demain matin, prise de sang : le potassium.",), "Conduite à tenir : prise de sang (potassium)."),
        ("fr", ("D: Pas d'antibiotique, c'est un virus.",), "Conduite à tenir : pas d'antibiotique."),
        ("fr", ("P: Le Tahor, vous me l'aviez arrêté l'an dernier.",), "Antécédents : HTA."),
    ],
)
def test_what_is_written_is_not_named(language: Language, said: tuple[str, ...], note: str) -> None:
    assert not omitted(language, note, *said)


def test_a_drug_only_pointed_to_is_named() -> None:
    (one,) = omitted(
        "fr", "Conclusion : lombalgie.", "P: Je prends de l'ibuprofène.", "D: On arrête, ça abîme l'estomac."
    )
    assert "ibuprofène" in one.text.casefold()


def test_that_no_allergy_is_known_is_no_alarm_when_left_out() -> None:
    english = omitted("en", "Cough.", "D: Do you have any allergies to medications?", "P: Um, not that I know of.")
    french = omitted("fr", "Toux.", "D: Des allergies ?", "P: Euh, pas que je sache.")
    assert not english and not french
