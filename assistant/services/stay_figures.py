"""How the proposals fared by department, from the logged decisions; never by person: no account is read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.domain.encounter import Actor
from assistant.domain.stay_figures import DepartmentFigures, StayFigures
from assistant.domain.stay_review import DecisionKind, StayReview
from assistant.services.stays import list_stays
from assistant.services.workbench import Workbench


def stay_figures(work: Workbench, actor: Actor) -> StayFigures:
    """The figures over all stays. Raises ``NotAllowed``."""
    stays = list_stays(work, actor)
    by_department: dict[str | None, list[StayReview]] = defaultdict(list)
    for stay in stays:
        if stay.review is not None:
            by_department[stay.review.stay.department].append(stay.review)
    departments = sorted(by_department, key=lambda name: (name is None, name or ""))
    return StayFigures(
        tuple(_figures(name, by_department[name]) for name in departments),
        sum(stay.review is None for stay in stays),
    )


def _figures(department: str | None, reviews: Sequence[StayReview]) -> DepartmentFigures:
    counts = [_counts(review) for review in reviews]
    return DepartmentFigures(
        department,
        len(reviews),
        sum(len(review.coded.codes) for review in reviews),
        *(sum(each[kind] for each in counts) for kind in DecisionKind),
    )


def _counts(review: StayReview) -> Mapping[DecisionKind, int]:
    """What was last decided about each proposal; added codes that were not rejected again."""
    counts = dict.fromkeys(DecisionKind, 0)
    for code in review.coded.codes:
        if last := review.last(code.code):
            counts[last.kind] += 1
    for code in review.added():
        last = review.last(code.code)
        counts[DecisionKind.ADDED] += last is not None and last.kind is not DecisionKind.REJECTED
    return counts
