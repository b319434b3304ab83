# ruff: noqa: E501
"""Causes that a note gives: against a denial, or against a visit in which nobody made the link."""

from pathlib import Path

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.finding import Finding, FindingType, Severity
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.checking import check_note
from assistant.pipeline.lexicon import load_lexicon

LEXICONS = Path(__file__).parents[3] / "knowledge" / "lexicons"
ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT}
SMALL_TALK: dict[Language, tuple[str, ...]] = {
    "en": ("D: How is work?", "P: Busy as ever.", "D: And the family?", "P: All fine, thank you.", "D: Good."),
    "fr": (
        "D: Et le travail ?",
        "P: Toujours autant.",
        "D: La famille ?",
        "P: Tout le monde va bien.",
        "D: Tant mieux.",
    ),
}


def causes(language: Language, lines: tuple[str, ...], note: str) -> list[Finding]:
    turns = tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in lines)
    lexicon = load_lexicon(LEXICONS, language)
    checked = check_note(note, Transcript(language, turns, "test"), PatientContext(), lexicon)
    return [one for claim in checked.claims for one in claim.findings if one.type is FindingType.CAUSALITY]


DENIED: list[tuple[Language, tuple[str, ...], str, str]] = [
    ("en", ("P: My legs ache all day.", "D: It isn't the statin. Let's check your vitamin D."), "Leg pain due to the statin.", "due to the statin"),
    ("en", ("P: My ankles are swollen.", "D: That's nothing to do with the amlodipine."), "Ankle oedema secondary to amlodipine.", "secondary to amlodipine"),
    ("en", ("P: I still have this cough.", "D: The cough is not caused by the ramipril."), "Cough caused by ramipril.", "caused by ramipril"),
    ("en", ("P: The rash came back.", "D: I don't think it's the penicillin."), "Rash attributed to penicillin.", "attributed to penicillin"),
    ("fr", ("P: J'ai les chevilles gonflées.", "D: Ce n'est pas le sel, c'est la chaleur."), "Œdèmes des chevilles dus au sel.", "dus au sel"),
    ("fr", ("P: Je tousse toujours.", "D: La toux, ça vient pas du ramipril."), "Toux secondaire au ramipril.", "secondaire au ramipril"),
    ("fr", ("P: J'ai des vertiges.", "D: Ça n'a rien à voir avec l'amlodipine."), "Vertiges liés à l'amlodipine.", "liés à l'amlodipine"),
    ("fr", ("P: J'ai mal à la tête.", "D: Vos maux de tête, c'est pas à cause de la tension."), "Céphalées en rapport avec la tension.", "en rapport avec la tension"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "note", "on"), DENIED)
def test_a_link_that_was_denied(language: Language, lines: tuple[str, ...], note: str, on: str) -> None:
    (found,) = causes(language, lines, note)
    assert found.claim_span.of(note) == on
    assert found.severity is Severity.MINOR and found.evidence_span is not None


APART: list[tuple[Language, tuple[str, ...], str]] = [
    ("en", ("P: I have had a headache for a week.", *SMALL_TALK["en"], "P: And I was constipated last month."), "Headache secondary to constipation."),
    ("en", ("P: I have been dizzy.", *SMALL_TALK["en"], "P: The eczema is bad again."), "Dizziness due to eczema."),
    ("fr", ("P: J'ai des vertiges depuis lundi.", *SMALL_TALK["fr"], "P: Mon eczéma est revenu."), "Vertiges secondaires à un eczéma."),
    ("fr", ("P: J'ai de l'anémie.", *SMALL_TALK["fr"], "P: Et j'ai une cystite."), "Anémie sur cystite."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "note"), APART)
def test_both_spoken_of_and_never_together(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert len(causes(language, lines, note)) == 1


FINE: list[tuple[Language, tuple[str, ...], str]] = [
    # Said, in other words, or put right afterwards.
    ("en", ("P: My ankles are swollen.", "D: That's the amlodipine, it does that."), "Ankle oedema due to amlodipine."),
    ("en", ("P: Could it be the statin?", "D: It isn't the statin, I thought at first.", "D: Well, looking at this, it is the statin."), "Muscle pain due to the statin."),
    ("en", ("P: I fell on the ice. My wrist hurts.",), "Wrist pain secondary to a fall."),
    ("en", ("P: I have had a headache for a week.", *SMALL_TALK["en"], "P: I was constipated.", "D: The constipation is what causes all this."), "Headache secondary to constipation."),
    # Held back, or somebody's view.
    ("en", DENIED[0][1], "Leg pain possibly due to the statin."),
    ("en", DENIED[0][1], "Patient believes the leg pain is due to the statin."),
    ("en", DENIED[0][1], "Leg pain, not due to the statin."),
    ("en", DENIED[0][1], "Leg pain due to the statin?"),
    ("en", APART[0][1], "Headache, probably secondary to constipation."),
    # A question denies nothing.
    ("en", ("P: My legs ache.", "D: It isn't the statin, is it?"), "Leg pain due to the statin."),
    # No cause is given.
    ("en", APART[0][1], "Headache from last week. Constipation."),
    ("en", ("P: I have a headache.", *SMALL_TALK["en"], "P: I take paracetamol."), "Paracetamol because of headache."),
    ("fr", ("P: J'ai les chevilles gonflées.", "D: C'est l'amlodipine qui donne ça."), "Œdèmes des chevilles dus à l'amlodipine."),
    ("fr", ("P: Je suis tombé, j'ai mal au poignet.",), "Douleur du poignet suite à une chute."),
    ("fr", DENIED[4][1], "Œdèmes des chevilles sans lien avec le sel."),
    ("fr", DENIED[4][1], "Œdèmes des chevilles probablement dus au sel."),
    ("fr", DENIED[4][1], "Selon la patiente, œdèmes dus au sel."),
    ("fr", DENIED[4][1], "Œdèmes dus à la chaleur."),
    ("fr", APART[2][1], "Vertiges. Eczéma sur le bras."),
    ("fr", ("P: J'ai une douleur.", *SMALL_TALK["fr"], "P: Et puis une plaie au bras."), "Douleur sur le bras."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "note"), FINE)
def test_what_was_said_held_back_or_gives_no_cause(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert causes(language, lines, note) == []
