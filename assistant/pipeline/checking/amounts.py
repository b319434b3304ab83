"""Every number that was said, in the forms a note may write it in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.domain.fact import Quantity
from assistant.domain.span import Span
from assistant.domain.transcript import Transcript
from assistant.pipeline.checking.corrections import Said, taken_back
from assistant.pipeline.checking.evidence import Passage
from assistant.pipeline.checking.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold

_WEEKS = {"SA": "week"}
SAME = 1e-3
# A measure in another system of units is rounded: 40 lb are 18 kg, four ounces 120 mL.
CONVERTED = 0.03
# Two weeks for *quinze jours*, six weeks for a month and a half: spoken durations round.
SAME_TIME = 0.15
_CUSTOMARY = frozenset({"lb", "stone", "oz", "pint", "inch", "ft", "mile"})
_PACK = 20
_NEXT_TO, _IN_REACH = 25, 70
"""Characters between a strength and how many at once, and between a dose and how often."""
_TIME = "time"
PER = "per"
FACTOR = "factor"
"""The unit of how often: it is no length of time."""
_PARTS_OF_DAY = frozenset({"morning", "noon", "evening", "bedtime"})
# What is counted rather than measured: a note may write the count without the thing, or the other way round.
COUNTED = frozenset({"times", "session", "form_injection", "cigarette", "drink", "score", "ratio", "rate", "index"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (a key of ``units.tsv``, or empty) and where it was said (``span`` in the passage)."""

    value: float
    unit: str
    passage: Passage
    span: Span


@dataclass(frozen=True, slots=True)
class Stated:
    """All numbers of a transcript: those that stand, and (old, new) where one was taken back."""

    stands: tuple[Amount, ...]
    corrected: tuple[tuple[Amount, Amount], ...]


def amounts(passages: Sequence[Passage], lexicon: Lexicon) -> list[Amount]:
    """The numbers of these passages: as said, as a decimal said in two numbers, as a frequency, as a year."""
    knowledge = load_knowledge(lexicon.language)
    return [
        *(amount for passage in passages for amount in _of_passage(passage, lexicon)),
        *_apart(passages, knowledge.weekdays, "day"),
        *_apart(passages, knowledge.months, "month"),
    ]


def _of_passage(passage: Passage, lexicon: Lexicon) -> Iterator[Amount]:
    mentions = passage.reading.quantities
    for at, mention in enumerate(mentions):
        quantity = mention.quantity
        for value in (quantity.value, quantity.high):
            if value is None:
                continue
            yield Amount(value, quantity.unit, passage, mention.span)
            if not quantity.unit and 0 <= value < 100 and value == int(value):
                yield Amount(_year(int(value)), "", passage, mention.span)
        if quantity.high is not None:
            yield from _decimals(quantity.value, quantity.high, quantity.unit, passage, mention.span)
        yield from _after_article(mention, passage, lexicon)
        if at + 1 < len(mentions):
            yield from _with_next(mention, mentions[at + 1], passage)
    yield from _frequencies(passage, lexicon)
    yield from _worded(passage, load_knowledge(lexicon.language))


def _with_next(first: QuantityMention, second: QuantityMention, passage: Passage) -> Iterator[Amount]:
    """Two numbers said in one breath: *trois soixante-quinze*, *un mètre soixante*."""
    gap = passage.reading.folded[first.span.end : second.span.start]
    if not gap.strip(" -") and second.quantity.high is None and not (first.quantity.unit and second.quantity.unit):
        span = Span(first.span.start, second.span.end)
        unit = second.quantity.unit or first.quantity.unit
        yield from _decimals(first.quantity.value, second.quantity.value, unit, passage, span)


def _after_article(mention: QuantityMention, passage: Passage, lexicon: Lexicon) -> Iterator[Amount]:
    """*Un huit*, *un centimètre deux*: the article is the number one."""
    before = [word for word in passage.reading.words if word.end <= mention.span.start]
    if before and before[-1].key in lexicon.numbers.articles:
        span = Span(before[-1].start, mention.span.end)
        yield from _decimals(1, mention.quantity.value, mention.quantity.unit, passage, span)


