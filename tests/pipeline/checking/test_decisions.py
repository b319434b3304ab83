# ruff: noqa: E501
"""What was decided: ordered, begun or done according to a note, and refused, declined or left for later in the visit."""

import pytest

from assistant.domain.language import Language
from tests.pipeline.checking.test_qualifiers import findings

# (language, what was said, what was written)
WRONG: list[tuple[Language, tuple[str, ...], str]] = [
    # Asked for and refused.
    ("fr", ("P: Vous me faites pas une radio ?", "D: Pas pour l'instant, on attend."), "Radiographie prescrite."),
    ("fr", ("P: Il lui faut un antibiotique, non ?", "D: Non, c'est viral."), "Antibiothérapie débutée."),
    ("en", ("P: Could I have some diazepam for the flight?", "D: I don't prescribe it for flying."), "Diazepam prescribed for flying."),
    ("en", ("P: Should I be on antibiotics?", "D: No need, it's a virus."), "Antibiotics started."),
    # Offered and declined.
    ("fr", ("D: Le vaccin de la grippe, je vous le fais ?", "P: Ah non, j'en veux pas."), "Vaccin antigrippal fait ce jour."),
    ("en", ("D: Shall we do the flu vaccine?", "P: No, not today."), "Flu vaccine given."),
    # Left for later.
    ("fr", ("D: Si ça ne passe pas, on fera une IRM."), "IRM prescrite."),
    ("en", ("D: If it doesn't settle we could get an MRI."), "MRI ordered."),
]  # fmt: skip
RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("P: Vous me faites une radio ?", "D: Oui, je vous la prescris."), "Radiographie prescrite."),
    ("fr", ("P: Vous me faites pas une radio ?", "D: Pas pour l'instant."), "Radiographie demandée par le patient, non prescrite."),
    ("fr", ("P: Je lui ai donné du Doliprane.", "D: Le Doliprane, pas plus de quatre par jour."), "A reçu du Doliprane."),
    ("fr", ("D: Le vaccin, je vous le fais ?", "P: Non, je préfère pas."), "Vaccin proposé, refusé par le patient."),
    ("en", ("P: Could I get an X-ray?", "D: Yes, I'll order an X-ray today."), "X-ray ordered."),
    ("en", ("P: Could I have some diazepam?", "D: I don't prescribe it."), "Requested diazepam, not prescribed."),
    ("en", ("D: If it doesn't settle we could get an MRI."), "MRI if not settling."),
    ("en", ("D: Shall we do the flu vaccine?", "P: Yes please."), "Flu vaccine given."),
]  # fmt: skip


def as_lines(lines: tuple[str, ...] | str) -> tuple[str, ...]:
    return (lines,) if isinstance(lines, str) else lines


@pytest.mark.parametrize(("language", "lines", "note"), WRONG, ids=[f"{case[0]} {case[2][:40]}" for case in WRONG])
def test_what_nobody_decided_is_found(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert findings(language, as_lines(lines), note)


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[f"{case[0]} {case[2][:40]}" for case in RIGHT])
def test_what_was_decided_or_says_that_it_was_not_is_left_alone(
    language: Language, lines: tuple[str, ...], note: str
) -> None:
    assert not findings(language, as_lines(lines), note)
