"""The audit trail: who did what, when. Entries are only ever added (the database refuses the rest)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assistant.domain.encounter import AccountRole, Actor
from assistant.storage.models import AuditRow


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed. ``who`` is the user name at that time; ``detail`` is JSON without patient words; ``at`` is UTC."""

    at: datetime
    who: str
    role: AccountRole
    action: str
    encounter_id: str | None
    detail: dict[str, Any] = field(default_factory=dict)


def append(
    session: Session,
    at: datetime,
    actor: Actor,
    action: str,
    encounter_id: str | None = None,
    *,
    stay_id: str | None = None,
    **detail: object,
) -> None:
    """Add an entry. ``detail`` must be JSON and hold no patient word."""
    session.add(
        AuditRow(
            at=at,
            account_id=actor.account_id,
            username=actor.username,
            role=actor.role,
            action=action,
            encounter_id=encounter_id,
            stay_id=stay_id,
            detail=detail,
        )
    )


def entries(session: Session, encounter_id: str | None) -> list[AuditEntry]:
    """An encounter's entries, oldest first; those of no encounter and no stay (log-ins, accounts) for ``None``."""
    return _entries(session, AuditRow.encounter_id == encounter_id, AuditRow.stay_id.is_(None))


def stay_entries(session: Session, stay_id: str) -> list[AuditEntry]:
    """A stay's entries, oldest first."""
    return _entries(session, AuditRow.stay_id == stay_id)


def _entries(session: Session, *conditions: ColumnElement[bool]) -> list[AuditEntry]:
    query = select(AuditRow).where(*conditions).order_by(AuditRow.id)
    return [
        AuditEntry(row.at, row.username, row.role, row.action, row.encounter_id, row.detail)
        for row in session.scalars(query)
    ]
