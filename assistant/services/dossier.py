"""An encounter's content: its parts as encrypted documents, and all of it together as ``EncounterFile``.

Working material (recording, transcript, drafts, reasons) is kept under the encounter's own key. A signed version is
kept under a second key, whose scope is the encounter's id with ``.signed`` behind it: when consent is withdrawn, the
first key is destroyed and the signed reports, which belong to the patient's chart, stay.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.orm import Session

from assistant.domain.codec import from_json, to_json
from assistant.domain.coding import CodeSuggestion
from assistant.domain.consultation import Consultation
from assistant.domain.context import PatientContext
from assistant.domain.draft import CheckedDraft
from assistant.domain.encounter import Consent, Encounter, State
from assistant.domain.review import ResolvedFinding, Signature
from assistant.domain.transcript import Transcript
from assistant.errors import NotFound, StorageError
from assistant.services.workbench import Workbench
from assistant.storage import encounters as rows
from assistant.storage.models import DocumentRow, EncounterRow, SignatureRow

T = TypeVar("T")


class Part(StrEnum):
    """What an encounter's dossier is made of."""

    SOURCE = "source"
    SOURCE_NAME = "source_name"
    CONTEXT = "context"
    TRANSCRIPT = "transcript"
    CONSULTATION = "consultation"
    CHECKED = "checked"
    RESOLUTIONS = "resolutions"
    AMENDMENT = "amendment"
    FAILURE = "failure"
    PROPOSALS = "proposals"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class SignedReport:
    """Exactly what a signature covers: its JSON is frozen byte for byte. ``reason`` says why the version before it
    was amended ("" for the first)."""

    checked: CheckedDraft
    context: PatientContext
    codes: tuple[CodeSuggestion, ...]
    resolutions: tuple[ResolvedFinding, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EncounterFile:
    """All that is kept of an encounter.

    ``checked`` is the report as it stands: the draft with its edits while in review, the last signed version after
    that. ``original`` is the draft as it was made, untouched. Once consent is withdrawn only signed reports remain:
    ``transcript``, ``consultation`` and ``original`` are ``None``, and without a signature so is ``checked``, and
    ``context`` is empty. ``revision`` grows with every change.
    """

    encounter: Encounter
    context: PatientContext
    transcript: Transcript | None
    consultation: Consultation | None
    checked: CheckedDraft | None
    original: CheckedDraft | None
    resolutions: tuple[ResolvedFinding, ...]
    signatures: tuple[Signature, ...]
    source_filename: str | None
    consent: Consent
    revision: int
    failure_message: str = ""
    failure_hint: str = ""
    codes: tuple[CodeSuggestion, ...] = ()
    amendment: str = ""


def keep(work: Workbench, session: Session, encounter_id: str, part: Part, data: bytes) -> None:
    """Encrypt a new content of the part; it counts once the transaction commits, and the old one stays as it was."""
    blob = f"{part}.{secrets.token_hex(8)}"
    digest = work.blobs.put(encounter_id, blob, data)
    session.merge(
        DocumentRow(encounter_id=encounter_id, part=part, blob=blob, digest=digest, size=len(data), at=work.clock())
    )


def keep_object(work: Workbench, session: Session, encounter_id: str, part: Part, value: object) -> None:
    """``keep`` for a domain object, as JSON."""
    keep(work, session, encounter_id, part, to_json(value))


def content(work: Workbench, documents: Mapping[str, DocumentRow], part: Part) -> bytes | None:
    """The part's content, ``None`` where there is none. Raises ``Erased``, or ``StorageError`` where it was altered."""
    row = documents.get(part)
    if row is None:
        return None
    return _proved(work.blobs.get(row.encounter_id, row.blob), row.digest)


def part_object(work: Workbench, documents: Mapping[str, DocumentRow], part: Part, kind: type[T]) -> T | None:
    """``content`` as a domain object."""
    data = content(work, documents, part)
    return None if data is None else from_json(kind, data)


def signed_scope(encounter_id: str) -> str:
    """The key scope of an encounter's signed versions. Encounter ids have no dot, so it is nobody else's."""
    return f"{encounter_id}.signed"


def signed_bytes(work: Workbench, row: SignatureRow) -> bytes:
    """Exactly the bytes that were signed. Raises ``StorageError`` where they no longer have the signed digest."""
    return _proved(work.blobs.get(signed_scope(row.encounter_id), row.blob), row.digest)


def load(work: Workbench, encounter_id: str) -> EncounterFile:
    """The whole dossier, decrypted. The caller has asked the policy. Raises ``NotFound``, ``StorageError``."""
    with work.database.transaction() as session:
        row = rows.fetch(session, encounter_id)
        documents = rows.documents(session, encounter_id)
        signatures = rows.signature_rows(session, encounter_id)
    consultation = part_object(work, documents, Part.CONSULTATION, Consultation)
    original = consultation.checked if consultation else None
    signed = None
    if signatures and row.state is not State.IN_REVIEW:
        signed = from_json(SignedReport, signed_bytes(work, signatures[-1]))
    if signed and row.state is State.CONSENT_WITHDRAWN:
        consultation = _what_is_left(signed)
    current = signed.checked if signed else part_object(work, documents, Part.CHECKED, CheckedDraft) or original
    context = signed.context if signed else part_object(work, documents, Part.CONTEXT, PatientContext)
    resolutions = part_object(work, documents, Part.RESOLUTIONS, tuple[ResolvedFinding, ...])
    return EncounterFile(
        encounter=rows.encounter_of(row),
        context=context or PatientContext(),
        transcript=part_object(work, documents, Part.TRANSCRIPT, Transcript),
        consultation=consultation,
        checked=current,
        original=original,
        resolutions=signed.resolutions if signed else resolutions or (),
        signatures=tuple(rows.signature_of(signature) for signature in signatures),
        source_filename=_text(content(work, documents, Part.SOURCE_NAME)),
        consent=rows.consent_of(row),
        revision=row.revision,
        failure_message=failure_message(work, row, documents),
        failure_hint=row.failure_hint,
        codes=signed.codes if signed else (consultation.codes if consultation else ()),
        amendment=_text(content(work, documents, Part.AMENDMENT)) or "",
    )


def failure_message(work: Workbench, row: EncounterRow, documents: Mapping[str, DocumentRow]) -> str:
    """What went wrong, in words; "" where nothing did, or where they could not be kept."""
    return "" if row.state is not State.FAILED else _text(content(work, documents, Part.FAILURE)) or ""


def signature_row(work: Workbench, encounter_id: str, version: int) -> SignatureRow:
    """The row of a signed version. Raises ``NotFound``."""
    with work.database.transaction() as session:
        for row in rows.signature_rows(session, encounter_id):
            if row.version == version:
                return row
    raise NotFound(f"There is no signed version {version}.", "See the encounter's signatures.")


def _what_is_left(signed: SignedReport) -> Consultation:
    nothing_said = Transcript(signed.checked.draft.language, (), "erased")
    return Consultation(nothing_said, signed.context, (), signed.checked, (), signed.codes, ())


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode()


def _proved(data: bytes, digest: str) -> bytes:
    if hashlib.sha256(data).hexdigest() != digest:
        raise StorageError("A stored document is not the one that was kept.", "Restore it from a backup.")
    return data
