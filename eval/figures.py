"""Figures over judged cases: shares, balanced accuracy, AUROC, precision at a recall, calibration."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sklearn.metrics import precision_recall_curve, roc_auc_score

from assistant.domain.finding import Claim, Severity, Verdict
from eval.cases import Case
from eval.harness import Measure, interval, seeded

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


def calibration(judged: Sequence[Judged]) -> float:
    """Expected calibration error of the score."""
    return calibration_of([one.claim.score for one in judged], [one.case.supported for one in judged])


def calibration_of(scores: Sequence[float], supported: Sequence[bool], bins: int = 15) -> float:
    """Expected calibration error over bins of equal mass."""
    ordered = sorted(zip(scores, supported, strict=True), key=lambda pair: pair[0])
    size = len(ordered) / bins
    parts = [ordered[int(at * size) : int((at + 1) * size)] for at in range(bins)]
    return sum(abs(sum(score - held for score, held in part)) for part in parts) / max(1, len(ordered))


def calibration_by_chance(judged: Sequence[Judged], draws: int = 200) -> float:
    """The calibration error that a perfect probability would show on as many cases, by chance alone: labels drawn
    from the scores themselves."""
    scores = [one.claim.score for one in judged]
    draw = seeded("calibration")
    drawn = [calibration_of(scores, [draw.random() < score for score in scores]) for _ in range(draws)]
    return sum(drawn) / draws


def calibration_shifted(judged: Sequence[Judged], meant: float) -> float:
    """The calibration error once the scores, right where the share ``meant`` is supported, are moved to the share of
    these cases (Bayes' rule): what is left is not the share's doing."""
    share = sum(one.case.supported for one in judged) / max(1, len(judged))
    ratio = share * (1 - meant) / (meant * (1 - share)) if share < 1 else 1.0
    moved = [ratio * p / (ratio * p + 1 - p) for p in (one.claim.score for one in judged)]
    return calibration_of(moved, [one.case.supported for one in judged])


def by_kind(name: str, judged: Sequence[Judged], targets: dict[str, float]) -> list[Measure]:
    """The flagged share of each kind; a target binds only where there are enough cases."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.case.kind].append(one)
    return [
        measure(f"{name} {kind}", ones, flagged, targets.get(kind) if len(ones) >= ENOUGH else None)
        for kind, ones in sorted(groups.items())
    ]
