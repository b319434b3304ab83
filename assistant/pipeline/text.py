"""Text helpers that every part shares. All offsets are code points of the text handed in, end exclusive."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.domain.span import Span

_KEPT = {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "−": "-", "‑": "-", "µ": "u", "μ": "u"}


class _FoldTable(dict[int, str]):
    """Maps each character to one folded character, worked out on first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFKD", character)[:1] if character not in _KEPT else _KEPT[character]
        # A ligature or fraction decomposes to several characters; its first alone would change the meaning.
        if len(unicodedata.normalize("NFKC", character)) > 1:
            base = character
        folded = (base.lower() or character)[:1]
        self[code] = folded
        return folded


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """Lower case without accents, character by character: the same length, so that offsets hold."""
    return text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a text. ``key`` is its folded form without plural mark, ``raw`` as written."""

    key: str
    raw: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where the token stands."""
        return Span(self.start, self.end)


_WORD = re.compile(r"\d+|[^\W\d_]+")


def word_key(folded_word: str) -> str:
    """The form under which a folded word is compared: no plural ``s`` (or ``x`` after *eau*, *eu*), no ligature."""
    key = folded_word.replace("œ", "oe").replace("æ", "ae")
    plural = (key.endswith("s") and not key.endswith("ss")) or key.endswith(("eaux", "eux"))
    return key[:-1] if plural and len(key) > 3 else key


def tokens(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text; hyphens, apostrophes and punctuation separate."""
    folded = fold(text)
    return tuple(
        Token(word_key(match.group()), text[match.start() : match.end()], match.start(), match.end())
        for match in _WORD.finditer(folded)
    )


_TITLES = frozenset(
    ["dr", "mr", "mrs", "ms", "m", "mme", "mlle", "pr", "prof", "st", "cf", "vs", "env", "approx", "no", "n"]
)
_STOP = re.compile(r"[.!?]+(?=[\s\"»)\]]|$)|…(?=\s+[^\W\d_a-zà-ÿ])|\.(?=[A-ZÀ-Þ][a-zà-ÿ])|\n+")
_LAST_WORD = re.compile(r"([^\W_]+)$")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a text, in order, trimmed: together they hold every character that is not a space."""
    spans: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _inside_sentence(text, start, stop):
            continue
        _add_trimmed(spans, text, start, stop.end())
        start = stop.end()
    _add_trimmed(spans, text, start, len(text))
    return spans


def _inside_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the full stop belongs to a title, an initial or a list number."""
    if stop.group() != ".":
        return False
    last = _LAST_WORD.search(text, start, stop.start())
    if last is None:
        return False
    word = last.group(1)
    opens_line = not text[start : last.start()].strip()
    return fold(word) in _TITLES or (word.isdigit() and opens_line) or (len(word) == 1 and word.isupper())


def _add_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if piece.strip():
        spans.append(Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PhraseMatch(Generic[T]):
    """A phrase found: its payloads and its tokens ``first`` to ``last``, both included."""

    payloads: tuple[T, ...]
    first: int
    last: int


class PhraseTable(Generic[T]):
    """Finds any of many phrases in one pass: the longest at each place, without overlaps.

    A phrase that opens with ``=`` is found only as it is written, capitals included (``=TA``).
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._found: dict[tuple[str, ...], list[tuple[T, tuple[str, ...] | None]]] = {}
        self._longest: dict[str, int] = {}
        for phrase, payload in entries:
            words = tokens(phrase.removeprefix("="))
            key = tuple(word.key for word in words)
            if not key:
                continue
            exact = tuple(word.raw for word in words) if phrase.startswith("=") else None
            self._found.setdefault(key, []).append((payload, exact))
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def find(self, words: Sequence[Token]) -> list[PhraseMatch[T]]:
        """The phrases among these tokens, in order."""
        matches: list[PhraseMatch[T]] = []
        position = 0
        while position < len(words):
            if words[position].key not in self._longest:
                position += 1
                continue
            match = self.at(words, position)
            if match is not None:
                matches.append(match)
            position = position + 1 if match is None else match.last + 1
        return matches

    def at(self, words: Sequence[Token], position: int) -> PhraseMatch[T] | None:
        """The longest phrase that begins at this token."""
        for length in range(min(self._longest.get(words[position].key, 0), len(words) - position), 0, -1):
            stretch = words[position : position + length]
            held = self._found.get(tuple(word.key for word in stretch))
            if held is None:
                continue
            raw = tuple(word.raw for word in stretch)
            payloads = tuple(payload for payload, exact in held if exact is None or exact == raw)
            if payloads:
                return PhraseMatch(payloads, position, position + length - 1)
        return None
