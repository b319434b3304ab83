"""Codes that a report may support, each with where it is spoken of, whether it was cared for, and when it appeared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.coding import CodeEntry
from assistant.domain.span import Span
from assistant.pipeline.coding.choosing import Evidence, choose
from assistant.pipeline.coding.conditions import Condition
from assistant.pipeline.coding.mentions import Mention, by_condition
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.sections import AT_ENTRY, CONCLUSION, OPENING
from assistant.pipeline.coding.status import Arising, Status, StatusReader

WHY = (OPENING, "reason")
IN_STAY = ("course", "procedure", "discharge", "other")
BEFORE = ("history", "treatment_before", "lifestyle")
_OPERATED = ("course", "procedure", CONCLUSION)
_HELD = frozenset("no")
_READINGS = 3

Lookup = Callable[[str], CodeEntry | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code with the mentions that support it. ``care``: where the report says that it was treated, tested or
    watched; ``arises``: whether it appeared during the stay; ``operated``: whether ``care`` is an operation of the stay
    that treats it; ``proving``: the mentions that would support the code alone."""

    entry: CodeEntry
    condition: Condition
    mentions: tuple[Mention, ...]
    care: Span | None = None
    arises: Arising = Arising.NO
    operated: bool = False
    proving: tuple[Mention, ...] = ()

    @property
    def code(self) -> str:
        """The compact code."""
        return self.entry.code

    def has(self, flag: str) -> bool:
        """Whether its condition bears the flag."""
        return self.condition.has(flag)

    def within(self, *sections: str) -> tuple[Mention, ...]:
        """The mentions in these sections."""
        return tuple(mention for mention in self.mentions if mention.section in sections)

    @property
    def concluded_at(self) -> int | None:
        """Where the conclusion first names it; nothing if it does not."""
        return min((mention.span.start for mention in self.within(CONCLUSION)), default=None)


def find_candidates(
    mentions: Sequence[Mention], report: Report, reader: StatusReader, lookup: Lookup, counted: frozenset[Status]
) -> tuple[dict[str, Candidate], list[tuple[CodeEntry, Mention]]]:
    """The candidates by code, and the codes of conditions that are only spoken of otherwise, with one such mention.

    ``counted``: the statuses that count as present where the care was given. Tests may look at other codes, so the
    choice is made anew until it no longer changes, a few times at most.
    """
    groups = by_condition([mention for mention in mentions if _counts(mention, report, reader)])
    present = {c: [m for m in group if m.status in counted] for c, group in groups.items()}
    chosen: dict[Condition, tuple[str, ...]] = {}
    for _ in range(_READINGS):
        seen = Evidence(report, reader, _sentences_of(chosen, present, report))
        before, chosen = chosen, {c: choose(c, group, seen) for c, group in present.items() if group}
        if chosen == before:
            break
    found: dict[str, Candidate] = {}
    for condition, codes in chosen.items():
        for code in codes:
            if (entry := lookup(code)) is not None:
                proving = tuple(m for m in present[condition] if code in choose(condition, [m], seen))
                _add(found, Candidate(entry, condition, tuple(present[condition]), proving=proving))
    return _completed(found, report, reader), list(_otherwise(groups, present, seen, lookup, found))


def _sentences_of(
    chosen: Mapping[Condition, Sequence[str]], present: Mapping[Condition, Sequence[Mention]], report: Report
) -> Mapping[str, frozenset[Span]]:
    """The codes chosen so far, each with the sentences that speak of its condition."""
    return {
        code: frozenset(report.sentences[mention.sentence].span for mention in present[condition])
        for condition, codes in chosen.items()
        for code in codes
    }


def _counts(mention: Mention, report: Report, reader: StatusReader) -> bool:
    """Some conditions are only the purpose of a stay, and count where the report says why the patient came; where the
    conclusion plans them, they are for another one."""
    if not mention.condition.has("r") or mention.section in WHY:
        return True
    planned = reader.patterns["planned"].search(report.sentences[mention.sentence].folded)
    return mention.section in (CONCLUSION, "procedure") and not planned


