# ruff: noqa: E501
"""Now, before and to come: what is over, long past or only planned, written as present, recent or done."""

import pytest

from assistant.domain.finding import FindingType
from assistant.domain.language import Language
from tests.pipeline.checking.test_qualifiers import findings

# (language, what was said, what was written)
WRONG: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("D: Vous prenez toujours l'Effexor ?", "P: Ah non, j'ai tout arrêté en janvier."), "Sous Effexor, humeur stable."),
    ("en", ("D: Are you still on the warfarin?", "P: No, they swapped me to apixaban."), "On warfarin, no bleeding."),
    ("fr", ("P: J'avais trois migraines par semaine. Maintenant j'en ai plus une seule.",), "Trois migraines par semaine."),
    ("en", ("P: I used to get panic attacks daily. Haven't had one in years.",), "Daily panic attacks."),
    ("fr", ("P: Ma hernie, ils me l'ont opérée en deux mille six.",), "Chirurgie récente de hernie."),
    ("en", ("P: I had my gallbladder out in 2009.",), "Recent cholecystectomy."),
    ("fr", ("P: La kiné, je commence lundi.",), "Kinésithérapie débutée."),
    ("en", ("D: The MRI's booked for the twelfth.",), "MRI performed on the 12th."),
]  # fmt: skip
RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("D: Vous prenez toujours l'Effexor ?", "P: Oui, tous les matins."), "Sous Effexor."),
    ("en", ("D: Are you still on the warfarin?", "P: No, they swapped me to apixaban."), "Was on warfarin, switched to apixaban."),
    ("fr", ("D: Vous avez mal au dos ?", "P: Au début oui, plus maintenant."), "Pas de lombalgie actuellement."),
    ("en", ("P: I had a cholecystectomy two weeks ago.",), "Recent cholecystectomy."),
    ("en", ("D: We'll start you on Movicol, two sachets a day.",), "Macrogol started."),
    ("fr", ("D: On passe le zolpidem à un demi, et dans deux semaines on arrête.",), "Zolpidem diminué puis arrêt à 2 semaines."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "note"), WRONG, ids=[f"{case[0]} {case[2][:40]}" for case in WRONG])
def test_what_is_not_of_now_is_found(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert findings(language, lines, note)


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[f"{case[0]} {case[2][:40]}" for case in RIGHT])
def test_what_is_of_its_time_is_left_alone(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert not findings(language, lines, note) & {FindingType.TEMPORALITY, FindingType.CERTAINTY, FindingType.NEGATION}
