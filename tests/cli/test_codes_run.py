"""``assistant codes run``: a folder of reports."""

import json

import pytest
from docx import Document
from jsonschema import Draft202012Validator

from assistant.exports.lines import SCHEMAS

REPORT = "Patient de 70 ans.\n\nÉvolution : pneumopathie traitée par amoxicilline.\n\nConclusion : pneumopathie.\n"


@pytest.fixture
def folder(tmp_path):
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text(REPORT, encoding="utf-8")
    (reports / "b.txt").write_bytes(REPORT.encode("cp1252"))
    (reports / "c.txt").write_bytes(b"")
    (reports / "d.pdf").write_bytes(b"%PDF-1.4 broken")
    document = Document()
    for line in REPORT.splitlines():
        document.add_paragraph(line)
    document.save(str(reports / "e.docx"))
    return reports


def test_every_file_gives_a_line_and_a_bad_one_stops_nothing(assistant, folder):
    done = assistant("codes", "run", folder, "--json")
    lines = {line["file"]: line for line in done.lines}
    assert done.status == 1 and list(lines) == ["a.txt", "b.txt", "c.txt", "d.pdf", "e.docx"]
    for name in ("c.txt", "d.pdf"):
        assert lines[name]["error"] and lines[name]["hint"]
    validator = Draft202012Validator(json.loads((SCHEMAS / "codes-run.json").read_text(encoding="utf-8")))
    for name in ("a.txt", "b.txt", "e.docx"):
        validator.validate(lines[name])
        assert [(code["code"], code["role"]) for code in lines[name]["suggestions"]] == [("J189", "DP")]
    for span in lines["a.txt"]["suggestions"][0]["evidence"]:
        assert REPORT[span["start"] : span["end"]] == span["text"]


def test_what_is_done_is_not_done_again(assistant, folder, tmp_path):
    to = tmp_path / "codes.jsonl"
    assistant("codes", "run", folder, "--to", to)
    kept, cut = to.read_text(encoding="utf-8").splitlines()[:1], '{"file":"b.txt","sugg'
    to.write_text(kept[0].replace("Pneumopathie", "Kept") + "\n" + cut, encoding="utf-8")
    done = assistant("codes", "run", folder, "--to", to, "--json")
    assert "Kept" in done.out.splitlines()[0]
    assert [line["file"] for line in done.lines] == ["a.txt", "b.txt", "c.txt", "d.pdf", "e.docx"]
    assert len(to.read_text(encoding="utf-8").splitlines()) == 5


def test_no_folder_and_other_files_are_named(assistant, tmp_path):
    assert assistant("codes", "run", tmp_path / "none").status == 1
    other = tmp_path / "other.jsonl"
    other.write_text("not ours\n", encoding="utf-8")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.txt").write_text(REPORT, encoding="utf-8")
    done = assistant("codes", "run", tmp_path / "x", "--to", other)
    assert done.status == 1 and other.read_text(encoding="utf-8") == "not ours\n"
