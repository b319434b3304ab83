"""Phrases looked for word by word, whatever stands between the words of a sentence: apostrophes, hyphens, commas."""

from collections.abc import Sequence
from functools import lru_cache

from assistant.domain.span import Span
from assistant.pipeline.text import Token, fold, tokens


def said(words: Sequence[Token], phrases: Sequence[str]) -> Span | None:
    """Where the first of the phrases stands among the words; a ``*`` after a word stands for any ending."""
    folded = [fold(word.raw) for word in words]
    for phrase in phrases:
        parts = _parts(phrase)
        for at in range(len(folded) - len(parts) + 1):
            if all(_fits(word, *part) for word, part in zip(folded[at:], parts, strict=False)):
                return Span(words[at].start, words[at + len(parts) - 1].end)
    return None


def _fits(word: str, part: str, open_ended: bool) -> bool:
    return word.startswith(part) if open_ended else word == part


@lru_cache(maxsize=2048)
def _parts(phrase: str) -> tuple[tuple[str, bool], ...]:
    return tuple((fold(word.raw), phrase[word.end : word.end + 1] == "*") for word in tokens(phrase))
