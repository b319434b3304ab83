# ruff: noqa: E501
"""Who says so: what was told written as found on examination, and opinions written as the clinician's."""

import pytest

from assistant.domain.language import Language
from tests.pipeline.checking.test_qualifiers import findings

# (language, what was said, what was written)
WRONG: list[tuple[Language, tuple[str, ...], str]] = [
    # What is only felt, whoever spoke of it.
    ("en", ("P: I get these headaches every morning.", "D: So you've had headaches."), "Physical exam reveals headaches."),
    ("fr", ("P: J'ai des nausées le matin.", "D: Donc des nausées, d'accord."), "À l'examen, nausées."),
    # What was before, and what a relative has.
    ("en", ("P: I had kidney stones years ago.", "D: Right, kidney stones."), "On examination, the physician found a history of kidney stones."),
    ("fr", ("P: J'ai un antécédent d'asthme.", "D: De l'asthme, oui."), "L'examen clinique retrouve un antécédent d'asthme."),
    ("en", ("P: My father has gout.",), "On exam, his father has gout."),
    # What nobody found, and the clinician at most took up.
    ("en", ("P: My legs feel swollen.", "D: You said you've had swelling. Let us talk."), "On examination, leg swelling."),
    ("fr", ("P: J'ai le cœur qui s'emballe, des palpitations.", "D: C'est régulier."), "Palpitations retrouvées à l'auscultation."),
    # What lay people say.
    ("fr", ("P: Ma belle-mère dit que je fais une hernie.", "D: Ce n'est pas une hernie."), "Hernie."),
    ("en", ("P: The lady at the shop reckons it's shingles.", "D: Let me see. Just a scratch."), "Shingles."),
]  # fmt: skip
RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    ("en", ("P: I get these headaches.",), "On examination, the patient reports headaches."),
    ("fr", ("P: J'ai des nausées.",), "À l'examen, le patient signale des nausées."),
    ("en", ("D: Your ankles are swollen.", "P: I know."), "On examination, ankle swelling."),
    ("fr", ("D: Je vois que vos chevilles sont enflées."), "À l'examen, œdème des chevilles."),
    ("en", ("D: When I press here, does it make you feel dizzy?", "P: Yes, dizzy."), "On examination, dizziness on pressure."),
    ("en", ("P: The surgeon says it's a hernia.", "D: Fine."), "Hernia."),
    ("fr", ("P: Le chirurgien dit que c'est une hernie.", "D: Bien."), "Hernie."),
    ("en", ("C: He thinks there are spiders, he's confused."), "Confusion."),
]  # fmt: skip


def as_lines(lines: tuple[str, ...] | str) -> tuple[str, ...]:
    return (lines,) if isinstance(lines, str) else lines


@pytest.mark.parametrize(("language", "lines", "note"), WRONG, ids=[f"{case[0]} {case[2][:40]}" for case in WRONG])
def test_what_was_only_told_is_found(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert {kind.value for kind in findings(language, as_lines(lines), note)} & {"speaker", "experiencer", "negation"}


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[f"{case[0]} {case[2][:40]}" for case in RIGHT])
def test_what_was_found_or_is_reported_is_left_alone(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert "speaker" not in {kind.value for kind in findings(language, as_lines(lines), note)}
