"""Numbers spoken in words, French and English, told apart by the words themselves (``numbers.toml``)."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.span import Span
from assistant.pipeline.lexicon import NumberWords
from assistant.pipeline.text import Token

_LARGEST = 1_000_000
_YEARS = 2
"""Thousands after which *and* goes on: the years of a century."""
_HUNDREDS = 20


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text; ``article`` where it is *un* or *a* alone and may be no number at all."""

    span: Span
    value: float
    article: bool = False


def spoken_numbers(folded: str, words: Sequence[Token], vocabulary: NumberWords) -> list[Number]:
    """The spoken numbers among the tokens of a folded text, in order."""
    numbers: list[Number] = []
    position = 0
    while position < len(words):
        read = _Reader(folded, words, vocabulary, position).read()
        if read is None:
            position += 1
            continue
        value, end = read
        alone = end == position + 1 and words[position].key in vocabulary.articles
        numbers.append(Number(Span(words[position].start, words[end - 1].end), value, alone))
        position = end
    return numbers


class _Reader:
    """Reads one number from a place in the tokens: a cursor over words that only spaces or hyphens part."""

    def __init__(self, folded: str, words: Sequence[Token], vocabulary: NumberWords, position: int) -> None:
        self._folded = folded
        self._words = words
        self._vocabulary = vocabulary
        self._start = position
        self._at = position

    def read(self) -> tuple[float, int] | None:
        """The value and the index of the token after it; ``None`` where no number begins."""
        if self._key() in self._vocabulary.half:
            return 0.5, self._at + 1
        value: float | None = self._below_thousand()
        if value is None and self._scale(0) == 1000:
            value = 1
        if value is None:
            return None
        while self._scale(0) == 1000 and value < _LARGEST:
            self._at += 1
            # *Two thousand and nine*.
            joined = self._vocabulary.hundred_unsaid and self._key() in self._vocabulary.joint and self._value(1)
            self._at += 1 if joined and value <= _YEARS else 0
            rest = None if self._key(1) in self._vocabulary.counted else self._below_thousand()
            value = value * 1000 + (rest or 0)
        return self._fraction(value), self._at

    def _adjoining(self, index: int) -> bool:
        if index == self._start:
            return True
        return not self._folded[self._words[index - 1].end : self._words[index].start].strip(" -\u00a0")

    def _key(self, ahead: int = 0) -> str:
        index = self._at + ahead
        return self._words[index].key if index < len(self._words) and self._adjoining(index) else ""

    def _value(self, ahead: int = 0) -> int | None:
        key = self._key(ahead)
        if key in self._vocabulary.values:
            return self._vocabulary.values[key]
        follows = self._vocabulary.scales.get(self._key(ahead + 1))
        return 1 if key and key in self._vocabulary.articles and follows else None

    def _scale(self, ahead: int) -> int | None:
        return self._vocabulary.scales.get(self._key(ahead))

    def _below_hundred(self) -> int | None:
        """*Vingt-quatre*, *soixante et onze*, *quatre-vingt-dix-sept*, *twenty-five*."""
        value = self._value()
        if value is None:
            return None
        self._at += 1
        if value == 4 and self._value() == 20 and self._vocabulary.vigesimal:
            self._at += 1
            value = 80
        unit = self._value()
        if value == 10 and unit in (7, 8, 9) and self._vocabulary.vigesimal:
            self._at += 1
            return value + unit
        if value < 20:
            return value
        joined = 1 if self._key() in self._vocabulary.joint and self._value(1) in (1, 11) else 0
        rest = self._value(joined)
        if rest is None or rest == 0 or rest >= (20 if value in (60, 80) else 10):
            return value
        self._at += joined
        if rest == 10:
            return value + (self._below_hundred() or 0)
        self._at += 1
        return value + rest

    def _below_thousand(self) -> int | None:
        """A number with hundreds; in English also *one twenty* for 120."""
        if self._scale(0) == 100:
            self._at += 1
            if self._key(1) in self._vocabulary.counted:
                return 100
            return 100 + (self._below_hundred() or 0)
        value = self._below_hundred()
        if value is None:
            return None
        # *Ninety-seven hundred three* are two numbers: hundreds are counted up to twenty.
        if self._scale(0) == 100 and value <= _HUNDREDS:
            self._at += 1
            # *Five hundred three times a day*: what is counted in times is a number of its own.
            if self._key(1) in self._vocabulary.counted:
                return value * 100
            skipped = self._key() in self._vocabulary.joint and self._value(1) is not None and self._value(1) != 0
            self._at += 1 if skipped else 0
            return value * 100 + (self._below_hundred() or 0)
        following = self._value()
        if self._vocabulary.hundred_unsaid and 1 <= value <= 9 and following is not None and 10 <= following <= 90:
            return value * 100 + (self._below_hundred() or 0)
        return value

    def _fraction(self, value: float) -> float:
        """*Virgule neuf*, *point six*, *et demi*, *and a half*."""
        if self._key() in self._vocabulary.point and self._value(1) is not None:
            self._at += 1
            return float(f"{int(value)}.{self._digits()}")
        joined = 1 if self._key() in self._vocabulary.joint else 0
        article = 1 if joined and self._key(joined) in self._vocabulary.articles else 0
        if self._key(joined + article) in self._vocabulary.half and (joined or value == 1):
            self._at += joined + article + 1
            return value + 0.5 if joined else 0.5
        return value

    def _digits(self) -> str:
        digits = ""
        while (value := self._below_hundred()) is not None:
            digits += str(value)
            if value > 9:
                break
        return digits
