"""REST for stays: from the report to the export, by those who may."""

import pytest

from tests.web.conftest import PASSWORD

REPORT = (
    "Patient de 70 ans.\nAntécédents : Cancer du côlon en 2018.\nÉvolution : pneumopathie traitée par amoxicilline. "
    "Hypokaliémie corrigée.\nConclusion : pneumopathie, hypokaliémie."
)
OPENING = {
    "reports": [{"name": "crh.txt", "text": REPORT}],
    "entry": "2022-06-01",
    "discharge": "2022-06-09",
    "sex": "M",
    "department": "Pneumologie",
}


@pytest.fixture
def calls(client, staff):
    """Calls as an account of a role."""

    def as_role(role):
        token = client.post("/api/v1/login", json={"username": role, "password": PASSWORD}).json()["token"]
        client.cookies.clear()

        def call(method, path, **sent):
            return client.request(method, f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}, **sent)

        return call

    return as_role


def test_from_report_to_export(calls):
    coder, clinician = calls("coder"), calls("clinician")
    made = coder("POST", "/stays", json=OPENING)
    assert made.status_code == 201, made.text
    stay = made.json()
    assert [(s["suggestion"]["code"], s["suggestion"]["role"]) for s in stay["suggestions"]] == [
        ("J189", "DP"), ("E8768", "DAS"),
    ]  # fmt: skip
    for item in stay["suggestions"]:
        for span in item["suggestion"]["evidence"]:
            assert REPORT[span["start"] : span["end"]] == span["text"]
    base = f"/stays/{stay['id']}"
    assert [line["id"] for line in coder("GET", "/stays").json()] == [stay["id"]]

    def change(who=coder, **action):
        return who("POST", f"{base}/review", json=action)

    assert change(action="accept", code="J18.9").json()["codes"][0]["code"] == "J189"
    assert change(action="reject", code="E8768", why="").status_code == 422
    assert change(action="reject", code="E8768", why="3,4 mmol/L").status_code == 200
    assert change(action="add", code="I10", why="traitée").json()["codes"][-1]["code"] == "I10"
    assert change(action="ask", question="1").json()["state"] == "query_open"
    assert change(action="answer", text="Cancer guéri.").status_code == 403
    assert change(action="validate").status_code == 409
    answered = change(clinician, action="answer", text="Cancer considéré comme guéri.").json()
    assert answered["state"] == "in_progress" and answered["documents"][-1]["kind"] == "answer"
    assert coder("POST", f"{base}/export?format=csv").status_code == 409
    for item in answered["suggestions"]:
        if item["decision"] is None:
            change(action="accept", code=item["suggestion"]["code"])
    assert change(action="validate").json()["state"] == "validated"
    csv = coder("POST", f"{base}/export?format=csv")
    assert csv.headers["content-type"].startswith("text/csv") and "J189" in csv.text
    assert coder("GET", base).json()["state"] == "exported"
    (figures,) = coder("GET", "/stays/figures").json()
    assert (figures["department"], figures["rejected"], figures["added"]) == ("Pneumologie", 1, 1)
    assert change(action="reopen").json()["state"] == "reopened"


@pytest.mark.parametrize("role", ["secretary", "administrator"])
def test_others_get_nothing(calls, role):
    id = calls("coder")("POST", "/stays", json=OPENING).json()["id"]
    other = calls(role)
    for method, path, sent in (
        ("GET", "/stays", {}),
        ("GET", f"/stays/{id}", {}),
        ("GET", "/stays/figures", {}),
        ("POST", "/stays", {"json": OPENING}),
        ("POST", f"/stays/{id}/review", {"json": {"action": "accept", "code": "J189"}}),
        ("POST", f"/stays/{id}/export", {}),
    ):
        answer = other(method, path, **sent)
        assert answer.status_code == 403, (method, path, answer.text)


def test_without_a_token_nobody(client, staff):
    assert client.get("/api/v1/stays").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"reports": []},
        {"reports": [{"name": "crh.txt", "text": "  "}]},
        {"entry": "2022-07-01"},
        {"discharge": None},
        {"age": 200},
    ],
)
def test_a_wrong_stay_is_refused_and_nothing_is_kept(calls, wrong):
    coder = calls("coder")
    assert coder("POST", "/stays", json={**OPENING, **wrong}).status_code == 422
    assert coder("GET", "/stays").json() == []


def test_what_is_not_there_is_404(calls):
    coder = calls("coder")
    assert coder("GET", "/stays/0123456789abcdef").status_code == 404
    id = coder("POST", "/stays", json=OPENING).json()["id"]
    missing = coder("POST", f"/stays/{id}/review", json={"action": "accept", "code": "A000"})
    assert (missing.status_code, missing.json()["error"]) == (404, "NotFound")


def test_the_document_describes_the_routes(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/stays", "/api/v1/stays/figures", "/api/v1/stays/{stay_id}/review"} <= paths.keys()
