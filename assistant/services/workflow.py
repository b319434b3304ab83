"""From what was recorded to a draft: started by somebody, waited for, watched. See ``durable`` and ``steps``."""

from dataclasses import dataclass

from assistant.domain.encounter import Actor, Permission, State, require
from assistant.errors import StateError
from assistant.services import steps
from assistant.services.dossier import failure_message
from assistant.services.durable import UNFINISHED, begin, launch, running, share_of, shutdown, wording_id, workflow_id
from assistant.services.workbench import Workbench

__all__ = ["ProcessingStatus", "launch", "progress", "shutdown", "start", "wait", "wait_for_words"]


@dataclass(frozen=True, slots=True)
class ProcessingStatus:
    """How far the processing is. ``share`` is that of the transcription, 0 to 1, where this process does it.

    ``failure`` is the error's class, ``failure_message`` and ``failure_hint`` its words.
    """

    state: State
    share: float | None
    failure: str | None
    failure_message: str
    failure_hint: str


def start(work: Workbench, actor: Actor, encounter_id: str) -> str:
    """Begin the processing of what was attached; the workflow's id. Starting again changes nothing.

    Raises ``NotAllowed``, ``NotFound``, ``StateError`` (nothing attached, failed, given up), and ``EngineMissing``
    before anything begins where no engine can transcribe the recording.
    """
    require(actor, Permission.OPEN_ENCOUNTER)
    running()
    now = steps.standing(work, encounter_id)
    if now.row.state in (State.FAILED, State.CANCELLED, State.CONSENT_WITHDRAWN):
        raise StateError(f"An encounter that is {now.row.state} is not processed.", "Retry it if it failed.")
    if now.row.state not in UNFINISHED:
        return workflow_id(encounter_id, now.row.attempt)
    if not now.row.started:
        filename, data = steps.attached(work, now)
        if steps.is_recording(filename, data):
            work.transcriber_for(now.row.language)
    return begin(actor, encounter_id)


def wait(encounter_id: str) -> State:
    """Wait for the end of the processing; the state it left.

    Raises ``StateError`` where it was never started, and what kept a step from noting its own failure.
    """
    from dbos import DBOS

    runner = running()
    now = steps.standing(runner.work, encounter_id)
    if not now.row.started:
        raise StateError("The processing of this encounter was never started.", "Start it.")
    DBOS.retrieve_workflow(workflow_id(encounter_id, now.row.attempt)).get_result(polling_interval_sec=0.05)
    return steps.standing(runner.work, encounter_id).row.state


def wait_for_words(encounter_id: str) -> None:
    """Wait until the language model has proposed its words, or could not. Raises ``StateError`` where none is asked."""
    from dbos import DBOS

    runner = running()
    if runner.work.propose is None:
        raise StateError("No language model words drafts here.", "Set ASSISTANT_DRAFTER=llm.")
    attempt = steps.standing(runner.work, encounter_id).row.attempt
    DBOS.retrieve_workflow(wording_id(encounter_id, attempt)).get_result(polling_interval_sec=0.05)


def progress(work: Workbench, actor: Actor, encounter_id: str) -> ProcessingStatus:
    """How far the processing is. Raises ``NotAllowed``, ``NotFound``."""
    require(actor, Permission.LIST_ENCOUNTERS)
    now = steps.standing(work, encounter_id)
    message = failure_message(work, now.row, now.documents)
    return ProcessingStatus(now.row.state, share_of(encounter_id), now.row.failure, message, now.row.failure_hint)
