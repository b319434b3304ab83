"""The one way to change an encounter: ask the table, change, write the audit entry, all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assistant.domain.encounter import Action, Actor, State, after
from assistant.errors import AlreadySigned, StateError
from assistant.services.dossier import Part, keep, keep_object
from assistant.services.workbench import Workbench
from assistant.storage import audit
from assistant.storage import encounters as rows
from assistant.storage.models import EncounterRow


@dataclass(frozen=True, slots=True)
class Move:
    """A change under way. What is put in ``detail`` goes into the audit entry: no patient word."""

    work: Workbench
    session: Session
    row: EncounterRow
    detail: dict[str, Any] = field(default_factory=dict)

    def keep(self, part: Part, value: object) -> None:
        """Keep a new content of the part: bytes as they are, a domain object as JSON."""
        if isinstance(value, bytes):
            keep(self.work, self.session, self.row.id, part, value)
        else:
            keep_object(self.work, self.session, self.row.id, part, value)


def allowed(work: Workbench, actor: Actor, action: Action, encounter_id: str) -> None:
    """Raise as ``moving`` would, before any work is done for the change."""
    with work.database.transaction() as session:
        _target(actor, action, rows.fetch(session, encounter_id).state)


@contextmanager
def moving(work: Workbench, actor: Actor, action: Action, encounter_id: str, seen: int | None = None) -> Iterator[Move]:
    """Do the action: the state moves on when the block ends without an error, and nothing changes otherwise.

    ``seen`` is the revision that the change was prepared from. Raises ``NotFound``, ``NotAllowed``, ``StateError``
    (also where somebody else was faster), ``AlreadySigned``, and what the stores raise.
    """
    with work.database.transaction() as session:
        row = rows.fetch(session, encounter_id)
        target = _target(actor, action, row.state)
        if seen is not None and row.revision != seen:
            raise StateError("Somebody else changed this encounter meanwhile.", "Look at it again, then retry.")
        move = Move(work, session, row)
        yield move
        row.state = target
        # An edit leaves the state as it is, and must count as a change all the same.
        flag_modified(row, "state")
        audit.append(session, work.clock(), actor, action, encounter_id, state=target, **move.detail)


def _target(actor: Actor, action: Action, state: State) -> State:
    try:
        return after(actor, action, state)
    except StateError as error:
        if state is State.SIGNED:
            raise AlreadySigned("This report is signed: it never changes.", "Amend it: a new version.") from error
        raise
