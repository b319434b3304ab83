"""Encounters, their documents and signatures, as rows."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.domain.encounter import Consent, Encounter, State
from assistant.domain.review import Signature
from assistant.errors import NotFound
from assistant.storage.models import DocumentRow, EncounterRow, PatientRow, SignatureRow


def fetch(session: Session, encounter_id: str) -> EncounterRow:
    """The encounter's row. Raises ``NotFound``."""
    row = session.get(EncounterRow, encounter_id)
    if row is None:
        raise NotFound("There is no such encounter.", "See the list of encounters.")
    return row


def newest_first(session: Session) -> Sequence[EncounterRow]:
    """All encounters."""
    return session.scalars(select(EncounterRow).order_by(EncounterRow.created_at.desc(), EncounterRow.id)).all()


def begun(session: Session, states: Iterable[State]) -> Sequence[EncounterRow]:
    """The encounters in these states whose processing was begun."""
    return session.scalars(select(EncounterRow).where(EncounterRow.started, EncounterRow.state.in_(states))).all()


def documents(session: Session, encounter_id: str) -> dict[str, DocumentRow]:
    """The encounter's documents by part."""
    query = select(DocumentRow).where(DocumentRow.encounter_id == encounter_id)
    return {row.part: row for row in session.scalars(query)}


def documents_of_all(session: Session, part: str) -> dict[str, DocumentRow]:
    """One part of every encounter, by encounter id."""
    query = select(DocumentRow).where(DocumentRow.part == part)
    return {row.encounter_id: row for row in session.scalars(query)}


def forget_documents(session: Session, encounter_id: str) -> None:
    """Remove the rows (the blobs are the store's business)."""
    session.execute(delete(DocumentRow).where(DocumentRow.encounter_id == encounter_id))


def signature_rows(session: Session, encounter_id: str) -> Sequence[SignatureRow]:
    """The signed versions, the first first."""
    query = select(SignatureRow).where(SignatureRow.encounter_id == encounter_id).order_by(SignatureRow.version)
    return session.scalars(query).all()


def signature_of(row: SignatureRow) -> Signature:
    """The row as a domain object."""
    return Signature(row.version, row.account_id, row.display_name, row.at, row.digest)


def encounter_of(row: EncounterRow) -> Encounter:
    """The row as a domain object."""
    return Encounter(
        id=row.id,
        patient_id=row.patient_id,
        kind=row.kind,
        language=row.language,
        state=row.state,
        created_by=row.created_by,
        created_at=row.created_at,
        version=row.version,
        failure=row.failure,
    )


def consent_of(row: EncounterRow) -> Consent:
    """The consent that the encounter was opened with."""
    return Consent(True, row.consent_by, row.consent_at)


def fetch_patient(session: Session, patient_id: str) -> PatientRow:
    """The patient's row. Raises ``NotFound``."""
    row = session.get(PatientRow, patient_id)
    if row is None:
        raise NotFound("There is no such patient.", "Leave the patient out to create one.")
    return row
