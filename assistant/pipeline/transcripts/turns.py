"""From pieces of speech, as the formats cut them, to turns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.domain.transcript import UNLABELLED, Turn, Word
from assistant.pipeline.transcripts.speakers import role_of

_FINISHED = re.compile(r"[.!?…:;]['\"’”»)\]\s]*$")
_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, cue or interval. ``speaker`` is ``None`` where the format names nobody; word spans are in ``text``."""

    speaker: str | None
    text: str
    start_s: float | None = None
    end_s: float | None = None
    words: tuple[Word, ...] = ()


def turn(piece: Piece) -> Turn:
    """The piece as a turn of its own."""
    label = piece.speaker or UNLABELLED
    return Turn(label, role_of(label), piece.text, piece.start_s, piece.end_s, piece.words)


def joined(pieces: Iterable[Piece]) -> list[Turn]:
    """The pieces as turns: what one speaker says without a pause of more than two seconds is one turn.

    Subtitles and intervals are cut by time, not by meaning. Where nobody is named, a piece joins the one before
    only while the sentence is unfinished: the next may be somebody else. Empty pieces are left out.
    """
    groups: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text.strip():
            continue
        if groups and _goes_on(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [turn(_merged(group)) for group in groups]


def _goes_on(earlier: Piece, later: Piece) -> bool:
    if earlier.speaker != later.speaker or (earlier.speaker is None and _FINISHED.search(earlier.text[-8:])):
        return False
    return earlier.end_s is None or later.start_s is None or later.start_s - earlier.end_s <= _PAUSE_S


def _merged(group: list[Piece]) -> Piece:
    if len(group) == 1:
        return group[0]
    words: list[Word] = []
    offset = 0
    for piece in group:
        words.extend(replace(word, span=word.span.shifted(offset)) for word in piece.words)
        offset += len(piece.text) + 1
    text = " ".join(piece.text for piece in group)
    return Piece(group[0].speaker, text, group[0].start_s, group[-1].end_s, tuple(words))
