"""Numbers spoken in words written as digits, by the lexicon's number words."""

from assistant.domain.language import Language
from assistant.pipeline.facts.spoken import Number, spoken_numbers
from assistant.pipeline.lexicon import NumberWords
from assistant.pipeline.text import fold, tokens


def with_digits(text: str, numbers: NumberWords, language: Language) -> str:
    """The text with "quatre-vingt-dix-sept" as "97"; an article ("un", "a") and a lone half stay words."""
    written: list[str] = []
    at = 0
    for number in spoken_numbers(fold(text), tokens(text), numbers):
        if number.article or number.value < 1:
            continue
        written += [text[at : number.span.start], _digits(number, language)]
        at = number.span.end
    return "".join([*written, text[at:]])


def _digits(number: Number, language: Language) -> str:
    digits = f"{number.value:g}"
    return digits.replace(".", ",") if language == "fr" else digits
