"""*A few weeks*: lengths of time without a number, each against the one that was said of the same."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.text import Token, fold


def vague_doubts(
    reading: Reading, local: Sequence[Passage], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """A vague length whose unit nobody near says, where another vague length is said near."""
    for first, unit, word in _lengths(reading, base, knowledge):
        spoken = {_unit(token, base) for passage in local for token in passage.reading.words}
        others = [
            (passage, span)
            for passage in local
            for begin, other, end in _lengths(passage.reading, base, knowledge)
            for span in [Span(begin.start, end.end)]
            if other != unit
        ]
        if others and unit not in spoken:
            passage, span = others[0]
            yield Doubt(FindingType.FREQUENCY_DURATION, Span(first.start, word.end), passage.evidence(span))


def _lengths(reading: Reading, base: EvidenceBase, knowledge: CheckerKnowledge) -> Iterator[tuple[Token, str, Token]]:
    for first, word in zip(reading.words, reading.words[1:], strict=False):
        unit = _unit(word, base)
        if first.key in knowledge.several and unit:
            yield first, unit, word


def _unit(word: Token, base: EvidenceBase) -> str:
    held = base.lexicon.unit_terms.get(fold(word.raw))
    return held.key if held is not None and held.dimension == "time" else ""
