"""Months and days of the week: named in a claim, said in the visit, taken back or not."""

from collections.abc import Iterator

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.texts.corrections import Said, taken_back
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.text import Token, fold

# *May* and *march* are words too.
_AMBIGUOUS = frozenset({"may", "march"})


def date_doubts(reading: Reading, base: EvidenceBase, knowledge: CheckerKnowledge) -> Iterator[Doubt]:
    """Names of months and days that were corrected, or not said while others of the kind were."""
    for cycle in (knowledge.months, knowledge.weekdays):
        written = [word for word in reading.words if is_name(word, cycle)]
        if not written:
            continue
        said = [(passage, word) for passage in base.passages for word in passage.reading.words if is_name(word, cycle)]
        gone = taken_back([_item(passage, word) for passage, word in said], base.transcript, base.lexicon)
        standing = {fold(word.raw) for index, (_, word) in enumerate(said) if index not in gone}
        for word in written:
            if (
                fold(word.raw) in standing
                or not said
                or (cycle is knowledge.months and _about(word, reading, knowledge))
            ):
                continue
            old = next((index for index in gone if fold(said[index][1].raw) == fold(word.raw)), None)
            passage, other = said[0] if old is None else said[gone[old]]
            kind = FindingType.TEMPORALITY if old is None else FindingType.SUPERSEDED
            yield Doubt(kind, Span(word.start, word.end), passage.evidence(other.span))


def _about(word: Token, reading: Reading, knowledge: CheckerKnowledge) -> bool:
    """*Début novembre*, *early May*: a note's own way to round a feast or a number of weeks."""
    return reading.folded[: word.start].rstrip().endswith(knowledge.rounding)


def is_name(word: Token, cycle: tuple[str, ...]) -> bool:
    """Whether a word is one of these months or days; *may* and *march* only with a capital."""
    name = fold(word.raw)
    return name in cycle and (name not in _AMBIGUOUS or word.raw[0].isupper())


def _item(passage: Passage, word: Token) -> Said:
    start = passage.segment.span.start + word.start
    return Said(passage.segment.turn, start, start + word.end - word.start, fold(word.raw), "date")
