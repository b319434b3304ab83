"""A hospital report as sections and sentences, every one of them a span of the text as it was handed in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.pipeline.coding.narrative import ReportSentence, with_conclusion, with_course
from assistant.pipeline.coding.sections import (
    CONCLUSION,
    COURSE,
    DAY_OF_STAY,
    FAMILY,
    HISTORY,
    OPENING,
    PRESENT,
    REASON,
    Sections,
    led_to,
    openings,
)
from assistant.pipeline.runons import pieces
from assistant.pipeline.text import fold, sentence_spans

# "Gram négatif" is a name: it denies nothing.
_NAMES = re.compile(r"\b(?:gram|coagulase|her ?2|triple|rhesus|bk)[ -]negati\w+")
_OF_THE_FAMILY = re.compile(r"(?:- ?)?(?:(?:antecedents?|atcd)s? )?(?:famili|maternel)")
_ENDS = (".", "!", "?", ":", ";")
_BULLETS = ("-", "•", "*")
_WRAPPED_LINE = 60
_BEFORE_STAY = (HISTORY, "treatment_before", "lifestyle", FAMILY)
_SHORT_LINE = 30
_WIDEST_PAGE = 130
_NO_PAGE = 1_000_000
_RAGGED = 15


@dataclass(frozen=True)
class Report:
    """A report read. ``folded`` has the length of ``text``, so offsets hold in both."""

    text: str
    folded: str
    sentences: tuple[ReportSentence, ...]
    starts: tuple[int, ...] = field(default=())

    def sentence_at(self, offset: int) -> int:
        """The position of the sentence that holds an offset (the nearest before it)."""
        return max((at for at, start in enumerate(self.starts) if start <= offset), default=0)

    def of(self, *sections: str) -> list[ReportSentence]:
        """The sentences of these sections, in order."""
        return [sentence for sentence in self.sentences if sentence.section in sections]


def read_report(text: str, sections: Sections) -> Report:
    """The report's sections and sentences. Lines that were only wrapped are read on; offsets stay those of ``text``."""
    flat = _unwrapped(text)
    told = list(with_course(list(_sentences(text, flat, sections)), flat, sections.care))
    sentences = tuple(with_conclusion(told, flat, sections.telling, sections.names))
    return Report(text, fold(flat), sentences, tuple(sentence.span.start for sentence in sentences))


def _sentences(text: str, flat: str, sections: Sections) -> Iterator[ReportSentence]:
    opened = openings(flat, sections.headings)
    ends = [*(opening.start for opening in opened[1:]), len(flat)]
    for opening, end in zip(opened, ends, strict=True):
        section = opening.section
        sentences = [span.shifted(opening.body) for span in sentence_spans(flat[opening.body : end])]
        for span in (piece for sentence in sentences for piece in pieces(flat, sentence, "fr_report")):
            folded = fold(span.of(flat))
            section = led_to(folded, section, sections.leads)
            folded = _NAMES.sub(lambda found: found.group().replace("negati", "negate"), folded)
            own = FAMILY if section == HISTORY and _OF_THE_FAMILY.match(folded) else section
            if section == HISTORY and _opens_line(flat, span.start) and DAY_OF_STAY.search(folded):
                section = own = COURSE
            if section in _BEFORE_STAY and sections.admitting.match(folded):
                section, own = PRESENT, REASON
            own = HISTORY if own not in (FAMILY, CONCLUSION, REASON) and sections.recalling.match(folded) else own
            own = CONCLUSION if sections.concluding.match(folded) else own
            yield ReportSentence(span, own, folded, span.of(text), own == opening.section != OPENING)


def _opens_line(flat: str, start: int) -> bool:
    return not flat[flat.rfind("\n", 0, start) + 1 : start].strip() and "\n" in flat[:start]


def _unwrapped(text: str) -> str:
    """The text with the ends of wrapped lines as spaces, character for character."""
    lines = text.split("\n")
    width = max(map(len, lines))
    if width > _WIDEST_PAGE or sum(len(line) >= width - _RAGGED for line in lines) < 2:
        width = _NO_PAGE
    return "".join(
        line + (" " if _goes_on(line, after.strip(), width) else "\n")
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    )[: len(text)]


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether a line was only wrapped: its sentence goes on, and the next word would not have fitted on the page."""
    if not line.strip() or not following or line.rstrip().endswith(_ENDS) or following.startswith(_BULLETS):
        return False
    if following[0].islower():
        return len(line) >= _SHORT_LINE
    full = len(line) + 1 + len(following.split()[0]) > width
    return full and len(line) >= _WRAPPED_LINE and ":" not in following[:45]
