"""Stays and their parts, as rows."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import NotFound
from assistant.storage.models import StayPartRow, StayRow


def fetch(session: Session, stay_id: str) -> StayRow:
    """The stay's row. Raises ``NotFound``."""
    row = session.get(StayRow, stay_id)
    if row is None:
        raise NotFound("There is no such stay.", "See the list of stays.")
    return row


def newest_first(session: Session) -> Sequence[StayRow]:
    """All stays."""
    return session.scalars(select(StayRow).order_by(StayRow.created_at.desc(), StayRow.id)).all()


def parts(session: Session, stay_id: str) -> dict[str, StayPartRow]:
    """The stay's parts by name."""
    return {row.part: row for row in session.scalars(select(StayPartRow).where(StayPartRow.stay_id == stay_id))}
