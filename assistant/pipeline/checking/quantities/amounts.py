"""Every number that was said, in the forms a note may write it in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.ellipsis import article_units, denied, named_after, unsaid_units
from assistant.pipeline.checking.texts.evidence import Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold

_COMPOUND = {"stone": (14, "lb"), "ft": (12, "inch")}
_CENTURIES = (19, 20)
MOST_TIMES = 40
"""What is counted by the day more often than this is a dose."""
PER = "per"
FACTOR = "factor"
"""The unit of how often: it is no length of time."""
PARTS_OF_DAY = frozenset({"morning", "noon", "evening", "bedtime"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (a key of ``units.tsv``, or empty) and where it was said (``span`` in the passage).
    ``guess``: another reading of what was said (a year, a pressure), from which nothing is worked out; ``carried``:
    its unit was said before it."""

    value: float
    unit: str
    passage: Passage
    span: Span
    guess: bool = False
    carried: bool = False


def amounts(passages: Sequence[Passage], lexicon: Lexicon) -> list[Amount]:
    """The numbers of these passages: as said, as a decimal said in two numbers, as a frequency, as a year."""
    knowledge = load_knowledge(lexicon.language)
    said = [amount for passage in passages for amount in _of_passage(passage, lexicon)]
    return [
        *said,
        *_carried(said, passages, lexicon),
        *_apart(passages, knowledge.weekdays, "day"),
        *_apart(passages, knowledge.months, "month"),
    ]


def _of_passage(passage: Passage, lexicon: Lexicon) -> Iterator[Amount]:
    mentions = [one for one in passage.reading.quantities if not denied(one.span, passage, lexicon)]
    for at, mention in enumerate(mentions):
        quantity = mention.quantity
        for value in (quantity.value, quantity.high):
            if value is None:
                continue
            yield Amount(value, quantity.unit, passage, mention.span)
            unit = lexicon.units.get(quantity.unit)
            if value > MOST_TIMES and unit is not None and unit.dimension == "frequency":
                # *Huit cents par jour* is a dose, whatever its unit.
                yield Amount(value, "", passage, mention.span)
            if not quantity.unit and 0 <= value < 100 and value == int(value):
                yield Amount(_year(int(value)), "", passage, mention.span, guess=True)
        if quantity.high is not None:
            yield from _decimals(quantity.value, quantity.high, quantity.unit, passage, mention.span)
        yield from _after_article(mention, passage, lexicon)
        yield from _before_article(mention, passage, lexicon)
        yield from _compound(mention, mentions[at + 1] if at + 1 < len(mentions) else None, passage)
        if at + 1 < len(mentions):
            yield from _with_next(mention, mentions[at + 1], passage)
    yield from _frequencies(passage, lexicon)
    yield from _worded(passage, lexicon, load_knowledge(lexicon.language))


def _carried(said: Sequence[Amount], passages: Sequence[Passage], lexicon: Lexicon) -> Iterator[Amount]:
    """*A cyst of four centimetres and a fibroid of two*: a number without a unit is also read with the unit said
    before it in the sentence, in the one before, or in the question it answers, or named right after it."""
    before = {passage.order: passage for passage in passages}
    for amount in said:
        if amount.unit or amount.guess:
            continue
        order = amount.passage.order
        units = [*unsaid_units(amount.span, amount.passage, before.get(order - 1), lexicon)]
        units += named_after(amount.span, amount.passage, before.get(order + 1), lexicon)
        for unit in dict.fromkeys(units):
            yield Amount(amount.value, unit, amount.passage, amount.span, carried=True)


def _with_next(first: QuantityMention, second: QuantityMention, passage: Passage) -> Iterator[Amount]:
    """Two numbers said in one breath: *trois soixante-quinze*, *un mètre soixante*."""
    gap = passage.reading.folded[first.span.end : second.span.start]
    if not gap.strip(" -") and not (first.quantity.unit and second.quantity.unit):
        span = Span(first.span.start, second.span.end)
        unit = second.quantity.unit or first.quantity.unit
        # *From nine four to eight one*: the range in the middle belongs to two decimals.
        whole = first.quantity.value if first.quantity.high is None else first.quantity.high
        yield from _decimals(whole, second.quantity.value, unit, passage, span)


def _compound(first: QuantityMention, second: QuantityMention | None, passage: Passage) -> Iterator[Amount]:
    """*Ten stone four*, *five foot ten*: the smaller unit goes unsaid."""
    if first.quantity.unit not in _COMPOUND:
        return
    times, unit = _COMPOUND[first.quantity.unit]
    yield Amount(first.quantity.value * times, unit, passage, first.span)
    if second is not None and second.quantity.unit in ("", unit) and second.quantity.value < times:
        gap = passage.reading.folded[first.span.end : second.span.start].strip(" -,")
        if gap in ("", "and"):
            span = Span(first.span.start, second.span.end)
            yield Amount(first.quantity.value * times + second.quantity.value, unit, passage, span)