def _worded(passage: Passage, knowledge: CheckerKnowledge) -> Iterator[Amount]:
    """*Une vingtaine*, *after tomorrow*: words of the checker's own that stand for a number."""
    for word in passage.reading.words:
        for value in knowledge.tens.get(word.key, ()):
            yield Amount(value, "", passage, word.span)
    yield from _spelt(passage)
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
    """*Neuf huit* is 9.8, *treize huit* may be a pressure of 130 over 80, *mille deux cents* stays apart."""
    if rest != int(rest) or whole != int(whole) or not 0 <= rest < 1000:
        return
    yield Amount(float(f"{int(whole)}.{int(rest):d}"), unit, passage, span)
    yield Amount(float(f"{int(whole)}.{int(rest):02d}"), unit, passage, span)
    if 5 <= whole <= 25 and 2 <= rest <= 15:
        yield Amount(whole * 10, "mmHg", passage, span)
        yield Amount(rest * 10, "mmHg", passage, span)


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
    parts = {cue.name for cue in cues if cue.name in _PARTS_OF_DAY}
    if len(parts) > 1:
        yield Amount(float(len(parts)), PER, passage, cues[0].span)


def same(value: float, unit: str, said: Amount, lexicon: Lexicon) -> bool:
    """Whether a note's number is one that was said; a missing unit on either side fits any."""
    if said.unit == FACTOR:
        return False
    if said.unit == PER and _dimension(unit, lexicon) in (_TIME, "mass", "volume"):
        return False
    # *Seize mille* white cells are 16 G/L (written without capitals it reads as grams); a pack is twenty cigarettes.
    thousands = unit in ("G/L", "g/L") and not said.unit and _close(value * 1000, said.value, SAME)
    packs = not unit and said.unit == "pack" and _close(value, said.value * _PACK, SAME)
    if thousands or packs:
        return True
    ours, theirs = _base(value, unit, lexicon), _base(said.value, said.unit, lexicon)
    loose = said.unit == PER or not unit or not said.unit or unit == said.unit
    counted = (_counted(unit, lexicon) or _counted(said.unit, lexicon)) and ours[1] != theirs[1]
    if loose or counted:
        return _close(value, said.value, SAME)
    if ours[1] == theirs[1]:
        foreign = unit in _CUSTOMARY or said.unit in _CUSTOMARY
        return _close(ours[0], theirs[0], SAME_TIME if ours[1] == _TIME else CONVERTED if foreign else SAME)
    if {ours[1], theirs[1]} == {"celsius", "fahrenheit"}:
        return abs(_celsius(value, unit) - _celsius(said.value, said.unit)) < 0.1
    return _numerator(unit, said.unit) and _close(value, said.value, SAME)


def near_to(value: float, unit: str, said: Amount, lexicon: Lexicon) -> bool:
    """Whether a number that a note calls approximate rounds one that was said (within 10%)."""
    comparable_units = unit == said.unit or not said.unit or not unit
    return comparable_units and said.unit not in (PER, FACTOR) and _close(value, said.value, 0.1)


def _celsius(value: float, unit: str) -> float:
    return (value - 32) / 1.8 if unit == "°F" else value


def comparable(unit: str, said: Amount, lexicon: Lexicon) -> bool:
    """Whether the two measure the same kind of thing."""
    if not unit or not said.unit:
        return unit == said.unit
    return _dimension(unit, lexicon) == _dimension(said.unit, lexicon) or _numerator(unit, said.unit)


def other_unit(value: float, unit: str, said: Amount, lexicon: Lexicon) -> bool:
    """Whether the number was said, with a unit that is not this one."""
    if not unit or not said.unit or said.unit in (unit, PER) or same(value, unit, said, lexicon):
        return False
    # *Yesterday* and *un jour* are no wrong unit for a week.
    small_time = value <= 2 and _dimension(unit, lexicon) == _dimension(said.unit, lexicon) == _TIME
    return _close(value, said.value, SAME) and not small_time


def derived(value: float, unit: str, said: Sequence[Amount], lexicon: Lexicon, daily: bool, dose: bool) -> bool:
    """Whether two numbers said close together yield this one: a dose times how often it was said to be taken, where
    the claim writes it by the day (``daily``); a difference, except of doses."""
    for first in said:
        for second in said:
            if first.span == second.span and first.passage is second.passage:
                continue
            if _product(value, unit, first, second, lexicon, daily) or _gap(value, unit, first, second, lexicon, dose):
                return True
    return unit == "pack-year"


