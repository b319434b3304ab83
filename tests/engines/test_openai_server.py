"""A server that speaks /v1/chat/completions, on this machine, well and badly."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from langsmith.utils import get_env_var, get_tracer_project

from assistant.engines.chat_json import JsonChat
from assistant.engines.openai_server import openai_compatible_chat
from assistant.errors import ConfigError, EngineFailed, EngineMissing

SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": False}


class Server(ThreadingHTTPServer):
    """``reply`` is called with the handler for each request; the request bodies are kept in ``asked``."""

    daemon_threads = True

    def __init__(self, reply):
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply = reply
        self.asked: list[dict[str, object]] = []
        self.closing = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, **body})
        self.server.reply(self)

    def status(self, status, payload, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(payload).encode())

    def events(self, *lines):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for line in lines:
            self.wfile.write(f"data: {line}\n\n".encode())
            self.wfile.flush()

    def log_message(self, format, *args):
        pass


def chunk(content=None, finish=None):
    choice = {"index": 0, "delta": {"content": content} if content else {}, "finish_reason": finish}
    return json.dumps(
        {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "tiny", "choices": [choice]}
    )


def says(*pieces, finish="stop"):
    return lambda handler: handler.events(*map(chunk, pieces), chunk(finish=finish), "[DONE]")


@contextmanager
def serving(reply) -> Iterator[Server]:
    with Server(reply) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def chat(url, **options):
    return JsonChat(openai_compatible_chat(url, "tiny", max_retries=0, **options))


def test_the_answer_is_read_and_the_question_is_complete():
    with serving(says('{"n"', ": 3}")) as server:
        model = chat(server.url, api_key="key", seed=7)
        assert model.answer("You count.", "Three?", SCHEMA, 50) == {"n": 3}
        assert model.name == "tiny@127.0.0.1"
    asked = server.asked[0]
    assert asked["path"] == "/v1/chat/completions"
    assert (asked["model"], asked["temperature"], asked["seed"], asked["max_tokens"]) == ("tiny", 0.0, 7, 50)
    assert asked["messages"] == [
        {"role": "system", "content": "You count."},
        {"role": "user", "content": "Three?"},
    ]
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA


def test_it_streams():
    with serving(says("Bon", "jour", " !")) as server:
        assert list(chat(server.url).stream("", "Hello", 50)) == ["Bon", "jour", " !"]


def test_an_answer_is_heard_before_its_end():
    heard, pieces, told = [], ('{"n"', ": ", "3}"), threading.Event()

    def listen(piece):
        heard.append(piece)
        told.set()

    def halting(handler):
        handler.events(chunk(pieces[0]))
        # The rest comes only once the listener has the beginning.
        assert told.wait(30)
        for line in (*map(chunk, pieces[1:]), chunk(finish="stop"), "[DONE]"):
            handler.wfile.write(f"data: {line}\n\n".encode())

    with serving(halting) as server:
        assert chat(server.url).answer("", "", SCHEMA, 50, listen) == {"n": 3}
    assert heard == list(pieces)


def test_what_was_heard_of_an_answer_that_breaks_is_no_answer():
    heard = []
    with serving(says('{"n"', ": 3")) as server, pytest.raises(EngineFailed, match="not JSON"):
        chat(server.url).answer("", "", SCHEMA, 50, heard.append)
    assert heard == ['{"n"', ": 3"]


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (400, EngineFailed, "status 400"),
        (401, EngineFailed, "refused the key"),
        (404, EngineMissing, "does not know the model tiny"),
        (500, EngineFailed, "status 500"),
    ],
)
def test_an_error_status_is_told(status, error, words):
    with serving(lambda handler: handler.status(status, {"error": {"message": "no"}})) as server:
        with pytest.raises(error, match=words) as caught:
            chat(server.url).answer("", "", SCHEMA, 50)
        assert caught.value.hint


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (says('{"n": '), "not JSON"),
        (says("Patient Dupont has a fever."), "not JSON"),
        (says('{"n": "Dupont"}'), r"does not fit \(\$\.n\)"),
        (says("[3]"), "does not fit"),
        (says('{"n": 3', finish="length"), "cut off"),
        (lambda handler: handler.events("{broken"), "cannot be read"),
        (lambda handler: handler.events("[DONE]"), "empty answer"),
        (lambda handler: handler.status(200, {"not": "a stream"}), "answer"),
        (lambda handler: handler.events(json.dumps({"error": {"message": "out of memory"}})), "broke off|status"),
    ],
)
def test_a_bad_answer_is_an_error_that_quotes_nothing(reply, words):
    with serving(reply) as server, pytest.raises(EngineFailed, match=words) as caught:
        chat(server.url).answer("", "", SCHEMA, 50)
    assert caught.value.hint
    assert "Dupont" not in caught.value.message


def hangs_at_once(handler):
    handler.server.closing.wait()


def hangs_midway(handler):
    handler.events(chunk('{"n"'))
    handler.server.closing.wait()


@pytest.mark.parametrize("reply", [hangs_at_once, hangs_midway])
def test_a_server_that_hangs_is_left(reply):
    with serving(reply) as server, pytest.raises(EngineFailed, match="did not answer in time"):
        chat(server.url, timeout_s=0.2).answer("", "", SCHEMA, 50)


def test_a_server_that_breaks_off():
    def breaks_off(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(f"data: {chunk('{')}\n\n".encode())

    with serving(breaks_off) as server, pytest.raises(EngineFailed, match="broke off"):
        chat(server.url).answer("", "", SCHEMA, 50)


def test_no_server():
    with serving(says("x")) as server:
        url = server.url
    with pytest.raises(EngineMissing, match="cannot be reached"):
        chat(url).answer("", "", SCHEMA, 50)


@pytest.mark.parametrize("url", ["https://8.8.8.8/v1", "http://[2001:4860:4860::8888]/v1", "http://1.1.1.1:8000"])
def test_a_public_host_is_refused_unless_allowed(url):
    with pytest.raises(ConfigError, match="outside the building"):
        openai_compatible_chat(url, "tiny")
    assert openai_compatible_chat(url, "tiny", allow_public_host=True)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/v1", "http://[::1]:1/v1", "http://192.168.1.5/v1", "http://10.0.0.1"]
)
def test_a_private_host_is_taken(url):
    assert openai_compatible_chat(url, "tiny")


@pytest.mark.parametrize("url", ["", "127.0.0.1:8000", "ftp://127.0.0.1/v1", "http://", "http://[::1"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ConfigError, match="not a server's address"):
        openai_compatible_chat(url, "tiny")


def test_no_redirect_is_followed_and_no_proxy_used(monkeypatch):
    with serving(says('{"n": 1}')) as elsewhere:
        monkeypatch.setenv("HTTP_PROXY", elsewhere.url)
        monkeypatch.setenv("http_proxy", elsewhere.url)
        monkeypatch.setenv("OPENAI_PROXY", elsewhere.url)
        away = f"{elsewhere.url}/chat/completions"
        redirecting = serving(lambda handler: handler.status(307, {}, Location=away))
        with redirecting as server, pytest.raises(EngineFailed, match="status 307"):
            chat(server.url).answer("", "", SCHEMA, 50)
        assert elsewhere.asked == []


def test_tracing_to_an_outside_service_is_refused(monkeypatch):
    model = openai_compatible_chat("http://127.0.0.1:1/v1", "tiny")
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    get_env_var.cache_clear()
    get_tracer_project.cache_clear()
    try:
        with pytest.raises(ConfigError, match="LANGSMITH_TRACING|tracing"):
            JsonChat(model)
    finally:
        monkeypatch.undo()
        get_env_var.cache_clear()
