"""Signing: what is signed is frozen byte for byte, and a later change is a new version."""

import hashlib
import secrets
from typing import Any

from assistant.domain.codec import to_json
from assistant.domain.draft import Provenance
from assistant.domain.encounter import Action, Actor
from assistant.domain.review import Resolution, Signature
from assistant.errors import InputError, NotSignable, StateError
from assistant.services.dossier import (
    EncounterFile,
    Part,
    SignedReport,
    load,
    signature_row,
    signed_bytes,
    signed_scope,
)
from assistant.services.findings import open_in
from assistant.services.moves import allowed, moving
from assistant.services.style import learn
from assistant.services.workbench import Workbench
from assistant.storage.encounters import signature_of
from assistant.storage.models import SignatureRow


def sign(work: Workbench, actor: Actor, encounter_id: str) -> Signature:
    """Sign the report as it stands.

    Raises ``NotSignable`` while critical findings are open, ``AlreadySigned``, and as ``moving`` does.
    """
    allowed(work, actor, Action.SIGN, encounter_id)
    file = load(work, encounter_id)
    report = _report(file)
    blocking = open_in(report.checked, report.resolutions)
    if blocking:
        raise NotSignable(
            f"{len(blocking)} critical findings are open.", "Correct each, or confirm it with a reason, then sign."
        )
    frozen, version = to_json(report), file.encounter.version + 1
    with moving(work, actor, Action.SIGN, encounter_id, seen=file.revision) as move:
        row = SignatureRow(
            encounter_id=encounter_id,
            version=version,
            account_id=actor.account_id,
            display_name=actor.display_name or actor.username,
            at=work.clock(),
            digest=hashlib.sha256(frozen).hexdigest(),
            blob=f"report-{version}.{secrets.token_hex(8)}",
        )
        move.session.add(row)
        move.row.version = version
        # Whoever comes too late is told here, before his report is kept.
        move.session.flush()
        work.blobs.put(signed_scope(encounter_id), row.blob, frozen)
        confirmed = sum(item.resolution is Resolution.CONFIRMED for item in report.resolutions)
        move.detail.update(version=version, digest=row.digest, findings_confirmed=confirmed)
        move.detail.update(provenance(report.checked.draft.provenance))
    learn(work, actor, file.original.draft if file.original else None, report.checked.draft)
    return signature_of(row)


def amend(work: Workbench, actor: Actor, encounter_id: str, reason: str) -> None:
    """Open a signed report for a new version, which starts from the signed one.

    Raises ``InputError`` (no reason), and as ``moving`` does.
    """
    allowed(work, actor, Action.AMEND, encounter_id)
    if not reason.strip():
        raise InputError("A signed report is amended for a reason.", "Say why.")
    file = load(work, encounter_id)
    with moving(work, actor, Action.AMEND, encounter_id, seen=file.revision) as move:
        move.keep(Part.CHECKED, file.checked)
        move.keep(Part.AMENDMENT, reason.strip().encode())
        move.detail["amends"] = move.row.version


def signed_version(work: Workbench, encounter_id: str, version: int) -> tuple[Signature, bytes]:
    """The signature of a version and exactly the bytes it covers (a ``SignedReport`` as JSON).

    The caller has asked the policy. Raises ``NotFound``, or ``StorageError`` where the digest no longer fits.
    """
    row = signature_row(work, encounter_id, version)
    return signature_of(row), signed_bytes(work, row)


def provenance(made: Provenance) -> dict[str, Any]:
    """What made a draft, for the audit trail."""
    return {"drafter": made.drafter, "model": made.model, "versions": dict(made.versions)}


def _report(file: EncounterFile) -> SignedReport:
    if file.checked is None:
        raise StateError("There is no report to sign.", "Start the processing, and review the draft.")
    return SignedReport(file.checked, file.context, file.codes, file.resolutions, file.amendment)
