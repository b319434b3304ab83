"""The audit trail, for those who may read it."""

from assistant.domain.encounter import Actor, Permission, require
from assistant.services.workbench import Workbench
from assistant.storage import audit as entries
from assistant.storage.audit import AuditEntry

__all__ = ["AuditEntry", "stay_trail", "trail"]


def trail(work: Workbench, actor: Actor, encounter_id: str | None) -> list[AuditEntry]:
    """An encounter's entries, oldest first; ``None`` for those of no encounter (accounts, log-ins).

    Raises ``NotAllowed``.
    """
    require(actor, Permission.READ_AUDIT)
    with work.database.transaction() as session:
        return entries.entries(session, encounter_id)


def stay_trail(work: Workbench, actor: Actor, stay_id: str) -> list[AuditEntry]:
    """A stay's entries, oldest first. Raises ``NotAllowed``."""
    require(actor, Permission.READ_AUDIT)
    with work.database.transaction() as session:
        return entries.stay_entries(session, stay_id)
