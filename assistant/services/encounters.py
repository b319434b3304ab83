"""Encounters: opened with consent, given their recording or transcript, listed, read, ended."""

import re
import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.encounter import Action, Actor, Encounter, Permission, State, require
from assistant.domain.language import Language
from assistant.errors import InputError, NotAllowed, StateError, StorageError
from assistant.services.dossier import EncounterFile, Part, content, keep, keep_object, load, part_object, signed_scope
from assistant.services.moves import moving
from assistant.services.workbench import Workbench
from assistant.storage import audit
from assistant.storage import encounters as rows
from assistant.storage.models import DocumentRow, EncounterRow, PatientRow

__all__ = [
    "EncounterFile",
    "EncounterSummary",
    "attach",
    "cancel",
    "list_encounters",
    "open_encounter",
    "read",
    "retry",
    "source",
    "withdraw_consent",
]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class EncounterSummary:
    """A line of the list. ``patient_name`` is ``None`` where it was not given, is erased, or is ``damaged``: somebody
    altered what is stored, and reading the encounter says so."""

    encounter: Encounter
    patient_name: str | None
    damaged: bool = False


def open_encounter(
    work: Workbench,
    actor: Actor,
    *,
    kind: ReportKind,
    language: Language | None,
    context: PatientContext,
    consent_given: bool,
    encounter_id: str | None = None,
    patient_id: str | None = None,
) -> Encounter:
    """A new encounter, of a new patient unless one is named. ``language`` ``None``: to be detected.

    ``encounter_id`` is kept in clear: it must hold no patient word. Raises ``NotAllowed`` (also without consent),
    ``InputError`` (id unusable), ``StateError`` (id taken), ``NotFound`` (no such patient).
    """
    require(actor, Permission.OPEN_ENCOUNTER)
    if not consent_given:
        raise NotAllowed("Without the patient's consent nothing is recorded.", "Ask first, then open the encounter.")
    new_id = encounter_id or secrets.token_hex(16)
    if not _ID.fullmatch(new_id):
        raise InputError("This encounter id is not usable.", "Up to 64 letters, digits, dashes and underscores.")
    now = work.clock()
    with work.database.transaction() as session:
        if session.get(EncounterRow, new_id) is not None:
            raise StateError("There is already an encounter with this id.", "Choose another id, or none.")
        row = EncounterRow(
            id=new_id,
            patient_id=_patient(work, session, patient_id),
            kind=kind,
            language=language,
            state=State.RECORDED,
            created_by=actor.account_id,
            created_at=now,
            consent_by=actor.account_id,
            consent_at=now,
        )
        session.add(row)
        session.flush()
        keep_object(work, session, new_id, Part.CONTEXT, context)
        audit.append(session, now, actor, "open_encounter", new_id, kind=kind, consent=True)
    return rows.encounter_of(row)


def attach(work: Workbench, actor: Actor, encounter_id: str, filename: str, data: bytes) -> Encounter:
    """Keep a recording or a transcript as it came, encrypted. Until processing starts, another one replaces it.

    Raises ``NotAllowed``, ``NotFound``, ``InputError`` (empty), ``StateError`` (processing has started).
    """
    require(actor, Permission.OPEN_ENCOUNTER)
    if not data:
        raise InputError("The file is empty.", "Check that the recording or the transcript was saved.")
    with work.database.transaction() as session:
        row = rows.fetch(session, encounter_id)
        if row.state is not State.RECORDED or row.started:
            raise StateError("This encounter is already being processed.", "Open a new one for another recording.")
        keep(work, session, encounter_id, Part.SOURCE, data)
        keep(work, session, encounter_id, Part.SOURCE_NAME, filename.encode())
        transcript = rows.documents(session, encounter_id).get(Part.TRANSCRIPT)
        if transcript is not None:
            session.delete(transcript)  # It came from what was attached before.
        audit.append(session, work.clock(), actor, "attach", encounter_id, size=len(data))
    return rows.encounter_of(row)


