"""The first form of the database."""

import sqlalchemy as sa
from alembic import op

from assistant.errors import ConfigError
from assistant.storage.models import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(128)
_CHOICE = sa.String(32)

# What was signed, and what was done, is never rewritten: the database itself refuses.
_FROZEN = ("signatures", "audit")


def upgrade() -> None:
    _people()
    _care()
    _freeze()


def _people() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("username", _ID, nullable=False, unique=True),
        sa.Column("display_name", _ID, nullable=False),
        sa.Column("role", _CHOICE, nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token_digest", _ID, primary_key=True),
        sa.Column("account_id", _ID, sa.ForeignKey("accounts.id"), nullable=False, index=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "throttles",
        sa.Column("username_digest", _ID, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("blocked_until", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("username", _ID, nullable=False),
        sa.Column("role", _CHOICE, nullable=False),
        sa.Column("action", _ID, nullable=False),
        sa.Column("encounter_id", _ID, nullable=True, index=True),
        sa.Column("detail", sa.JSON, nullable=False),
    )


def _care() -> None:
    op.create_table(
        "patients", sa.Column("id", _ID, primary_key=True), sa.Column("created_at", UtcDateTime(), nullable=False)
    )
    op.create_table(
        "encounters",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("patient_id", _ID, sa.ForeignKey("patients.id"), nullable=False, index=True),
        sa.Column("kind", _CHOICE, nullable=False),
        sa.Column("language", sa.String(2), nullable=True),
        sa.Column("state", _CHOICE, nullable=False, index=True),
        sa.Column("created_by", _ID, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("consent_by", _ID, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("consent_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("started", sa.Boolean, nullable=False),
        sa.Column("failure", _ID, nullable=True),
        sa.Column("failure_hint", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("encounter_id", _ID, sa.ForeignKey("encounters.id"), primary_key=True),
        sa.Column("part", _ID, primary_key=True),
        sa.Column("blob", _ID, nullable=False),
        sa.Column("digest", _ID, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "signatures",
        sa.Column("encounter_id", _ID, sa.ForeignKey("encounters.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("account_id", _ID, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("display_name", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("digest", _ID, nullable=False),
        sa.Column("blob", _ID, nullable=False),
    )


def _freeze() -> None:
    if op.get_bind().dialect.name != "sqlite":
        raise ConfigError(
            "Signed reports can be protected in SQLite only, so far.", "Use a SQLite file as the database."
        )
    for table in _FROZEN:
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} never change'); END"
            )
