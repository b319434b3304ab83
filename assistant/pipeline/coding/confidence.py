"""How far to trust a proposed code: the chance that it is right, from what speaks for it.

A logistic model over features that are there or not; ``python -m eval.fitting_stays`` works the coefficients out from
proposals on reports that the rules had not seen.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.coding import CodeRole
from assistant.errors import ConfigError
from assistant.pipeline.coding.candidates import BEFORE, IN_STAY, WHY, Candidate

_LEAST, _MOST = 0.05, 0.95
_UNSPECIFIC = "sans précision"


@dataclass(frozen=True)
class ConfidenceModel:
    """The weights of the features, and what holds without any."""

    intercept: float
    weights: Mapping[str, float]

    def of(self, features: Mapping[str, bool]) -> float:
        """The chance in [0.05, 0.95], to two places."""
        score = self.intercept + sum(weight for name, weight in self.weights.items() if features[name])
        return round(min(_MOST, max(_LEAST, 1 / (1 + math.exp(-score)))), 2)


def features(candidate: Candidate, role: CodeRole) -> Mapping[str, bool]:
    """What speaks for the candidate in its role, and against it."""
    return {
        "main": role in (CodeRole.DP, CodeRole.PRIMARY),
        "concluded": candidate.concluded_at is not None,
        "cared": candidate.care is not None,
        "in_stay": bool(candidate.within(*IN_STAY)),
        "reason": bool(candidate.within(*WHY)),
        "before_only": len(candidate.within(*BEFORE)) == len(candidate.mentions),
        "several": len(candidate.mentions) > 1,
        "symptom": candidate.has("s") or candidate.code.startswith("R"),
        "status": candidate.has("h") or candidate.has("x"),
        "unspecific": _UNSPECIFIC in candidate.entry.label.lower(),
    }


@lru_cache(maxsize=2)
def load_confidence(file: Path) -> ConfidenceModel:
    """The model in ``knowledge/coding/confidence.json``. Raises ``ConfigError`` where it is missing or broken."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return ConfidenceModel(float(data["intercept"]), {name: float(w) for name, w in data["weights"].items()})
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise ConfigError(f"The confidence model in {file} cannot be read: {error}", "Restore the file.") from error
