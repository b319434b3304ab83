"""The durable workflow: real DBOS on real files; one process is really killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.encounter import Action, State
from assistant.errors import EngineMissing, InputError, NotAllowed, StateError, StorageFull
from assistant.services import audit, encounters, workflow
from assistant.storage.models import EncounterRow

ROOT = Path(__file__).parents[2]


@pytest.fixture
def running(desk, tmp_path):
    """Launches the workflow on a desk's workbench, or on another one of the same data."""

    def launch(work=None):
        workflow.launch(work or desk.work, f"sqlite:///{tmp_path / 'workflow.db'}")

    yield launch
    workflow.shutdown()


def test_a_transcript_becomes_a_draft(desk, opened, running, capfd):
    running()
    encounter_id = opened()
    workflow_id = workflow.start(desk.work, desk["secretary"], encounter_id)
    assert workflow.wait(encounter_id) is State.DRAFTED
    assert workflow.start(desk.work, desk["secretary"], encounter_id) == workflow_id == f"{encounter_id}-0"
    file = encounters.read(desk.work, desk["clinician"], encounter_id)
    assert file.encounter.language == "en"
    assert file.checked == file.original
    actions = [entry.action for entry in audit.trail(desk.work, desk["clinician"], encounter_id)]
    assert actions == ["open_encounter", "attach", "start", "transcribe", "draft", "read"]
    workflow.shutdown()
    assert capfd.readouterr() == ("", "")


def test_the_draft_entry_says_what_made_it(desk, opened, running):
    running()
    encounter_id = opened()
    workflow.start(desk.work, desk["clinician"], encounter_id)
    workflow.wait(encounter_id)
    [entry] = [e for e in audit.trail(desk.work, desk["clinician"], encounter_id) if e.action == Action.DRAFT]
    assert entry.who == "system"
    assert entry.detail["model"] == "tiny-model"
    assert entry.detail["versions"] == {"prompt:plan": "7", "knowledge": "2026-11", "engine:x": "1.0"}


def test_a_recording_is_heard_without_a_copy_in_clear(desk, opened, running, transcriber, replaced, tmp_path):
    work = replaced(transcriber_for=lambda language: transcriber)
    running(work)
    encounter_id = opened(b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 64, "visit.wav")
    workflow.start(work, desk["clinician"], encounter_id)
    assert workflow.wait(encounter_id) is State.DRAFTED
    assert transcriber.heard[0].startswith(b"RIFF")
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"WAVEfmt" in path.read_bytes()]


def test_without_an_engine_nothing_starts_and_the_recording_is_kept(desk, opened, running):
    running()
    encounter_id = opened(b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 64, "visit.wav")
    with pytest.raises(EngineMissing):
        workflow.start(desk.work, desk["clinician"], encounter_id)
    assert workflow.progress(desk.work, desk["clinician"], encounter_id).state is State.RECORDED
    assert encounters.source(desk.work, desk["clinician"], encounter_id)[1].startswith(b"RIFF")


def test_an_error_ends_the_attempt_and_keeps_what_was_attached(desk, opened, running, replaced):
    calls = []

    def process(transcript, context, kind):
        calls.append(kind)
        if len(calls) == 1:
            raise InputError("Marguerite said something odd", "Ask again.")
        return desk.work.process(transcript, context, kind)

    work = replaced(process=process)
    running(work)
    encounter_id = opened()
    workflow.start(work, desk["clinician"], encounter_id)
    assert workflow.wait(encounter_id) is State.FAILED
    status = workflow.progress(work, desk["clinician"], encounter_id)
    assert (status.failure, status.failure_hint) == ("InputError", "Ask again.")
    assert status.failure_message == "Marguerite said something odd"
    with pytest.raises(StateError):
        workflow.start(work, desk["clinician"], encounter_id)
    encounters.retry(work, desk["clinician"], encounter_id)
    assert workflow.start(work, desk["clinician"], encounter_id) == f"{encounter_id}-1"
    assert workflow.wait(encounter_id) is State.DRAFTED


def test_no_patient_word_reaches_a_database_or_a_log(desk, opened, running, replaced, tmp_path, caplog):
    def process(transcript, context, kind):
        raise ValueError(context.name, transcript.turns[1].text)

    work = replaced(process=process)
    running(work)
    encounter_id = opened()
    workflow.start(work, desk["clinician"], encounter_id)
    assert workflow.wait(encounter_id) is State.FAILED
    assert workflow.progress(work, desk["clinician"], encounter_id).failure == "ValueError"
    workflow.shutdown()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()) + caplog.text.encode()
    assert "ValueError" in caplog.text
    for word in (b"ourcenar", b"fever", b"penicillin"):
        assert word not in kept


def test_an_encounter_given_up_meanwhile_stays_given_up(desk, opened, running, replaced):
    def process(transcript, context, kind):
        encounters.withdraw_consent(desk.work, desk["clinician"], encounter_id)
        return desk.work.process(transcript, context, kind)

    work = replaced(process=process)
    running(work)
    encounter_id = opened()
    workflow.start(work, desk["clinician"], encounter_id)
    assert workflow.wait(encounter_id) is State.CONSENT_WITHDRAWN
    assert encounters.read(work, desk["clinician"], encounter_id).checked is None


