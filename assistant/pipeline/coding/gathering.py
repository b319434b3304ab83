"""The codes found for a phrase, with what all their wordings say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.pipeline.coding.comparing import Comparison, Phrase
from assistant.pipeline.coding.reranking import Found
from assistant.pipeline.coding.shelf import Shelf
from assistant.pipeline.retrieval import Floats

FLOOR = 0.42
"""The least score that finds a code."""
_ALL = 0.99
CLEAR = 0.9
"""A score from which a wording says nearly what the phrase says."""
_MEANT = 0.6
"""A cosine from which meaning alone finds a code."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the index with what it is worth for one reading."""

    row: int
    score: float
    comparison: Comparison
    reworded: bool

    @property
    def clear(self) -> bool:
        """Whether the wording, as it stands, says the whole phrase and not much more."""
        return not self.reworded and self.score >= CLEAR and self.comparison.own > _ALL


@dataclass(slots=True)
class Gathered:
    """For each code by position its best hit; over all readings the BM25 scores and the phrase that found it."""

    best: dict[int, Hit] = field(default_factory=dict)
    phrases: dict[int, Phrase] = field(default_factory=dict)

    def add(self, position: int, hit: Hit, phrase: Phrase) -> None:
        """Keep the hit if it is the code's best."""
        if position not in self.best or hit.score > self.best[position].score:
            self.best[position] = hit
            self.phrases[position] = phrase

    def said(self) -> bool:
        """Whether a wording, as it stands, says the whole phrase and not much more."""
        return any(hit.clear for hit in self.best.values())


def known(shelf: Shelf, gathered: Gathered, words: Floats | None, meant: Floats | None) -> dict[int, Found]:
    """What is known of each code worth returning; ``words`` one figure a row, ``meant`` one a vector."""
    meanings = {at: shelf.meaning_of(at, meant) if meant is not None else 0.0 for at in gathered.best}
    kept = {at: hit for at, hit in gathered.best.items() if hit.score >= FLOOR or meanings[at] >= _MEANT}
    said = {at: shelf.best_of(at, words) if words is not None else 0.0 for at in kept}
    most = (max(said.values(), default=0.0), max((hit.score for hit in kept.values()), default=0.0))
    nearest = max((meanings[at] for at in kept), default=0.0)
    heads = _heads({at: (shelf.category_of(hit.row), (hit.score, meanings[at])) for at, hit in kept.items()})
    return {
        at: Found(
            hit.comparison,
            hit.score,
            hit.reworded,
            gathered.phrases[at].covered_by(shelf.all_stems(at)),
            said[at] / (most[0] or 1.0),
            meanings[at],
            *heads[at],
            ahead=hit.score >= most[1],
            nearest=meanings[at] >= nearest > 0.0,
        )
        for at, hit in kept.items()
    }


def _heads(codes: Mapping[int, tuple[str, tuple[float, float]]]) -> dict[int, tuple[float, float]]:
    """For each code the best score and the nearest meaning of the others of its category."""
    categories: dict[str, list[int]] = {}
    for at, (category, _) in codes.items():
        categories.setdefault(category, []).append(at)
    best: dict[int, tuple[float, float]] = {}
    for held in categories.values():
        scores, meanings = (sorted((codes[at][1][kind] for at in held), reverse=True) for kind in (0, 1))
        for at in held:
            score, meaning = codes[at][1]
            best[at] = (_other(scores, score), _other(meanings, meaning))
    return best


def _other(descending: Sequence[float], own: float) -> float:
    """The best of the others."""
    if len(descending) == 1:
        return 0.0
    return descending[1] if own == descending[0] else descending[0]
