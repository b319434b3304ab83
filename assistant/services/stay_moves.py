"""The one way to change a stay: ask the table, change, keep what changed, write the audit entry, all or nothing.

A stay's parts are encrypted under a key of its own, as an encounter's are.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assistant.domain.codec import from_json, to_json
from assistant.domain.encounter import Actor
from assistant.domain.stay import ClinicianQuery, CodedStay, Stay
from assistant.domain.stay_review import Decision, StayAction, StayReview, StayState, permit
from assistant.errors import NotFound, StateError, StorageError
from assistant.services import stay_review
from assistant.services.workbench import Workbench
from assistant.storage import audit
from assistant.storage import stays as rows
from assistant.storage.models import StayPartRow, StayRow

_PARTS: Mapping[str, Any] = {
    "stay": Stay,
    "coded": CodedStay,
    "log": tuple[Decision, ...],
    "asked": ClinicianQuery | None,
}
"""The parts of ``StayReview`` that are kept, each a blob; its state is the row's."""
_OPENS = frozenset({StayAction.DECIDE, StayAction.ASK, StayAction.VALIDATE})

Change = Callable[[StayReview], StayReview]


@dataclass(frozen=True, slots=True)
class StayFile:
    """A stored stay. ``revision`` grows with every change."""

    id: str
    review: StayReview
    created_at: datetime
    revision: int


def load_stay(work: Workbench, stay_id: str) -> StayFile:
    """The whole stay, decrypted. The caller has asked the policy. Raises ``NotFound``, ``StorageError``."""
    with work.database.transaction() as session:
        row = rows.fetch(session, stay_id)
        parts = rows.parts(session, stay_id)
    kept = {name: _read(work, parts.get(name), kind) for name, kind in _PARTS.items()}
    return StayFile(row.id, StayReview(state=row.state, **kept), row.created_at, row.revision)


def keep_new(work: Workbench, session: Session, row: StayRow, review: StayReview) -> None:
    """Keep a stay that is not there yet."""
    session.add(row)
    session.flush()
    for name in _PARTS:
        _keep(work, session, row.id, name, getattr(review, name))


def move_stay(
    work: Workbench, actor: Actor, action: StayAction, stay_id: str, change: Change, **detail: str
) -> StayReview:
    """Do the action: ``change`` gives the stay as it is afterwards, and nothing changes where it raises.

    Work on a stay that nobody has opened yet opens it. ``detail`` goes into the audit entry: no patient word. Raises
    ``NotAllowed``, ``NotFound``, ``StateError`` (also where somebody else was faster), and what ``change`` raises.
    """
    permit(actor, action)
    file = load_stay(work, stay_id)
    before = file.review
    opens = before.state is StayState.PROPOSED and action in _OPENS
    done = change(stay_review.open_review(before) if opens else before)
    with work.database.transaction() as session:
        row = rows.fetch(session, stay_id)
        if row.revision != file.revision:
            raise StateError("Somebody else changed this stay meanwhile.", "Look at it again, then retry.")
        for name in _PARTS:
            if getattr(done, name) != getattr(before, name):
                _keep(work, session, stay_id, name, getattr(done, name))
        row.state = done.state
        # A further decision leaves the state as it is, and must count as a change all the same.
        flag_modified(row, "state")
        if opens:
            audit.append(session, work.clock(), actor, StayAction.OPEN, stay_id=stay_id, state=StayState.IN_PROGRESS)
        audit.append(session, work.clock(), actor, action, stay_id=stay_id, state=done.state, **detail)
    return done


def _keep(work: Workbench, session: Session, stay_id: str, part: str, value: object) -> None:
    data, blob = to_json(value), f"{part}.{secrets.token_hex(8)}"
    digest = work.blobs.put(stay_id, blob, data)
    session.merge(StayPartRow(stay_id=stay_id, part=part, blob=blob, digest=digest, size=len(data), at=work.clock()))


def _read(work: Workbench, row: StayPartRow | None, kind: Any) -> Any:  # noqa: ANN401 - a part's type
    if row is None:
        raise NotFound("A part of this stay is not there.", "Restore it from a backup.")
    data = work.blobs.get(row.stay_id, row.blob)
    if hashlib.sha256(data).hexdigest() != row.digest:
        raise StorageError("A stored document is not the one that was kept.", "Restore it from a backup.")
    return from_json(kind, data)
