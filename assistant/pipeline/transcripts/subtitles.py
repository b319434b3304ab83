"""WebVTT and SRT: cues with times, and speakers in voice tags or before a colon."""

import html
import re
from collections.abc import Iterator

from assistant.domain.transcript import Turn
from assistant.errors import UnreadableTranscript
from assistant.pipeline.transcripts.plain import split_label
from assistant.pipeline.transcripts.turns import Piece, joined

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]{1,200})>", re.IGNORECASE)
_TAG = re.compile(r"</?[^<>]{0,80}>|\{\\[^{}]{0,40}\}")
_ASIDE = ("NOTE", "STYLE", "REGION", "WEBVTT")


def looks_like_subtitles(text: str) -> bool:
    """Whether the beginning of the text holds a cue's time line."""
    return any(_TIMING.match(line) for line in text[:4000].split("\n"))


def parse_subtitles(text: str) -> list[Turn]:
    """The turns of a WebVTT or SRT file, in the file's order.

    A cue that names nobody goes on with the speaker before it. Raises ``UnreadableTranscript`` without any cue.
    """
    pieces = list(_pieces(text))
    if not pieces:
        raise UnreadableTranscript(
            "The subtitles hold no cue with a time line (00:00:01.000 --> 00:00:02.500).",
            "Check that the file was exported whole, as WebVTT or SRT.",
        )
    return joined(pieces)


def _pieces(text: str) -> Iterator[Piece]:
    speaker: str | None = None
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines[:3]) if "-->" in line), None)
        if at is None:
            if lines[0].strip() and not lines[0].lstrip().startswith(_ASIDE) and speaker is not None:
                # A blank line inside a cue: its speech goes on.
                yield from _voices(lines, speaker, None, None)
            continue
        start_s, end_s = _times(lines[at])
        for piece in _voices(lines[at + 1 :], speaker, start_s, end_s):
            speaker = piece.speaker
            yield piece


def _times(line: str) -> tuple[float | None, float | None]:
    found = _TIMING.match(line)
    if not found:
        raise UnreadableTranscript(
            f"This is not a time line: {line.strip()[:60]!r}.", "It must read like 00:00:01.000 --> 00:00:02.500."
        )
    start_s, end_s = _seconds(*found.groups()[:4]), _seconds(*found.groups()[4:])
    # Speech is worth more than its times: a cue that ends before it begins loses them and keeps its words.
    return (start_s, end_s) if end_s >= start_s else (None, None)


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{seconds}.{fraction}")


def _voices(lines: list[str], speaker: str | None, start_s: float | None, end_s: float | None) -> Iterator[Piece]:
    """The pieces of one cue: one a voice tag or labelled line."""
    parts = _VOICE.split("\n".join(lines))
    for label, spoken in zip(parts[1::2], parts[2::2], strict=True):
        yield Piece(html.unescape(label).strip() or speaker, " ".join(_spoken(spoken).split()), start_s, end_s)
    texts: list[str] = []
    for line in _spoken(parts[0]).split("\n"):
        named, rest = split_label(line.strip())
        if named is not None:
            yield Piece(speaker, " ".join(texts), start_s, end_s)
            speaker, texts = named, []
        texts.extend(rest.split())
    yield Piece(speaker, " ".join(texts), start_s, end_s)


def _spoken(marked: str) -> str:
    return html.unescape(_TAG.sub("", marked))
