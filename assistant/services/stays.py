"""Stored stays: taken in, listed, read, and what a coder and a clinician do with their codes.

Every call names its actor, asks the policy, and leaves its entry in the audit trail in the same transaction.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.coding import CodeEntry, CodeRole, Nomenclature
from assistant.domain.encounter import Actor, Permission, require
from assistant.domain.stay import ClinicianQuery, Stay, StayCode
from assistant.domain.stay_review import StayAction, StayReview, StayState
from assistant.errors import InputError, NotFound, StorageError
from assistant.pipeline.coding.stay import code_stay
from assistant.services import stay_review
from assistant.services.stay_moves import StayFile, keep_new, load_stay, move_stay
from assistant.services.workbench import Workbench
from assistant.storage import audit
from assistant.storage import stays as rows
from assistant.storage.models import StayRow

_ACT = re.compile(r"[A-Z]{4}\d{3}")


@dataclass(frozen=True, slots=True)
class StaySummary:
    """A line of the worklist; ``review`` is nothing where what is stored was altered: reading the stay says so."""

    id: str
    state: StayState
    created_at: datetime
    review: StayReview | None


def import_stay(work: Workbench, actor: Actor, stay: Stay) -> StayFile:
    """Code a stay and keep it, proposed. Raises ``NotAllowed``, ``EngineMissing``, ``StorageError``."""
    require(actor, Permission.OPEN_STAY)
    review = StayReview(stay, code_stay(stay, work.coding()))
    now, stay_id = work.clock(), secrets.token_hex(8)
    row = StayRow(id=stay_id, setting=stay.setting, state=review.state, created_by=actor.account_id, created_at=now)
    with work.database.transaction() as session:
        keep_new(work, session, row, review)
        documents = sum(len(unit.documents) for unit in stay.units)
        audit.append(
            session, now, actor, "open_stay", stay_id=stay_id,
            state=review.state, documents=documents, nomenclature=review.coded.edition.nomenclature,
            year=review.coded.edition.year,
        )  # fmt: skip
    return StayFile(stay_id, review, now, row.revision)


def list_stays(work: Workbench, actor: Actor) -> list[StaySummary]:
    """All stays, the newest first. Raises ``NotAllowed``."""
    require(actor, Permission.READ_STAY)
    with work.database.transaction() as session:
        found = rows.newest_first(session)
    return [StaySummary(row.id, row.state, row.created_at, _review(work, row.id)) for row in found]


def read_stay(work: Workbench, actor: Actor, stay_id: str) -> StayFile:
    """A stay; the audit trail notes it. Raises ``NotAllowed``, ``NotFound``, ``StorageError``."""
    require(actor, Permission.READ_STAY)
    file = load_stay(work, stay_id)
    with work.database.transaction() as session:
        audit.append(session, work.clock(), actor, "read", stay_id=stay_id)
    return file


def accept(work: Workbench, actor: Actor, stay_id: str, code: str, why: str = "") -> StayReview:
    """A proposal is right. Raises as ``stay_review.accept`` and ``move_stay`` do."""
    return move_stay(
        work, actor, StayAction.DECIDE, stay_id,
        lambda review: stay_review.accept(review, _compact(code), actor.username, work.clock(), why.strip()),
        decision="accepted",
    )  # fmt: skip


def reject(work: Workbench, actor: Actor, stay_id: str, code: str, why: str) -> StayReview:
    """A proposal is wrong, and why. Raises as ``stay_review.reject`` and ``move_stay`` do."""
    return move_stay(
        work, actor, StayAction.DECIDE, stay_id,
        lambda review: stay_review.reject(review, _compact(code), actor.username, work.clock(), why),
        decision="rejected",
    )  # fmt: skip


def edit(
    work: Workbench, actor: Actor, stay_id: str, code: str, to: str | None, role: CodeRole | None, why: str
) -> StayReview:
    """Another code, another role, or both, in the place of a proposal.

    Raises ``InputError`` where the code is none that is valid on the day of discharge, may not have the role, or
    nothing is changed; and as ``stay_review.edit`` and ``move_stay`` do.
    """

    def change(review: StayReview) -> StayReview:
        now = _present(review, _compact(code))
        entry = valid_entry(work, review, to or now.code)
        new_role = CodeRole.ACT if entry.nomenclature is Nomenclature.CCAM else role or now.role
        if (entry.code, new_role) == (now.code, now.role):
            raise InputError("An edit changes the code, the role, or both.", "Say which code or role it becomes.")
        return stay_review.edit(review, _compact(code), entry, new_role, actor.username, work.clock(), why)

    return move_stay(work, actor, StayAction.DECIDE, stay_id, change, decision="edited")


def add(work: Workbench, actor: Actor, stay_id: str, code: str, role: CodeRole, why: str) -> StayReview:
    """A code that is not proposed; one of an act is an act, whatever ``role`` says. Raises as ``edit`` does."""

    def change(review: StayReview) -> StayReview:
        entry = valid_entry(work, review, code)
        right = CodeRole.ACT if entry.nomenclature is Nomenclature.CCAM else role
        return stay_review.add(review, entry, right, actor.username, work.clock(), why)

    return move_stay(work, actor, StayAction.DECIDE, stay_id, change, decision="added")


def ask(work: Workbench, actor: Actor, stay_id: str, question: str) -> StayReview:
    """Put a question to the clinician: the number (from 1) of one that is listed, or other words.

    Raises ``NotFound`` (no such number), ``InputError`` (no words), and as ``move_stay`` does.
    """

    def change(review: StayReview) -> StayReview:
        return stay_review.ask(review, _query(review, question.strip()))

    return move_stay(work, actor, StayAction.ASK, stay_id, change)


def answer(work: Workbench, actor: Actor, stay_id: str, text: str) -> StayReview:
    """The clinician's answer: a document of the stay, which is coded anew.

    Raises ``InputError`` (no words), and as ``move_stay`` does.
    """
    if not text.strip():
        raise InputError("An answer needs words.", "Say what the patient has, as in a report.")

    def change(review: StayReview) -> StayReview:
        return stay_review.answer(review, text.strip(), actor.username, lambda stay: code_stay(stay, work.coding()))

    return move_stay(work, actor, StayAction.ANSWER, stay_id, change)


def validate(work: Workbench, actor: Actor, stay_id: str, why: str = "") -> StayReview:
    """The coding is complete; ``why``: the reason to leave an open question without its answer.

    Raises as ``stay_review.validate`` and ``move_stay`` do.
    """
    return move_stay(work, actor, StayAction.VALIDATE, stay_id, lambda review: stay_review.validate(review, why))


def reopen(work: Workbench, actor: Actor, stay_id: str) -> StayReview:
    """Validated or exported coding is taken up again. Raises as ``move_stay`` does."""
    return move_stay(work, actor, StayAction.REOPEN, stay_id, stay_review.reopen)


def valid_entry(work: Workbench, review: StayReview, code: str) -> CodeEntry:
    """The entry of a code in the stay's nomenclature, or of an act (four letters, three digits) in that of acts.

    Raises ``InputError`` where it is not valid at discharge, ``EngineMissing`` where no act can be looked up.
    """
    codes = work.coding().codes_on(review.stay.exit)
    act = _ACT.match(_compact(code))
    return codes.required(_compact(code), Nomenclature.CCAM if act else review.coded.edition.nomenclature)


def _present(review: StayReview, code: str) -> StayCode:
    """What stands for a proposed or added code now: itself, or what an edit put in its place."""
    found = next((each for each in (*review.coded.codes, *review.added()) if each.code == code), None)
    if found is None:
        raise NotFound(f"{code} is not proposed for this stay.", "See the proposals.")
    last = review.last(code)
    return last.instead if last and last.instead else found


def _query(review: StayReview, question: str) -> ClinicianQuery:
    if not question:
        raise InputError("A question needs words.", "Give the number of a listed question, or your own words.")
    if not question.isdecimal():
        return ClinicianQuery(question, (), ())
    if not 1 <= int(question) <= len(review.coded.queries):
        raise NotFound(f"There is no question {question}.", "See the questions of the stay.")
    return review.coded.queries[int(question) - 1]


def _review(work: Workbench, stay_id: str) -> StayReview | None:
    try:
        return load_stay(work, stay_id).review
    except StorageError:
        # One altered file must not hide all the other stays.
        return None


def _compact(code: str) -> str:
    return code.replace(".", "").replace(" ", "").upper()
