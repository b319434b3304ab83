"""Numbers in digits and in words."""

import pytest

from assistant.domain.fact import Quantity
from assistant.domain.language import Language
from assistant.pipeline.facts.numbers import in_base_unit, quantities
from assistant.pipeline.lexicon import load_lexicon
from tests.pipeline.facts.tagged import LEXICONS

FRENCH = [
    ("soixante-quinze", (75, "", None)),
    ("quatre-vingt-dix-sept", (97, "", None)),
    ("soixante et onze", (71, "", None)),
    ("cent vingt-cinq", (125, "", None)),
    ("deux mille vingt et un", (2021, "", None)),
    ("un demi-comprimé", (0.5, "tablet", None)),
    ("trois jours et demi", (3.5, "day", None)),
    ("sept virgule neuf pour cent", (7.9, "%", None)),
    ("un gramme quarante-huit", (1.48, "g", None)),
    ("un mètre soixante-quatorze", (1.74, "m", None)),
    ("deux trois fois par semaine", (2, "/week", 3)),
    ("3 à 5 mg", (3, "mg", 5)),
    ("1 000 mg", (1000, "mg", None)),
    ("38,5 °C", (38.5, "°C", None)),
    ("120/80 mmHg", (120, "mmHg", 80)),
    ("12/03/2024", (20240312, "date", None)),
    ("½ comprimé", (0.5, "tablet", None)),
]
ENGLISH = [
    ("twenty-five milligrams", (25, "mg", None)),
    ("one hundred and twenty", (120, "", None)),
    ("one twenty over eighty", (120, "", 80)),
    ("two and a half tablets", (2.5, "tablet", None)),
    ("ninety eight point six", (98.6, "", None)),
    ("1,500 mL", (1500, "mL", None)),
    ("two to three times a day", (2, "/day", 3)),
    ("10 to 15 minutes", (10, "min", 15)),
]


@pytest.mark.parametrize(("text", "wanted"), FRENCH)
def test_french(text: str, wanted: tuple[float, str, float | None]) -> None:
    _one("fr", text, wanted)


@pytest.mark.parametrize(("text", "wanted"), ENGLISH)
def test_english(text: str, wanted: tuple[float, str, float | None]) -> None:
    _one("en", text, wanted)


def _one(language: Language, text: str, wanted: tuple[float, str, float | None]) -> None:
    """One number, alone and within a sentence, its span covering all of it."""
    lexicon = load_lexicon(LEXICONS, language)
    for before in ("", "x, "):
        (mention,) = quantities(before + text, language, lexicon)
        assert mention.span.of(before + text) == text
        assert (mention.quantity.value, mention.quantity.unit, mention.quantity.high) == wanted


def test_an_article_is_no_number_by_itself() -> None:
    assert quantities("une toux", "fr", load_lexicon(LEXICONS, "fr")) == ()
    assert quantities("a cough", "en", load_lexicon(LEXICONS, "en")) == ()


def test_digits_within_a_name_are_no_number() -> None:
    assert quantities("HbA1c, vitamine B12, L4", "fr", load_lexicon(LEXICONS, "fr")) == ()


def test_the_same_amount_in_two_units_is_one_in_the_base_unit() -> None:
    lexicon = load_lexicon(LEXICONS, "fr")
    assert in_base_unit(Quantity(500, "mg"), lexicon) == in_base_unit(Quantity(0.5, "g"), lexicon)
