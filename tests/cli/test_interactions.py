"""``assistant interactions``: imported, listed, seen by every way of checking, removed."""

import json

import pytest
from jsonschema import Draft202012Validator

from assistant.exports.lines import SCHEMAS

TABLE = """Substance 1;Substance 2;Niveau;Conduite à tenir;Source
AINS;AVK;association déconseillée;Surveiller l'INR;Thésaurus 2023
Oubliol;lithium;contre-indication;;Thésaurus 2023
"""
SAID = "Doctor: You take warfarin 5 mg every evening. I am giving you ibuprofen 200 mg three times a day."
NOTE = "Medication: warfarin 5 mg every evening.\nPlan: ibuprofen 200 mg three times a day."


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def interactions(line):
    return [finding for finding in line["findings"] if finding["type"] == "interaction"]


def engine(assistant):
    (line,) = [line for line in assistant("doctor", "--json").lines if line["engine"] == "interactions"]
    return line


def test_a_table_is_imported_listed_and_removed(assistant, table):
    assert engine(assistant)["ready"] and "import" in engine(assistant)["advice"]
    done = assistant("interactions", "import", table)
    assert done.status == 0 and "Oubliol" in done.out and "AINS" not in done.out
    assert "table.csv" in engine(assistant)["in_use"]
    lines = assistant("interactions", "list", "--json").lines
    validator = Draft202012Validator(json.loads((SCHEMAS / "interactions.json").read_text(encoding="utf-8")))
    for line in lines:
        validator.validate(line)
    assert [line["first_known"] for line in lines] == [True, False]
    (mine,) = assistant("interactions", "list", "Coumadin", "--json").lines
    assert (mine["second"], mine["level"], mine["source"]) == ("AVK", "avoid", "Thésaurus 2023")
    assert "déconseillée" in assistant("interactions", "list", "ibuprofène", locale="fr").out
    assert assistant("interactions", "remove").status == 0
    assert assistant("interactions", "list", "--json").lines == []
    assert assistant("interactions", "remove").status == 1


def test_a_bad_file_leaves_the_former_table_as_it_was(assistant, table, tmp_path):
    assistant("interactions", "import", table)
    bad = tmp_path / "bad.csv"
    bad.write_text(TABLE + "lithium;IEC;peut-être;;\n", encoding="utf-8")
    done = assistant("interactions", "import", bad, locale="fr")
    assert done.status == 1 and "ligne 4" in done.err.lower() and "contre-indication" in done.err
    assert len(assistant("interactions", "list", "--json").lines) == 2


def test_every_way_of_checking_sees_it(assistant, table, tmp_path):
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    (tmp_path / "said.txt").write_text(SAID, encoding="utf-8")
    many = [json.dumps({"id": str(n), "note": NOTE, "transcript": SAID, "language": "en"}) for n in range(9)]
    (tmp_path / "many.jsonl").write_text("\n".join(many), encoding="utf-8")
    one = ("check", tmp_path / "note.txt", "--against", tmp_path / "said.txt", "--lang", "en", "--json")
    assert interactions(assistant(*one).lines[0]) == []
    assistant("interactions", "import", table)
    (found,) = interactions(assistant(*one).lines[0])
    assert found["severity"] == "major" and "Surveiller l'INR" in found["reason"] and "Thésaurus" in found["reason"]
    start, end = found["claim_span"]
    assert NOTE[start:end] == "ibuprofen"
    bulk = assistant("check", "--jsonl", tmp_path / "many.jsonl", "--json").lines
    assert [len(interactions(line)) for line in bulk] == [1] * 9
    (run,) = assistant("run", tmp_path / "said.txt", "--lang", "en", "--json").lines
    assert len(interactions(run)) == 1
