"""Language detection."""

import pytest

from assistant.errors import UnknownLanguage
from assistant.pipeline.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour docteur, j'ai mal à la tête depuis trois jours.", "fr"),
        ("Hello doctor, I have had a headache for three days.", "en"),
        ("ATCD de cholécystectomie en 2016.", "fr"),
        ("Pas de fièvre, pas de toux.", "fr"),
        ("Denies fever and chills.", "en"),
    ],
)
def test_known(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123 456",
        "Hola doctor, tengo dolor de cabeza desde hace tres dias",
        "Ich habe seit drei Tagen Kopfschmerzen und Fieber",
        "Buongiorno dottore, ho mal di testa e febbre da tre giorni",
    ],
)
def test_unknown(text: str) -> None:
    with pytest.raises(UnknownLanguage):
        detect_language(text)
