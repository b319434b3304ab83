"""Left, right and both: the side of a claim against the side that was said of the same thing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import FindingType, Severity
from assistant.pipeline.checking.qualifiers.asked_sides import other_side_answered
from assistant.pipeline.checking.texts.clauses import Clause, clauses
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Unit
from assistant.pipeline.checking.texts.replies import denies, grants, is_asked, reply_to
from assistant.pipeline.lexicon import CueMatch

_ANY = "any"
_BACK = 2
"""Passages before a side in which the place it is said of may be named."""
_LITTLE = 0.5


def side_doubts(parts: Sequence[Clause], local: Sequence[Passage], base: EvidenceBase) -> Iterator[Doubt]:
    """Sides that were not said of what the claim says them of. Where the claim's own side was said of the same place
    too, the comparison is less sure and the doubt less grave."""
    for part in parts:
        for side in part.sides:
            if side.name == "both":
                continue
            if {other.name for other in part.sides} >= {"left", "right"}:
                continue  # Compared with one another (*right worse than left*).
            anchors = [unit for unit in part.units if _anchors(unit, part)]
            others = [unit for unit in part.units if unit not in anchors and not unit.span.overlaps(side.span)]
            told = _sides_said(anchors, others, base) or _nearby(local, base)
            names = {name for name, _ in told}
            # Of what was said of both, something more was said of one.
            one_of_both = names == {"both"} and side.name in {name for name, _ in _nearby(base.passages, base)}
            if told and not {side.name, _ANY} & names and not one_of_both:
                both = side.name in {name for unit in anchors for name, _ in _sides_of(unit, base)}
                yield Doubt(FindingType.LATERALITY_SITE, side.span, told[0][1], Severity.MAJOR if both else None)
            elif not _said_outright(side, anchors, base) and (answer := other_side_answered(side, part, base)):
                yield Doubt(FindingType.LATERALITY_SITE, side.span, answer)


def _anchors(unit: Unit, part: Clause) -> bool:
    """Whether a side may be said of the unit: a place or a concept, neither the side nor a word for examining."""
    known = unit.site or (unit.clinical and any(key.startswith(("c:", "b:")) for key in unit.keys))
    return known and not any(unit.span.overlaps(one.span) for one in part.sides)


def _sides_of(unit: Unit, base: EvidenceBase) -> list[tuple[str, SegmentEvidence]]:
    return _nearby([base.passages[order] for order in base.holding(unit)], base)


def _said_outright(side: CueMatch, anchors: Sequence[Unit], base: EvidenceBase) -> bool:
    """Whether a clause that names the same problem or place has that side."""
    passages = {order: base.passages[order] for unit in anchors for order in base.holding(unit)}
    return any(
        side.name in {one.name for one in part.sides} and _together(anchors, part.units, base) > 1
        for passage in passages.values()
        if not is_asked(passage, base)
        for part in clauses(passage.reading)
    )


def _sides_said(units: Sequence[Unit], others: Sequence[Unit], base: EvidenceBase) -> list[tuple[str, SegmentEvidence]]:
    """The sides said where most of these units stand together: in one clause, failing that in one sentence. *The left
    knee looks fine* does not make a pain of the right knee one of the left. Among clauses that hold as much, those
    that say the same of it, by ``others``, tell most (*the left drum bulges, the right one is fine*)."""
    orders = sorted({order for unit in units for order in base.holding(unit)})
    passages = [base.passages[order] for order in orders]
    in_clauses = [
        (_together(units, spoken, base) and _together(units, spoken, base) + _same_said(others, part), sides)
        for passage, part, spoken in _with_their_places(orders, (*units, *others), base)
        for sides in [_standing(part.sides, passage, base)]
    ]
    in_passages = [
        (_together(units, passage.reading.units, base), _nearby([passage], base))
        for passage in passages
        if not _asks(passage, base)
    ]
    return _of_most(in_clauses) or _of_most(in_passages) or _nearby(passages, base)


def _with_their_places(
    orders: Sequence[int], beside: Sequence[Unit], base: EvidenceBase
) -> Iterator[tuple[Passage, Clause, Sequence[Unit]]]:
    """The clauses of these passages and of those right after them, each with its units. *The right one is fine*: a
    side that stands with no place is said of the places named before it, where what is said of it shares anything
    with the claim's clause (``beside``), or nothing more is (*the hand... no, the right*)."""
    keys = {key for unit in beside for key in unit.keys}
    places: Sequence[Unit] = ()
    named = -1
    for order in sorted(
        {order + step for order in orders for step in range(_BACK + 1) if order + step < len(base.passages)}
    ):
        passage = base.passages[order]
        asked, parts = _asks(passage, base), clauses(passage.reading)
        for at, part in enumerate(parts):
            own = [unit for unit in part.units if unit.site and not any(unit.span.overlaps(s.span) for s in part.sides)]
            told = _told_of_side(parts[at:])
            alone = not told and len(passage.reading.words) > 1
            bare = part.sides and not own and order - named <= _BACK and (alone or bool(keys & told))
            if not asked:
                yield passage, part, (*part.units, *places) if bare else part.units
            if own:
                places, named = [unit for unit in own if not unit.problem] or own, order


