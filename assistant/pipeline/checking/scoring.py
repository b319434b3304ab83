"""From coverage and doubts to a probability and a verdict. The coefficients are in ``coefficients.json``."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.finding import FindingType, Verdict
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage, weight
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.retrieval import stem

_CONTRADICTING = frozenset(
    {
        FindingType.NEGATION, FindingType.NUMBER, FindingType.UNIT, FindingType.DOSE, FindingType.FREQUENCY_DURATION,
        FindingType.LATERALITY_SITE, FindingType.EXPERIENCER, FindingType.SUPERSEDED, FindingType.SPEAKER,
        FindingType.TEMPORALITY, FindingType.DRUG_SWAP, FindingType.CERTAINTY,
    }
)  # fmt: skip
_NUMBER = 1.5
_WELL_COVERED = 0.75
_INFERABLE = 0.34
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Features:
    """What the score is worked out from. Shares are in [0, 1], counts from 0."""

    coverage: float
    words: float
    clinical_coverage: float
    global_coverage: float
    conflicts: float
    critical: float
    missing: float
    empty: float

    def named(self) -> dict[str, float]:
        """Name to value, as the coefficients are named."""
        return {name: float(getattr(self, name)) for name in self.__slots__}


def features(
    reading: Reading,
    local: Sequence[Passage],
    doubts: Sequence[Doubt],
    severe: int,
    missing: Sequence[Unit],
    base: EvidenceBase,
) -> Features:
    """The features of a claim against the passages nearest to it. A number that nobody doubts counts as held."""
    units = reading.units
    numbers = [mention.span for mention in reading.quantities]
    sure = [span for span in numbers if not any(doubt.span.overlaps(span) for doubt in doubts)]
    keys = {key for passage in local for key in passage.reading.keys} | base.chart_keys
    clinical = [unit for unit in units if unit.clinical]
    return Features(
        words=_words(reading, base),
        coverage=_share([unit for unit in units if unit.keys & keys], units, len(sure), len(numbers)),
        clinical_coverage=_share([unit for unit in clinical if unit.keys & keys], clinical),
        global_coverage=_share([unit for unit in units if base.holds(unit)], units, len(sure), len(numbers)),
        conflicts=float(min(2, len([doubt for doubt in doubts if doubt.type in _CONTRADICTING]))),
        critical=float(min(1, severe)),
        missing=float(min(3, len(missing))),
        empty=float(not local),
    )


def _words(reading: Reading, base: EvidenceBase) -> float:
    """The share of the claim's longer words, by stem, that were said anywhere."""
    language = base.language
    own = {stem(word.key, language) for word in reading.words if len(word.key) > _SHORT or word.key.isdigit()}
    return len(own & base.stems) / len(own) if own else 1.0


def _share(held: Sequence[Unit], units: Sequence[Unit], sure: int = 0, numbers: int = 0) -> float:
    total = sum(weight(unit) for unit in units) + numbers * _NUMBER
    return (sum(weight(unit) for unit in held) + sure * _NUMBER) / total if total else 1.0


def probability(values: Features, coefficients: Mapping[str, float]) -> float:
    """The probability that the claim is supported."""
    total = coefficients["intercept"] + sum(coefficients[name] * value for name, value in values.named().items())
    return round(1 / (1 + math.exp(-total)), 4)


def verdict(values: Features, doubts: Sequence[Doubt], checkable: bool) -> Verdict:
    """One word for it."""
    if not checkable and not doubts:
        return Verdict.NOT_CHECKABLE
    kinds = {doubt.type for doubt in doubts}
    if kinds & _CONTRADICTING:
        return Verdict.CONTRADICTED
    if FindingType.FABRICATED in kinds or FindingType.PROBLEM_SWAP in kinds:
        return Verdict.PARTLY if values.coverage >= _INFERABLE else Verdict.UNSUPPORTED
    if values.coverage >= _WELL_COVERED:
        return Verdict.SUPPORTED
    # Too few words to hold against the claim, none of them said: the reader is told that it is open.
    return Verdict.INFERRED if values.coverage >= _INFERABLE else Verdict.NOT_CHECKABLE
