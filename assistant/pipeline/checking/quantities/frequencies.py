"""How often: a claim's rhythm against the one that was said of the same drug or problem."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.quantities.ellipsis import counts_a_thing
from assistant.pipeline.checking.quantities.moments import FORMER, compares, moment
from assistant.pipeline.checking.quantities.owners import owner_of, same_drug
from assistant.pipeline.checking.quantities.rhythms import Rhythm, once_a_day, rhythms, weekday_rhythms
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.checking.texts.terms import is_substance

_CLOSE = 0.15
_AROUND = (0, 1, -1, 2)
_NEAR = 2
"""Passages between a count and the period it is of: *How many a day? Six.*"""


@lru_cache(maxsize=64)
def _all_said(base: EvidenceBase) -> tuple[tuple[Passage, Rhythm], ...]:
    """The rhythms of a whole transcript, read once for all claims."""
    return tuple(_said(base.passages, base))


def _said(passages: Sequence[Passage], base: EvidenceBase) -> Iterator[tuple[Passage, Rhythm]]:
    for passage in passages:
        for rhythm in rhythms(passage.reading, base):
            yield passage, rhythm


def rhythm_doubts(
    reading: Reading, parts: Sequence[Clause], local: Sequence[Passage], base: EvidenceBase
) -> Iterator[Doubt]:
    """Rhythms that were not said, or only of something else or of another time, where another was said."""
    for rhythm in rhythms(reading, base):
        part = next((one for one in parts if one.span.start <= rhythm.span.start < one.span.end), None)
        evidence = _against(rhythm, part, reading, local, base)
        if evidence is not None:
            yield Doubt(FindingType.FREQUENCY_DURATION, rhythm.span, evidence)


def _against(
    rhythm: Rhythm, part: Clause | None, reading: Reading, local: Sequence[Passage], base: EvidenceBase
) -> SegmentEvidence | None:
    if part is None or (rhythm.rate == 1 and _taken_once(part, base)):
        return None
    if (foreign := _of_another(rhythm, part, base)) is not None:
        return foreign
    if (former := _of_another_time(rhythm, part, reading, base)) is not None:
        return former
    beside = _beside(part, base)
    said = _was_said(rhythm, base)
    # One that was said of anything may be this one, unless the drug has its own.
    rivals = beside if beside or said else list(_said(local, base))
    if not rivals or any(_like(rhythm.rate, one.rate) for _, one in rivals) or (said and not beside):
        return None
    if _in_pieces(rhythm, base):
        return None
    passage, other = rivals[0]
    return passage.evidence(other.span)


def spoken_rhythms(reading: Reading, gone: Sequence[Amount], base: EvidenceBase) -> list[Span]:
    """Where a claim gives a rhythm that was said, whatever the numbers it was said with; ``gone`` was taken back."""
    return [
        one.span
        for one in rhythms(reading, base)
        if (_was_said(one, base) or _in_pieces(one, base)) and not any(one.count == old.value for old in gone)
    ]


def _was_said(rhythm: Rhythm, base: EvidenceBase) -> bool:
    return any(_like(rhythm.rate, other.rate) for _, other in _all_said(base))


def _in_pieces(rhythm: Rhythm, base: EvidenceBase) -> bool:
    """Whether a rhythm was said as the days of the week it falls on, or as a count apart from its period."""
    excerpt = not base.whole  # in a visit, a day that is named may be the day of anything
    for passage in base.passages:
        if any(_like(rhythm.rate, one.rate) for one in weekday_rhythms(passage.reading, base, excerpt)):
            return True
    periods = {passage.order for passage, one in _all_said(base) if one.period and one.period == rhythm.period}
    return rhythm.count > 1 and any(
        rhythm.count in (one.quantity.value, one.quantity.high) and not one.quantity.unit
        for order in periods
        for passage in base.passages[max(0, order - _NEAR) : order + _NEAR + 1]
        for one in passage.reading.quantities
        if not any(one.span.overlaps(said.span) for place, said in _all_said(base) if place is passage)
        and not counts_a_thing(one.span, passage, base.lexicon)
    )


def _taken_once(part: Clause, base: EvidenceBase) -> bool:
    """Whether the clause's drug, or what it answers, is told with one part of the day."""
    orders = {order + step for unit in part.units if unit.drug for order in base.holding(unit) for step in (0, 1)}
    return any(once_a_day(one.reading, base) for one in base.passages if one.order in orders)


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


def _of_another_time(rhythm: Rhythm, part: Clause, reading: Reading, base: EvidenceBase) -> SegmentEvidence | None:
    """Where the rhythm was only said of former times, and the clause does not say so."""
    like = [(passage, one) for passage, one in _all_said(base) if _like(rhythm.rate, one.rate)]
    if not like or compares(part, reading, base) or _in_pieces(rhythm, base):
        return None
    if any(moment(one.span, passage, base) != FORMER for passage, one in like):
        return None
    return like[0][0].evidence(like[0][1].span)


def _beside(part: Clause, base: EvidenceBase) -> list[tuple[Passage, Rhythm]]:
    """The rhythms said where the clause's drug is spoken of, those of a problem apart."""
    orders = [order for unit in part.units if unit.drug for order in base.holding(unit)]
    near = {order + step for order in orders for step in _AROUND if 0 <= order + step < len(base.passages)}
    return [
        (passage, one)
        for passage, one in _said([base.passages[order] for order in sorted(near)], base)
        if not _of_problem(one.span, passage)
    ]


def _of_problem(span: Span, passage: Passage) -> bool:
    """*Barfing every other day*: how often something happens is no way to take a drug."""
    before = [unit for unit in passage.reading.units if (unit.problem or unit.drug) and unit.span.end <= span.start]
    return bool(before) and before[-1].problem and not before[-1].drug


def _like(a: float, b: float) -> bool:
    return abs(a - b) <= _CLOSE * max(a, b)
