"""Whose a number is, where claim and speech both name it: the measure it is the value of, the problem it dates."""

from collections.abc import Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import Fact, FactKind
from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import PARTS_OF_DAY, PER, Amount
from assistant.pipeline.checking.quantities.written import is_time
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.reading import Reading, Unit

_BESIDE = 14
"""Characters between a number and the part of the day it is for."""
_NIGHT = {"bedtime": "evening"}
_BACK = 2
"""Passages before a number in which the problem it dates may be named."""


def of_another_measure(
    place: Span, equal: Sequence[Amount], claimed: Sequence[Fact], base: EvidenceBase
) -> SegmentEvidence | None:
    """The value that was said of the claim's measure, where the claim's own was only said of other measures."""
    names = {one.concept for one in claimed if one.kind is FactKind.MEASUREMENT and one.span.overlaps(place)}
    if len(names) != 1:
        return None
    said = [one for one in base.facts if one.kind is FactKind.MEASUREMENT and not one.qualifiers.superseded]
    own = [one for one in said if one.concept in names]
    owners = [_measured(amount, said) for amount in equal]
    if not own or not owners or any(not held or held & names for held in owners):
        return None
    return SegmentEvidence(own[0].turn, own[0].span)


def _measured(amount: Amount, facts: Sequence[Fact]) -> set[str]:
    segment = amount.passage.segment
    place = amount.span.shifted(segment.span.start)
    return {one.concept for one in facts if one.turn == segment.turn and one.span.overlaps(place)}


def of_another_problem(
    value: float, unit: str, part: Clause, equal: Sequence[Amount], stands: Sequence[Amount], base: EvidenceBase
) -> Amount | None:
    """The length of time that was said of the clause's problem, where the claim's own was only said of others."""
    problems = [one for one in part.units if one.problem]
    if len(problems) != 1 or not is_time(unit, base) or any(one.drug for one in part.units):
        return None
    keys = {key for one in part.units for key in one.keys}
    owners = [_dated(amount.span, amount.passage, base) for amount in equal]
    if not owners or any(owner is None or owner.keys & keys for owner in owners):
        return None
    for other in stands:
        if other.unit == PER or other.value == value or not is_time(other.unit, base):
            continue
        owner = _dated(other.span, other.passage, base)
        if owner is not None and owner.keys & problems[0].keys:
            return other
    return None


def _dated(span: Span, passage: Passage, base: EvidenceBase) -> Unit | None:
    """The problem or drug that a length of time was said of: the last named before it."""
    before = [one for one in passage.reading.units if (one.problem or one.drug) and one.span.end <= span.start]
    if before:
        return before[-1]
    if any(one.problem or one.drug for one in passage.reading.units):
        return None
    for order in range(passage.order - 1, max(-1, passage.order - 1 - _BACK), -1):
        named = [one for one in base.passages[order].reading.units if one.problem or one.drug]
        if named:
            return named[-1]
    return None


def of_another_part_of_day(
    value: float,
    unit: str,
    place: Span,
    reading: Reading,
    equal: Sequence[Amount],
    stands: Sequence[Amount],
    base: EvidenceBase,
) -> Amount | None:
    """*Seize le matin, douze le soir*: the amount said for the part of the day that the claim names, where its own was
    only said for another."""
    own = part_of_day(place, reading, base)
    if not own or is_time(unit, base):
        return None
    parts = [part_of_day(one.span, one.passage.reading, base) for one in equal]
    if not parts or any(not part or part == own for part in parts):
        return None
    for other in stands:
        like = not other.guess and other.unit in ("", unit) and other.value != value
        if like and part_of_day(other.span, other.passage.reading, base) == own:
            return other
    return None


def part_of_day(place: Span, reading: Reading, base: EvidenceBase) -> str:
    """The part of the day that a number stands right beside; empty where it stands between two or beside none."""
    cues = [cue for cue in base.lexicon.cues_in("frequency", reading.words) if cue.name in PARTS_OF_DAY]
    after = [cue for cue in cues if 0 <= cue.span.start - place.end <= _BESIDE]
    before = [cue for cue in cues if 0 <= place.start - cue.span.end <= _BESIDE]
    names = {_NIGHT.get(cue.name, cue.name) for cue in (after[:1] or before[-1:])}
    several = len(after) > 1 and not set(reading.folded[after[0].span.end : after[1].span.start]) & set(",.;0123456789")
    return names.pop() if len(names) == 1 and not several else ""
