"""Plain text: ``[doctor] …``, ``Doctor: …``, ``Médecin : …``, or no labels at all.

A line that begins with a label begins a turn; the lines under it belong to it. A label that the speaker table
does not hold is one all the same where it looks like a name and the text before it is finished, or where it
comes back; a word that the table says is nobody's (``Tension : …``, ``[laughs]``) never is.
Text without any label becomes turns of nobody in particular, one a line, unfinished lines joined.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from assistant.domain.transcript import Turn
from assistant.pipeline.transcripts.speakers import is_known_label, is_nobody
from assistant.pipeline.transcripts.turns import Piece, joined, turn

_CLOCK = r"(?:[\[(]?(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)[\])]?[ \t]*[-–]?[ \t]*)?"
_WORD = r"[^\W\d_][\w.'’()/#&-]*"
_NAME = rf"{_WORD}(?:[ \t\u00a0]{{1,2}}[\w(][\w.'’()/#&-]*){{0,3}}"
_LABELLED = re.compile(
    rf"^\s*{_CLOCK}(?:\[(?P<bracketed>[^\]\[\n]{{1,40}})\][ \t]*:?|(?:[-–—*•]{{1,3}}[ \t]*){{0,2}}(?P<named>{_NAME})"
    r"[\s*]{0,4}[:：][* \t]*)(?P<rest>.*)$"
)
_FINISHED = re.compile(r"[.!?…:;\]\"»)]\s*$")
_INLINE = re.compile(rf"(?<=\S)\s+(?=\[[^\]\[\n]{{1,40}}\])|(?<=[.!?…»\"])\s+(?={_WORD}(?:[ \u00a0]\w+)?[ \u00a0]?:\s)")


class _Line(NamedTuple):
    label: str | None
    bracketed: bool
    start_s: float | None
    rest: str
    whole: str


def parse_plain(text: str) -> list[Turn]:
    """The turns of a plain text; none where it is blank."""
    lines = [_line(line) for line in _unwrapped(text).split("\n")]
    seen = Counter(line.label for line in lines if line.label)
    pieces = list(_pieces(lines, seen))
    if all(piece.speaker is None for piece in pieces):
        return _unlabelled(text)
    return [turn(piece) for piece in _gathered(pieces)]


def _unlabelled(text: str) -> list[Turn]:
    paragraphs = re.split(r"\n\s*\n", text)
    return [turn for part in paragraphs for turn in joined(Piece(None, line.strip()) for line in part.split("\n"))]


def split_label(text: str) -> tuple[str | None, str]:
    """``(label, rest)`` of one line of a subtitle, with the same rules; ``(None, text)`` without a label."""
    line = _line(text)
    if line.label and _is_label(line, Counter(), after_end=True):
        return line.label, line.rest
    return None, text


def _unwrapped(text: str) -> str:
    """A dialogue that lost its line ends (pasted as one line) gets them back before known labels."""
    if text.strip().count("\n"):
        return text
    return _INLINE.sub(lambda gap: "\n" if _known_at(text, gap.end()) else gap.group(), text)


def _known_at(text: str, start: int) -> bool:
    label = _line(text[start : start + 60]).label
    return label is not None and is_known_label(label)


def _line(line: str) -> _Line:
    found = _LABELLED.match(line)
    if not found:
        return _Line(None, False, None, "", line.strip())
    label = found["bracketed"] or found["named"]
    return _Line(label.strip(), bool(found["bracketed"]), _seconds(found["clock"]), found["rest"].strip(), line.strip())


def _seconds(clock: str | None) -> float | None:
    if clock is None:
        return None
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _is_label(line: _Line, seen: Counter[str], after_end: bool) -> bool:
    label = line.label
    if not label or is_nobody(label):
        return False
    if is_known_label(label) or (line.bracketed and any(map(str.isalpha, label))) or seen[label] > 1:
        return True
    return after_end and label[0].isupper()


def _pieces(lines: list[_Line], seen: Counter[str]) -> Iterator[Piece]:
    after_end = True
    for line in lines:
        if _is_label(line, seen, after_end):
            yield Piece(line.label, line.rest, line.start_s)
            after_end = not line.rest or bool(_FINISHED.search(line.rest[-4:]))
        elif line.whole:
            yield Piece(None, line.whole)
            after_end = bool(_FINISHED.search(line.whole[-4:]))
        else:
            after_end = True


def _gathered(pieces: list[Piece]) -> Iterator[Piece]:
    """Each labelled piece with the unlabelled ones under it; what stands before the first label is nobody's."""
    speaker: str | None = None
    start_s: float | None = None
    texts: list[str] = []
    for piece in [*pieces, Piece("", "")]:
        if piece.speaker is not None:
            if any(texts):
                yield Piece(speaker, " ".join(filter(None, texts)), start_s)
            speaker, start_s, texts = piece.speaker, piece.start_s, []
        texts.append(piece.text)
