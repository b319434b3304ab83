"""Times of the day: *12h10* of a claim against *midi dix*, *04:00* against *four this morning*."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.text import Token

_WRITTEN = re.compile(r"(?<![\d:/.,])([01]?\d|2[0-3])\s?(?:h|:)\s?([0-5]\d)(?![\d:/]|\s?(?:mg|g/|%))")
_WORD = re.compile(r"[^\W_]+")
_HALF_DAY, _HOUR, _QUARTER, _HALF = 720, 60, 15, 30
_CLOSE, _NEAR = 5, 20
"""Minutes by which a time may be off, and one that a claim calls approximate."""


def times_written(reading: Reading) -> list[tuple[Span, int]]:
    """The times of day a claim writes with hour and minutes, in minutes from midnight."""
    return [(Span(*found.span()), int(found[1]) * _HOUR + int(found[2])) for found in _WRITTEN.finditer(reading.folded)]


def clock_doubts(reading: Reading, gone: Sequence[Amount], base: EvidenceBase) -> Iterator[Doubt]:
    """Times of day that were not said, or taken back (``gone``)."""
    written = times_written(reading)
    if not written:
        return
    taken = {(amount.passage.order, amount.span.start) for amount in gone}
    said = [one for passage in base.passages for one in _said(passage, base)]
    rough = any(word in reading.folded for word in load_knowledge(base.language).approximate)
    for span, time in written:
        like = [one for one in said if _apart(one[0], time) <= (_NEAR if rough else _CLOSE)]
        if any((passage.order, place.start) not in taken for _, passage, place in like):
            continue
        kind = FindingType.SUPERSEDED if like else FindingType.NUMBER
        others = [one for one in said if one not in like and (one[1].order, one[2].start) not in taken]
        where = others[-1][1].evidence(others[-1][2]) if others else None
        yield Doubt(kind, span, where)


def elapsed(hours: float, base: EvidenceBase) -> bool:
    """Whether so many hours lie between two times of day that were said one after the other."""
    said = [time for passage in base.passages for time, _, _ in _said(passage, base)]
    return any(_apart(0, round(b - a - hours * _HOUR)) <= _CLOSE for a in said for b in said if a != b)


def _apart(a: int, b: int) -> int:
    """Minutes between two times on a dial of twelve hours."""
    gap = (a - b) % _HALF_DAY
    return min(gap, _HALF_DAY - gap)


def _said(passage: Passage, base: EvidenceBase) -> Iterator[tuple[int, Passage, Span]]:
    """Every time of day that a passage may say, in minutes, with its place."""
    knowledge = load_knowledge(base.language)
    folded = passage.reading.folded
    mentions = [one for one in passage.reading.quantities if one.quantity.unit in ("", "h", "min")]
    for one in mentions:
        for time in _alone(one, folded, knowledge, base):
            yield time, passage, one.span
    for first, second in pairwise(mentions):
        for time in _together(first, second, folded[first.span.end : second.span.start].strip(" -:"), knowledge):
            yield time, passage, first.span
    for word in passage.reading.words:
        if word.key in knowledge.twelve:
            for time in (0, *_after_twelve(word, mentions, folded)):
                yield time, passage, word.span


def _alone(one: QuantityMention, folded: str, knowledge: CheckerKnowledge, base: EvidenceBase) -> Iterator[int]:
    """*At two*, *five-thirty*, *half three*, *huit heures et demie*, *quatre heures moins le quart*."""
    value = one.quantity.value
    if 0 <= value <= 24:
        hour = round(value * _HOUR)
        yield hour
        lead = _WORD.findall(folded[: one.span.start])[-2:]
        numbers = base.lexicon.numbers
        if numbers.half.intersection(lead):
            yield hour + _HALF
        if numbers.quarter.intersection(lead):
            yield hour - _QUARTER if set(lead) & set(knowledge.to) else hour + _QUARTER
        after = _WORD.findall(folded[one.span.end :])[:3]
        if numbers.quarter.intersection(after):
            yield hour - _QUARTER if set(after) & set(knowledge.to) else hour + _QUARTER
    elif value == int(value) and value < 2400 and value % 100 < _HOUR:
        yield int(value // 100) * _HOUR + int(value % 100)


def _together(
    first: QuantityMention, second: QuantityMention, between: str, knowledge: CheckerKnowledge
) -> Iterator[int]:
    """*Sept heures vingt*, *ten to six*, *twenty past four*, *huit heures moins dix*."""
    a, b = first.quantity.value, second.quantity.value
    if not between and a <= 24 and b < _HOUR:
        yield round(a * _HOUR + b)
    elif between in knowledge.to:
        yield round(b * _HOUR - a) if first.quantity.unit != "h" else round(a * _HOUR - b)
    elif between in knowledge.past and b <= 24:
        yield round(b * _HOUR + a)


def _after_twelve(word: Token, mentions: Sequence[QuantityMention], folded: str) -> Iterator[int]:
    """*Midi dix*, *midi et demi*."""
    for one in mentions:
        gap = folded[word.end : one.span.start].strip() if one.span.start >= word.end else "-"
        if gap in ("", "et", "moins"):
            minutes = one.quantity.value * (_HOUR if one.quantity.value < 1 else 1)
            yield round(-minutes if gap == "moins" else minutes)
