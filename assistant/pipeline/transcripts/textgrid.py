"""Praat TextGrid, long or short form: one file with a tier a speaker, or one file for each of two speakers.

Praat reads only free-standing numbers, quoted strings and <flags>, and so do we: both forms are the same tokens.
The marks of transcribers: words inside ``<UNSURE>`` are kept with a low confidence, ``<UNIN/>``,
``<INAUDIBLE_SPEECH/>`` and other tags are taken out.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.span import Span
from assistant.domain.transcript import UNLABELLED, SpeakerRole, Turn, Word
from assistant.errors import UnreadableTranscript
from assistant.pipeline.transcripts.speakers import role_of
from assistant.pipeline.transcripts.turns import Piece, joined

UNSURE_CONFIDENCE = 0.4
"""What a word that the transcriber marked as unsure is worth, between a guess and a clear word."""

_TOKEN = re.compile(r'"([^"]*(?:""[^"]*)*)"|(?<!\S)(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?!\S)')
_UNSURE = re.compile(r"</?UNSURE\s*/?>")
_OTHER_MARK = re.compile(r"<(?!/?UNSURE\b)/?[A-Za-z_]{1,40}\s*/?>")
_WORD = re.compile(r"[\w'’-]+")
_HINT = "Check that the file was saved whole, as a Praat text file."


def is_textgrid(text: str) -> bool:
    """Whether the text begins as a Praat TextGrid does."""
    return "ooTextFile" in text[:200] and "TextGrid" in text[:400]


def parse_textgrid(text: str, label: str | None = None) -> list[Turn]:
    """The turns of all tiers, merged by time. ``label`` is used for a tier whose name tells no role.

    Raises ``UnreadableTranscript`` where the file is cut off or no TextGrid.
    """
    return _in_time(list(_pieces(text, label)))


def merge_textgrids(labelled: list[tuple[str, str]]) -> list[Turn]:
    """The turns of several files of one conversation, given as (speaker, text), merged by time."""
    return _in_time([replace(piece, speaker=label) for label, text in labelled for piece in _pieces(text, label)])


def _in_time(pieces: list[Piece]) -> list[Turn]:
    return joined(sorted(pieces, key=lambda piece: (piece.start_s or 0.0, piece.end_s or 0.0)))


class _Tokens:
    """Reads a TextGrid's strings and numbers one after the other."""

    def __init__(self, text: str) -> None:
        self._found = _TOKEN.finditer(text)

    def string(self, what: str) -> str:
        token = self._next(what)
        if token[1] is None:
            raise UnreadableTranscript(f"The TextGrid has a number where {what} should stand.", _HINT)
        return token[1].replace('""', '"')

    def number(self, what: str) -> float:
        token = self._next(what)
        if token[2] is None:
            raise UnreadableTranscript(f"The TextGrid has a text where {what} should stand.", _HINT)
        number = float(token[2])
        if not math.isfinite(number):
            raise UnreadableTranscript(f"The TextGrid's number for {what} is too large.", _HINT)
        return number

    def _next(self, what: str) -> re.Match[str]:
        token = next(self._found, None)
        if token is None:
            raise UnreadableTranscript(f"The TextGrid is cut off before {what}.", _HINT)
        return token


def _pieces(text: str, label: str | None) -> Iterator[Piece]:
    if not is_textgrid(text):
        raise UnreadableTranscript("The file is not a Praat TextGrid.", _HINT)
    tokens = _Tokens(text)
    tokens.string("the file type")
    tokens.string("the object class")
    tokens.number("the start")
    tokens.number("the end")
    for _ in range(int(tokens.number("the number of tiers"))):
        kind = tokens.string("a tier's class")
        name = tokens.string("a tier's name").strip()
        speaker = label if label and role_of(name) is SpeakerRole.UNKNOWN else name or UNLABELLED
        tokens.number("a tier's start")
        tokens.number("a tier's end")
        for number in range(int(tokens.number("a tier's size"))):
            where = f"entry {number + 1} of the tier {name!r}"
            start_s = round(tokens.number(where), 3)
            end_s = round(tokens.number(where), 3) if kind == "IntervalTier" else start_s
            yield _marked(speaker, tokens.string(where), start_s, end_s)


def _marked(speaker: str, spoken: str, start_s: float, end_s: float) -> Piece:
    """The piece without its marks, a ``Word`` of low confidence for each word inside ``<UNSURE>``."""
    text = ""
    words: list[Word] = []
    for number, part in enumerate(_UNSURE.split(" ".join(_OTHER_MARK.sub("", spoken).split()))):
        if number % 2:  # every other part stood between the two marks
            spans = [Span(*found.span()).shifted(len(text)) for found in _WORD.finditer(part)]
            words += [Word(span, start_s, end_s, UNSURE_CONFIDENCE) for span in spans]
        text += part
    return Piece(speaker, text, start_s, end_s, tuple(words))
