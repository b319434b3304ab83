"""What two consultations hold of errors that a scribe makes, and what of right sentences: both said in long turns."""

from pathlib import Path

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.finding import Claim, FindingType, Verdict
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.checking import check_note
from assistant.pipeline.lexicon import load_lexicon

LEXICONS = Path(__file__).parents[3] / "knowledge" / "lexicons"
ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT}
SORE_THROAT = (
    "D: Bonjour madame, qu'est-ce qui vous amène ?",
    "P: Ben voilà, depuis trois jours j'ai mal à la gorge, à droite surtout, et ça me lance dans l'oreille.",
    "D: Vous avez eu de la fièvre ?",
    "P: Oui, trente-huit cinq hier soir. Par contre je ne tousse pas du tout.",
    "D: Vous prenez des médicaments en ce moment ?",
    "P: Juste mon Levothyrox, le soixante-quinze, tous les matins. Et ma fille a eu une angine la semaine dernière.",
    "D: Des allergies ?",
    "P: Oui, la pénicilline, j'ai fait un œdème du visage quand j'étais petite.",
    "D: Vous fumez ?",
    "P: Plus maintenant, j'ai arrêté il y a trois ans.",
    "D: Je regarde. La gorge est rouge, l'amygdale droite est grosse. Pas de trismus. Les tympans sont normaux.",
    "D: Je vous fais un test. Il est positif, c'est donc une angine à streptocoque. Comme vous êtes allergique, je "
    "vous donne de l'azithromycine, cinq cents milligrammes une fois par jour pendant trois jours.",
    "D: Si vous n'arrivez plus à ouvrir la bouche, vous rappelez tout de suite. Sinon pas besoin de revenir.",
)
KNEE = (
    "D: Morning, how can I help?",
    "P: It's my left knee, doctor. I twisted it playing football two weeks ago and it's still swollen.",
    "D: Did you hear a pop, does it lock or give way?",
    "P: It doesn't lock, but it gives way on the stairs. The swelling is worse in the evening. My wife's on warfarin.",
    "D: Any other medical problems?",
    "P: I've got asthma. I use the blue inhaler, maybe twice a week, and the preventer every morning.",
    "D: Do you smoke?",
    "P: I stopped five years ago.",
    "D: Right, let me look. There's a small effusion, you're tender along the inside joint line. McMurray is positive. "
    "Lachman is negative, so the ligament's fine.",
    "D: I think you might have torn the medial meniscus. I'll ask for an MRI to be sure. Take paracetamol, one gram "
    "four times a day, and ice it. No football until we've got the scan. I'll see you in three weeks.",
)
VISITS: dict[Language, tuple[str, ...]] = {"fr": SORE_THROAT, "en": KNEE}


def claims(language: Language, note: str) -> tuple[Claim, ...]:
    turns = tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in VISITS[language])
    transcript = Transcript(language, turns, "test")
    return check_note(note, transcript, PatientContext(), load_lexicon(LEXICONS, language)).claims


def findings(language: Language, note: str) -> list[FindingType]:
    return [one.type for claim in claims(language, note) for one in claim.findings]


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("fr", "Odynophagie prédominant à droite, avec otalgie. Fièvre à 38,5 °C. Pas de toux."),
        ("fr", "Lévothyroxine 75 µg par jour."),
        ("fr", "Tabagisme sevré depuis 3 ans."),
        ("fr", "Test positif, tympans normaux."),
        ("fr", "Azithromycine 500 mg par jour pendant 3 jours."),
        ("en", "Left knee injury two weeks ago playing football."),
        ("en", "Swelling worse in the evening."),
        ("en", "Salbutamol twice a week, preventer once daily."),
        ("en", "Ex-smoker, stopped 5 years ago."),
        ("en", "McMurray positive, Lachman negative."),
    ],
)
def test_right_sentences_are_left_alone(language, note):
    assert not findings(language, note)


@pytest.mark.parametrize(
    ("language", "note", "kind"),
    [
        ("fr", "Lévothyroxine 125 µg par jour.", FindingType.DOSE),
        ("fr", "Fumeuse.", FindingType.TEMPORALITY),
        ("fr", "Test négatif.", FindingType.NEGATION),
        ("fr", "Tympans anormaux.", FindingType.NEGATION),
        ("fr", "Azithromycine 500 mg par jour pendant 5 jours.", FindingType.FREQUENCY_DURATION),
        ("fr", "Radiographie pulmonaire demandée.", FindingType.FABRICATED),
        ("en", "Current smoker.", FindingType.TEMPORALITY),
        ("en", "Lachman positive.", FindingType.NEGATION),
        ("en", "Swelling worse in the morning.", FindingType.TEMPORALITY),
        ("en", "Takes warfarin.", FindingType.EXPERIENCER),
        ("en", "Confirmed medial meniscal tear.", FindingType.CERTAINTY),
        ("en", "Chest X-ray requested.", FindingType.FABRICATED),
    ],
)
def test_one_wrong_word_is_found(language, note, kind):
    assert kind in findings(language, note)
    assert all(claim.score <= 0.5 for claim in claims(language, note) if claim.verdict is Verdict.CONTRADICTED)


def test_a_reaction_of_long_ago_contradicts_no_examination_of_today():
    turns = tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in SORE_THROAT)
    transcript, lexicon = Transcript("fr", turns, "test"), load_lexicon(LEXICONS, "fr")
    note = "{}\nÉruption cutanée sous pénicilline.\n\nExamen clinique\nPas d'éruption cutanée."
    apart, together = (
        check_note(note.format(heading), transcript, PatientContext(), lexicon).findings
        for heading in ("Allergies", "Examen clinique")
    )
    assert FindingType.INTERNAL_CONTRADICTION not in [one.type for one in apart]
    assert FindingType.INTERNAL_CONTRADICTION in [one.type for one in together]


@pytest.mark.parametrize(
    ("answer", "note", "doubted"),
    [
        ("P: No, never.", "Smoker.", True),
        ("P: No, just socially.", "Occasional smoker.", False),
        ("P: Yes, ten a day.", "Non-smoker.", True),
        ("P: I gave up last year.", "Non-smoker.", False),
    ],
)
def test_a_habit_is_held_against_a_plain_answer_only(answer, note, doubted):
    lines = ("D: Do you smoke?", answer)
    turns = tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in lines)
    checked = check_note(note, Transcript("en", turns, "test"), PatientContext(), load_lexicon(LEXICONS, "en"))
    assert bool([one for claim in checked.claims for one in claim.findings]) == doubted
