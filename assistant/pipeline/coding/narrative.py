"""Where the stay's course begins in a report that no heading divides: a letter, dictated prose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain.span import Span
from assistant.pipeline.coding.sections import COURSE, EXAM, HISTORY, OPENING, PRESENT, TESTS

_BLANK = re.compile(r"\n[ \t]*\n")
_BEFORE_COURSE = (OPENING, PRESENT, EXAM, TESTS)
_NOT_YET_SEEN = (OPENING, PRESENT)


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """A sentence: its span in the report, the section it stands in, its folded text."""

    span: Span
    section: str
    folded: str
    text: str


def with_course(sentences: Sequence[ReportSentence], flat: str, care: re.Pattern[str]) -> Iterator[ReportSentence]:
    """The sentences, the stay's course found where no heading and no word names it.

    It begins with the first sentence that tells ``care`` given, past the first paragraph or once the patient was
    examined; where none does, a letter tells it from its second paragraph on. What follows the paragraph of the
    history is the course too.
    """
    told = any(sentence.section in (COURSE, "procedure") for sentence in sentences)
    first = _paragraph_end(flat, 0)
    begins = next((s.span.start for s in sentences if _tells_care(s, first, care)), None)
    left = None
    for sentence in sentences:
        section, start = sentence.section, sentence.span.start
        if section == HISTORY and left is None:
            left = _paragraph_end(flat, start)
        after_history = section == HISTORY and left is not None and start >= left
        if begins is None:
            untold = section in _NOT_YET_SEEN and start >= first
        else:
            untold = section in _BEFORE_COURSE and start >= begins
            after_history = after_history and start >= begins
        yield replace(sentence, section=COURSE) if not told and (after_history or untold) else sentence


def _tells_care(sentence: ReportSentence, first: int, care: re.Pattern[str]) -> bool:
    seen = sentence.section in (EXAM, TESTS)
    able = seen or (sentence.section in (*_NOT_YET_SEEN, HISTORY) and sentence.span.start >= first)
    return able and bool(care.search(sentence.folded))


def _paragraph_end(flat: str, start: int) -> int:
    """Where the paragraph that holds an offset ends; the end of the text where no blank line follows."""
    blank = _BLANK.search(flat, start)
    return blank.start() if blank else len(flat)
