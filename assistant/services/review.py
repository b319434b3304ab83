"""What people do to a draft: edit it, settle its findings. Signing is in ``signing`` and offered here as well."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from assistant.domain.draft import Draft, Section, Sentence
from assistant.domain.encounter import AccountRole, Action, Actor
from assistant.domain.evidence import AssertionEvidence
from assistant.domain.finding import Finding
from assistant.domain.review import Resolution, ResolvedFinding
from assistant.errors import InputError, NotFound, StateError
from assistant.services.dossier import EncounterFile, Part, load
from assistant.services.findings import keyed, open_in
from assistant.services.moves import allowed, moving
from assistant.services.signing import amend, sign
from assistant.services.workbench import Workbench

__all__ = [
    "add_sentence",
    "amend",
    "delete_sentence",
    "edit_sentence",
    "move_section",
    "open_critical",
    "open_review",
    "rename_section",
    "resolve_finding",
    "sign",
]

Change = Callable[[Draft], Draft]


def open_review(work: Workbench, actor: Actor, encounter_id: str) -> None:
    """Begin the review of a draft. Raises as ``moving`` does."""
    with moving(work, actor, Action.OPEN_REVIEW, encounter_id):
        pass


def edit_sentence(work: Workbench, actor: Actor, encounter_id: str, sentence_id: str, text: str) -> None:
    """Reword a sentence; the whole draft is checked again.

    A clinician's words are asserted: they rest on him. A secretary's rest on what the sentence rested on. Raises
    ``InputError`` (no words), ``NotFound`` (no such sentence), and as ``moving`` does.
    """
    words = _words(text)

    def reword(sentence: Sentence) -> tuple[Sentence, ...]:
        asserted = _asserted(actor)
        return (replace(sentence, text=words, evidence=asserted or sentence.evidence),)

    _revise(work, actor, encounter_id, "reword", sentence_id, lambda draft: _replaced(draft, sentence_id, reword))


def delete_sentence(work: Workbench, actor: Actor, encounter_id: str, sentence_id: str) -> None:
    """Take a sentence out; the draft is checked again. Raises as ``edit_sentence`` does."""
    _revise(work, actor, encounter_id, "delete", sentence_id, lambda draft: _replaced(draft, sentence_id, lambda _: ()))


def add_sentence(work: Workbench, actor: Actor, encounter_id: str, section_key: str, text: str) -> None:
    """Put a sentence at the end of a section; the draft is checked again.

    A secretary's sentence rests on nothing and is flagged unless it was said. Raises ``InputError``, ``NotFound``
    (no such section), and as ``moving`` does.
    """
    added = Sentence(f"added-{secrets.token_hex(4)}", _words(text), _asserted(actor))

    def extend(draft: Draft) -> Draft:
        _require_section(draft, section_key)
        return _with_sections(draft, lambda s: (*s.sentences, added) if s.key == section_key else s.sentences)

    _revise(work, actor, encounter_id, "add", added.id, extend)


def rename_section(work: Workbench, actor: Actor, encounter_id: str, section_key: str, title: str) -> None:
    """Give a section another heading. Raises ``InputError``, ``NotFound`` (no such section), and as ``moving`` does."""
    words = _words(title)

    def renamed(draft: Draft) -> Draft:
        _require_section(draft, section_key)
        changed = (replace(one, title=words) if one.key == section_key else one for one in draft.sections)
        return replace(draft, sections=tuple(changed))

    _revise(work, actor, encounter_id, "rename", section_key, renamed)


def move_section(work: Workbench, actor: Actor, encounter_id: str, section_key: str, before: str | None) -> None:
    """Put a section before another, at the end for ``None``. Raises ``NotFound``, and as ``moving`` does."""

    def moved(draft: Draft) -> Draft:
        _require_section(draft, section_key)
        one = next(section for section in draft.sections if section.key == section_key)
        others = [section for section in draft.sections if section.key != section_key]
        if before is not None and before != section_key:
            _require_section(draft, before)
        at = next((n for n, section in enumerate(others) if section.key == before), len(others))
        return replace(draft, sections=(*others[:at], one, *others[at:]))

    _revise(work, actor, encounter_id, "move", section_key, moved)


def resolve_finding(work: Workbench, actor: Actor, encounter_id: str, key: str, reason: str) -> None:
    """Confirm that the draft is right in spite of a finding, and why.

    Raises ``InputError`` (no reason), ``NotFound`` (no such finding), and as ``moving`` does.
    """
    allowed(work, actor, Action.RESOLVE, encounter_id)
    if not reason.strip():
        raise InputError("A finding is confirmed with a reason.", "Say why the sentence is right, or correct it.")
    file = load(work, encounter_id)
    assert file.checked is not None  # an encounter in review has a draft
    finding = dict(keyed(file.checked)).get(key)
    if finding is None:
        raise NotFound("There is no such finding any more.", "Look at the draft again.")
    settled = ResolvedFinding(key, Resolution.CONFIRMED, reason.strip(), actor.account_id, work.clock())
    with moving(work, actor, Action.RESOLVE, encounter_id, seen=file.revision) as move:
        move.keep(Part.RESOLUTIONS, (*(item for item in file.resolutions if item.key != key), settled))
        move.detail.update(finding=finding.type, severity=finding.severity)


def open_critical(file: EncounterFile) -> list[tuple[str, Finding]]:
    """The critical findings, omissions among them, that stand in the way of a signature."""
    return [] if file.checked is None else open_in(file.checked, file.resolutions)


def _revise(work: Workbench, actor: Actor, encounter_id: str, how: str, sentence_id: str, change: Change) -> None:
    allowed(work, actor, Action.EDIT, encounter_id)
    file = load(work, encounter_id)
    if file.checked is None or file.transcript is None or file.consultation is None:
        raise StateError("There is no draft to edit.", "Start the processing, and wait for the draft.")
    draft = change(file.checked.draft)
    checked = work.recheck(draft, file.transcript, file.context, file.consultation.passages)
    gone = {key for key, _ in open_critical(file)} - {key for key, _ in keyed(checked)}
    corrected = [ResolvedFinding(key, Resolution.CORRECTED, "", actor.account_id, work.clock()) for key in sorted(gone)]
    with moving(work, actor, Action.EDIT, encounter_id, seen=file.revision) as move:
        move.keep(Part.CHECKED, checked)
        if corrected:
            move.keep(Part.RESOLUTIONS, (*(r for r in file.resolutions if r.key not in gone), *corrected))
        move.detail.update(edit=how, sentence=sentence_id, critical_findings_corrected=len(corrected))


def _replaced(draft: Draft, sentence_id: str, by: Callable[[Sentence], tuple[Sentence, ...]]) -> Draft:
    if not any(sentence.id == sentence_id for section in draft.sections for sentence in section.sentences):
        raise NotFound("There is no such sentence any more.", "Look at the draft again.")
    return _with_sections(
        draft, lambda s: tuple(new for old in s.sentences for new in (by(old) if old.id == sentence_id else (old,)))
    )


def _require_section(draft: Draft, key: str) -> None:
    if key not in {section.key for section in draft.sections}:
        raise NotFound(f"This report has no section {key}.", "See the draft's sections.")


def _with_sections(draft: Draft, sentences: Callable[[Section], tuple[Sentence, ...]]) -> Draft:
    return replace(draft, sections=tuple(replace(section, sentences=sentences(section)) for section in draft.sections))


def _asserted(actor: Actor) -> tuple[AssertionEvidence, ...]:
    return (AssertionEvidence(actor.account_id),) if actor.role is AccountRole.CLINICIAN else ()


def _words(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InputError("The sentence has no words.", "Delete it instead.")
    return words
