"""DBOS, set up for this product: one workflow of two steps, begun, resumed after a kill, stopped; and where a
language model words drafts, a second one after it, so that nobody waits for the model.

One workflow an attempt, its id the encounter's with the attempt's number behind it, so that beginning twice is
beginning once. Its database keeps ids and states only. Nothing leaves the machine: no conductor, no telemetry.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.encounter import SYSTEM, Actor, State
from assistant.errors import StateError
from assistant.services import proposing, steps
from assistant.services.executors import Executor
from assistant.services.workbench import Workbench
from assistant.storage import audit
from assistant.storage import encounters as rows
from assistant.storage.database import database_file, private_file

UNFINISHED = frozenset({State.RECORDED, State.TRANSCRIBED})
"""The states in which there is something to process."""

_VERSION = "1"
"""Raised only if the order of the steps changes: an older program's unfinished workflows are not resumed then."""

_ENDED_BADLY = frozenset({"ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"})


@dataclass(slots=True)
class Runner:
    """What runs in this process; DBOS allows one. ``shares`` holds how much of a recording is transcribed."""

    work: Workbench
    executor: Executor
    process: Callable[[str], str] | None = None
    shares: dict[str, float] = field(default_factory=dict)
    # One recording, one draft and one model at a time: each takes all the processor, and models are not shared safely.
    transcribing: threading.Lock = field(default_factory=threading.Lock)
    drafting: threading.Lock = field(default_factory=threading.Lock)
    wording: threading.Lock = field(default_factory=threading.Lock)

    def tell_share(self, encounter_id: str, share: float) -> None:
        """Note how much of a recording is transcribed."""
        self.shares[encounter_id] = share


_runner: Runner | None = None


def launch(work: Workbench, system_database_url: str) -> None:
    """Begin to work, first of all on what a dead process left unfinished.

    Raises ``StateError`` where this process has already begun, ``ConfigError`` for an address that is not SQLite's.
    """
    from dbos import DBOS, DBOSConfig

    global _runner
    if _runner is not None:
        raise StateError("The processing is already running in this process.", "Shut it down first.")
    file = database_file(system_database_url)
    private_file(file)
    executor = Executor(file.parent / "executors")
    config: DBOSConfig = {
        "name": "assistant",
        "system_database_url": system_database_url,
        "application_version": _VERSION,
        "executor_id": executor.id,
        "enable_otlp": False,
        "log_level": "ERROR",
        "notification_listener_polling_interval_sec": 0.1,
    }
    _keep_quiet()
    DBOS(config=config)
    _runner = Runner(work, executor)
    _runner.process = _registered(_runner)
    DBOS.launch()
    _take_over(_runner)


def shutdown() -> None:
    """Stop working. What is unfinished goes on at the next ``launch``. Nothing happens where nothing runs."""
    from dbos import DBOS

    global _runner
    if _runner is not None:
        DBOS.destroy(destroy_registry=True)
        _runner.executor.release()
        _runner = None


def running() -> Runner:
    """What runs in this process. Raises ``StateError`` where nothing was launched."""
    if _runner is None:
        raise StateError("The processing is not running in this process.", "Launch it first.")
    return _runner


def share_of(encounter_id: str) -> float | None:
    """How much of the recording is transcribed, 0 to 1, where this process is doing it."""
    return _runner.shares.get(encounter_id) if _runner else None


def begin(actor: Actor, encounter_id: str) -> str:
    """Begin the processing, or find it begun; a new attempt where the workflow itself broke. The workflow's id."""
    from dbos import DBOS, SetWorkflowID

    runner = running()
    row = steps.standing(runner.work, encounter_id).row
    status: Any = DBOS.get_workflow_status(workflow_id(encounter_id, row.attempt))
    broken = status is not None and status.status in _ENDED_BADLY
    if not row.started or broken:
        with runner.work.database.transaction() as session:
            row = rows.fetch(session, encounter_id)
            row.attempt += int(broken)
            row.started = True
            audit.append(session, runner.work.clock(), actor, "start", encounter_id, attempt=row.attempt)
    with SetWorkflowID(workflow_id(encounter_id, row.attempt)):
        DBOS.start_workflow(runner.process, encounter_id)
    return workflow_id(encounter_id, row.attempt)


def workflow_id(encounter_id: str, attempt: int) -> str:
    """The id of an attempt's workflow."""
    return f"{encounter_id}-{attempt}"


def wording_id(encounter_id: str, attempt: int) -> str:
    """The id of the workflow in which a model words the draft of an attempt."""
    return f"{workflow_id(encounter_id, attempt)}-words"


def _keep_quiet() -> None:
    """Let DBOS log to wherever the application does, instead of to a console of its own."""
    log = logging.getLogger("dbos")
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def _registered(runner: Runner) -> Callable[[str], str]:
    """The workflow, made known to DBOS under names that outlive this process."""
    from dbos import DBOS, SetWorkflowID

    def transcribe(encounter_id: str) -> str:
        with runner.transcribing:
            try:
                return str(
                    steps.transcribe(runner.work, encounter_id, lambda share: runner.tell_share(encounter_id, share))
                )
            finally:
                runner.shares.pop(encounter_id, None)

    def draft(encounter_id: str) -> str:
        with runner.drafting:
            return str(steps.draft(runner.work, encounter_id))

    transcribe_step = DBOS.step(name="transcribe")(transcribe)
    draft_step = DBOS.step(name="draft")(draft)

    def propose(encounter_id: str) -> None:
        with runner.wording:
            proposing.prepare(runner.work, encounter_id)

    propose_step = DBOS.step(name="propose")(propose)

    def word(encounter_id: str) -> None:
        propose_step(encounter_id)

    word_draft = DBOS.workflow(name="word_draft")(word)

    def process(encounter_id: str) -> str:
        transcribe_step(encounter_id)
        state = str(draft_step(encounter_id))
        if runner.work.propose is not None and state == State.DRAFTED:
            with SetWorkflowID(f"{DBOS.workflow_id}-words"):
                DBOS.start_workflow(word_draft, encounter_id)
        return state

    made: Callable[[str], str] = DBOS.workflow(name="process_encounter")(process)
    return made


def _take_over(runner: Runner) -> None:
    """Resume the unfinished workflows of dead processes, and begin what was marked as begun and has none that works."""
    from dbos import DBOS

    dead = runner.executor.claim_dead()
    if dead:
        for left in DBOS.list_workflows(status="PENDING", executor_id=dead, load_input=False, load_output=False):
            DBOS.resume_workflow(left.workflow_id)
    runner.executor.bury()
    with runner.work.database.transaction() as session:
        begun = [row.id for row in rows.begun(session, UNFINISHED)]
    for encounter_id in begun:
        begin(SYSTEM, encounter_id)
