"""What a coder does with a stay: accept, edit, reject or add codes, ask the clinician, validate, export, reopen.

Pure over ``StayReview``; who may do it and where it is kept is decided in ``stays``.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from assistant.domain.coding import CodeEntry, CodeRole, Nomenclature
from assistant.domain.stay import ClinicianQuery, CodedStay, Stay, StayCode, StayDocument
from assistant.domain.stay_review import Decision, DecisionKind, StayAction, StayReview, StayState, after
from assistant.errors import InputError, NotFound, StateError
from assistant.pipeline.coding.jurisdictions import JURISDICTIONS
from assistant.pipeline.coding.roles import is_legal

Recode = Callable[[Stay], CodedStay]


def open_review(review: StayReview) -> StayReview:
    """A coder begins."""
    return replace(review, state=after(StayAction.OPEN, review.state))


def accept(review: StayReview, code: str, by: str, at: datetime, why: str = "") -> StayReview:
    """A proposal is right. Raises ``NotFound``, ``StateError``."""
    _proposal(review, code)
    return _decided(review, Decision(code, DecisionKind.ACCEPTED, by, at, why))


def reject(review: StayReview, code: str, by: str, at: datetime, why: str) -> StayReview:
    """A proposal is wrong, and why. Raises ``InputError`` without a reason, ``NotFound``, ``StateError``."""
    _proposal(review, code)
    return _decided(review, Decision(code, DecisionKind.REJECTED, by, at, _reason(why)))


def edit(
    review: StayReview, code: str, entry: CodeEntry, role: CodeRole, by: str, at: datetime, why: str
) -> StayReview:
    """Another code or role instead of a proposal. Raises ``InputError`` where the code may not have the role."""
    proposal = _proposal(review, code)
    _legal(review, entry, role)
    instead = replace(
        proposal, code=entry.code, label=entry.label, year=entry.year, nomenclature=entry.nomenclature, role=role
    )
    return _decided(review, Decision(code, DecisionKind.EDITED, by, at, _reason(why), instead))


def add(review: StayReview, entry: CodeEntry, role: CodeRole, by: str, at: datetime, why: str) -> StayReview:
    """A code that is not among the proposals; where it is a rejected candidate, with its words as evidence.

    Raises ``InputError`` where the code may not have the role or is there already, ``StateError``.
    """
    _legal(review, entry, role)
    if entry.code in {code.code for code in (*review.coded.codes, *review.codes())}:
        raise InputError(f"{entry.code} is already among the codes of this stay.", "Accept it, or edit it.")
    evidence = next((r.evidence for r in review.coded.rejected if r.code == entry.code), ())
    code = StayCode(entry.code, entry.label, entry.nomenclature, entry.year, role, 1.0, evidence, ())
    return _decided(review, Decision(entry.code, DecisionKind.ADDED, by, at, _reason(why), code))


def ask(review: StayReview, query: ClinicianQuery) -> StayReview:
    """A question goes to the clinician; the other codes can be decided meanwhile."""
    return replace(review, state=after(StayAction.ASK, review.state), asked=query)


def answer(review: StayReview, text: str, by: str, recode: Recode) -> StayReview:
    """The clinician's answer is a document of the stay, hence evidence; the stay is coded anew with it.

    What was decided stays decided for the codes that are still proposed.
    """
    state = after(StayAction.ANSWER, review.state)
    last = review.stay.units[-1]
    document = StayDocument(f"answer-{len(last.documents)}-{by}", text, "answer")
    units = (*review.stay.units[:-1], replace(last, documents=(*last.documents, document)))
    stay = replace(review.stay, units=units)
    return replace(review, stay=stay, coded=recode(stay), state=state, asked=None)


def validate(review: StayReview, why: str = "") -> StayReview:
    """The coding is complete. ``why``: the reason to leave a question without its answer.

    Raises ``StateError`` with an open question and no reason, with undecided codes, without exactly one principal
    diagnosis, with a code twice, with more than one related diagnosis or one beside a principal that is no Z code.
    """
    state = after(StayAction.VALIDATE, review.state)
    waiting = review.state is StayState.QUERY_OPEN
    if waiting and not why.strip():
        raise StateError(
            "A question to the clinician is open.", "Wait for the answer, or give the reason to validate without it."
        )
    if open_codes := [code.code for code in review.undecided()]:
        raise StateError(f"Codes without a decision: {', '.join(open_codes)}.", "Accept, edit or reject each.")
    codes = review.codes()
    mains = [code for code in codes if code.role in (CodeRole.DP, CodeRole.PRIMARY)]
    if len(mains) != 1:
        raise StateError(f"{len(mains)} principal diagnoses.", "A stay has exactly one.")
    if twice := sorted(code for code, times in Counter(c.code for c in codes).items() if times > 1):
        raise StateError(f"Codes that are there twice: {', '.join(twice)}.", "Reject one of each.")
    related = [code for code in codes if code.role is CodeRole.DR]
    if len(related) > 1 or (related and not mains[0].code.startswith("Z")):
        raise StateError(
            "There is one related diagnosis at most, and only with a principal diagnosis that is a Z code.",
            "Edit its role, or reject it.",
        )
    asked = replace(review.asked, left_open=why.strip()) if waiting and review.asked else review.asked
    return replace(review, state=state, asked=asked)


def export(review: StayReview) -> tuple[StayReview, CodedStay]:
    """The validated codes, to be written in any form. Raises ``StateError`` before validation."""
    state = after(StayAction.EXPORT, review.state)
    return replace(review, state=state), replace(review.coded, codes=review.codes(), units=review.units())


def reopen(review: StayReview) -> StayReview:
    """Validated or exported coding is taken up again."""
    return replace(review, state=after(StayAction.REOPEN, review.state))


def _proposal(review: StayReview, code: str) -> StayCode:
    found = next((each for each in (*review.coded.codes, *review.added()) if each.code == code), None)
    if found is None:
        raise NotFound(f"{code} is not proposed for this stay.", "See the proposals.")
    return found


def _legal(review: StayReview, entry: CodeEntry, role: CodeRole) -> None:
    setting = JURISDICTIONS[review.stay.setting]
    act = entry.nomenclature is Nomenclature.CCAM
    roles = {CodeRole.ACT} if act else {setting.main, setting.other} | ({CodeRole.DR} if setting.related else set())
    if role not in roles or not is_legal(entry, role):
        raise InputError(f"{entry.code} may not be {role}.", "Choose another role or code.")


def _reason(why: str) -> str:
    if not why.strip():
        raise InputError("A reason is needed.", "Say why in a few words.")
    return why.strip()


def _decided(review: StayReview, decision: Decision) -> StayReview:
    return replace(review, state=after(StayAction.DECIDE, review.state), log=(*review.log, decision))
