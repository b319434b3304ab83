"""Where the stay's course begins, and where it is summed up, in a report that no heading divides."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain.span import Span
from assistant.pipeline.coding.sections import CONCLUSION, COURSE, EXAM, HISTORY, OPENING, PRESENT, TESTS

_BLANK = re.compile(r"\n[ \t]*\n")
_TITLED = re.compile(r"[^\n:.]{1,40}:")
_BEFORE_COURSE = (OPENING, PRESENT, EXAM, TESTS)
_MOST_NAMES = 2
_NOT_YET_SEEN = (OPENING, PRESENT)


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """A sentence: its span in the report, the section it stands in, its folded text. ``headed``: a heading opened
    the section."""

    span: Span
    section: str
    folded: str
    text: str
    headed: bool = False


def with_course(sentences: Sequence[ReportSentence], flat: str, care: re.Pattern[str]) -> Iterator[ReportSentence]:
    """The sentences, the stay's course found where no heading and no word names it.

    It begins with the first sentence that tells ``care`` given, past the first paragraph or once the patient was
    examined; where none does, a letter tells it from its second paragraph on. What follows the paragraph of the
    history is the course too.
    """
    course = [sentence for sentence in sentences if sentence.section in (COURSE, "procedure")]
    headed = any(sentence.headed for sentence in course)
    first = _first_told_end(flat)
    begins = next((s.span.start for s in sentences if _tells_care(s, first, care)), None)
    left = None
    for sentence in sentences:
        section, start = sentence.section, sentence.span.start
        if section == HISTORY and left is None:
            left = _paragraph_end(flat, start) if sentence.headed else _told_end(flat, start)
        after_history = section == HISTORY and left is not None and start >= left
        after_history = after_history and not (course and sentence.headed)
        if begins is None:
            untold = not course and section in _NOT_YET_SEEN and start >= first
        else:
            untold = section in _BEFORE_COURSE and start >= begins and not (course and sentence.headed)
        yield replace(sentence, section=COURSE) if not headed and (after_history or untold) else sentence


def _tells_care(sentence: ReportSentence, first: int, care: re.Pattern[str]) -> bool:
    seen = sentence.section in (EXAM, TESTS)
    able = seen or (sentence.section in (*_NOT_YET_SEEN, HISTORY) and sentence.span.start >= first)
    return able and bool(care.search(sentence.folded))


def _first_told_end(flat: str) -> int:
    """Where the first paragraph that tells something ends: a letterhead and a salutation have no full stop."""
    ends = [blank.start() for blank in _BLANK.finditer(flat)]
    return next((end for end in ends if flat[:end].rstrip().endswith(".")), ends[0] if ends else len(flat))


def _told_end(flat: str, start: int) -> int:
    """Where a paragraph of sentences ends, which a blank line need not follow."""
    end = _paragraph_end(flat, start)
    line = flat.find("\n", start, end)
    return line if line >= 0 and flat[start:line].rstrip().endswith(".") else end


def _paragraph_end(flat: str, start: int) -> int:
    """Where the paragraph that holds an offset ends; the end of the text where no blank line follows."""
    blank = _BLANK.search(flat, start)
    return blank.start() if blank else len(flat)


def with_conclusion(
    sentences: Sequence[ReportSentence], flat: str, telling: re.Pattern[str], names: Callable[[str], bool]
) -> Iterator[ReportSentence]:
    """The sentences; where none concludes, those that name what it was do ("Il s'agit d'une pneumopathie"), else a
    last paragraph of names without a verb ("Bronchiolite à VRS avec retentissement alimentaire."). ``telling``: words
    of a sentence that tells or plans."""
    concluding: Sequence[ReportSentence] = ()
    if not any(sentence.section == CONCLUSION for sentence in sentences):
        concluding = [s for s in sentences if s.section != HISTORY and names(s.folded)]
        concluding = concluding or _names_only(_last_paragraph(sentences, flat), telling, len(sentences))
    for sentence in sentences:
        yield replace(sentence, section=CONCLUSION) if sentence in concluding else sentence


def _names_only(last: Sequence[ReportSentence], telling: re.Pattern[str], count: int) -> Sequence[ReportSentence]:
    told = any(telling.search(sentence.folded) for sentence in last)
    return () if told or len(last) > _MOST_NAMES or len(last) == count else last


def _last_paragraph(sentences: Sequence[ReportSentence], flat: str) -> Sequence[ReportSentence]:
    """The sentences after the last blank line, if they open its paragraph without a heading."""
    start = max((blank.end() for blank in _BLANK.finditer(flat.rstrip())), default=0)
    last = [sentence for sentence in sentences if sentence.span.start >= start]
    headed = not last or flat[start : last[0].span.start].strip() or _TITLED.match(flat, last[0].span.start)
    return [] if headed else last
