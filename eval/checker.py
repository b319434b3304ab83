"""The checker measured: ``python -m eval.checker`` (``--fit`` works the coefficients out anew from the even pairs)."""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.domain.context import PatientContext
from assistant.domain.finding import Claim, Severity, Verdict
from assistant.domain.span import Span
from assistant.domain.transcript import Transcript
from assistant.pipeline.checking import bench_for
from assistant.pipeline.checking.claims import NoteSentence
from assistant.pipeline.checking.knowledge import CHECKER_FOLDER
from assistant.pipeline.checking.sentence import Bench, check_sentence, examine
from assistant.pipeline.lexicon import load_lexicon
from eval.checker_sets import Case, english_notes, french_pairs, french_visits, planted
from eval.harness import SEED, DataMissing, Measure, interval, report

LEXICONS = Path(__file__).parents[1] / "knowledge" / "lexicons"
FLAGGED = frozenset({Verdict.PARTLY, Verdict.UNSUPPORTED, Verdict.CONTRADICTED})


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what the checker says of it."""

    case: Case
    claim: Claim

    @property
    def flagged(self) -> bool:
        """Whether a reader is warned."""
        return self.claim.verdict in FLAGGED


@lru_cache(maxsize=256)
def _bench(transcript: Transcript) -> Bench:
    return bench_for(transcript, PatientContext(), load_lexicon(LEXICONS, transcript.language))


def _sentence(case: Case) -> NoteSentence:
    return NoteSentence(Span(0, len(case.claim)), case.claim, "none")


def judge(cases: Iterable[Case]) -> list[Judged]:
    """Check every case."""
    return [Judged(case, check_sentence(_sentence(case), (), _bench(case.transcript))) for case in cases]


def rates(name: str, judged: Sequence[Judged]) -> list[Measure]:
    """Flagged share by type, with intervals over encounters; where both labels are, accuracy and calibration."""
    measures = []
    by_kind: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_kind[one.case.kind].append(one)
    for kind, ones in sorted(by_kind.items()):
        low, high = interval(_encounters(ones), _flagged_share)
        measures.append(Measure(f"{name} flagged {kind}", _flagged_share(ones), len(ones), low, high))
    if {one.case.supported for one in judged} == {True, False}:
        low, high = interval(_encounters(judged), _balanced)
        measures.append(Measure(f"{name} balanced accuracy", _balanced(judged), len(judged), low, high, 0.9))
        measures.append(Measure(f"{name} calibration error", _calibration(judged), len(judged), target=0.05))
    return measures


def _encounters(judged: Sequence[Judged]) -> list[list[Judged]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.case.encounter].append(one)
    return list(groups.values())


def _flagged_share(judged: Sequence[Judged]) -> float:
    return sum(one.flagged for one in judged) / max(1, len(judged))


def _balanced(judged: Sequence[Judged]) -> float:
    good = [one for one in judged if one.case.supported]
    bad = [one for one in judged if not one.case.supported]
    return (1 - _flagged_share(good) + _flagged_share(bad)) / 2


def _calibration(judged: Sequence[Judged], bins: int = 15) -> float:
    """Expected calibration error over bins of equal mass."""
    ordered = sorted(judged, key=lambda one: one.claim.score)
    size = len(ordered) / bins
    parts = [ordered[int(at * size) : int((at + 1) * size)] for at in range(bins)]
    gaps = [
        abs(sum(one.claim.score for one in part) - sum(one.case.supported for one in part)) for part in parts if part
    ]
    return sum(gaps) / max(1, len(ordered))


def _logistic(rows: Sequence[Sequence[float]], labels: Sequence[bool], ridge: float = 1.0) -> list[float]:
    """Logistic regression by Newton's method, with a ridge on every weight but the first."""
    features, wanted = np.array(rows), np.array(labels, dtype=float)
    weights = np.zeros(features.shape[1])
    penalty = np.diag([0.0, *[ridge] * (features.shape[1] - 1)])
    for _ in range(25):
        chances = 1 / (1 + np.exp(-features @ weights))
        curvature = features.T @ (features * (chances * (1 - chances))[:, None]) + penalty
        weights += np.linalg.solve(curvature, features.T @ (wanted - chances) - penalty @ weights)
    return [float(weight) for weight in weights]


def fit() -> None:
    """Write ``coefficients.json``: a logistic model a language, from the even French pairs, and from untouched and
    planted sentences of twelve ACI-Bench training visits."""
    english = list(english_notes("train", 12))
    sets = {"fr": list(french_pairs(0)), "en": english + list(planted(iter(english)))}
    coefficients = {}
    for language, cases in sets.items():
        named = [examine(_sentence(case), (), _bench(case.transcript)).features.named() for case in cases]
        weights = _logistic([[1.0, *one.values()] for one in named], [case.supported for case in cases])
        coefficients[language] = {
            name: round(float(value), 4) for name, value in zip(["intercept", *named[0]], weights, strict=True)
        }
    (CHECKER_FOLDER / "coefficients.json").write_text(json.dumps(coefficients, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the coefficients anew, then stop")
    parser.add_argument("--held-out", action="store_true", help="measure on the odd pairs too")
    options = parser.parse_args()
    if options.fit:
        fit()
        return
    started = time.perf_counter()
    notes = list(english_notes("valid", 20))
    untouched, errors = judge(notes), judge(planted(iter(notes)))
    spent = time.perf_counter() - started
    measures = rates("fr pairs even", judge(french_pairs(0))) + rates("fr visits", judge(french_visits()))
    if options.held_out:
        measures += rates("fr pairs odd", judge(french_pairs(1)))
    measures += rates("en aci-bench", [*untouched, *errors])
    critical = sum(f.severity is Severity.CRITICAL for one in untouched for f in one.claim.findings)
    measures.append(Measure("en critical findings a note (untouched)", critical / 20, 20, target=0.2))
    measures.append(Measure("en ms a claim (mean)", 1000 * spent / (len(untouched) + len(errors)), len(untouched)))
    report("checker", measures, {"seed": SEED})


if __name__ == "__main__":
    try:
        main()
    except DataMissing as missing:
        raise SystemExit(str(missing)) from missing
