"""Work spread over processes: in order, a little ahead, and ended with the process that handed it out."""

import json
import os
import signal
import subprocess
import sys

import pytest

from assistant.errors import EngineFailed, InputError
from assistant.services import spreading
from assistant.services.spreading import spread

MANY = 40


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(spreading.os, "cpu_count", lambda: 2)


def squared(piece):
    return piece * piece, os.getpid()


def refusing(piece):
    if piece == 20:
        raise InputError("No.", "Ask another.")
    return piece


def dying(piece):
    if piece == 20:
        os.kill(os.getpid(), signal.SIGKILL)
    return piece


def test_many_pieces_come_in_order_from_several_processes():
    done = list(spread(squared, range(MANY)))
    assert [(piece, square) for piece, (square, _) in done] == [(n, n * n) for n in range(MANY)]
    assert {process for _, (_, process) in done} - {os.getpid()}


def test_few_pieces_start_no_process():
    assert {process for _, (_, process) in spread(squared, range(5))} == {os.getpid()}


def test_pieces_are_read_only_a_little_ahead():
    read = []
    done = spread(squared, (read.append(n) or n for n in range(10_000)))
    assert [next(done)[0] for _ in range(12)] == list(range(12))
    assert len(read) < 100
    done.close()


def test_an_error_is_raised_where_it_stands_in_the_order():
    done = spread(refusing, range(MANY))
    assert [next(done)[0] for _ in range(20)] == list(range(20))
    with pytest.raises(InputError) as refused:
        next(done)
    assert (refused.value.message, refused.value.hint) == ("No.", "Ask another.")


def test_a_process_ended_from_outside_is_said():
    with pytest.raises(EngineFailed):
        list(spread(dying, range(MANY)))


def _heed_interrupts():
    # Tests that a shell runs in the background inherit that interrupts are ignored.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def checking(tmp_path, own_home):
    """``assistant check`` in the middle of many notes, in a group of processes of its own."""
    said = "Patient: I have had a cough for 2 days. " + "It hurts when I breathe in. " * 20
    lines = [json.dumps({"id": str(n), "note": "Cough for 3 days. " * 20, "transcript": said}) for n in range(2000)]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "assistant", "check", "--jsonl", str(path), "--json"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=_heed_interrupts
    )
    for _ in range(12):
        assert process.stdout.readline()
    yield process
    process.stdout.close()
    process.stderr.close()


def test_an_interrupt_ends_all_processes_without_a_trace(checking):
    os.killpg(checking.pid, signal.SIGINT)
    out, err = checking.communicate()
    assert checking.returncode != 0 and b"Traceback" not in err
    assert all(json.loads(line)["id"] for line in out.splitlines()[:-1])
    with pytest.raises(ProcessLookupError):
        os.killpg(checking.pid, 0)


def test_no_process_outlives_the_one_that_started_it(checking):
    checking.kill()
    # Both ends close only once every process that holds them has ended.
    checking.communicate()
    assert checking.returncode == -signal.SIGKILL
