"""The embedded language model for real, and files that are none."""

import hashlib
import json

import pytest
from langchain_core.messages import HumanMessage

from assistant.engines.chat_json import JsonChat
from assistant.engines.llamacpp import LlamaCppChat
from assistant.engines.model_files import embedded_gguf, model_digest
from assistant.errors import ConfigError, EngineFailed, EngineMissing, StateError

SCHEMA = {
    "type": "object",
    "properties": {"evidence": {"enum": ["S1", "S2", "S3"]}, "negated": {"type": "boolean"}},
    "required": ["evidence", "negated"],
    "additionalProperties": False,
}
SYSTEM = "You name the line that answers the question."
USER = "S1: Hello. S2: I have had a fever since Monday. S3: Goodbye.\nWhich line tells of a fever?"


@pytest.fixture(scope="module")
def model():
    return LlamaCppChat(model_path=embedded_gguf(), n_ctx=1024, n_threads=2)


@pytest.fixture(scope="module")
def chat(model):
    return JsonChat(model)


def test_the_answer_fits_the_schema_and_is_the_same_twice(chat):
    first = chat.answer(SYSTEM, USER, SCHEMA, 40)
    list(chat.stream("Say something else.", "Count from one to three.", 200))
    assert chat.answer(SYSTEM, USER, SCHEMA, 40) == first
    assert first["evidence"] in {"S1", "S2", "S3"}
    assert isinstance(first["negated"], bool)


def test_it_streams_what_it_answers(model, chat):
    pieces = list(chat.stream("You are brief.", "Say hello.", 200))
    assert len(pieces) > 1
    whole = model.invoke([("system", "You are brief."), HumanMessage("Say hello.")], max_tokens=200)
    assert whole.text == "".join(pieces)


def test_an_answer_is_heard_while_it_is_written(chat):
    heard = []
    answer = chat.answer(SYSTEM, USER, SCHEMA, 40, heard.append)
    assert len(heard) > 2 and json.loads("".join(heard)) == answer
    assert answer == chat.answer(SYSTEM, USER, SCHEMA, 40)


def test_a_listener_who_has_heard_enough_stops_the_model(chat):
    heard = []

    def enough(piece):
        heard.append(piece)
        raise StateError("Nobody waits for this any more.")

    with pytest.raises(StateError):
        chat.answer(SYSTEM, USER, SCHEMA, 40, enough)
    assert len(heard) == 1
    assert chat.answer(SYSTEM, USER, SCHEMA, 40)


def test_the_name_holds_the_digest(model):
    assert model.name == f"{embedded_gguf().stem}@{model_digest(embedded_gguf())[:12]}"


def test_an_answer_cut_off_is_an_error(chat):
    with pytest.raises(EngineFailed, match="cut off after 3 tokens") as caught:
        chat.answer(SYSTEM, USER, SCHEMA, 3)
    assert caught.value.hint


def test_a_text_longer_than_the_context_is_an_error(chat):
    with pytest.raises(EngineFailed, match="1024 tokens") as caught:
        chat.answer(SYSTEM, "fever " * 2000, SCHEMA, 40)
    assert "context" in caught.value.hint


def test_it_answers_again_after_a_caller_who_left(chat):
    left = chat.stream(SYSTEM, "Tell a long story.", 400)
    next(left)
    left.close()
    assert chat.answer(SYSTEM, USER, SCHEMA, 40)


def test_too_long_an_answer_is_stopped(model):
    seconds = iter(range(0, 1000, 10))
    hasty = JsonChat(model, time_limit_s=35, clock=lambda: next(seconds))
    with pytest.raises(EngineFailed, match="more than 35 seconds") as caught:
        hasty.answer(SYSTEM, USER, SCHEMA, 40)
    assert caught.value.hint


def test_too_long_a_reading_is_stopped():
    model = LlamaCppChat(model_path=embedded_gguf(), n_ctx=512, reading_limit_s=1e-9)
    with pytest.raises(EngineFailed, match="too long to read"):
        JsonChat(model).answer(SYSTEM, USER, SCHEMA, 40)


def test_a_context_larger_than_the_model_was_trained_for_is_refused():
    with pytest.raises(ConfigError, match="8192 tokens at most"):
        LlamaCppChat(model_path=embedded_gguf(), n_ctx=8193)


def test_a_missing_file(tmp_path):
    with pytest.raises(EngineMissing) as caught:
        LlamaCppChat(model_path=tmp_path / "none.gguf")
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"", b"GG", b"PK\x03\x04 a zip archive"])
def test_not_a_gguf(tmp_path, content):
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(EngineFailed, match="not a GGUF file"):
        LlamaCppChat(model_path=path)


@pytest.mark.parametrize("size", [4, 1000, 3_000_000])
def test_half_a_gguf(tmp_path, size, capfd):
    path = tmp_path / "half.gguf"
    with embedded_gguf().open("rb") as whole:
        path.write_bytes(whole.read(size))
    with pytest.raises(EngineFailed, match=r"half\.gguf cannot be loaded: .*(header|read|bounds)") as caught:
        LlamaCppChat(model_path=path)
    assert caught.value.hint
    assert capfd.readouterr() == ("", "")


def test_loading_and_answering_write_nothing_to_the_terminal(capfd):
    JsonChat(LlamaCppChat(model_path=embedded_gguf(), n_ctx=512, n_threads=2)).answer(SYSTEM, USER, SCHEMA, 40)
    assert capfd.readouterr() == ("", "")


def test_the_digest_follows_the_content(tmp_path):
    path = tmp_path / "model"
    path.write_bytes(b"one")
    assert model_digest(path) == hashlib.sha256(b"one").hexdigest()
    path.write_bytes(b"three")
    assert model_digest(path) == hashlib.sha256(b"three").hexdigest()
    path.unlink()
    with pytest.raises(EngineMissing):
        model_digest(path)
