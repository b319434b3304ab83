"""REST of proposals: listed, followed as they come over a real connection, taken and left; who may, and who may not."""

import json

import httpx
import pytest

from assistant.services import workflow
from assistant.web.routers import api_proposals
from tests.web.conftest import PASSWORD, PASTED


class Caller:
    """Calls the interface over one client, as one account."""

    def __init__(self, client, username):
        self.client = client
        token = client.post("/api/v1/login", json={"username": username, "password": PASSWORD}).json()["token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path):
        return self.client.get(path, headers=self.headers)

    def post(self, path, **body):
        return self.client.post(path, json=body, headers=self.headers)

    def attach(self, text):
        id = self.post("/api/v1/encounters", consent_given=True).json()["id"]
        file = {"file": ("visite.txt", text.encode())}
        self.client.post(f"/api/v1/encounters/{id}/source", files=file, headers=self.headers)
        workflow.wait(id)
        return id


def events(lines):
    """The name and data of each server-sent event, as it arrives."""
    name = ""
    for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)


@pytest.fixture
def served(address):
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture
def api(served):
    return Caller(served, "clinician")


@pytest.fixture
def base(model, api):
    """The address of the proposals of an encounter in review, while the model writes."""
    id = api.attach(PASTED)
    api.post(f"/api/v1/encounters/{id}/review", action="open")
    assert model.writing.wait(30)
    return f"/api/v1/encounters/{id}/proposals"


def finish(model, base):
    model.let.set()
    workflow.wait_for_words(base.split("/")[4])


def test_words_come_as_they_are_written_then_the_proposal_then_the_end(model, served, api, base):
    with served.stream("GET", f"{base}/events", headers=api.headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        coming = events(answer.iter_lines())
        assert next(coming) == ("writing", {"section": "history", "text": "Mère diabétique, tante <b>asthmatique"})
        assert api.get(base).json() == {"awaited": True, "model": "", "failed": "", "proposals": []}
        model.let.set()
        assert sorted(coming, key=str) == [("end", None), ("proposals", 1), ("writing", None)]
    (one,) = api.get(base).json()["proposals"]
    assert (one["section"], one["replaces"], one["decision"], one["open"]) == ("history", ["history-0"], "open", True)
    assert [sentence["text"] for sentence in one["sentences"]] == ["Mère diabétique."]


def test_a_reader_who_goes_away_stops_nothing_and_loses_nothing(model, served, api, base):
    with served.stream("GET", f"{base}/events", headers=api.headers) as answer:
        next(events(answer.iter_lines()))
    finish(model, base)
    assert len(api.get(base).json()["proposals"]) == 1
    with served.stream("GET", f"{base}/events", headers=api.headers) as answer:
        assert list(events(answer.iter_lines())) == [("proposals", 1), ("end", None)]


def test_a_stream_that_ends_is_asked_for_again_and_goes_on(model, served, api, base, monkeypatch):
    monkeypatch.setattr(api_proposals, "LOOKS", 1)
    first = ("writing", {"section": "history", "text": "Mère diabétique, tante <b>asthmatique"})
    for _ in range(2):
        with served.stream("GET", f"{base}/events", headers=api.headers) as answer:
            lines = list(answer.iter_lines())
        assert lines[0].startswith("retry: ") and list(events(lines)) == [first]
    api.client.post("/api/v1/logout", headers=api.headers)
    assert api.get(f"{base}/events").status_code == 401


def test_one_is_taken(model, api, base):
    finish(model, base)
    answer = api.post(f"{base}/history-p1/take")
    assert answer.status_code == 200, answer.text
    assert [(one["decision"], one["open"]) for one in answer.json()["proposals"]] == [("taken", False)]
    report = api.get(f"{base.removesuffix('/proposals')}/export?format=text").text
    assert "Mère diabétique." in report and "asthmatique" not in report
    assert api.post(f"{base}/history-p1/take").status_code == 409


def test_one_is_left(model, api, base):
    finish(model, base)
    answer = api.post(f"{base}/history-p1/leave")
    assert [(one["decision"], one["open"]) for one in answer.json()["proposals"]] == [("left", False)]
    assert api.post(f"{base}/nothing/leave").status_code == 404


def test_what_somebody_edited_is_not_replaced(model, api, base):
    finish(model, base)
    review = f"{base.removesuffix('/proposals')}/review"
    assert api.post(review, action="edit", sentence_id="history-0", text="Diabète de type 2.").status_code == 200
    assert [one["open"] for one in api.get(base).json()["proposals"]] == [False]
    assert api.post(f"{base}/history-p1/take").status_code == 409


def test_who_may_see_and_who_may_decide(model, served, api, base):
    finish(model, base)
    # status of: list, events, take, leave
    wanted = {"administrator": (403, 403, 403, 403), "coder": (200, 200, 403, 403)}
    for username, statuses in wanted.items():
        caller = Caller(served, username)
        decided = [caller.post(f"{base}/history-p1/{verb}").status_code for verb in ("take", "leave")]
        assert (caller.get(base).status_code, caller.get(f"{base}/events").status_code, *decided) == statuses
    for path in (base, f"{base}/events"):
        assert served.get(path).status_code == 401
    assert served.post(f"{base}/history-p1/take").status_code in (401, 403)
    assert Caller(served, "secretary").post(f"{base}/history-p1/take").status_code == 200


def test_without_a_model_there_is_nothing_and_nothing_to_wait_for(served, api):
    base = f"/api/v1/encounters/{api.attach(PASTED)}/proposals"
    assert api.get(base).json() == {"awaited": False, "model": "", "failed": "", "proposals": []}
    assert list(events(api.get(f"{base}/events").text.splitlines())) == [("end", None)]
    assert api.get("/api/v1/encounters/none/proposals").status_code == 404


def test_the_interface_describes_them(served):
    paths = served.get("/api/v1/openapi.json").json()["paths"]
    base = "/api/v1/encounters/{encounter_id}/proposals"
    assert {base, f"{base}/events", f"{base}/{{proposal_id}}/take", f"{base}/{{proposal_id}}/leave"} <= set(paths)
    assert "text/event-stream" in paths[f"{base}/events"]["get"]["responses"]["200"]["content"]
