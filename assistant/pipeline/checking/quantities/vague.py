"""*A few weeks*, *in a month*: lengths of time without a figure, each against the one that was said of the same."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import PER, Amount
from assistant.pipeline.checking.quantities.likeness import same
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.text import Token, fold

_FEW = (2.0, 3.0, 4.0, 5.0, 6.0)
_LEAST_SHARED = 2


def vague_doubts(
    reading: Reading,
    parts: Sequence[Clause],
    said: Sequence[Amount],
    base: EvidenceBase,
    knowledge: CheckerKnowledge,
) -> Iterator[Doubt]:
    """A vague length whose unit nobody says where the clause's matter is spoken of, while another vague length is
    said there. ``said``: the amounts of the transcript."""
    for words, values in ((knowledge.several, _FEW), (knowledge.single, (1.0,))):
        for first, unit, word in _lengths(reading, base, words):
            part = next((one for one in parts if one.span.start <= first.start < one.span.end), None)
            near = [] if part is None else _about(part, word, base)
            others = [
                (passage, Span(begin.start, end.end))
                for passage in near
                for begin, other, end in _lengths(passage.reading, base, words)
                if other != unit
            ]
            if others and not _spoken(unit, values, near, said, base):
                passage, span = others[0]
                yield Doubt(FindingType.FREQUENCY_DURATION, Span(first.start, word.end), passage.evidence(span))


def _about(part: Clause, unit: Token, base: EvidenceBase) -> list[Passage]:
    """The passages that share most with a clause besides the length itself, and the ones right after them."""
    own = [one for one in part.units if one.span.end < unit.start or one.span.start > unit.end]
    shared: dict[int, int] = {}
    for one in own:
        for order in base.holding(one):
            shared[order] = shared.get(order, 0) + 1
    most = max(shared.values(), default=0)
    if most < min(_LEAST_SHARED, len(own)) or not own:
        return []
    orders = {order + step for order, count in shared.items() if count == most for step in (-1, 0, 1)}
    return [base.passages[order] for order in sorted(orders) if 0 <= order < len(base.passages)]


def _spoken(
    unit: str, values: Sequence[float], near: Sequence[Passage], said: Sequence[Amount], base: EvidenceBase
) -> bool:
    """Whether the unit, or a figure that comes to the same length, is said in these passages."""
    if any(_unit(word, base) == unit for passage in near for word in passage.reading.words):
        return True
    orders = {passage.order for passage in near}
    figures = [one for one in said if one.passage.order in orders and one.unit not in ("", PER)]
    return any(same(value, unit, one, base.lexicon) for value in values for one in figures)


def _lengths(reading: Reading, base: EvidenceBase, words: frozenset[str]) -> Iterator[tuple[Token, str, Token]]:
    """The lengths of a text with their units; *twice a day* and *three a day* are none."""
    counts = [cue.span for cue in base.lexicon.cues_in("frequency", reading.words)]
    counts += [Span(one.span.start, one.span.end + 2) for one in reading.quantities]
    for first, word in zip(reading.words, reading.words[1:], strict=False):
        unit = _unit(word, base) if first.key in words else ""
        if unit and not any(span.start < first.start < span.end for span in counts):
            yield first, unit, word


def _unit(word: Token, base: EvidenceBase) -> str:
    held = base.lexicon.unit_terms.get(fold(word.raw))
    return held.key if held is not None and held.dimension == "time" else ""
