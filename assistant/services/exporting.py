"""A report as a file: the signed one, or the draft as it stands while it is in review."""

import json
from dataclasses import replace
from typing import Literal

from assistant.domain.encounter import Actor, Permission, State, require
from assistant.errors import Erased, StateError
from assistant.exports.contract import run_item
from assistant.exports.html import report_html
from assistant.exports.texts import checked_by, load_texts
from assistant.pipeline.checking import finding_key
from assistant.services.dossier import EncounterFile, load
from assistant.services.signing import signed_version
from assistant.services.workbench import Workbench
from assistant.storage import audit

Format = Literal["text", "html", "json"]


def export(work: Workbench, actor: Actor, encounter_id: str, format: Format) -> bytes:
    """The report in UTF-8. While a report is in review (also for a new version) it is the unsigned draft.

    Raises ``NotAllowed``, ``NotFound``, ``StateError`` (no draft yet), ``Erased``, ``StorageError``.
    """
    require(actor, Permission.EXPORT_REPORT)
    file = load(work, encounter_id)
    data = _rendered(file, format).encode()
    with work.database.transaction() as session:
        audit.append(
            session, work.clock(), actor, "export", encounter_id, format=format, version=file.encounter.version
        )
    return data


def export_signed(work: Workbench, actor: Actor, encounter_id: str, version: int) -> bytes:
    """Exactly the bytes that a signature covers: their SHA-256 is its digest. Raises as ``export`` does."""
    require(actor, Permission.EXPORT_REPORT)
    _, data = signed_version(work, encounter_id, version)
    with work.database.transaction() as session:
        audit.append(session, work.clock(), actor, "export", encounter_id, format="signed", version=version)
    return data


def _rendered(file: EncounterFile, format: Format) -> str:
    if file.checked is None or file.consultation is None:
        if file.encounter.state is State.CONSENT_WITHDRAWN:
            raise Erased("This encounter was erased: consent was withdrawn.", "Nobody can bring it back.")
        raise StateError("There is no report yet.", "Wait for the draft.")
    signatures = () if file.encounter.state is State.IN_REVIEW else file.signatures
    if format == "text":
        return f"{file.checked.report.text}{checked_by(signatures, load_texts(file.checked.draft.language))}\n"
    if format == "html":
        return report_html(file.checked, file.consultation, signatures, resolved=file.resolutions, key_of=finding_key)
    consultation = replace(file.consultation, checked=file.checked, codes=file.codes)
    return json.dumps(run_item(file.encounter.id, consultation), ensure_ascii=False, separators=(",", ":"))
