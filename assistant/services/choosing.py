"""What people do with a model's proposals: look at them, take or leave one. ``proposing`` is where they come from.

One is open only while the sentences that it would replace are as they were drafted: what somebody edited is never
replaced. The choices are kept apart from the proposals, so that a model at work and people never write the same thing.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.draft import Draft, Section, Sentence
from assistant.domain.encounter import Action, Actor, Permission, require
from assistant.domain.proposal import Choice, Decision, Proposal, Proposals
from assistant.errors import NotFound, StateError
from assistant.services.dossier import EncounterFile, Part, load, part_object
from assistant.services.moves import Move, allowed, moving
from assistant.services.workbench import Workbench
from assistant.storage import encounters as rows
from assistant.storage.models import DocumentRow


def proposals(work: Workbench, actor: Actor, encounter_id: str) -> Proposals | None:
    """What the model has proposed so far, ``None`` before its first. Raises ``NotAllowed``, ``NotFound``."""
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
    if one not in open_proposals(made, file):
        raise StateError(
            "This proposal is no longer open: a sentence was changed meanwhile.", "Copy from it what you want to keep."
        )
    draft = _with(file.checked.draft, one)
    checked = work.recheck(draft, file.transcript, file.context, file.consultation.passages)
    with moving(work, actor, Action.EDIT, encounter_id, seen=file.revision) as move:
        move.keep(Part.CHECKED, checked)
        _choose(move, made, one, Decision.TAKEN)


def leave(work: Workbench, actor: Actor, encounter_id: str, proposal_id: str) -> None:
    """Decide against a proposal. Raises ``NotFound`` (no such proposal), and as ``moving`` does."""
    allowed(work, actor, Action.EDIT, encounter_id)
    made = _kept(work, encounter_id)
    one = _one(made, proposal_id)
    with moving(work, actor, Action.EDIT, encounter_id) as move:
        _choose(move, made, one, Decision.LEFT)


def _kept(work: Workbench, encounter_id: str) -> Proposals | None:
    with work.database.transaction() as session:
        rows.fetch(session, encounter_id)
        documents = rows.documents(session, encounter_id)
    made = part_object(work, documents, Part.PROPOSALS, Proposals)
    if made is None:
        return None
    chosen = {choice.proposal: choice.decision for choice in _choices(work, documents)}
    offered = tuple(replace(one, decision=chosen.get(one.id, one.decision)) for one in made.offered)
    return replace(made, offered=offered)


def _choices(work: Workbench, documents: dict[str, DocumentRow]) -> tuple[Choice, ...]:
    return part_object(work, documents, Part.CHOICES, tuple[Choice, ...]) or ()


def _choose(move: Move, made: Proposals | None, one: Proposal, decision: Decision) -> None:
    """Keep a choice with those made before; read in the same transaction, so that none is lost."""
    before = _choices(move.work, rows.documents(move.session, move.row.id))
    kept = tuple(choice for choice in before if choice.proposal != one.id)
    move.keep(Part.CHOICES, (*kept, Choice(one.id, decision)))
    verb = "take" if decision is Decision.TAKEN else "leave"
    move.detail.update(edit=f"{verb}_proposal", proposal=one.id, model=made.model if made is not None else "")


def _one(made: Proposals | None, proposal_id: str) -> Proposal:
    for one in made.offered if made is not None else ():
        if one.id == proposal_id:
            return one
    raise NotFound("There is no such proposal.", "Look at the draft again.")


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