def _told_of_side(parts: Sequence[Clause]) -> set[str]:
    """What is said of the side that opens these clauses: up to the next one that names a side."""
    end = next((at for at, part in enumerate(parts) if at and part.sides), len(parts))
    sides = [side.span for part in parts[:end] for side in part.sides]
    units = (unit for part in parts[:end] for unit in part.units if not any(unit.span.overlaps(one) for one in sides))
    return {key for unit in units for key in unit.keys}


def _together(units: Sequence[Unit], others: Sequence[Unit], base: EvidenceBase) -> int:
    """How much of these units the others hold; a place or a problem that they name counts for two."""
    return sum(max((_shared(unit, other, base) for other in others), default=0) for unit in units)


def _same_said(others: Sequence[Unit], part: Clause) -> float:
    """A little for whatever else a clause shares with the claim: it decides among equals only."""
    return _LITTLE if any(unit.keys & one.keys for unit in others for one in part.units) else 0.0


def _shared(unit: Unit, other: Unit, base: EvidenceBase) -> int:
    common = unit.keys & other.keys
    concepts = (base.lexicon.concepts.get(key.removeprefix("c:")) for key in common if key.startswith("c:"))
    named = any(key.startswith("b:") for key in common) or any(one and one.kind == "problem" for one in concepts)
    place = unit.site and not unit.problem
    return 2 if common and (place or (unit.problem and named)) else 1 if common else 0


def _of_most(found: Sequence[tuple[float, list[tuple[str, SegmentEvidence]]]]) -> list[tuple[str, SegmentEvidence]]:
    """The sides that stand with most units."""
    most = max((count for count, sides in found if sides), default=0)
    return [side for count, sides in found if count == most > 0 for side in sides]


def _asks(passage: Passage, base: EvidenceBase) -> bool:
    """*Which one, left or right?* names both sides and says neither; nor does a question that is denied or answered
    with a side."""
    names = {side.name for side in passage.reading.sides}
    either = load_knowledge(base.language).either
    if names >= {"left", "right"} and any(word.key in either for word in passage.reading.words):
        return True
    if not names or not is_asked(passage, base):
        return False
    reply = reply_to(passage, base)
    answered = any(one.reading.sides or _names_the_other(one, base) for one in reply)
    return not grants(reply, base) and ("both" in names or answered or denies(reply, base))


def _nearby(passages: Sequence[Passage], base: EvidenceBase) -> list[tuple[str, SegmentEvidence]]:
    return [side for passage in passages for side in _standing(passage.reading.sides, passage, base)]


def _standing(sides: Sequence[CueMatch], passage: Passage, base: EvidenceBase) -> list[tuple[str, SegmentEvidence]]:
    """The sides that were not taken back, in the place of those that were what replaced them. *The other knee* may
    be either side."""
    found = []
    for side in sides:
        evidence = passage.evidence(side.span)
        found.append(base.corrected_sides.get((evidence.turn, evidence.span.start), (side.name, evidence)))
    if _names_the_other(passage, base):
        found.append((_ANY, passage.evidence()))
    return found


def _names_the_other(passage: Passage, base: EvidenceBase) -> bool:
    words = passage.reading.words
    sites = {unit.span.start for unit in passage.reading.units if unit.site}
    side = load_knowledge(base.language).side
    return any(
        word.key in base.other and (after.start in sites or after.key in side) for word, after in pairwise(words)
    )
