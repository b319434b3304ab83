"""A stored stay as JSON lines: for the list, and whole."""

from datetime import datetime

from assistant.domain.coding import CodeRole
from assistant.domain.language import Language
from assistant.domain.stay import CodedStay, StayCode
from assistant.domain.stay_figures import DepartmentFigures
from assistant.domain.stay_review import Decision, StayReview, StayState
from assistant.exports.stay import (
    acts_item,
    code_item,
    edition_held_item,
    query_item,
    rejected_item,
    suggestion_item,
    unit_item,
)
from assistant.exports.stay_lines import (
    DepartmentItem,
    StayCodeItem,
    StayDecisionItem,
    StayItem,
    StayLineItem,
    StayQueryItem,
)


def stay_line_item(id: str, state: StayState, created_at: datetime, review: StayReview | None) -> StayLineItem:
    """The line of ``stays list --json``; without ``review``, of a stay whose content was altered."""
    stay, codes = (review.stay, (*review.codes(), *review.undecided())) if review else (None, ())
    mains = (code.code for code in codes if code.role in (CodeRole.DP, CodeRole.PRIMARY))
    return {
        "id": id,
        "state": state,
        "created_at": created_at.isoformat(),
        "entry": stay.entry.isoformat() if stay and stay.entry else None,
        "discharge": stay.exit.isoformat() if stay and stay.exit else None,
        "documents": [document.id for unit in stay.units for document in unit.documents] if stay else [],
        "principal": next(mains, None),
        "undecided": len(review.undecided()) if review else 0,
        "edition": edition_held_item(review.coded) if review else None,
        "damaged": review is None,
    }


def stay_item(id: str, review: StayReview, language: Language = "fr") -> StayItem:
    """The line of ``stays show --json``."""
    stay, coded = review.stay, review.coded
    return {
        "id": id,
        "state": review.state,
        "entry": stay.entry.isoformat() if stay.entry else None,
        "discharge": stay.exit.isoformat() if stay.exit else None,
        "age": stay.age,
        "sex": stay.sex,
        "edition": edition_held_item(coded),
        "documents": [{"id": d.id, "kind": d.kind, "text": d.text} for unit in stay.units for d in unit.documents],
        "suggestions": [_decided(code, review) for code in (*coded.codes, *review.added())],
        "rejected": [rejected_item(each) for each in coded.rejected],
        "queries": _queries(coded),
        "asked": review.asked.question if review.asked else None,
        "left_open": review.asked.left_open if review.asked else "",
        "codes": [code_item(code) for code in review.codes()],
        "rum": [unit_item(unit) for unit in review.units()],
        "acts": acts_item(coded, language),
        "department": stay.department,
    }


def department_item(figures: DepartmentFigures) -> DepartmentItem:
    """The line of ``stays figures --json``."""
    return {
        "department": figures.department,
        "stays": figures.stays,
        "proposed": figures.proposed,
        "decided": figures.decided,
        "accepted": figures.accepted,
        "edited": figures.edited,
        "rejected": figures.rejected,
        "added": figures.added,
        "acceptance": figures.acceptance,
        "precision": figures.precision,
    }


def _decided(code: StayCode, review: StayReview) -> StayDecisionItem:
    last = review.last(code.code)
    return {
        "suggestion": suggestion_item(code),
        "alternatives": list(code.alternatives),
        "decision": last.kind if last else None,
        "by": last.by if last else None,
        "at": last.at.isoformat() if last else None,
        "why": last.why if last else "",
        "instead": _instead(last),
    }


def _instead(last: Decision | None) -> StayCodeItem | None:
    return code_item(last.instead) if last and last.instead else None


def _queries(coded: CodedStay) -> list[StayQueryItem]:
    return [{"number": n, **query_item(query)} for n, query in enumerate(coded.queries, start=1)]
