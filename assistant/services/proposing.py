"""A model's proposals: made once the draft is there, kept beside it, taken or left one by one.

They change nothing by themselves, not even the encounter's revision: an edit under way is never disturbed. One is
offered only while the sentences that it would replace are as they were drafted.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.consultation import Consultation
from assistant.domain.draft import Draft, Section, Sentence
from assistant.domain.encounter import SYSTEM, Action, Actor, Permission, State, require
from assistant.domain.proposal import Decision, Proposal, Proposals
from assistant.errors import AssistantError, NotFound, StateError
from assistant.services.dossier import EncounterFile, Part, keep_object, load, part_object
from assistant.services.moves import allowed, moving
from assistant.services.workbench import Workbench
from assistant.storage import audit
from assistant.storage import encounters as rows

_LOG = logging.getLogger(__name__)
_WELCOME = (State.DRAFTED, State.IN_REVIEW)


def prepare(work: Workbench, encounter_id: str) -> None:
    """Ask the model for its words, once, and keep them. What it cannot do is kept as the reason, and raises nothing:
    the draft is complete without it."""
    with work.database.transaction() as session:
        row = rows.fetch(session, encounter_id)
        documents = rows.documents(session, encounter_id)
    if work.propose is None or row.state not in _WELCOME or Part.PROPOSALS in documents:
        return
    consultation = part_object(work, documents, Part.CONSULTATION, Consultation)
    assert consultation is not None  # what ``drafted`` means
    try:
        made = work.propose(consultation, row.kind)
    except AssistantError as error:
        _LOG.error("proposals of encounter %s: %s", encounter_id, type(error).__name__)
        made = Proposals("", (), failed=str(error))
    _keep(work, encounter_id, made)


def _keep(work: Workbench, encounter_id: str, made: Proposals) -> None:
    with work.database.transaction() as session:
        if rows.fetch(session, encounter_id).state not in _WELCOME:
            return  # Signed, cancelled or erased meanwhile: nobody waits for words any more.
        keep_object(work, session, encounter_id, Part.PROPOSALS, made)
        count, failed = len(made.offered), bool(made.failed)
        audit.append(
            session, work.clock(), SYSTEM, "propose", encounter_id, model=made.model, proposals=count, failed=failed
        )


def proposals(work: Workbench, actor: Actor, encounter_id: str) -> Proposals | None:
    """What the model has proposed, ``None`` while it has not answered. Raises ``NotAllowed``, ``NotFound``."""
    require(actor, Permission.READ_REPORT)
    require(actor, Permission.READ_TRANSCRIPT)
    return _kept(work, encounter_id)


def open_proposals(made: Proposals | None, file: EncounterFile) -> tuple[Proposal, ...]:
    """Those that nobody has decided on and whose sentences stand as they were drafted."""
    if made is None or file.checked is None or file.original is None:
        return ()
    now, then = _texts(file.checked.draft), _texts(file.original.draft)
    present = {section.key for section in file.checked.draft.sections}
    return tuple(
        one
        for one in made.offered
        if one.decision is Decision.OPEN
        and one.section in present
        and all(now.get(name) is not None and now[name] == then.get(name) for name in one.replaces)
    )


def take(work: Workbench, actor: Actor, encounter_id: str, proposal_id: str) -> None:
    """Put a proposal's sentences in the place of those that they hold; the draft is checked again.

    Raises ``NotFound`` (no such proposal), ``StateError`` (one of the sentences was changed, or the proposal decided,
    meanwhile), and as ``moving`` does.
    """
    allowed(work, actor, Action.EDIT, encounter_id)
    file, made = load(work, encounter_id), _kept(work, encounter_id)
    one = _one(made, proposal_id)
    if file.checked is None or file.transcript is None or file.consultation is None:
        raise StateError("There is no draft to edit.", "Start the processing, and wait for the draft.")
    if made is None or one not in open_proposals(made, file):
        raise StateError(
            "This proposal is no longer open: a sentence was changed meanwhile.", "Copy from it what you want to keep."
        )
    draft = _with(file.checked.draft, one)
    checked = work.recheck(draft, file.transcript, file.context, file.consultation.passages)
    with moving(work, actor, Action.EDIT, encounter_id, seen=file.revision) as move:
        move.keep(Part.CHECKED, checked)
        move.keep(Part.PROPOSALS, _decided(made, one, Decision.TAKEN))
        move.detail.update(edit="take_proposal", proposal=one.id, model=made.model)


def leave(work: Workbench, actor: Actor, encounter_id: str, proposal_id: str) -> None:
    """Decide against a proposal. Raises ``NotFound`` (no such proposal), and as ``moving`` does."""
    made = _kept(work, encounter_id)
    one = _one(made, proposal_id)
    assert made is not None  # it holds the proposal
    with moving(work, actor, Action.EDIT, encounter_id) as move:
        move.keep(Part.PROPOSALS, _decided(made, one, Decision.LEFT))
        move.detail.update(edit="leave_proposal", proposal=one.id, model=made.model)


def _kept(work: Workbench, encounter_id: str) -> Proposals | None:
    with work.database.transaction() as session:
        rows.fetch(session, encounter_id)
        documents = rows.documents(session, encounter_id)
    return part_object(work, documents, Part.PROPOSALS, Proposals)


def _one(made: Proposals | None, proposal_id: str) -> Proposal:
    for one in made.offered if made is not None else ():
        if one.id == proposal_id:
            return one
    raise NotFound("There is no such proposal.", "Look at the draft again.")


def _decided(made: Proposals, one: Proposal, decision: Decision) -> Proposals:
    offered = tuple(replace(other, decision=decision) if other.id == one.id else other for other in made.offered)
    return replace(made, offered=offered)


def _texts(draft: Draft) -> dict[str, str]:
    return {sentence.id: sentence.text for section in draft.sections for sentence in section.sentences}


def _with(draft: Draft, one: Proposal) -> Draft:
    sections = tuple(
        replace(section, sentences=tuple(_replaced(section, one))) if section.key == one.section else section
        for section in draft.sections
    )
    return replace(draft, sections=sections)


def _replaced(section: Section, one: Proposal) -> Sequence[Sentence]:
    """The section's sentences with the proposal where the first that it replaces stood, else at the end."""
    at = next((n for n, old in enumerate(section.sentences) if old.id in one.replaces), len(section.sentences))
    before = [old for old in section.sentences[:at] if old.id not in one.replaces]
    after = [old for old in section.sentences[at:] if old.id not in one.replaces]
    return [*before, *one.sentences, *after]
