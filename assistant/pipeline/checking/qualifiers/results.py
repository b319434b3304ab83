"""*Lachman positive* written where it was said to be negative: the result of a test, the state of a part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import sentence_reading
from assistant.pipeline.retrieval import stem

_REACH = 25
"""Characters between what was examined and its result: *Lachman today is, I think, negative*."""
_APART = re.compile(r"[,;.]")


@dataclass(frozen=True, slots=True)
class Result:
    """A result of ``owner``, the stem of what was examined, empty where the sentence does not name it (*It is
    positive*): ``side`` of one row of the opposites."""

    owner: str
    named: Span
    span: Span
    row: int
    side: bool


def result_doubts(claim: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """Results of which only the opposite was said of the same thing."""
    for one in results_in(claim, base):
        told = [(passage, other) for passage, other in _told(one.owner, base) if other.row == one.row]
        if one.owner and told and all(other.side != one.side for _, other in told):
            passage, other = told[-1]
            yield Doubt(FindingType.NEGATION, one.span, passage.evidence(other.span))


def results_in(reading: Reading, base: EvidenceBase) -> list[Result]:
    """The results that a text gives."""
    knowledge, found = load_knowledge(base.language), []
    for at, word in enumerate(reading.words):
        for row, (one, other) in enumerate(knowledge.opposites):
            if word.key in one | other:
                span = Span(word.start, word.end)
                negated = read_qualifiers(sentence_reading(reading.text, base.lexicon), span).negated
                owner, named = _owner(reading, at, base)
                found.append(Result(owner, named, span, row, (word.key in one) != negated))
    return found


def _owner(reading: Reading, at: int, base: EvidenceBase) -> tuple[str, Span]:
    """The last word before a result that says something, up to a comma."""
    knowledge, result = load_knowledge(base.language), reading.words[at]
    results = frozenset().union(*(one | other for one, other in knowledge.opposites))
    for word in reversed(reading.words[:at]):
        gap = reading.folded[word.end : result.start]
        if len(gap) > _REACH or _APART.search(gap):
            break
        if word.key not in knowledge.stop and word.key not in results and len(word.key) > 1:
            return stem(word.key, base.language), Span(word.start, word.end)
    return "", Span(result.start, result.start)


@lru_cache(maxsize=64)
def _all_told(base: EvidenceBase) -> tuple[tuple[Passage, Result], ...]:
    return tuple((passage, one) for passage in base.passages for one in results_in(passage.reading, base))


def _told(owner: str, base: EvidenceBase) -> Iterator[tuple[Passage, Result]]:
    """The results of the same thing, those after it included that stand alone: *I'll do a swab. It is positive.*"""
    for passage, one in _all_told(base):
        before = base.passages[passage.order - 1] if passage.order else passage
        if one.owner == owner or (
            not one.owner and any(stem(word.key, base.language) == owner for word in before.reading.words)
        ):
            yield passage, one
