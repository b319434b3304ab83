"""A hospital report as sections and sentences, every one of them a span of the text as it was handed in."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from assistant.domain.span import Span
from assistant.pipeline.coding.phrases import any_of, split_alternatives
from assistant.pipeline.text import fold, sentence_spans

_HEADING = re.compile(
    r"^[ \t#*\-•]*(?P<title>[^\n:.]{3,60}?)[ \t*]*(?:\([^)\n]{1,20}\)[ \t]*)?(?P<mark>:|\.(?=\s)|\n|$)", re.MULTILINE
)
# "Gram négatif" is a name: it denies nothing.
_NAMES = re.compile(r"\b(?:gram|coagulase|her ?2|triple|rhesus|bk)[ -]negati\w+")
_ENDS = (".", "!", "?", ":", ";")
_WRAPPED_LINE = 60
_MOST_WORDS = 8
OPENING = "opening"


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """A sentence: its span in the report, the section it stands in, its folded text."""

    span: Span
    section: str
    folded: str
    text: str


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


@lru_cache(maxsize=2)
def load_headings(file: Path) -> Mapping[str, re.Pattern[str]]:
    """Heading patterns by section, from ``report_sections_fr.tsv`` (``section``, ``headings``)."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {row["section"]: any_of(split_alternatives(row["headings"])) for row in rows}


def read_report(text: str, headings: Mapping[str, re.Pattern[str]]) -> Report:
    """The report's sections and sentences. Lines that were only wrapped are read on; offsets stay those of ``text``."""
    flat = _unwrapped(text)
    marks = _headings(flat, headings)
    sentences = []
    cuts = [0, *(start for start, _, _ in marks), len(flat)]
    for at, (start, end) in enumerate(zip(cuts, cuts[1:], strict=False)):
        section, body = (marks[at - 1][2], marks[at - 1][1]) if at else (OPENING, start)
        sentences += [_sentence(text, flat, span.shifted(body), section) for span in sentence_spans(flat[body:end])]
    return Report(text, fold(flat), tuple(sentences), tuple(sentence.span.start for sentence in sentences))


def _sentence(text: str, flat: str, span: Span, section: str) -> ReportSentence:
    folded = _NAMES.sub(lambda found: found.group().replace("negati", "negate"), fold(span.of(flat)))
    family = section == "history" and re.match(r"(?:antecedents?|atcd)s? famili", folded)
    return ReportSentence(span, "family" if family else section, folded, span.of(text))


def _unwrapped(text: str) -> str:
    """The text with the ends of wrapped lines as spaces, character for character."""
    lines = text.split("\n")
    out = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        following = after.strip()
        goes_on = bool(following) and (
            following[0].islower() or (len(line) >= _WRAPPED_LINE and ":" not in following[:45])
        )
        wrapped = (
            bool(line.strip())
            and goes_on
            and not line.rstrip().endswith(_ENDS)
            and not following.startswith(("-", "•", "*"))
        )
        out.append(line + (" " if wrapped else "\n"))
    return "".join(out)[: len(text)]


def _headings(flat: str, headings: Mapping[str, re.Pattern[str]]) -> list[tuple[int, int, str]]:
    """(start, end of the heading, section) in order. An unknown heading before a colon opens ``other``."""
    found = []
    for match in _HEADING.finditer(flat):
        title = fold(match["title"]).strip()
        if not title or len(title.split()) > _MOST_WORDS:
            continue
        section = _section_of(title, headings, whole=match["mark"] == ".")
        if section is not None:
            end = match.end("title") if match["mark"] in ("\n", "") else match.end()
            found.append((match.start(), end, section))
    return found


def _section_of(title: str, headings: Mapping[str, re.Pattern[str]], whole: bool) -> str | None:
    """The section whose heading opens the title; the longest opening wins. ``whole``: before a full stop, where a
    sentence may stand as well, the title must be the heading and nothing else."""
    hits = [
        (match.end(), section)
        for section, pattern in headings.items()
        if (match := pattern.fullmatch(title) if whole else pattern.match(title))
    ]
    return max(hits)[1] if hits else None
