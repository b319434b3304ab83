# ruff: noqa: E501
"""Whose problem it is, who tells it, and how sure: by what answers, relatives and clinicians say."""

import pytest

from assistant.domain.finding import FindingType
from assistant.domain.language import Language
from tests.pipeline.checking.test_qualifiers import findings

# (language, what was said, what was written, the type of the finding)
WRONG: list[tuple[Language, tuple[str, ...], str, str]] = [
    # An answer that opens with a relative is about the relative.
    ("fr", ("D: Vous avez déjà fait une phlébite ?", "P: Pas moi, ma sœur."), "ATCD de phlébite.", "experiencer"),
    ("en", ("D: Have you ever had a stroke?", "P: Not me, my husband."), "Previous stroke.", "experiencer"),
    ("fr", ("D: Il y a de l'asthme chez vous ?", "P: Mon frère, oui."), "Asthme.", "experiencer"),
    ("en", ("D: Does anyone smoke at home?", "P: My dad, about twenty a day."), "Smokes 20 a day.", "experiencer"),
    ("en", ("C: Her older sister had meningitis at that age.",), "Previous meningitis.", "experiencer"),
    ("fr", ("C: Sa grande sœur est épileptique.",), "Enfant épileptique.", "experiencer"),
    # Given as the patient's account; only another told it, or proposed what the patient rejects.
    ("fr", ("C: Il est constipé.", "P: N'importe quoi, je vais très bien."), "Le patient se plaint d'une constipation.", "speaker"),
    ("en", ("C: He's been vomiting all week.", "P: I'm fine, Mum."), "Patient reports vomiting.", "speaker"),
    ("en", ("D: Could the ramipril be making you cough?", "P: No, everyone at work has it."), "Patient attributes cough to ramipril.", "speaker"),
    ("fr", ("P: La pharmacienne m'a dit d'arrêter le Voltarène.",), "Diclofénac arrêté de sa propre initiative.", "speaker"),
    ("en", ("P: My cardiologist told me to stop the furosemide.",), "Furosemide stopped on her own initiative.", "speaker"),
    # What a clinician only wonders about or looks for.
    ("fr", ("D: Je me demande s'il n'y a pas un début de Parkinson.",), "Maladie de Parkinson.", "certainty"),
    ("fr", ("D: Il faut chercher une polyarthrite, prise de sang.",), "Polyarthrite.", "certainty"),
    ("en", ("D: I wonder if this is gout. Let's get the uric acid back first.",), "Acute gout.", "certainty"),
    ("en", ("D: There may be a small fracture, the X-ray will tell us."), "Small fracture.", "certainty"),
]  # fmt: skip
RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("D: Vous avez eu un cancer du sein ?", "P: Pas moi, ma tante."), "Cancer du sein chez la tante."),
    ("fr", ("D: Vous avez de l'asthme ?", "P: Oui, et ma mère aussi."), "Asthme."),
    ("en", ("D: Does anyone smoke at home?", "P: My dad, about twenty a day."), "Non-smoker, passive exposure from father."),
    # Who tells it does not have it; whom one cannot hear does not either.
    ("en", ("P: My wife says I snore.",), "Snoring per wife."),
    ("en", ("P: I can't hear the wife on that side.",), "Hearing loss."),
    # A mother may be the patient.
    ("fr", ("D: Les enfants ?", "P: Trois, et je suis seule."), "Mère isolée de trois enfants."),
    # The patient says so too, or the claim says who does.
    ("fr", ("C: Il est constipé.", "P: Oui, je suis constipé."), "Le patient se plaint d'une constipation."),
    ("en", ("C: He's been vomiting all week.", "P: I'm fine, Mum."), "Mother reports vomiting."),
    ("en", ("D: Is the new job behind the headaches?", "P: No, it's these glasses."), "Patient blames her glasses for the headaches."),
    # Doubts written as doubts, and what is yours is known.
    ("en", ("D: I wonder if this is gout.",), "?gout, uric acid pending."),
    ("fr", ("D: À droite ça pourrait être un début d'otite."), "Otite débutante non affirmée."),
    ("fr", ("D: Je me demande si votre mal de tête ne vient pas des cervicales."), "Céphalées."),
]  # fmt: skip


def as_lines(lines: tuple[str, ...] | str) -> tuple[str, ...]:
    return (lines,) if isinstance(lines, str) else lines


@pytest.mark.parametrize(
    ("language", "lines", "note", "kind"), WRONG, ids=[f"{case[0]} {case[2][:40]}" for case in WRONG]
)
def test_what_is_another_s_or_in_doubt_is_found(
    language: Language, lines: tuple[str, ...], note: str, kind: str
) -> None:
    assert FindingType(kind) in findings(language, as_lines(lines), note)


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[f"{case[0]} {case[2][:40]}" for case in RIGHT])
def test_what_is_said_of_the_right_one_is_left_alone(language: Language, lines: tuple[str, ...], note: str) -> None:
    found = findings(language, as_lines(lines), note)
    assert not found & {FindingType.EXPERIENCER, FindingType.SPEAKER, FindingType.CERTAINTY, FindingType.NEGATION}