def _product(value: float, unit: str, first: Amount, second: Amount, lexicon: Lexicon, daily: bool) -> bool:
    """A dose times how often it is taken in a day, a strength times how many at once, what was doubled or halved."""
    counts = second.unit == FACTOR or (daily and second.unit == PER)
    several = second.value in (2, 3, 4) and _form(second.unit, lexicon)
    if second.unit == FACTOR:
        beside = abs(first.passage.order - second.passage.order) <= 2
    else:
        beside = _beside(first, second, _NEXT_TO if several and not counts else _IN_REACH)
    if not (counts or several) or not beside:
        return False
    units = (first.unit,) if first.unit else ("", "mg")
    return any(same(value, unit, replace(_scaled(first, second.value), unit=one), lexicon) for one in units)


def _beside(first: Amount, second: Amount, reach: int) -> bool:
    """Whether two amounts were said within some characters of one another, in one sentence or in the next."""
    if first.passage is second.passage:
        return max(first.span.start, second.span.start) - min(first.span.end, second.span.end) <= reach
    early, late = sorted((first, second), key=lambda one: one.passage.order)
    gap = len(early.passage.segment.text) - early.span.end + late.span.start
    return late.passage.order - early.passage.order == 1 and gap <= reach


def _form(unit: str, lexicon: Lexicon) -> bool:
    return not unit or _dimension(unit, lexicon).startswith("form_")


def _gap(value: float, unit: str, first: Amount, second: Amount, lexicon: Lexicon, dose: bool) -> bool:
    """The difference of two numbers of a kind, except of doses and of times other than hours of the clock."""
    if dose or {first.unit, second.unit} & {PER, FACTOR}:
        return False
    like = first.unit == second.unit or not first.unit or not second.unit
    timed = _dimension(unit, lexicon) == _TIME
    fits = (
        unit == first.unit == second.unit == "h"
        if timed
        else unit in (first.unit, second.unit, "") or not (first.unit or second.unit)
    )
    gap = abs(first.value - second.value)
    return bool(gap) and like and fits and _close(value, gap, SAME)


def _scaled(amount: Amount, times: float) -> Amount:
    return Amount(amount.value * times, amount.unit, amount.passage, amount.span)


def _close(a: float, b: float, tolerance: float) -> bool:
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-12)


def _base(value: float, unit: str, lexicon: Lexicon) -> tuple[float, str]:
    held = lexicon.units.get(_WEEKS.get(unit, unit))
    return (value, unit) if held is None else (value * held.factor, held.dimension)


def _dimension(unit: str, lexicon: Lexicon) -> str:
    held = lexicon.units.get(_WEEKS.get(unit, unit))
    return unit if held is None else held.dimension


def _counted(unit: str, lexicon: Lexicon) -> bool:
    return _dimension(unit, lexicon) in COUNTED


def _numerator(a: str, b: str) -> bool:
    """*Un gramme vingt* is 1.20 g/L: speech leaves the denominator out."""
    return a.partition("/")[0] == b.partition("/")[0] and ("/" in a) != ("/" in b)


def values(quantity: Quantity) -> tuple[float, ...]:
    """The one or two numbers of a quantity."""
    return (quantity.value,) if quantity.high is None else (quantity.value, quantity.high)


def standing(said: Sequence[Amount], transcript: Transcript, lexicon: Lexicon) -> Stated:
    """The amounts that stand, and those that were taken back with what replaced each."""
    counted = [index for index, amount in enumerate(said) if _is_number(amount)]
    items = [
        Said(a.passage.segment.turn, start, start + a.span.end - a.span.start, a.value, _kind(a.unit, lexicon))
        for a in (said[index] for index in counted)
        for start in [a.passage.segment.span.start + a.span.start]
    ]
    gone = {counted[old]: counted[new] for old, new in taken_back(items, transcript, lexicon).items()}
    stands = tuple(amount for index, amount in enumerate(said) if index not in gone)
    return Stated(stands, tuple((said[old], said[new]) for old, new in gone.items()))


def _is_number(amount: Amount) -> bool:
    """Whether it was said as a number; *half* or *every day* correct nothing."""
    mentions = amount.passage.reading.quantities
    return any(mention.span.overlaps(amount.span) for mention in mentions) and amount.unit not in (PER, FACTOR)


def _kind(unit: str, lexicon: Lexicon) -> str:
    return "" if not unit else _dimension(unit, lexicon)
