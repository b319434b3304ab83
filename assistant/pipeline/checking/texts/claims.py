"""A note cut into claims: sentences under their headings. Offsets are code points of the note."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.span import Span
from assistant.pipeline.text import fold, sentence_spans

_LINE = re.compile(r"[^\n\r]+")
_INLINE = re.compile(r"^([^:\n]{1,60}?)\s*:(?!\d)")
_ORNAMENT = re.compile(r"^[\s#*_•·\-–—>=~|]*(?:\d{1,2}[.)]\s)?[\s#*_•·]*|[\s#*_:=~\-|]*$")


@dataclass(frozen=True, slots=True)
class NoteSentence:
    """A claim's place and the section it stands in (a key of ``headings.tsv``; ``none`` before any heading)."""

    span: Span
    text: str
    section: str


def note_sentences(note: str, headings: Mapping[str, str]) -> list[NoteSentence]:
    """The claims of a note in order: every character that is neither space nor heading lies in exactly one."""
    found: list[NoteSentence] = []
    section = "none"
    for line in _LINE.finditer(note):
        start = line.start()
        named, length = _heading(line.group(), headings)
        if named is not None:
            # Headings of a body system stay within the section around them.
            section = section if named == "none" else named
            start += length
        body = note[start : line.end()]
        spans = [span.shifted(start) for span in sentence_spans(body)]
        found += [NoteSentence(span, span.of(note), section) for span in spans]
    return found


def _heading(line: str, headings: Mapping[str, str]) -> tuple[str | None, int]:
    """The section a line opens, with the length of the heading in it."""
    whole = _plain(line)
    if whole in headings:
        return headings[whole], len(line)
    inline = _INLINE.match(line)
    if inline and _plain(inline.group(1)) in headings:
        return headings[_plain(inline.group(1))], inline.end()
    return None, 0


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", _ORNAMENT.sub("", fold(text))).strip()
