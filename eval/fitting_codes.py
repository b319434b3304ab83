"""Learn the order of the codes found: ``python -m eval.fitting_codes`` writes ``knowledge/coding/ranking.json``.

Wordings of the teaching half of the categories are looked up: some are taken out of the index first, as what a
clinician says and no table holds; the others stay, as what it holds. Wordings of the project's own tables, which are
nearer to how clinicians speak, are asked too, without being in the index. A linear model is fitted so that, among the
codes found, the right ones have the greatest share (softmax, maximum likelihood with a ridge). Only the measured half
is reported, by ``eval.coding``.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.bootstrap import code_orderings
from assistant.config import Settings
from assistant.domain.coding import Nomenclature
from assistant.pipeline.coding.reranking import features
from assistant.storage.codes import read_wordings
from eval.coding_terms import drawn, search_without, wordings

HELD_OUT = 900
KEPT = 600
OWN = 500
RIDGE = 2.0

Reals = NDArray[np.float64]
Lists = list[tuple[Reals, NDArray[np.bool_]]]
"""For each phrase the features of the codes found, one row a code, and which are right."""


def looked_up(settings: Settings, nomenclature: Nomenclature) -> tuple[list[str], Lists]:
    """The features' names, and the phrases whose right code was found, with all that was."""
    entries, pool = wordings(settings, nomenclature)
    asked = drawn(pool, True, HELD_OUT + KEPT)
    taken = asked[:HELD_OUT]
    tables = read_wordings(settings.knowledge_dir / "coding", nomenclature)
    asked += drawn([(code, term) for code, terms in tables.items() for term in terms], True, OWN)
    ordering = replace(code_orderings(settings)[nomenclature], weights=None)
    search = search_without(settings, nomenclature, entries, taken, ordering)
    names: list[str] = []
    lists: Lists = []
    for code, phrase in asked:
        found, said = search.found(phrase, nomenclature)
        right = np.array([entries[at].code.startswith(code) for at in found])
        if not said and right.any() and not right.all():
            table = [features(one) for one in found.values()]
            names = list(table[0])
            lists.append((np.array([list(row.values()) for row in table]), right))
    return names, lists


def fitted(lists: Lists) -> Reals:
    """The weights, in units of the features as they are."""
    spread = np.concatenate([table for table, _ in lists]).std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    scaled = [(table / scale, right) for table, right in lists]

    def loss(weights: Reals) -> tuple[float, Reals]:
        total, slope = RIDGE * float(weights @ weights) / 2, RIDGE * weights
        for table, right in scaled:
            worth = table @ weights
            share = np.exp(worth - worth.max())
            share /= share.sum()
            held = share[right].sum() + 1e-12
            total -= float(np.log(held))
            slope = slope + table.T @ (share - np.where(right, share / held, 0.0))
        return total, slope

    found: Reals = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B").x
    return found / scale


def right_first(lists: Lists, weights: Sequence[float]) -> float:
    """The share of the phrases, among those whose right code was found, where it comes first."""
    return float(np.mean([right[int(np.argmax(table @ np.array(weights)))] for table, right in lists]))


def main() -> None:
    """Fit, and write the file."""
    settings = Settings()
    learned: dict[str, dict[str, float]] = {}
    # In French the learned order was tried and is no better than the score.
    for nomenclature in (Nomenclature.ICD10CM,):
        names, lists = looked_up(settings, nomenclature)
        weights = fitted(lists)
        alone = [float(name == "score") for name in names]
        print(
            f"{nomenclature}: {len(lists)} wordings, right first {right_first(lists, alone):.3f} by score, "
            f"{right_first(lists, list(weights)):.3f} learned (on what taught it)"
        )
        learned[nomenclature.value] = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}
    (settings.knowledge_dir / "coding" / "ranking.json").write_text(json.dumps(learned, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
