"""Whose problem it is: what a claim says of the patient or of a relative, against who was said to have it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.finding import FindingType
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.clauses import Clause
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.reading import Reading, Unit
from assistant.pipeline.facts.qualifiers import negated_at
from assistant.pipeline.text import tokens

_SELF = frozenset({"self"})
_SPEAKER = frozenset({"companion"})
"""A companion who speaks of himself."""
_BACK = 2
_REACH = 60
"""Characters between a person and the problem said of them."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who was said to have a problem, and where."""

    people: frozenset[str]
    passage: Passage
    unit: Unit


def person_doubts(reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that were only said of somebody else. Where a companion speaks, kinship is seen from there and a
    relative may be the patient: only a problem of the patient is doubted, where the companion said it of himself."""
    for part in parts:
        for unit in part.units:
            if not (unit.problem or unit.drug) or unit.person:
                continue
            if negated_at(reading.text, unit.span, base.lexicon):
                continue
            claimed = _claimed(unit, part, reading)
            if claimed != _SELF and (unit.drug or base.accompanied):
                continue
            holders = list(_holders(unit, base))
            if not holders or any(_agree(claimed, one.people) for one in holders):
                continue
            if claimed == _SELF and base.accompanied and not all(one.people == _SPEAKER for one in holders):
                continue
            wrong = holders[-1]
            kind = FindingType.DRUG_SWAP if unit.drug else FindingType.EXPERIENCER
            yield Doubt(kind, unit.span, wrong.passage.evidence(wrong.unit.span))


def _agree(claimed: frozenset[str], said: frozenset[str]) -> bool:
    """Whether the two may be the same person; a family without a name may be any relative."""
    if _SPEAKER in (claimed, said):
        return claimed != _SELF
    if claimed == _SELF or said == _SELF:
        return claimed == said
    return bool(claimed & said) or "family" in claimed | said


def _claimed(unit: Unit, part: Clause, reading: Reading) -> frozenset[str]:
    """The person of a claim's clause; a relative named after the problem counts (*diabète chez la mère*), and in a
    claim that opens with one the nearest before (*mère : asthme ; sœur : eczéma*)."""
    inside = [other for other in part.units if other.person]
    if inside:
        return _people(min(inside, key=lambda other: abs(other.span.start - unit.span.start)))
    before = [other for other in reading.units if other.person and other.span.start < unit.span.start]
    if before and reading.units[0].person:
        return _people(before[-1])
    return _SELF


def _people(unit: Unit) -> frozenset[str]:
    return frozenset(key.partition(":")[2] for key in unit.keys if key.startswith("b:")) or frozenset({"family"})


def _holders(unit: Unit, base: EvidenceBase) -> Iterator[_Holder]:
    keys = {key for key in unit.keys if key.startswith(("b:", "c:"))}
    for order in base.holding(unit):
        passage = base.passages[order]
        for other in passage.reading.units:
            if (other.problem or other.drug) and keys & other.keys:
                yield _Holder(_said_of(other, passage, base), passage, other)


def _said_of(unit: Unit, passage: Passage, base: EvidenceBase) -> frozenset[str]:
    """The nearest person before the problem in its sentence; one asked about just before; else who speaks."""
    own = base.own_words
    folded = passage.reading.folded
    named = [one for one in passage.reading.units if one.person and one.span.start < unit.span.start]
    selves = [word for word in passage.reading.words if word.key in own and word.start < unit.span.start]
    if named and unit.span.start - named[-1].span.end <= _REACH:
        since = [word for word in selves if word.start > named[-1].span.end]
        if not since and "." not in folded[named[-1].span.end : unit.span.start]:
            return _people(named[-1])
    after = [one for one in passage.reading.units if one.person and one.span.start >= unit.span.end]
    if after and not selves and not named and after[0].span.start - unit.span.end <= _REACH // 3:
        return _people(after[0])
    if passage.segment.role is SpeakerRole.COMPANION and selves:
        return _SPEAKER
    if selves or named:
        return _SELF
    return _asked_about(passage, base) or _SELF


def _asked_about(passage: Passage, base: EvidenceBase) -> frozenset[str] | None:
    """The relative that the sentences just before speak of, where this one names nobody."""
    for order in range(passage.order - 1, max(-1, passage.order - 1 - _BACK), -1):
        earlier = base.passages[order]
        if any(token.key in base.own_words for token in tokens(earlier.segment.text)) and earlier.segment.role is (
            passage.segment.role
        ):
            return None
        people = [one for one in earlier.reading.units if one.person]
        if people:
            return _people(people[-1])
    return None
