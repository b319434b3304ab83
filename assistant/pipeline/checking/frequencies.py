"""How often: a claim's rhythm against the one that was said of the same drug or problem."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.clauses import Clause
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.knowledge import load_knowledge
from assistant.pipeline.checking.owners import owner_of, same_drug
from assistant.pipeline.checking.reading import Reading
from assistant.pipeline.checking.terms import is_substance

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0, "2day": 2.0}
_CLOSE = 0.15
_COUNTED_BY = 12
_AROUND = (0, 1, -1, 2)
_PARTS_OF_DAY = frozenset({"morning", "noon", "evening", "bedtime"})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Times a day, and where it stands."""

    rate: float
    span: Span


@lru_cache(maxsize=64)
def _all_said(base: EvidenceBase) -> tuple[tuple[Passage, Rhythm], ...]:
    """The rhythms of a whole transcript, read once for all claims."""
    return tuple(_said(base.passages, base))


def rhythms(reading: Reading, base: EvidenceBase) -> list[Rhythm]:
    """The rhythms of a text: *twice daily*, *toutes les 6 heures*, *q6h*, *3/j*, *le matin et le soir*."""
    cues = base.lexicon.cues_in("frequency", reading.words)
    found, parts = [], []
    for cue in cues:
        times, _, period = cue.name.partition("/")
        if times.isdigit() and period in _DAYS:
            found.append(Rhythm(int(times) * _times(cue.span, reading) / _DAYS[period], cue.span))
        elif cue.name.startswith("every_"):
            found.append(Rhythm(24 / int(cue.name.removeprefix("every_").rstrip("h")), cue.span))
        elif cue.name in _PARTS_OF_DAY:
            parts.append(cue)
    if len({cue.name for cue in parts}) > 1:
        found.append(Rhythm(float(len({cue.name for cue in parts})), parts[0].span))
    found += _spaced(reading, base) + _counted(reading, base)
    return found


def _times(cue: Span, reading: Reading) -> float:
    """*3 séances hebdomadaires*: the count that stands before the adjective."""
    before = [
        one for one in reading.quantities if one.span.end <= cue.start and cue.start - one.span.end <= _COUNTED_BY
    ]
    counts = before and before[-1].quantity.unit in ("", "session", "time") and 1 < before[-1].quantity.value <= 20
    return before[-1].quantity.value if counts else 1.0


def _spaced(reading: Reading, base: EvidenceBase) -> list[Rhythm]:
    """*Every 8 weeks*, *toutes les 3 semaines*, *q6 months*: a quantity of time right after *every*."""
    found = []
    for mention in reading.quantities:
        unit = base.lexicon.units.get(mention.quantity.unit)
        before = reading.folded[: mention.span.start].rstrip()
        spaced = any(before.endswith(word) for word in load_knowledge(base.language).every)
        if unit is not None and unit.dimension == "time" and spaced and mention.quantity.value > 0:
            found.append(Rhythm(86400 / (mention.quantity.value * unit.factor), mention.span))
    return found


_PER = re.compile(r"\s?(?:fois )?(?:/|par |a |per )\s?(jour|j|semaine|sem|mois|an|day|d|week|wk|month|year|yr)\b")
_PERIODS = {
    "jour": 1.0, "j": 1.0, "day": 1.0, "d": 1.0, "semaine": 7.0, "sem": 7.0, "week": 7.0, "wk": 7.0, "mois": 30.0,
    "month": 30.0, "an": 365.0, "year": 365.0, "yr": 365.0,
}  # fmt: skip


def _counted(reading: Reading, base: EvidenceBase) -> list[Rhythm]:
    """*3/j*, *2 fois par semaine*: a count and the period it is counted over."""
    found = []
    for mention in reading.quantities:
        unit = base.lexicon.units.get(mention.quantity.unit)
        if unit is not None and unit.dimension == "frequency":
            times = mention.quantity.high or mention.quantity.value
            found.append(Rhythm(times * unit.factor, mention.span))
        elif unit is None or unit.dimension == "times":
            per = _PER.match(reading.folded, mention.span.end)
            if per is not None:
                # *Two, three times a week*: of a range, the upper end is the one that speech keeps beside the period.
                times = mention.quantity.high or mention.quantity.value
                found.append(Rhythm(times / _PERIODS[per.group(1)], Span(mention.span.start, per.end())))
    return found


def rhythm_doubts(
    reading: Reading, parts: Sequence[Clause], local: Sequence[Passage], base: EvidenceBase
) -> Iterator[Doubt]:
    """Rhythms that were not said, where another was said of the same thing."""
    for rhythm in rhythms(reading, base):
        part = next((one for one in parts if one.span.start <= rhythm.span.start < one.span.end), None)
        if part is not None and (foreign := _of_another(rhythm, part, base)) is not None:
            yield Doubt(FindingType.FREQUENCY_DURATION, rhythm.span, foreign)
            continue
        if part is None or any(_like(rhythm.rate, one.rate) for _, one in _all_said(base)):
            beside = [] if part is None else _beside(part, base)
            if not beside or any(_like(rhythm.rate, one.rate) for _, one in beside):
                continue
            passage, other = beside[0]
            yield Doubt(FindingType.FREQUENCY_DURATION, rhythm.span, passage.evidence(other.span))
            continue
        rivals = _beside(part, base) or list(_said(local, base))
        if rivals:
            passage, other = rivals[0]
            yield Doubt(FindingType.FREQUENCY_DURATION, rhythm.span, passage.evidence(other.span))


def spoken_rhythms(reading: Reading, base: EvidenceBase) -> list[Span]:
    """Where a claim gives a rhythm that was said, whatever the numbers it was said with."""
    return [
        one.span for one in rhythms(reading, base) if any(_like(one.rate, other.rate) for _, other in _all_said(base))
    ]


def _of_another(rhythm: Rhythm, part: Clause, base: EvidenceBase) -> SegmentEvidence | None:
    """Where the rhythm was only said of other drugs than the one of its clause; ``None`` where it may be of it."""
    drugs = [unit for unit in part.units if unit.drug and is_substance(unit, base)]
    if len(drugs) != 1:
        return None
    found = None
    for passage, other in _all_said(base):
        if _like(rhythm.rate, other.rate):
            owner = owner_of(other.span, passage, base)
            if owner is None or same_drug(drugs[0], owner, base):
                return None
            found = passage.evidence(other.span)
    return found


def _said(passages: Sequence[Passage], base: EvidenceBase) -> Iterator[tuple[Passage, Rhythm]]:
    for passage in passages:
        for rhythm in rhythms(passage.reading, base):
            yield passage, rhythm


def _beside(part: Clause, base: EvidenceBase) -> list[tuple[Passage, Rhythm]]:
    """The rhythms said where the clause's drug is spoken of."""
    orders = [order for unit in part.units if unit.drug for order in base.holding(unit)]
    near = {order + step for order in orders for step in _AROUND if 0 <= order + step < len(base.passages)}
    return list(_said([base.passages[order] for order in sorted(near)], base))


def _like(a: float, b: float) -> bool:
    return abs(a - b) <= _CLOSE * max(a, b)
