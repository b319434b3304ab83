"""The order of the codes found, by a linear model over what is known of each beside its words.

The weights are in ``knowledge/coding/ranking.json``, learned (``python -m eval.fitting_codes``) from wordings that were
taken out of the index, in half of the categories; the other half measures.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.pipeline.coding.comparing import Comparison
from assistant.pipeline.coding.indexing import EXPLICIT, EXTERNAL, OTHER, UNSPECIFIED

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A code found: its best wording's comparison, and what all its wordings say.

    ``score``: the comparison's, less where the phrase was reworded; ``union``: the share of the phrase that all
    wordings of the code and of what stands above it say together; ``words``: its BM25 score as a share of the best;
    ``meaning``: the cosine of its nearest wording; ``category``: the best score of another code of its category,
    ``category_meaning`` the nearest wording of another; ``ahead`` and ``nearest``: whether no code found has a better
    score, a nearer wording.
    """

    comparison: Comparison
    score: float
    reworded: bool
    union: float
    words: float
    meaning: float
    category: float
    category_meaning: float
    ahead: bool
    nearest: bool


def features(found: Found) -> dict[str, float]:
    """What the model weighs, by name."""
    made = found.comparison
    unspecified, other = bool(made.flags & UNSPECIFIED), bool(made.flags & OTHER)
    return {
        "score": found.score,
        "coverage": made.coverage,
        "own": made.own,
        "precision": made.precision,
        "exact": float(made.own > 0.99 and made.precision > 0.99),
        "sequence": made.sequence,
        "union": found.union,
        "words": found.words,
        "meaning": found.meaning,
        "meaning_close": max(0.0, found.meaning - 0.7),
        "category": found.category,
        "category_meaning": found.category_meaning,
        "ahead": float(found.ahead),
        "nearest": float(found.nearest),
        "reworded": float(found.reworded),
        "explicit": float(bool(made.flags & EXPLICIT)),
        "external": float(bool(made.flags & EXTERNAL)),
        "unspecified": float(unspecified and not made.open_asked),
        "unspecified_asked": float(unspecified and made.open_asked),
        "specified_but_asked": float(not unspecified and made.open_asked),
        "other": float(other and not made.other_asked),
        "other_asked": float(other and made.other_asked),
    }


def rank(found: Found, weights: Weights) -> float:
    """The higher the likelier."""
    return sum(weights.get(name, 0.0) * value for name, value in features(found).items())


@lru_cache(maxsize=4)
def load_weights(file: Path) -> Mapping[str, Weights]:
    """The weights of each nomenclature that has some."""
    loaded: dict[str, dict[str, float]] = json.loads(file.read_text("utf-8"))
    return loaded
