"""A phrase and one wording of a code, compared word by word both ways: what of the phrase the wording covers, and
what of the wording the phrase does not say."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assistant.pipeline.coding.indexing import EXPLICIT, EXTERNAL, OTHER, UNSPECIFIED, CodeIndex
from assistant.pipeline.coding.reading import Term
from assistant.pipeline.coding.wording import Wording

_COVERAGE = 0.62
_ABOVE = 0.85
_CONTRADICTED = -0.5
_ASKED_OPEN, _ASKED_OTHER = 0.06, 0.06
_FAVOUR = {UNSPECIFIED: 0.02, EXPLICIT: 0.03, OTHER: -0.04, EXTERNAL: -0.1}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How well a phrase and a wording say the same, ``score`` from 0 to about 1, and what that is made of.

    ``coverage``: the share of the phrase that the wording and what stands above it say; ``own``: the wording alone;
    ``precision``: the share of the wording that the phrase says; ``sequence``: the share of the wording's pairs of
    neighbours that are neighbours in the phrase. ``flags`` are the wording's.
    """

    score: float
    coverage: float
    own: float
    precision: float
    sequence: float
    flags: int
    open_asked: bool
    other_asked: bool


class Phrase:
    """A phrase made ready to be compared with many wordings."""

    def __init__(self, index: CodeIndex, terms: Sequence[Term], wording: Wording) -> None:
        self.terms = terms
        self.query = [term.options for term in terms if term.options]
        self.wording = wording
        self.wanted = sum(term.weight for term in terms)
        self._index = index
        self._weights = [term.weight for term in terms]
        self._named = {option: worth for term in reversed(terms) for option, worth in reversed(term.options)}
        self._place = {option: at for at, term in enumerate(terms) for option, _ in term.options}
        # By stem, so that a row is gone through once, however many words each term may stand for.
        self._alike: dict[int, list[tuple[int, float]]] = {}
        self._opposed: dict[int, list[int]] = {}
        for at, term in enumerate(terms):
            for option, worth in term.options:
                self._alike.setdefault(option, []).append((at, worth))
            for opposite in term.opposites:
                self._opposed.setdefault(opposite, []).append(at)
        asked = {UNSPECIFIED: _ASKED_OPEN * wording.unspecified, OTHER: _ASKED_OTHER * wording.other}
        self._favour = {bit: worth + asked.get(bit, 0.0) for bit, worth in _FAVOUR.items()}

    def compared(self, row: int) -> Comparison:
        """The comparison with one row of the index."""
        index = self._index
        span = slice(index.own[0][row], index.own[0][row + 1])
        numbers = index.own[1][span]
        stems = numbers.tolist()
        above = index.above[1][index.above[0][row] : index.above[0][row + 1]].tolist()
        own, higher = self._likeness(stems), self._likeness(above)
        for stem in stems:
            for at in self._opposed.get(stem, ()):
                own[at] = _CONTRADICTED
        said = alone = 0.0
        for inside, over, weight in zip(own, higher, self._weights, strict=True):
            alone += inside * weight
            said += (inside if inside < 0 else max(inside, _ABOVE * over)) * weight
        coverage = said / self.wanted
        optional = index.optional[span].tolist()
        precision = self._precision(stems, optional, index.postings.idf[numbers].tolist(), coverage)
        flags = int(index.flags[row])
        favour = sum(worth for bit, worth in self._favour.items() if flags & bit)
        return Comparison(
            max(0.0, _COVERAGE * coverage + (1 - _COVERAGE) * precision + favour),
            coverage,
            alone / self.wanted,
            precision,
            self._sequence(stems),
            flags,
            self.wording.unspecified,
            self.wording.other,
        )

    def covered_by(self, stems: Collection[int]) -> float:
        """The share of the phrase that these stems say."""
        likeness = self._likeness([stem for stem in self._alike if stem in stems])
        return sum(worth * weight for worth, weight in zip(likeness, self._weights, strict=True)) / self.wanted

    def _likeness(self, stems: Iterable[int]) -> list[float]:
        """For each term the best of the stems that it may stand for."""
        best = [0.0] * len(self.terms)
        for stem in stems:
            for at, worth in self._alike.get(stem, ()):
                if worth > best[at]:
                    best[at] = worth
        return best

    def _precision(self, stems: Sequence[int], optional: Sequence[int], idf: Sequence[float], coverage: float) -> float:
        label = met = 0.0
        for stem, aside, weight in zip(stems, optional, idf, strict=True):
            named = self._named.get(stem)
            if named is not None or not aside:
                label += weight
                met += weight * (named or 0.0)
        return met / label if label else coverage

    def _sequence(self, stems: Sequence[int]) -> float:
        places = [self._place.get(stem, -2) for stem in stems]
        neighbours = sum(after == before + 1 for before, after in zip(places, places[1:], strict=False))
        return neighbours / max(1, len(stems) - 1)
