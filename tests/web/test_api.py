"""REST: the same way from consent to signature, with a token; errors as data; the document that describes it."""

import pytest

from assistant.services import workflow
from tests.web.conftest import PASSWORD, PASTED


@pytest.fixture
def api(client, staff):
    """Calls the interface as the clinician."""
    token = client.post("/api/v1/login", json={"username": "clinician", "password": PASSWORD}).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    client.cookies.clear()
    return client


@pytest.fixture
def drafted_id(api):
    opening = {"consent_given": True, "context": {"name": "Claire Perrin", "allergies": ["Pénicilline"]}}
    made = api.post("/api/v1/encounters", json=opening)
    assert made.status_code == 201, made.text
    id = made.json()["id"]
    answer = api.post(f"/api/v1/encounters/{id}/source", files={"file": ("visite.txt", PASTED.encode())})
    assert answer.status_code == 202
    workflow.wait(id)
    return id


def test_health_needs_no_account(client):
    assert client.get("/api/v1/health").json()["status"] == "ok"


def test_errors_are_data_with_a_hint(client, staff):
    answer = client.get("/api/v1/encounters")
    assert answer.status_code == 401
    assert set(answer.json()) == {"error", "message", "hint", "retryable"}
    wrong = client.post("/api/v1/login", json={"username": "clinician", "password": "x"})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "NotLoggedIn")


def test_a_made_up_token_is_nobody(client, staff):
    assert client.get("/api/v1/me", headers={"Authorization": "Bearer made-up"}).status_code == 401


def test_the_account_that_asks(api):
    assert api.get("/api/v1/me").json() == {
        "username": "clinician",
        "role": "clinician",
        "display_name": "Dr Clinician",
    }


def test_without_consent_nothing_is_opened(api):
    assert api.post("/api/v1/encounters", json={}).status_code == 403
    assert api.get("/api/v1/encounters").json() == []


def test_from_consent_to_signature(api, drafted_id):
    base = f"/api/v1/encounters/{drafted_id}"
    assert api.get(f"{base}/progress").json()["state"] == "drafted"

    def change(**action):
        return api.post(f"{base}/review", json=action)

    assert change(action="open").json()["encounter"]["state"] == "in_review"
    refused = api.post(f"{base}/sign")
    assert (refused.status_code, refused.json()["error"]) == (409, "NotSignable")
    change(action="edit", sentence_id="treatments-0", text="Paracétamol 500 mg trois fois par jour.")
    change(action="delete", sentence_id="history-0")
    file = change(action="add", section_key="history", text="Allergie à la pénicilline.").json()
    assert file["checked"]["omissions"] == []
    assert "Diabète" in file["original"]["report"]["text"]
    signature = api.post(f"{base}/sign").json()
    assert signature["version"] == 1
    assert len(signature["digest"]) == 64
    assert change(action="delete", sentence_id="plan-0").status_code == 409
    assert api.post(f"{base}/amend", json={"reason": "Oubli"}).status_code == 204
    assert api.get(base).json()["encounter"]["state"] == "in_review"


def test_exports_and_the_trail(api, drafted_id):
    base = f"/api/v1/encounters/{drafted_id}"
    assert "Pas de toux" in api.get(f"{base}/export", params={"format": "text"}).text
    assert api.get(f"{base}/export", params={"format": "json"}).json()["id"] == drafted_id
    actions = [entry["action"] for entry in api.get(f"{base}/audit").json()]
    assert actions[:2] == ["open_encounter", "attach"]
    assert actions[-1] == "export"


def test_asking_for_progress_leaves_no_trace(api, drafted_id):
    before = api.get(f"/api/v1/encounters/{drafted_id}/audit").json()
    api.get(f"/api/v1/encounters/{drafted_id}/progress")
    assert api.get(f"/api/v1/encounters/{drafted_id}/audit").json() == before


def test_consent_withdrawn_leaves_nothing_to_read(api, drafted_id):
    base = f"/api/v1/encounters/{drafted_id}"
    assert api.post(f"{base}/withdraw-consent").status_code == 204
    file = api.get(base).json()
    assert (file["transcript"], file["consultation"], file["checked"]) == (None, None, None)


def test_an_unknown_action_is_refused(api, drafted_id):
    assert api.post(f"/api/v1/encounters/{drafted_id}/explode").status_code == 422
    assert api.post(f"/api/v1/encounters/{drafted_id}/review", json={"action": "explode"}).status_code == 422


def test_the_cookie_alone_changes_nothing_without_the_csrf_token(clinician):
    assert clinician.client.post("/api/v1/encounters", json={"consent_given": True}).status_code == 403
    token = clinician.get("/encounters/new").text.split('name="csrf" content="')[1].split('"')[0]
    headers = {"X-CSRF-Token": token}
    answer = clinician.client.post("/api/v1/encounters", json={"consent_given": True}, headers=headers)
    assert answer.status_code == 201


def test_any_note_is_checked_against_any_transcript(api):
    turns = [
        {"speaker": "Médecin", "text": "Bonjour, avez-vous de la fièvre ?"},
        {"speaker": "Patient", "text": "Non."},
    ]
    for transcript in (PASTED, turns):
        body = {"id": "a", "note": "Pas de fièvre.", "transcript": transcript, "language": "fr"}
        answer = api.post("/api/v1/check", json=body)
        assert answer.status_code == 200, answer.text
        assert {"id", "language", "claims", "omissions", "findings"} <= set(answer.json())
        assert (answer.json()["id"], answer.json()["language"]) == ("a", "fr")


def test_a_note_without_a_transcript_is_refused(api):
    assert api.post("/api/v1/check", json={"note": "x"}).status_code == 422
    assert api.post("/api/v1/check", json={"note": "x", "transcript": ""}).status_code == 422


def test_checking_needs_an_account(client, staff):
    assert client.post("/api/v1/check", json={"note": "x", "transcript": "y"}).status_code in (401, 403)


def test_the_interface_describes_itself(client):
    document = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/check", "/api/v1/encounters/{encounter_id}/review", "/api/v1/health"} <= set(document["paths"])
    assert not any(path.startswith("/encounters") for path in document["paths"])
    assert "CheckedDraft" in document["components"]["schemas"]
