"""The steps of the workflow: a recording or transcript file to a transcript, and that to a checked, coded draft.

A step takes an encounter's id and returns the state it leaves: what the workflow's database keeps of it is in clear.
A step that finds its work already done does nothing, so it may run again after a kill at any point. No exception
leaves a step either, because it would be kept, words and all: an error ends the encounter's attempt as ``failed``.
"""

import logging
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.domain.context import PatientContext
from assistant.domain.encounter import SYSTEM, TRANSITIONS, AccountRole, Action, State
from assistant.domain.language import Language
from assistant.domain.transcript import Transcript
from assistant.errors import AssistantError, InputError, StateError, StorageError
from assistant.pipeline.transcripts import read_transcripts
from assistant.ports import Progress
from assistant.services.dossier import Part, content, part_object
from assistant.services.moves import moving
from assistant.services.signing import provenance
from assistant.services.style import follow
from assistant.services.workbench import Workbench
from assistant.storage import encounters as rows
from assistant.storage.models import AccountRow, DocumentRow, EncounterRow

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """An encounter's row and documents at one moment."""

    row: EncounterRow
    documents: dict[str, DocumentRow]


def standing(work: Workbench, encounter_id: str) -> Standing:
    """How the encounter stands now. Raises ``NotFound``."""
    with work.database.transaction() as session:
        return Standing(rows.fetch(session, encounter_id), rows.documents(session, encounter_id))


def transcribe(work: Workbench, encounter_id: str, progress: Progress) -> State:
    """The first step. The state afterwards: ``transcribed``, or wherever the encounter is otherwise."""
    return _step(work, encounter_id, Action.TRANSCRIBE, lambda now: _transcribe(work, now, progress))


def draft(work: Workbench, encounter_id: str) -> State:
    """The second step: facts, draft, verdicts and codes."""
    return _step(work, encounter_id, Action.DRAFT, lambda now: _draft(work, now))


def is_recording(filename: str, data: bytes) -> bool:
    """Whether what was attached has to be transcribed: told by the content, and by the name where that is unclear."""
    from assistant.engines.audio import is_audio

    return is_audio(data) or Path(filename).suffix.lower() in _AUDIO_ENDINGS


def attached(work: Workbench, now: Standing) -> tuple[str, bytes]:
    """The file name and content that were attached. Raises ``StateError`` where nothing was."""
    data, name = content(work, now.documents, Part.SOURCE), content(work, now.documents, Part.SOURCE_NAME)
    if data is None or name is None:
        raise StateError("There is nothing to process yet.", "Attach a recording or a transcript first.")
    return name.decode(), data


_AUDIO_ENDINGS = frozenset({".wav", ".flac", ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".webm", ".aac", ".mp4"})


def _step(work: Workbench, encounter_id: str, action: Action, do: Callable[[Standing], None]) -> State:
    now = standing(work, encounter_id)
    if now.row.state not in TRANSITIONS[action].sources:
        return now.row.state
    try:
        do(now)
    except Exception as error:
        _fail(work, encounter_id, action, error)
    return standing(work, encounter_id).row.state


def _transcribe(work: Workbench, now: Standing, progress: Progress) -> None:
    # A transcript is there after a retry: only the draft had failed.
    kept = part_object(work, now.documents, Part.TRANSCRIPT, Transcript)
    transcript = kept or _heard_or_read(work, *attached(work, now), now.row.language, progress)
    with moving(work, SYSTEM, Action.TRANSCRIBE, now.row.id, seen=now.row.revision) as move:
        if kept is None:
            move.keep(Part.TRANSCRIPT, transcript)
        move.row.language = transcript.language
        move.detail.update(source=transcript.source, turns=len(transcript.turns))


def _heard_or_read(
    work: Workbench, filename: str, data: bytes, language: Language | None, progress: Progress
) -> Transcript:
    if is_recording(filename, data):
        with _in_memory(data) as path:
            return work.transcriber_for(language).transcribe(path, language, progress)
    transcripts = read_transcripts(data, filename, language)
    if len(transcripts) != 1:
        raise InputError(f"The file holds {len(transcripts)} consultations.", "Attach one consultation an encounter.")
    return transcripts[0][1]


def _draft(work: Workbench, now: Standing) -> None:
    transcript = part_object(work, now.documents, Part.TRANSCRIPT, Transcript)
    context = part_object(work, now.documents, Part.CONTEXT, PatientContext)
    assert transcript is not None and context is not None  # what ``transcribed`` means
    consultation = work.process(transcript, _with_particulars(work, context, now.row), now.row.kind)
    consultation = follow(work, now.row.created_by, consultation)
    made = consultation.checked.draft.provenance
    with moving(work, SYSTEM, Action.DRAFT, now.row.id, seen=now.row.revision) as move:
        move.keep(Part.CONSULTATION, consultation)
        move.detail.update(provenance(made), seconds=dict(consultation.timings_s))


def _with_particulars(work: Workbench, context: PatientContext, row: EncounterRow) -> PatientContext:
    """The context with the encounter's day and clinician, where the practice gave none."""
    with work.database.transaction() as session:
        opener = session.get(AccountRow, row.created_by)
    author = opener.display_name if opener is not None and opener.role is AccountRole.CLINICIAN else None
    return replace(
        context, visit_date=context.visit_date or row.created_at.date(), author=context.author or author or None
    )


def _fail(work: Workbench, encounter_id: str, action: Action, error: Exception) -> None:
    """Keep the error: class and hint in clear, for they hold no patient word; the message, which might, encrypted."""
    told = isinstance(error, AssistantError)
    if not told:
        places = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("%s of encounter %s: %s\n%s", action, encounter_id, type(error).__name__, places)
    if standing(work, encounter_id).row.state not in TRANSITIONS[Action.FAIL].sources:
        return  # Cancelled, erased, or done by another process meanwhile: there is no attempt left to fail.
    with moving(work, SYSTEM, Action.FAIL, encounter_id) as move:
        move.row.failure = type(error).__name__
        move.row.failure_hint = error.hint if isinstance(error, AssistantError) else ""
        # Where keeping is what failed, the class and the hint have to do.
        if told and not isinstance(error, StorageError):
            move.keep(Part.FAILURE, str(error).encode())
        elif Part.FAILURE in (old := rows.documents(move.session, encounter_id)):
            move.session.delete(old[Part.FAILURE])
        move.detail.update(during=action, error=type(error).__name__)


@contextmanager
def _in_memory(data: bytes) -> Iterator[Path]:
    """A path under which the process can read the data, although nothing is written in clear on a disk."""
    handle = os.memfd_create("recording")
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(data)
        yield Path(f"/proc/{os.getpid()}/fd/{handle}")
    finally:
        os.close(handle)
