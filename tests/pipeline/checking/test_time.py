# ruff: noqa: E501
"""When: what is over, what goes on, and what is still to come."""

import pytest

from assistant.domain.language import Language
from tests.pipeline.checking.test_qualifiers import findings

# (language, what was said, what was written)
WRONG: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("D: Vous avez encore mal ?", "P: Au début oui, plus maintenant."), "Douleur toujours présente."),
    ("fr", ("P: J'ai fumé vingt ans, j'ai tout arrêté en 2015."), "Tabagisme actif."),
    ("en", ("P: I used to drink a fair bit, I gave up six years ago."), "Ongoing alcohol use."),
    ("en", ("D: Any more of those nosebleeds?", "P: Not since Christmas."), "Ongoing nosebleeds."),
    ("en", ("D: Are you still on the sertraline?", "P: No."), "Continues sertraline."),
    ("fr", ("D: Le Plavix, vous le prenez toujours ?", "P: Non."), "Plavix toujours en cours."),
    ("en", ("P: My headaches come every week.", "D: I see."), "History of headaches, resolved."),
    ("en", ("P: I started coughing on Monday.", "D: Right.", "P: Well.", "D: And the kids, in school?"), "Cough since childhood."),
    ("en", ("D: We'll get an echo next month."), "Echocardiogram completed."),
    ("fr", ("D: On fera un scanner la semaine prochaine."), "Scanner réalisé."),
]  # fmt: skip
RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("D: Vous avez encore mal ?", "P: Oui, toujours."), "Douleur toujours présente."),
    ("fr", ("D: Le Plavix, vous le prenez toujours ?", "P: Oui."), "Plavix toujours en cours."),
    ("en", ("P: The headaches went away in May."), "Headaches, resolved."),
    ("en", ("P: I had a cough as a child."), "Cough in childhood."),
    ("en", ("D: We did an echo, it showed nothing."), "Echocardiogram completed."),
    ("en", ("D: We'll get an echo next month."), "Echocardiogram to be completed next month."),
    ("fr", ("D: On fera un scanner la semaine prochaine."), "Scanner prévu, à réaliser."),
    ("fr", ("D: Le scanner d'hier montre une sinusite."), "Scanner réalisé hier."),
    ("fr", ("P: J'ai eu mal au crâne avec ce cachet."), "Céphalées sous traitement."),
    ("fr", ("P: J'ai pris du Voltarène.", "D: Vous savez, avec le Cozaar ?", "P: Oui.", "D: On arrête."), "Traitement : Cozaar."),
]  # fmt: skip


def as_lines(lines: tuple[str, ...] | str) -> tuple[str, ...]:
    return (lines,) if isinstance(lines, str) else lines


@pytest.mark.parametrize(("language", "lines", "note"), WRONG, ids=[f"{case[0]} {case[2][:40]}" for case in WRONG])
def test_another_time_is_found(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert {kind.value for kind in findings(language, as_lines(lines), note)} & {"temporality", "certainty", "negation"}


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[f"{case[0]} {case[2][:40]}" for case in RIGHT])
def test_the_time_that_was_said_is_left_alone(language: Language, lines: tuple[str, ...], note: str) -> None:
    found = {kind.value for kind in findings(language, as_lines(lines), note)}
    assert not found & {"temporality", "certainty", "negation"}
