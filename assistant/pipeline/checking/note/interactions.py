"""Drugs of a note, or of the note and the chart, that a table of the practice says interact. Nothing else is said."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.fact import DrugAction, FactKind
from assistant.domain.finding import Finding, FindingType, Severity
from assistant.domain.interaction import Interaction, InteractionLevel, InteractionTable
from assistant.domain.span import Span
from assistant.pipeline.checking.note.alerts import PRESCRIBING, NoteFact
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge

SEVERITIES = {
    InteractionLevel.CONTRAINDICATED: Severity.CRITICAL,
    InteractionLevel.AVOID: Severity.MAJOR,
    InteractionLevel.CAUTION: Severity.MINOR,
    InteractionLevel.NOTE: Severity.MINOR,
}
_ELSEWHERE = frozenset({"present", "history", "complaint", "results", "exam"})
"""Sections where a drug that is said to be taken is taken now; elsewhere (family, allergies) none is."""

Places = frozenset[tuple[int, int]]
"""Rows and sides (0: first, 1: second) of a table that a drug stands on."""


@dataclass(frozen=True, slots=True)
class _Drug:
    """A drug that the patient takes or is to take. ``span`` in the note; ``None``: of the chart."""

    text: str
    concept: str
    places: Places
    span: Span | None


def interaction_alerts(
    facts: Sequence[NoteFact], base: EvidenceBase, knowledge: CheckerKnowledge, table: InteractionTable
) -> Iterator[Finding]:
    """One finding a pair of substances, by the gravest row that both meet."""
    index = _index(table)
    noted = [
        _Drug(one.fact.text, one.fact.concept, _places(one.fact.concept, one.fact.codes, index), one.span)
        for one in facts
        if _is_current(one)
    ]
    stopped = {one.fact.concept for one in facts if one.fact.action is DrugAction.STOPPED} - {d.concept for d in noted}
    charted = [one for one in _charted(base, index) if one.concept not in stopped]
    told: set[frozenset[str]] = set()
    for number, second in enumerate(noted):
        for first in (*noted[:number], *charted):
            pair = frozenset({first.concept, second.concept})
            row = _gravest(first, second, table) if len(pair) == 2 and pair not in told else None
            if row is not None and second.span is not None:
                told.add(pair)
                yield _finding(row, first, second.text, second.span, knowledge)


def _is_current(one: NoteFact) -> bool:
    """Planned, or said to be taken: not denied, stopped, past, or a relative's."""
    fact, held = one.fact, one.fact.qualifiers
    if fact.kind is not FactKind.DRUG or held.negated or held.family or held.past or fact.action is DrugAction.STOPPED:
        return False
    if one.section in PRESCRIBING:
        return True
    given = fact.action is not None or fact.dose is not None or fact.frequency is not None
    return one.section in _ELSEWHERE and given


def _charted(base: EvidenceBase, index: Mapping[str, Places]) -> Iterator[_Drug]:
    for evidence, entry in base.chart:
        if evidence.field == "treatments":
            for term in base.lexicon.match(entry.text):
                if term.kind == "drug":
                    codes = base.lexicon.concepts[term.concept].codes
                    yield _Drug(term.span.of(entry.text), term.concept, _places(term.concept, codes, index), None)


@lru_cache(maxsize=2)
def _index(table: InteractionTable) -> Mapping[str, Places]:
    """Where each concept and each code of a table stands."""
    places: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for number, row in enumerate(table.rows):
        for side, party in enumerate((row.first, row.second)):
            for key in (*party.concepts, *party.codes):
                places[key].add((number, side))
    return {key: frozenset(found) for key, found in places.items()}


def _places(concept: str, codes: Sequence[str], index: Mapping[str, Places]) -> Places:
    """By the substance, or by any beginning of its ATC codes: a substance belongs to its classes, not the other way."""
    keys = {concept, *(code[:length] for code in codes for length in range(1, len(code) + 1))}
    return frozenset().union(*(index.get(key, frozenset()) for key in keys))


def _gravest(a: _Drug, b: _Drug, table: InteractionTable) -> Interaction | None:
    """The gravest row whose two sides the two drugs stand on; the first among equals."""
    met = [number for number, side in a.places if (number, 1 - side) in b.places]
    number = min(met, key=lambda one: (table.rows[one].level.rank, one), default=None)
    return None if number is None else table.rows[number]


def _finding(row: Interaction, other: _Drug, text: str, span: Span, knowledge: CheckerKnowledge) -> Finding:
    words = knowledge.sentences[FindingType.INTERACTION]
    advice = words["advice"].format(advice=row.advice.rstrip(". ")) if row.advice else ""
    reason = words["reason"].format(
        claim=text, evidence=other.text, level=words[row.level], advice=advice, source=row.source
    )
    return Finding(
        FindingType.INTERACTION, SEVERITIES[row.level], span, None, reason, knowledge.fix(FindingType.INTERACTION)
    )
