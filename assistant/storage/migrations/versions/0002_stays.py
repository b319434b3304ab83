"""Hospital stays: their state and where their parts are; the audit trail names them."""

import sqlalchemy as sa
from alembic import op

from assistant.storage.models import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.String(128)
_CHOICE = sa.String(32)


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "stays",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("setting", _CHOICE, nullable=False),
        sa.Column("state", _CHOICE, nullable=False, index=True),
        sa.Column("created_by", _ID, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "stay_parts",
        sa.Column("stay_id", _ID, sa.ForeignKey("stays.id"), primary_key=True),
        sa.Column("part", _ID, primary_key=True),
        sa.Column("blob", _ID, nullable=False),
        sa.Column("digest", _ID, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.add_column("audit", sa.Column("stay_id", _ID, nullable=True))
    op.create_index("ix_audit_stay_id", "audit", ["stay_id"])