def list_encounters(work: Workbench, actor: Actor) -> list[EncounterSummary]:
    """All encounters, the newest first. Raises ``NotAllowed``."""
    require(actor, Permission.LIST_ENCOUNTERS)
    with work.database.transaction() as session:
        found = rows.newest_first(session)
        contexts = rows.documents_of_all(session, Part.CONTEXT)
    return [_summary(work, rows.encounter_of(row), contexts.get(row.id)) for row in found]


def read(work: Workbench, actor: Actor, encounter_id: str) -> EncounterFile:
    """The whole dossier; the audit trail notes it. Raises ``NotAllowed``, ``NotFound``, ``StorageError``."""
    require(actor, Permission.READ_REPORT)
    require(actor, Permission.READ_TRANSCRIPT)
    file = load(work, encounter_id)
    with work.database.transaction() as session:
        audit.append(session, work.clock(), actor, "read", encounter_id)
    return file


def source(work: Workbench, actor: Actor, encounter_id: str) -> tuple[str, bytes] | None:
    """The file name and content that were attached. Raises ``NotAllowed``, ``NotFound``, ``StorageError``."""
    require(actor, Permission.READ_TRANSCRIPT)
    with work.database.transaction() as session:
        rows.fetch(session, encounter_id)
        documents = rows.documents(session, encounter_id)
        audit.append(session, work.clock(), actor, "read_source", encounter_id)
    data, name = content(work, documents, Part.SOURCE), content(work, documents, Part.SOURCE_NAME)
    return None if data is None or name is None else (name.decode(), data)


def cancel(work: Workbench, actor: Actor, encounter_id: str) -> Encounter:
    """Give the encounter up; what was recorded is kept. While a signed report is being amended, only the amendment
    is given up and the signed version stands again. Raises as ``moving`` does."""
    with work.database.transaction() as session:
        row = rows.fetch(session, encounter_id)
        amending = row.version > 0 and row.state is State.IN_REVIEW
    action = Action.DROP_AMENDMENT if amending else Action.CANCEL
    with moving(work, actor, action, encounter_id) as move:
        pass
    return rows.encounter_of(move.row)


def retry(work: Workbench, actor: Actor, encounter_id: str) -> Encounter:
    """Make a failed encounter ready to be started, or given another file. Raises as ``moving`` does."""
    with moving(work, actor, Action.RETRY, encounter_id) as move:
        move.row.attempt += 1
        move.row.started = False
        move.row.failure, move.row.failure_hint = None, ""
        move.detail["attempt"] = move.row.attempt
    return rows.encounter_of(move.row)


def withdraw_consent(work: Workbench, actor: Actor, encounter_id: str) -> Encounter:
    """Erase the recording and all that was made of it, for good; only signed reports and the audit trail stay.

    The key is destroyed before the change is committed: if the machine stops in between, the content is gone and
    the call can be made again. Raises as ``moving`` does.
    """
    with moving(work, actor, Action.WITHDRAW_CONSENT, encounter_id) as move:
        rows.forget_documents(move.session, encounter_id)
        work.blobs.erase(encounter_id)
        if not move.row.version:
            work.blobs.erase(signed_scope(encounter_id))
        move.detail["signed_versions_kept"] = move.row.version
    return rows.encounter_of(move.row)


def _summary(work: Workbench, encounter: Encounter, context_row: DocumentRow | None) -> EncounterSummary:
    try:
        context = part_object(work, {Part.CONTEXT: context_row} if context_row else {}, Part.CONTEXT, PatientContext)
    except StorageError:
        # One altered file must not hide all the other encounters.
        return EncounterSummary(encounter, None, damaged=True)
    return EncounterSummary(encounter, context.name if context else None)


def _patient(work: Workbench, session: Session, patient_id: str | None) -> str:
    if patient_id is not None:
        return rows.fetch_patient(session, patient_id).id
    patient = PatientRow(id=secrets.token_hex(16), created_at=work.clock())
    session.add(patient)
    session.flush()
    return patient.id