def _before_article(mention: QuantityMention, passage: Passage, lexicon: Lexicon) -> Iterator[Amount]:
    """*Eight one*, *huit un*: the article is the number one here too."""
    after = next((word for word in passage.reading.words if word.start >= mention.span.end), None)
    if after is not None and after.key in lexicon.numbers.articles and after.start - mention.span.end == 1:
        whole = mention.quantity.value if mention.quantity.high is None else mention.quantity.high
        yield from _decimals(whole, 1, mention.quantity.unit, passage, Span(mention.span.start, after.end))


def _after_article(mention: QuantityMention, passage: Passage, lexicon: Lexicon) -> Iterator[Amount]:
    """*Un huit*, *un centimètre deux*: the article is the number one."""
    before = [word for word in passage.reading.words if word.end <= mention.span.start]
    if before and before[-1].key in lexicon.numbers.articles:
        span = Span(before[-1].start, mention.span.end)
        yield from _decimals(1, mention.quantity.value, mention.quantity.unit, passage, span)


def _worded(passage: Passage, lexicon: Lexicon, knowledge: CheckerKnowledge) -> Iterator[Amount]:
    """*Une vingtaine*, *after tomorrow*: words of the checker's own that stand for a number."""
    for word in passage.reading.words:
        for value in knowledge.tens.get(word.key, ()):
            yield Amount(value, "", passage, word.span)
    yield from _spelt(passage)
    for span, unit in article_units(passage, lexicon):
        yield Amount(1.0, unit, passage, span)
    yield from _factored(passage, knowledge)
    for phrase, days in knowledge.days.items():
        at = passage.reading.folded.find(phrase)
        if at >= 0:
            yield Amount(days, "day", passage, Span(at, at + len(phrase)))


def _spelt(passage: Passage) -> Iterator[Amount]:
    """*Nine nine nine*: digits said one by one."""
    run: list[QuantityMention] = []
    for mention in (*passage.reading.quantities, None):
        single = mention is not None and not mention.quantity.unit and mention.quantity.value in range(10)
        if single and mention is not None and (not run or mention.span.start - run[-1].span.end <= 2):
            run.append(mention)
            continue
        if len(run) > 1:
            digits = "".join(str(int(one.quantity.value)) for one in run)
            yield Amount(float(digits), "", passage, Span(run[0].span.start, run[-1].span.end))
        run = [mention] if single and mention is not None else []


def _apart(passages: Sequence[Passage], cycle: tuple[str, ...], unit: str) -> Iterator[Amount]:
    """*Wednesday… by Friday*: two days apart; *juillet… novembre*: four months."""
    named = [
        (passage, word, cycle.index(fold(word.raw)))
        for passage in passages
        for word in passage.reading.words
        if fold(word.raw) in cycle
    ]
    for (_, _, a), (passage, word, b) in pairwise(named):
        if a != b:
            yield Amount(float((b - a) % len(cycle)), unit, passage, word.span)


def _factored(passage: Passage, knowledge: CheckerKnowledge) -> Iterator[Amount]:
    """*On double*: twice whatever was said; the number itself is looked for beside it (``derived``)."""
    for word in passage.reading.words:
        if word.key in knowledge.factors:
            yield Amount(knowledge.factors[word.key], FACTOR, passage, word.span)


def _year(value: int) -> float:
    return float(2000 + value if value < 50 else 1900 + value)


def _decimals(whole: float, rest: float, unit: str, passage: Passage, span: Span) -> Iterator[Amount]:
    """*Neuf huit* is 9.8, *treize huit* may be a pressure of 130 over 80, *twenty eleven* a year; *mille deux cents*
    stays apart."""
    if rest != int(rest) or whole != int(whole) or not 0 <= rest < 1000:
        return
    yield Amount(float(f"{int(whole)}.{int(rest):d}"), unit, passage, span)
    yield Amount(float(f"{int(whole)}.{int(rest):02d}"), unit, passage, span)
    if whole in _CENTURIES and 10 <= rest < 100 and not unit:
        yield Amount(whole * 100 + rest, "", passage, span, guess=True)
    if 5 <= whole <= 25 and 2 <= rest <= 15:
        yield Amount(whole * 10, "mmHg", passage, span, guess=True)
        yield Amount(rest * 10, "mmHg", passage, span, guess=True)


def _frequencies(passage: Passage, lexicon: Lexicon) -> Iterator[Amount]:
    cues = lexicon.cues_in("frequency", passage.reading.words)
    for cue in cues:
        times, _, period = cue.name.partition("/")
        if times.isdigit() and period:
            yield Amount(float(times), PER, passage, cue.span)
            if passage.reading.folded[cue.span.start :].startswith(("a ", "un ", "une ")):
                yield Amount(1.0, period, passage, cue.span)
        elif cue.name.startswith("every_"):
            hours = int(cue.name.removeprefix("every_").rstrip("h"))
            yield Amount(24 / hours, PER, passage, cue.span)
            yield Amount(float(hours), "h", passage, cue.span)
    parts = {cue.name for cue in cues if cue.name in PARTS_OF_DAY}
    if len(parts) > 1:
        yield Amount(float(len(parts)), PER, passage, cues[0].span)
