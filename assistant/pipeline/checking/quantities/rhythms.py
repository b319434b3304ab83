"""How often, as a text says it: *twice daily*, *toutes les 6 heures*, *q6h*, *3/j*, *le mardi et le vendredi*."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import MOST_TIMES, PARTS_OF_DAY
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.lexicon import CueMatch
from assistant.pipeline.text import Token, fold

DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0, "2day": 2.0}
_COUNTED_BY = 24
"""Characters between a count and the period it is counted over: *3 séances hebdomadaires*, *5 smaller daily doses*."""
_WORDS_BETWEEN = 2
_UNCOUNTED = frozenset({"", "session", "time", "drink", "cigarette", "tablet", "capsule", "puff", "drop"})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Times a day, and where it stands. ``count`` times in ``period`` (a key of ``DAYS``) where it is said so."""

    rate: float
    span: Span
    count: float = 0.0
    period: str = ""


def rhythms(reading: Reading, base: EvidenceBase) -> list[Rhythm]:
    """The rhythms of a text."""
    cues = base.lexicon.cues_in("frequency", reading.words)
    found, parts = [], []
    for cue in cues:
        times, _, period = cue.name.partition("/")
        if times.isdigit() and period in DAYS:
            found.append(_counted_over(int(times), period, cue, reading, load_knowledge(base.language).linking))
        elif cue.name.startswith("every_"):
            found.append(Rhythm(24 / int(cue.name.removeprefix("every_").rstrip("h")), cue.span))
        elif cue.name in PARTS_OF_DAY:
            parts.append(cue)
    if len({cue.name for cue in parts}) > 1:
        found.append(Rhythm(float(len({cue.name for cue in parts})), parts[0].span))
    return [*found, *_spaced(reading, base), *_counted(reading, base), *_days_out_of(reading)]


def once_a_day(reading: Reading, base: EvidenceBase) -> bool:
    """Whether a text names one part of the day and no other: *the pill every morning* is taken once a day."""
    cues = base.lexicon.cues_in("frequency", reading.words)
    return len({cue.name for cue in cues if cue.name in PARTS_OF_DAY}) == 1


def _counted_over(times: int, period: str, cue: CueMatch, reading: Reading, linking: frozenset[str]) -> Rhythm:
    """A period's cue with the count that stands before it, which may be some words away."""
    count, span = float(times), cue.span
    held = _count_before(cue.span, reading, linking) if times == 1 else None
    if held is not None:
        count, span = held.quantity.high or held.quantity.value, Span(held.span.start, cue.span.end)
    return Rhythm(count / DAYS[period], span, count, period)


def _count_before(cue: Span, reading: Reading, linking: frozenset[str]) -> QuantityMention | None:
    before = [
        one for one in reading.quantities if one.span.end <= cue.start and cue.start - one.span.end <= _COUNTED_BY
    ]
    if not before or before[-1].quantity.unit not in _UNCOUNTED or not 0 < before[-1].quantity.value <= MOST_TIMES:
        return None
    between = reading.folded[before[-1].span.end : cue.start]
    few = len(between.split()) <= _WORDS_BETWEEN and not set(between) & set(",;.:()")
    few = few and not set(between.split()) & linking
    return before[-1] if few and (between.strip() or before[-1].quantity.value > 1) else None


def _spaced(reading: Reading, base: EvidenceBase) -> Iterator[Rhythm]:
    """*Every 8 weeks*, *toutes les 3 semaines*, *q6 months*: a quantity of time right after *every*."""
    for mention in reading.quantities:
        unit = base.lexicon.units.get(mention.quantity.unit)
        before = reading.folded[: mention.span.start].rstrip()
        spaced = any(before.endswith(word) for word in load_knowledge(base.language).every)
        if unit is not None and unit.dimension == "time" and spaced and mention.quantity.value > 0:
            yield Rhythm(86400 / (mention.quantity.value * unit.factor), mention.span)


_PER = re.compile(r"\s?(?:fois )?(?:/|par |a |per )\s?(jour|j|semaine|sem|mois|an|day|d|week|wk|month|year|yr)\b")
_PERIODS = {
    "jour": "day", "j": "day", "day": "day", "d": "day", "semaine": "week", "sem": "week", "week": "week",
    "wk": "week", "mois": "month", "month": "month", "an": "year", "year": "year", "yr": "year",
}  # fmt: skip


def _counted(reading: Reading, base: EvidenceBase) -> Iterator[Rhythm]:
    """*3/j*, *2 fois par semaine*: a count and the period it is counted over. Of a range (*two, three times a week*),
    the upper end is the one that speech keeps beside the period."""
    for mention in reading.quantities:
        unit = base.lexicon.units.get(mention.quantity.unit)
        times = mention.quantity.high or mention.quantity.value
        if times > MOST_TIMES:
            continue
        if unit is not None and unit.dimension == "frequency":
            period = unit.key.removeprefix("/")
            yield Rhythm(times * unit.factor, mention.span, times, period if period in DAYS else "day")
        elif unit is None or unit.dimension == "times":
            per = _PER.match(reading.folded, mention.span.end)
            if per is not None:
                period = _PERIODS[per.group(1)]
                yield Rhythm(times / DAYS[period], Span(mention.span.start, per.end()), times, period)


_SHARE = re.compile(r"(\d)\s(?:jours?|days?|nuits?|nights?)\s(?:sur|out of|of|/)\s(\d)(?!\d)")


def _days_out_of(reading: Reading) -> Iterator[Rhythm]:
    """*6 jours sur 7*."""
    for found in _SHARE.finditer(reading.folded):
        if 0 < int(found[1]) <= int(found[2]):
            yield Rhythm(int(found[1]) / int(found[2]), Span(*found.span()))


def weekday_rhythms(reading: Reading, base: EvidenceBase, single: bool) -> Iterator[Rhythm]:
    """*Le mardi et le vendredi* is twice a week, *sauf dimanche* six days in seven; one day alone only where
    ``single``."""
    knowledge = load_knowledge(base.language)
    named = [word for word in reading.words if _day(word) in knowledge.weekdays]
    left_out = [
        word for word in named if set(reading.folded[: word.start].split()[-_WORDS_BETWEEN:]) & knowledge.excepting
    ]
    for days, whole in (([word for word in named if word not in left_out], 0), (left_out, 7)):
        if len(days) > (0 if single or whole else 1):
            rate = abs(whole - len({_day(word) for word in days})) / 7
            yield Rhythm(rate, Span(days[0].start, days[-1].end))


def _day(word: Token) -> str:
    return fold(word.raw).rstrip("s")
