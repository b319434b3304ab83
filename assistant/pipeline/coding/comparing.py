"""A phrase and one wording of a code, compared word by word both ways: what of the phrase the wording covers, and
what of the wording the phrase does not say."""

from collections.abc import Mapping, Sequence
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
        self._index = index
        self._named = {option: worth for term in reversed(terms) for option, worth in reversed(term.options)}
        self.wanted = sum(term.weight for term in terms)
        self._place = {option: at for at, term in enumerate(terms) for option, _ in term.options}
        self.wording = wording
        asked = {UNSPECIFIED: _ASKED_OPEN * wording.unspecified, OTHER: _ASKED_OTHER * wording.other}
        self._favour = {bit: worth + asked.get(bit, 0.0) for bit, worth in _FAVOUR.items()}

    def compared(self, row: int) -> Comparison:
        """The comparison with one row of the index."""
        index = self._index
        span = slice(index.own[0][row], index.own[0][row + 1])
        stems = index.own[1][span].tolist()
        own = dict(zip(stems, index.optional[span].tolist(), strict=True))
        above = set(index.above[1][index.above[0][row] : index.above[0][row + 1]].tolist())
        said = alone = 0.0
        for term in self.terms:
            in_own = _within(term, own)
            alone += in_own * term.weight
            said += (in_own if in_own < 0 else max(in_own, _ABOVE * _likeness(term, above))) * term.weight
        coverage = said / self.wanted
        precision = self._precision(own, coverage)
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

    def covered_by(self, stems: frozenset[int]) -> float:
        """The share of the phrase that these stems say."""
        return sum(_likeness(term, stems) * term.weight for term in self.terms) / self.wanted

    def _precision(self, own: Mapping[int, int], coverage: float) -> float:
        idf = self._index.postings.idf
        required = [term for term, optional in own.items() if not optional or term in self._named]
        label = sum(float(idf[term]) for term in required)
        met = sum(float(idf[term]) * self._named.get(term, 0.0) for term in required)
        return met / label if label else coverage

    def _sequence(self, stems: Sequence[int]) -> float:
        places = [self._place.get(stem, -2) for stem in stems]
        neighbours = sum(after == before + 1 for before, after in zip(places, places[1:], strict=False))
        return neighbours / max(1, len(stems) - 1)


def _within(term: Term, own: Mapping[int, int]) -> float:
    return _CONTRADICTED if term.opposites & own.keys() else _likeness(term, own)


def _likeness(term: Term, held: Mapping[int, int] | set[int] | frozenset[int]) -> float:
    return max((likeness for option, likeness in term.options if option in held), default=0.0)
