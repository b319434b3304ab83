"""``assistant stays``: from a report to an export, as a coder works."""

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator

from assistant.exports.lines import SCHEMAS

PASSWORD = {"ASSISTANT_PASSWORD": "a long enough password"}
REPORT = (
    "Patient de 70 ans.\n\nAntécédents : Cancer du côlon en 2018.\n\nÉvolution : pneumopathie traitée par "
    "amoxicilline. Hypokaliémie corrigée.\n\nConclusion : pneumopathie, hypokaliémie.\n"
)


def valid(item, name):
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(item)
    return item


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "crh.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def staff(assistant):
    assert assistant("accounts", "add", "chief", "--role", "administrator", **PASSWORD).status == 0
    assert assistant("login", "chief", **PASSWORD).status == 0
    for name in ("coder", "clinician"):
        assert assistant("accounts", "add", name, "--role", name, **PASSWORD).status == 0
    assert assistant("login", "coder", **PASSWORD).status == 0


def test_nobody_codes_without_logging_in(assistant, report):
    done = assistant("stays", "import", report, "--discharge", "2022-06-09")
    assert done.status == 1 and "login" in done.err


def test_from_report_to_export(assistant, staff, report):
    dates = ("--entry", "2022-06-01", "--discharge", "2022-06-09", "--age", "70", "--sex", "M")
    (stay,) = assistant("stays", "import", report, *dates, "--json").lines
    valid(stay, "stays-show")
    id = stay["id"]
    assert stay["edition"]["year"] == 2022 and stay["edition"]["valid_that_day"]
    proposed = [item["suggestion"] for item in stay["suggestions"]]
    assert [(code["code"], code["role"], code["year"]) for code in proposed] == [
        ("J189", "DP", 2022),
        ("E8768", "DAS", 2022),
    ]
    for code in proposed:
        for span in code["evidence"]:
            assert REPORT[span["start"] : span["end"]] == span["text"] and span["document"] == "crh.txt"

    shown = assistant("stays", "show", id, locale="fr").out
    assert "CIM-10 FR 2022, sortie le 09/06/2022" in shown and "Écartés, et pourquoi" in shown
    assert assistant("stays", "export", id, "--as", "csv").status == 1  # not validated
    assert "Codes kept: DP J18.9" in assistant("stays", "accept", id, "J18.9").out
    assert assistant("stays", "reject", id, "E87.68").status == 1  # without a reason
    assert assistant("stays", "reject", id, "E87.68", "--why", "kaliémie à 3,4").status == 0
    assert assistant("stays", "edit", id, "J189", "--to", "J99999", "--why", "x").status == 1
    assert assistant("stays", "edit", id, "J189", "--to", "J13", "--why", "antigénurie positive").status == 0
    assert assistant("stays", "add", id, "I10", "--why", "traitée").status == 0

    assert assistant("stays", "ask", id, "1").status == 0
    refused = assistant("stays", "answer", id, "Guéri.")
    assert refused.status == 1 and "clinician" in refused.err
    assert assistant("login", "clinician", **PASSWORD).status == 0
    assert assistant("stays", "answer", id, "Conclusion : cancer du côlon guéri depuis 2018.").status == 0
    (now,) = assistant("stays", "show", id, "--json").lines
    for item in valid(now, "stays-show")["suggestions"]:
        if item["decision"] is None:
            assert assistant("stays", "reject", id, item["suggestion"]["code"], "--why", "hors sujet").status == 0
    assert assistant("stays", "validate", id).status == 0

    (line,) = assistant("stays", "list", "--json").lines
    assert valid(line, "stays-list")["state"] == "validated" and line["principal"] == "J13"
    rows = list(csv.DictReader(io.StringIO(assistant("stays", "export", id, "--as", "csv").out)))
    assert [(row["role"], row["code"], row["year"]) for row in rows] == [("DP", "J13", "2022"), ("DAS", "I10", "2022")]
    assert json.loads(assistant("stays", "export", id, "--as", "fhir").out)["resourceType"] == "Bundle"
    assert assistant("stays", "export", id, "--as", "text").out.startswith("DP\tJ13\t")
    assert "reopened" in assistant("stays", "reopen", id).out


def test_bad_input_is_refused_and_keeps_nothing(assistant, staff, report, tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 broken")
    for arguments, word in (
        ((report, "--discharge", "juin"), "AAAA-MM-JJ"),
        ((report,), "--discharge"),
        ((report, "--entry", "2022-06-10", "--discharge", "2022-06-09"), "avant"),
        ((report, "--discharge", "2022-06-09", "--age", "200"), "âge"),
        ((tmp_path / "none.txt", "--discharge", "2022-06-09"), "existe"),
        ((tmp_path / "x.pdf", "--discharge", "2022-06-09"), "PDF"),
    ):
        done = assistant("stays", "import", *arguments, locale="fr")
        assert done.status == 1 and word in done.err, (arguments, done.err)
    assert assistant("stays", "list", "--json").lines == []
    assert "Ce séjour n’existe pas" in assistant("stays", "show", "x", locale="fr").err
