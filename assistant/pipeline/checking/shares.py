"""How much of a claim was said, in three ways: its ideas, ideas that stand together, words in a row.

Each is a share in [0, 1]; a claim that has nothing to count is wholly said. What a model invents is mostly made of
words that were said: it gives itself away by putting together what nobody put together.
"""

from collections.abc import Sequence

from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage, weight
from assistant.pipeline.checking.texts.reading import Reading, Unit, word_pairs

_NUMBER = 1.5
_APART = 2
"""Sentences between which two ideas still stand together: a question, its answer, and what is added."""


def coverage(reading: Reading, local: Sequence[Passage], doubts: Sequence[Doubt], base: EvidenceBase) -> float:
    """The claim's ideas, by weight, that the nearest passages or the chart stand for. A number that nobody doubts
    counts as held."""
    keys = {key for passage in local for key in passage.reading.keys} | base.chart_keys
    numbers = [mention.span for mention in reading.quantities]
    sure = sum(not any(doubt.span.overlaps(span) for doubt in doubts) for span in numbers)
    total = sum(weight(unit) for unit in reading.units) + len(numbers) * _NUMBER
    held = sum(weight(unit) for unit in reading.units if unit.keys & keys) + sure * _NUMBER
    return held / total if total else 1.0


def together(reading: Reading, base: EvidenceBase) -> float:
    """Neighbouring ideas of the claim that were said within a few sentences of each other."""
    units = reading.units
    if len(units) < 2:
        return float(all(base.holds(unit) for unit in units))
    pairs = list(zip(units, units[1:], strict=False))
    return sum(_near(one, other, base) for one, other in pairs) / len(pairs)


def _near(one: Unit, other: Unit, base: EvidenceBase) -> bool:
    """Whether both were said close together; what the chart holds stands beside anything."""
    if one.keys & base.chart_keys or other.keys & base.chart_keys:
        return base.holds(one) and base.holds(other)
    places = set(base.holding(other))
    return any(place + step in places for place in base.holding(one) for step in range(-_APART, _APART + 1))


def in_a_row(reading: Reading, base: EvidenceBase) -> float:
    """Neighbouring words of the claim, by stem, that somebody said in a row."""
    own = word_pairs(reading, base.language)
    return sum(pair in base.word_pairs for pair in own) / len(own) if own else 1.0
