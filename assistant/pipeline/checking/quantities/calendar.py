"""Whole dates of a claim (*14/03/2021*, *the 3rd of May 2021*) against the dates that were said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.quantities.dates import is_name
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.text import fold

_NUMERIC = re.compile(r"(?<![\d/.,-])(\d{1,2})\s?([/-])\s?(\d{1,2})\s?\2\s?((?:19|20)?\d\d)(?![\d/])")
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|eme|e)?(?: of)? $")
_DAY_AFTER = re.compile(r"^ (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?!\d)")
_YEAR = re.compile(r"^.{0,10}?(?<!\d)((?:19|20)\d\d)(?!\d)")
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Date:
    """A date said or written. ``readings``: as (day, month), in whichever order it may be meant; ``year``: 0 where
    none is given."""

    readings: frozenset[tuple[int, int]]
    year: int
    span: Span

    def like(self, other: "Date") -> bool:
        """Whether both may be one day."""
        years = {self.year, other.year} - {0}
        return bool(self.readings & other.readings) and len(years) < 2

    def near(self, other: "Date") -> bool:
        """Whether one may stand in place of the other: the year is the same, or a day or month is."""
        if self.year and other.year:
            return self.year == other.year
        parts, others = ({part for reading in one.readings for part in reading} for one in (self, other))
        return bool(parts & others)


def calendar_doubts(reading: Reading, gone: Sequence[Amount], base: EvidenceBase) -> Iterator[Doubt]:
    """Whole dates that were not said, where one that may be meant was, or that were taken back (``gone``)."""
    written = written_dates(reading, base)
    said = _all_said(base) if written else ()
    taken = [(passage, date) for passage, date in said if _taken(passage, date, gone)]
    standing = [one for one in said if one not in taken]
    for date in written:
        if any(date.like(other) for _, other in standing):
            continue
        old = next(((passage, other) for passage, other in taken if date.like(other)), None)
        instead = old or next(((passage, other) for passage, other in standing if date.near(other)), None)
        if instead is not None:
            kind = FindingType.SUPERSEDED if old else FindingType.NUMBER
            yield Doubt(kind, date.span, instead[0].evidence(instead[1].span))


def _taken(passage: Passage, date: Date, gone: Sequence[Amount]) -> bool:
    return any(one.passage is passage and one.span.overlaps(date.span) for one in gone)


def written_dates(reading: Reading, base: EvidenceBase) -> list[Date]:
    """The dates of a claim that give day, month and year."""
    return [date for date in _dates(reading, base) if date.year]


def _dates(reading: Reading, base: EvidenceBase) -> list[Date]:
    return [*_numeric(reading), *_named(reading, base)]


@lru_cache(maxsize=64)
def _all_said(base: EvidenceBase) -> tuple[tuple[Passage, Date], ...]:
    return tuple((passage, date) for passage in base.passages for date in _dates(passage.reading, base))


def _numeric(reading: Reading) -> Iterator[Date]:
    for found in _NUMERIC.finditer(reading.folded):
        a, b, year = int(found[1]), int(found[3]), int(found[4])
        yield Date(frozenset({(a, b), (b, a)}), year if year > 99 else _CENTURY + year, Span(*found.span()))


def _named(reading: Reading, base: EvidenceBase) -> Iterator[Date]:
    """*January 20th, 2020*, *le 20 janvier*."""
    months = load_knowledge(base.language).months
    for word in reading.words:
        if not is_name(word, months):
            continue
        before, after = reading.folded[: word.start], reading.folded[word.end :]
        day = _DAY_BEFORE.search(before) or _DAY_AFTER.match(after)
        if day is None:
            continue
        year = _YEAR.match(after)
        start = word.start - (len(day[0]) if day.re is _DAY_BEFORE else 0)
        month = months.index(fold(word.raw)) + 1
        yield Date(frozenset({(int(day[1]), month)}), int(year[1]) if year else 0, Span(start, word.end))
