"""Work out the confidence of a stay's codes anew: ``python -m eval.fitting_stays`` writes
``knowledge/coding/confidence.json``.

One logistic model (scikit-learn) over ``labels/stay_confidence.tsv``: what was proposed on 35 reports (on one of them
nothing) the first time that they were coded, before anyone had read a miss, each proposal with its features and whether
it was right. The error of calibration that is written down with it comes from leaving out one stay at a time.
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from assistant.config import Settings

LABELS = Path(__file__).parent / "labels" / "stay_confidence.tsv"
NAMES = (
    "main", "concluded", "cared", "in_stay", "reason", "before_only", "several", "symptom", "status", "unspecific",
)  # fmt: skip
RIDGE = 0.5
BINS = 5


@dataclass(frozen=True)
class Labelled:
    """Proposals: the stay of each, its features (0 or 1, ``NAMES`` in order), whether it was right."""

    stays: tuple[str, ...]
    features: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]


def labelled(file: Path = LABELS) -> Labelled:
    """The rows of the table."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [{**row, "main": "1" if row["role"] == "DP" else "0"} for row in csv.DictReader(lines, delimiter="\t")]
    features = np.array([[float(row[name]) for name in NAMES] for row in rows])
    return Labelled(tuple(row["stay"] for row in rows), features, np.array([row["right"] == "1" for row in rows]))


def calibration_error(chances: Sequence[float], rights: Sequence[bool], bins: int = BINS) -> float:
    """Expected calibration error: proposals in ``bins`` groups of equal size by confidence, the mean distance between
    each group's mean confidence and its share of right ones."""
    order = np.argsort(chances, kind="stable")
    groups = [group for group in np.array_split(order, bins) if len(group)]
    given, true = np.array(chances, dtype=float), np.array(rights, dtype=float)
    gaps = [len(group) * abs(given[group].mean() - true[group].mean()) for group in groups]
    return float(sum(gaps) / len(order))


def _fitted(features: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> Any:  # noqa: ANN401 - scikit-learn's
    return LogisticRegression(C=RIDGE, max_iter=1000).fit(features, right)


def left_out(data: Labelled) -> list[float]:
    """The chance of each proposal by a model fitted without its stay."""
    chances = np.zeros(len(data.stays))
    stays = np.array(data.stays)
    for stay in sorted(set(data.stays)):
        out = stays == stay
        chances[out] = _fitted(data.features[~out], data.right[~out]).predict_proba(data.features[out])[:, 1]
    return [float(chance) for chance in chances]


def main() -> None:
    """Fit, write, and say how well calibrated it is."""
    data = labelled()
    model = _fitted(data.features, data.right)
    error = calibration_error(left_out(data), list(data.right))
    written = {
        "intercept": round(float(model.intercept_[0]), 3),
        "weights": {name: round(float(weight), 3) for name, weight in zip(NAMES, model.coef_[0], strict=True)},
        "proposals": len(data.stays),
        "stays": len(set(data.stays)),
        "calibration_error": round(error, 3),
    }
    path = Settings().knowledge_dir / "coding" / "confidence.json"
    path.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(written, indent=1))


if __name__ == "__main__":
    main()
