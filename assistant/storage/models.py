"""The tables. No patient word is in any of them (see the package's docstring). Times are UTC."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, ForeignKey, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from assistant.domain.draft import ReportKind
from assistant.domain.encounter import AccountRole, State
from assistant.domain.language import LANGUAGES, Language
from assistant.domain.stay import Setting
from assistant.domain.stay_review import StayState


class UtcDateTime(TypeDecorator[datetime]):
    """A time that always knows it is UTC; SQLite itself keeps no time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware to naive UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive UTC to aware."""
        return None if value is None else value.replace(tzinfo=UTC)


def _choice(kind: type[StrEnum]) -> Enum:
    """An enumeration kept as its values, in a column that any database has."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda members: [str(m.value) for m in members])


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {
        datetime: UtcDateTime(),
        AccountRole: _choice(AccountRole),
        State: _choice(State),
        ReportKind: _choice(ReportKind),
        Setting: _choice(Setting),
        StayState: _choice(StayState),
        Language: Enum(*LANGUAGES, native_enum=False, length=2),
        dict[str, Any]: JSON(),
        str: String(128),
    }


class AccountRow(Base):
    """An account. ``username`` is normalised."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[AccountRole]
    password_hash: Mapped[str] = mapped_column(String(256))
    created_at: Mapped[datetime]


class SessionRow(Base):
    """Somebody logged in. Only the token's SHA-256 (hex) is kept."""

    __tablename__ = "sessions"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ThrottleRow(Base):
    """Failed log-ins in a row under a user name, which is kept as SHA-256: it may be a password typed by mistake."""

    __tablename__ = "throttles"

    username_digest: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime]


class PatientRow(Base):
    """A patient: a random id. The name is in the encounters' encrypted context only."""

    __tablename__ = "patients"

    id: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class EncounterRow(Base):
    """An encounter. ``revision`` grows at every change: of two changes at once, one fails.

    ``attempt`` counts the processing's starts from 0 and ``started`` says whether this one has begun.
    """

    __tablename__ = "encounters"

    id: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.id"), index=True)
    kind: Mapped[ReportKind]
    language: Mapped[Language | None]
    state: Mapped[State] = mapped_column(index=True)
    created_by: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    consent_by: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    consent_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=0)
    started: Mapped[bool] = mapped_column(default=False)
    failure: Mapped[str | None]
    failure_hint: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class DocumentRow(Base):
    """Which blob holds a part of an encounter now. A blob never changes: a new content is a new blob.

    ``part`` is what it is (``transcript``, ``checked``…), ``digest`` the SHA-256 (hex) of the plain content and
    ``size`` its bytes.
    """

    __tablename__ = "documents"

    encounter_id: Mapped[str] = mapped_column(ForeignKey("encounters.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    blob: Mapped[str]
    digest: Mapped[str]
    size: Mapped[int]
    at: Mapped[datetime]


class SignatureRow(Base):
    """A signed version. Rows are never changed nor removed: the database refuses it (see the migrations)."""

    __tablename__ = "signatures"

    encounter_id: Mapped[str] = mapped_column(ForeignKey("encounters.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    display_name: Mapped[str]
    at: Mapped[datetime]
    digest: Mapped[str]
    blob: Mapped[str]


class StayRow(Base):
    """A hospital stay whose coding is under review. ``revision`` grows at every change, as an encounter's."""

    __tablename__ = "stays"

    id: Mapped[str] = mapped_column(primary_key=True)
    setting: Mapped[Setting]
    state: Mapped[StayState] = mapped_column(index=True)
    created_by: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class StayPartRow(Base):
    """Which blob holds a part of a stay now: its documents, its proposals, its decisions, the question asked."""

    __tablename__ = "stay_parts"

    stay_id: Mapped[str] = mapped_column(ForeignKey("stays.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    blob: Mapped[str]
    digest: Mapped[str]
    size: Mapped[int]
    at: Mapped[datetime]


class AuditRow(Base):
    """Who did what, when. Append-only, like signatures. ``detail`` holds no patient word."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    account_id: Mapped[str]
    username: Mapped[str]
    role: Mapped[AccountRole]
    action: Mapped[str]
    encounter_id: Mapped[str | None] = mapped_column(index=True)
    stay_id: Mapped[str | None] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]]
