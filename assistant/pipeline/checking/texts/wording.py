"""Phrases looked for word by word, whatever stands between the words of a sentence: apostrophes, hyphens, commas."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.domain.span import Span
from assistant.pipeline.text import Token, fold, tokens


def said(words: Sequence[Token], phrases: tuple[str, ...]) -> Span | None:
    """Where the first of the phrases stands among the words; a ``*`` after a word stands for any ending."""
    folded = [fold(word.raw) for word in words]
    held = set(folded)
    for parts in _parts(phrases):
        opening, open_ended = parts[0]
        if not open_ended and opening not in held:
            continue
        for at in range(len(folded) - len(parts) + 1):
            if all(_fits(word, *part) for word, part in zip(folded[at:], parts, strict=False)):
                return Span(words[at].start, words[at + len(parts) - 1].end)
    return None


def opens(beginnings: tuple[str, ...], folded: str) -> bool:
    """Whether a word of a folded text begins with one of these."""
    return _beginning(beginnings).search(folded) is not None


@lru_cache(maxsize=128)
def _beginning(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(re.escape(word.strip()) for word in words)})")


def _fits(word: str, part: str, open_ended: bool) -> bool:
    return word.startswith(part) if open_ended else word == part


@lru_cache(maxsize=128)
def _parts(phrases: tuple[str, ...]) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Each phrase as its words, and whether any ending of the word will do."""
    return tuple(
        tuple((fold(word.raw), phrase[word.end : word.end + 1] == "*") for word in tokens(phrase)) for phrase in phrases
    )