def _add(found: dict[str, Candidate], candidate: Candidate) -> None:
    known = found.get(candidate.code)
    if known is None:
        found[candidate.code] = candidate
    else:
        mentions = sorted({*known.mentions, *candidate.mentions}, key=lambda mention: mention.span)
        leads = candidate if known.condition.flags & _HELD and not candidate.condition.flags & _HELD else known
        proving = tuple(sorted({*known.proving, *candidate.proving}, key=lambda mention: mention.span))
        found[candidate.code] = replace(leads, mentions=tuple(mentions), proving=proving)


def _completed(found: dict[str, Candidate], report: Report, reader: StatusReader) -> dict[str, Candidate]:
    spoken = {mention.sentence for candidate in found.values() for mention in candidate.mentions}
    acts = {code: _operation(code, report, reader) for code in found}
    return {
        code: replace(
            candidate,
            care=acts[code] or _care(candidate, report, reader, spoken),
            arises=_arises(candidate),
            operated=acts[code] is not None,
        )
        for code, candidate in found.items()
    }


def _operation(code: str, report: Report, reader: StatusReader) -> Span | None:
    """Where the stay's course tells an operation that treats the code's condition."""
    places = (at for at, sentence in enumerate(report.sentences) if sentence.section in _OPERATED)
    return next((place for at in places if (place := reader.usual_act(at, code))), None)


def _care(candidate: Candidate, report: Report, reader: StatusReader, spoken: set[int]) -> Span | None:
    """The first care named in a sentence of the stay that names the condition, or in the next one if that speaks of no
    other condition."""
    opens = () if report.of(*IN_STAY) else WHY  # a few lines on a session are all of it
    for mention in candidate.within(*IN_STAY, *opens, "exam", "tests", CONCLUSION):
        if care := reader.cared(mention.sentence):
            return care
        after = mention.sentence + 1
        follows = after < len(report.sentences) and report.sentences[after].section == mention.section
        if mention.section in IN_STAY and follows and after not in spoken and (care := reader.goes_on_caring(after)):
            return care
    return _continued(candidate, report, reader)


def _continued(candidate: Candidate, report: Report, reader: StatusReader) -> Span | None:
    """A treatment of the history that goes on: a drug that the history gives for the condition and that the stay's
    course or discharge names again, or one that is usual for it and that the course speaks of. What the examination
    found is cared for in the same ways."""
    earlier = candidate.within(*BEFORE, *AT_ENTRY)
    before = {drug for mention in earlier for drug in _drugs_beside(mention, reader)}
    stay = IN_STAY if report.of(*IN_STAY) else ("tests", "exam")
    for at, sentence in enumerate(report.sentences):
        if not earlier or sentence.section not in stay:
            continue
        again = next((place for drug, place in reader.drugs(at).items() if drug in before), None)
        usual = sentence.section not in ("discharge", "other") and (
            reader.usual_drug(at, candidate.code) or reader.usual_word(at, candidate.code)
        )
        if place := again or usual or None:
            return place
    return None


def _drugs_beside(mention: Mention, reader: StatusReader) -> list[str]:
    item = reader.piece(mention.sentence, mention.span)
    return [drug for drug, place in reader.drugs(mention.sentence).items() if item.start <= place.start < item.end]


def _arises(candidate: Candidate) -> Arising:
    """Nothing speaks of it before the stay's course, and a mention says that it appeared there."""
    if candidate.within(*BEFORE) or any(not m.arises for m in candidate.within(*AT_ENTRY)):
        return Arising.NO
    return max((mention.arises for mention in candidate.mentions), default=Arising.NO)


def _otherwise(
    groups: Mapping[Condition, Sequence[Mention]],
    present: Mapping[Condition, Sequence[Mention]],
    seen: Evidence,
    lookup: Lookup,
    found: Mapping[str, Candidate],
) -> Iterable[tuple[CodeEntry, Mention]]:
    for condition, mentions in groups.items():
        if present[condition]:
            continue
        for code in choose(condition, mentions, seen):
            entry = lookup(code)
            if entry is not None and code not in found:
                yield entry, mentions[0]
