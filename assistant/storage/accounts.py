"""Accounts, sessions and failed log-ins, as rows."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant.domain.encounter import Actor
from assistant.storage.models import AccountRow, SessionRow


def count(session: Session) -> int:
    """How many accounts there are."""
    return session.scalar(select(func.count()).select_from(AccountRow)) or 0


def by_username(session: Session, username: str) -> AccountRow | None:
    """The account of a normalised user name."""
    return session.scalar(select(AccountRow).where(AccountRow.username == username))


def everyone(session: Session) -> list[Actor]:
    """All accounts, by user name."""
    return [actor_of(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.username))]


def holder(session: Session, token_digest: str) -> tuple[SessionRow, AccountRow] | None:
    """The session of a token's digest and whose it is."""
    query = select(SessionRow, AccountRow).join(AccountRow).where(SessionRow.token_digest == token_digest)
    found = session.execute(query).one_or_none()
    return None if found is None else (found[0], found[1])


def forget_expired(session: Session, now: datetime) -> None:
    """Forget all sessions that have ended by then."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))


def end_session(session: Session, token_digest: str) -> None:
    """Forget the session, if it is there."""
    session.execute(delete(SessionRow).where(SessionRow.token_digest == token_digest))


def actor_of(row: AccountRow) -> Actor:
    """The account as one who acts."""
    return Actor(row.id, row.username, row.role, row.display_name)