def test_nothing_attached_nothing_started(desk, running):
    running()
    made = encounters.open_encounter(
        desk.work,
        desk["clinician"],
        kind=ReportKind.CONSULTATION,
        language="en",
        context=PatientContext(),
        consent_given=True,
    )
    with pytest.raises(StateError):
        workflow.start(desk.work, desk["clinician"], made.id)
    with pytest.raises(StateError):
        workflow.wait(made.id)
    with pytest.raises(NotAllowed):
        workflow.start(desk.work, desk["coder"], made.id)


def test_it_runs_once_in_a_process(desk, running):
    running()
    with pytest.raises(StateError):
        running()


def test_without_a_launch_nothing_starts(desk, opened):
    with pytest.raises(StateError):
        workflow.start(desk.work, desk["clinician"], opened())


def test_after_a_kill_it_goes_on_where_it_stood(desk, opened, tmp_path, running):
    """The worker is killed in the draft of the first of two encounters, with the transcripts done or waiting."""
    first, second = opened(), opened()
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.services.worker", tmp_path, first, second], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"drafting\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    before = [entry.action for entry in audit.trail(desk.work, desk["clinician"], first)]
    assert before[-1] == "transcribe"

    running()
    assert workflow.wait(first) is State.DRAFTED
    assert workflow.wait(second) is State.DRAFTED
    for encounter_id in (first, second):
        actions = [entry.action for entry in audit.trail(desk.work, desk["clinician"], encounter_id)]
        assert actions == ["open_encounter", "attach", "start", "transcribe", "draft"]
    assert len(list((tmp_path / "executors").glob("*.lock"))) == 1


def test_what_was_only_marked_as_begun_is_begun_at_the_next_launch(desk, opened, tmp_path, running):
    """As after a kill between the two databases' writes: here the workflow's own was lost."""
    running()
    encounter_id = opened()
    workflow.start(desk.work, desk["clinician"], encounter_id)
    workflow.wait(encounter_id)
    workflow.shutdown()
    with desk.work.database.transaction() as session:
        session.get(EncounterRow, encounter_id).state = State.TRANSCRIBED
    for path in tmp_path.glob("workflow.db*"):
        path.unlink()
    running()
    assert workflow.wait(encounter_id) is State.DRAFTED


class FullFor:
    """The desk's blobs, on a disk that has no room for what begins with ``prefix``."""

    def __init__(self, blobs, prefix):
        self.blobs, self.prefix = blobs, prefix
        self.get = blobs.get

    def put(self, scope, name, data):
        if name.startswith(self.prefix):
            raise StorageFull("full", "Make room.")
        return self.blobs.put(scope, name, data)


def test_a_full_disk_is_a_failure_like_another(desk, opened, running, replaced):
    work = replaced(blobs=FullFor(desk.work.blobs, "consultation"))
    running(work)
    encounter_id = opened()
    workflow.start(work, desk["clinician"], encounter_id)
    assert workflow.wait(encounter_id) is State.FAILED
    status = workflow.progress(work, desk["clinician"], encounter_id)
    assert (status.failure, status.failure_message, status.failure_hint) == ("StorageFull", "", "Make room.")


@pytest.mark.parametrize("again", ["start", "launch"])
def test_a_workflow_that_broke_is_begun_anew(desk, opened, running, replaced, again):
    """The step failed, and so did noting it."""

    def process(*args):
        raise InputError("odd")

    broken = replaced(process=process, blobs=FullFor(desk.work.blobs, "failure"))
    running(broken)
    encounter_id = opened()
    workflow.start(broken, desk["clinician"], encounter_id)
    with pytest.raises(StorageFull):
        workflow.wait(encounter_id)
    assert workflow.progress(broken, desk["clinician"], encounter_id).state is State.TRANSCRIBED
    if again == "start":
        with pytest.raises(StorageFull):
            workflow.start(broken, desk["clinician"], encounter_id)
            workflow.wait(encounter_id)
    workflow.shutdown()
    running()
    assert workflow.wait(encounter_id) is State.DRAFTED


def test_a_living_process_is_left_to_its_work(desk, opened, tmp_path, running, replaced):
    """A second process launched on the same data does not take the first one's drafts from it."""
    encounter_id = opened()
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.services.worker", tmp_path, encounter_id],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
    )
    assert worker.stdout is not None and worker.stdin is not None
    assert worker.stdout.readline() == b"drafting\n"
    drafts = []
    running(replaced(process=lambda *args: drafts.append(args)))
    worker.stdin.write(b"go on\n")
    worker.stdin.close()
    assert worker.stdout.read() == b"drafted\n"
    worker.stdout.close()
    assert worker.wait() == 0
    assert workflow.wait(encounter_id) is State.DRAFTED
    assert drafts == []
