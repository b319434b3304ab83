"""Figures over judged cases: shares, balanced accuracy, AUROC, precision at a recall, calibration."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sklearn.metrics import precision_recall_curve, roc_auc_score

from assistant.domain.finding import Claim, Severity, Verdict
from eval.cases import Case
from eval.harness import Measure, interval

FLAGGED = frozenset({Verdict.PARTLY, Verdict.UNSUPPORTED, Verdict.CONTRADICTED})
ENOUGH = 50
"""Cases of a type under which no verdict is given on it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what the checker says of it."""

    case: Case
    claim: Claim

    @property
    def flagged(self) -> bool:
        """Whether a reader is warned."""
        return self.claim.verdict in FLAGGED

    @property
    def critical(self) -> int:
        """How many critical findings it has."""
        return sum(one.severity is Severity.CRITICAL for one in self.claim.findings)


Figure = Callable[[Sequence[Judged]], float]


def measure(name: str, judged: Sequence[Judged], figure: Figure, target: float | None = None) -> Measure:
    """A figure with its bootstrap interval over encounters."""
    if not judged:
        return Measure(name, float("nan"), 0, target=target)
    low, high = interval(encounters(judged), figure)
    return Measure(name, figure(judged), len(judged), low, high, target)


def encounters(judged: Sequence[Judged]) -> list[list[Judged]]:
    """Grouped by encounter: what the bootstrap draws."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.case.encounter].append(one)
    return list(groups.values())


def flagged(judged: Sequence[Judged]) -> float:
    """The share that a reader is warned of."""
    return sum(one.flagged for one in judged) / max(1, len(judged))


def balanced(judged: Sequence[Judged]) -> float:
    """The mean of recall on wrong claims and of acceptance on right ones."""
    good = [one for one in judged if one.case.supported]
    bad = [one for one in judged if not one.case.supported]
    return (1 - flagged(good) + flagged(bad)) / 2


def not_checkable(judged: Sequence[Judged]) -> float:
    """The share that the checker leaves open."""
    return sum(one.claim.verdict is Verdict.NOT_CHECKABLE for one in judged) / max(1, len(judged))


def auroc(judged: Sequence[Judged], score: Callable[[Judged], float] | None = None) -> float:
    """How well the score ranks unsupported claims below supported ones; 0.5 where there is only one kind."""
    wrong = [not one.case.supported for one in judged]
    if len(set(wrong)) < 2:
        return 0.5
    told = score or (lambda one: one.claim.score)
    return float(roc_auc_score(wrong, [-told(one) for one in judged]))


def precision_at(judged: Sequence[Judged], recall: float, score: Callable[[Judged], float] | None = None) -> float:
    """The best precision in finding unsupported claims at that recall or more."""
    told = score or (lambda one: one.claim.score)
    wrong = [not one.case.supported for one in judged]
    if not any(wrong):
        return 0.0
    precisions, recalls, _ = precision_recall_curve(wrong, [-told(one) for one in judged])
    return float(max(p for p, r in zip(precisions, recalls, strict=True) if r >= recall))


def calibration(judged: Sequence[Judged], bins: int = 15) -> float:
    """Expected calibration error over bins of equal mass."""
    ordered = sorted(judged, key=lambda one: one.claim.score)
    size = len(ordered) / bins
    parts = [ordered[int(at * size) : int((at + 1) * size)] for at in range(bins)]
    gaps = [
        abs(sum(one.claim.score for one in part) - sum(one.case.supported for one in part)) for part in parts if part
    ]
    return sum(gaps) / max(1, len(ordered))


def by_kind(name: str, judged: Sequence[Judged], targets: dict[str, float]) -> list[Measure]:
    """The flagged share of each kind; a target binds only where there are enough cases."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.case.kind].append(one)
    return [
        measure(f"{name} {kind}", ones, flagged, targets.get(kind) if len(ones) >= ENOUGH else None)
        for kind, ones in sorted(groups.items())
    ]
