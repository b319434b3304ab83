"""A model's proposals as they come: asked for once the draft is there, kept beside it as each section is verified.

They change nothing by themselves, not even the encounter's revision: an edit under way is never disturbed. What the
model is writing can be watched meanwhile; it is in memory only, and gone once it is verified or dropped. ``choosing``
is what people do with the proposals.
"""

import logging
import traceback
from dataclasses import dataclass, replace

from assistant.domain.consultation import Consultation
from assistant.domain.draft import ReportKind
from assistant.domain.encounter import SYSTEM, Actor, State
from assistant.domain.proposal import Proposals, Writing
from assistant.errors import AssistantError
from assistant.services.choosing import proposals
from assistant.services.dossier import Part, keep_object, part_object
from assistant.services.workbench import Workbench
from assistant.storage import audit
from assistant.storage import encounters as rows

_LOG = logging.getLogger(__name__)
WELCOME = (State.DRAFTED, State.IN_REVIEW)
"""The states in which somebody may have use for a model's words."""


class _NobodyWaits(Exception):
    """The encounter was signed, cancelled or erased meanwhile: the model stops."""


def prepare(work: Workbench, encounter_id: str) -> None:
    """Ask the model for its words, once, and keep them. What it cannot do is kept as the reason, and raises nothing:
    the draft is complete without it. Of a process that died in the middle the next one keeps what was offered."""
    with work.database.transaction() as session:
        row = rows.fetch(session, encounter_id)
        documents = rows.documents(session, encounter_id)
    before = part_object(work, documents, Part.PROPOSALS, Proposals)
    if work.propose is None or row.state not in WELCOME or (before is not None and before.complete):
        return
    consultation = part_object(work, documents, Part.CONSULTATION, Consultation)
    assert consultation is not None  # what ``drafted`` means
    desk = _Desk(work, encounter_id, before or Proposals("", (), complete=False))
    try:
        desk.offers(replace(_asked(work, consultation, row.kind, desk), complete=True))
    except _NobodyWaits:
        return
    finally:
        work.writing.pop(encounter_id, None)


@dataclass(slots=True)
class _Desk:
    """Where a model's words are laid: what it writes in memory, what it offers among the encounter's documents."""

    work: Workbench
    encounter_id: str
    kept: Proposals

    def writes(self, writing: Writing) -> None:
        self.work.writing[self.encounter_id] = writing

    def offers(self, made: Proposals) -> None:
        known = {one.id for one in made.offered}
        earlier = tuple(one for one in self.kept.offered if one.id not in known)
        self.kept = replace(made, offered=(*earlier, *made.offered))
        _keep(self.work, self.encounter_id, self.kept)


def _asked(work: Workbench, consultation: Consultation, kind: ReportKind, desk: _Desk) -> Proposals:
    """All that the model offers; where it fails, what it had offered until then, and why there is no more."""
    assert work.propose is not None  # nobody is asked otherwise
    try:
        return work.propose(consultation, kind, desk)
    except _NobodyWaits:
        raise
    except AssistantError as error:
        _LOG.error("proposals of encounter %s: %s", desk.encounter_id, type(error).__name__)
        return replace(desk.kept, failed=str(error))
    except Exception as error:
        # It would be kept by the workflow, words and all.
        places = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("proposals of encounter %s: %s\n%s", desk.encounter_id, type(error).__name__, places)
        return replace(desk.kept, failed=type(error).__name__)


def _keep(work: Workbench, encounter_id: str, made: Proposals) -> None:
    with work.database.transaction() as session:
        if rows.fetch(session, encounter_id).state not in WELCOME:
            raise _NobodyWaits
        keep_object(work, session, encounter_id, Part.PROPOSALS, made)
        if made.complete:
            count, failed = len(made.offered), bool(made.failed)
            audit.append(
                session, work.clock(), SYSTEM, "propose", encounter_id, model=made.model, proposals=count, failed=failed
            )


@dataclass(frozen=True, slots=True)
class Glance:
    """How a model's work on a draft stands at one moment. ``made``: what is kept, ``None`` before the first;
    ``writing``: what it writes now, where this process does it; ``awaited``: whether more may come."""

    made: Proposals | None
    writing: Writing | None
    awaited: bool


def glance(work: Workbench, actor: Actor, encounter_id: str) -> Glance:
    """A look at the model's work. Raises ``NotAllowed``, ``NotFound``."""
    made = proposals(work, actor, encounter_id)
    with work.database.transaction() as session:
        welcome = rows.fetch(session, encounter_id).state in WELCOME
    awaited = work.propose is not None and welcome and (made is None or not made.complete)
    return Glance(made, work.writing.get(encounter_id) if awaited else None, awaited)
