"""The smaller commands: doctor, codes, knowledge, models, accounts and stored encounters."""

import json

import pytest
from jsonschema import Draft202012Validator

from assistant.exports.lines import SCHEMAS
from tests.cli.conftest import SAMPLES

PASSWORD = {"ASSISTANT_PASSWORD": "a long enough password"}


ENGLISH = {"ASSISTANT_LOCALE": "en"}


def validate(lines, name):
    assert lines
    validator = Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))
    for line in lines:
        validator.validate(line)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_doctor_names_every_engine(assistant, locale):
    done = assistant("doctor", "--json", locale=locale)
    assert done.status == 0
    validate(done.lines, "doctor")
    assert {line["engine"] for line in done.lines} == {
        "speech", "llm", "embeddings", "entailment", "knowledge", "codes", "database", "keys",
    }  # fmt: skip
    speech = done.lines[0]
    assert "pocketsphinx" in speech["in_use"] and "ASSISTANT_WHISPER_MODEL" in speech["advice"]


def test_doctor_fails_where_a_named_engine_is_not_there(assistant, tmp_path):
    done = assistant("doctor", "--json", ASSISTANT_WHISPER_MODEL=str(tmp_path))
    assert done.status == 1
    assert [line["engine"] for line in done.lines if not line["ready"]] == ["speech"]


def test_codes_of_a_phrase_and_of_a_file(assistant, tmp_path):
    (line,) = assistant("codes", "search", "HTA", "--top", "3", "--json").lines
    validate([line], "codes-search")
    assert line["results"][0]["code"] == "I10"
    phrases = tmp_path / "phrases.txt"
    phrases.write_text("asthma\natrial fibrillation\n", encoding="utf-8")
    lines = assistant("codes", "search", "--file", phrases, "--nomenclature", "icd10cm", "--json").lines
    assert [line["phrase"] for line in lines] == ["asthma", "atrial fibrillation"]
    assert all(len(line["results"]) <= 10 for line in lines)
    assert "2022" in assistant("codes", "search", "HTA").out


def test_one_code(assistant):
    assert "I10" in assistant("codes", "show", "i10").out
    assert assistant("codes", "show", "Z99999").status == 1


def test_knowledge_is_listed_searched_and_added_to(assistant, tmp_path):
    listed = assistant("knowledge", "list", "--json").lines
    validate(listed, "knowledge")
    assert {line["language"] for line in listed} == {"fr", "en"}
    nothing = assistant("knowledge", "search", "réparation d'un carburateur", "--lang", "fr", "--json")
    assert nothing.status == 0 and nothing.lines == []
    page = tmp_path / "protocole.md"
    page.write_text("# Lombalgie\n\n## Conduite\n\nRester actif, paracétamol si besoin.\n", encoding="utf-8")
    assert assistant("knowledge", "add", page, "--lang", "fr", "--title", "Protocole lombalgie du cabinet").status == 0
    found = assistant("knowledge", "search", "lombalgie", "--lang", "fr", "--json").lines
    assert any(line["title"] == "Protocole lombalgie du cabinet" for line in found)


def test_models_on_this_machine(assistant):
    lines = assistant("models", "list", "--json").lines
    validate(lines, "models")
    assert {line["kind"] for line in lines} == {"llm", "embeddings"}


def test_stored_patients_need_somebody_who_has_logged_in(assistant):
    for command in (["list"], ["show", "x"], ["sign", "x"], ["run", SAMPLES / "en-mood.txt", "--save"]):
        done = assistant(*command)
        assert done.status == 1 and "login" in done.err, command


def test_from_a_file_to_a_signed_report(assistant):
    assert assistant("accounts", "add", "chief", "--role", "administrator", **PASSWORD).status == 0
    assert assistant("login", "chief", **PASSWORD).status == 0
    assert assistant("accounts", "add", "martin", "--role", "clinician", "--name", "Dr Martin", **PASSWORD).status == 0
    assert assistant("list").status == 1  # an administrator reads no medical content
    assert assistant("login", "martin", **PASSWORD).status == 0
    assert assistant("login", "martin", ASSISTANT_PASSWORD="not the password").status == 1

    sample = SAMPLES / "fr-cystite.txt"
    (saved,) = assistant("run", sample, "--save", "--json").lines
    validate([saved], "run")
    again = assistant("run", sample, "--save", "--json")
    assert [line["saved"] for line in again.lines] == [saved["saved"]]
    id = saved["saved"]
    listed = assistant("list", "--json").lines
    validate(listed, "list")
    assert [(line["id"], line["state"]) for line in listed] == [(id, "drafted")]
    assert assistant("show", id, "--json").lines[0]["text"] == saved["text"]

    settle_all(assistant, id)
    signed = assistant("sign", id)
    assert signed.status == 0 and "SHA-256" in signed.out
    assert assistant("list", "--json").lines[0]["state"] == "signed"
    assert assistant("export", id, "--format", "text").out.strip().startswith(saved["text"].splitlines()[0])
    assert assistant("sign", id).status == 1
    assert assistant("logout").status == 0
    assert assistant("list").status == 1


def settle_all(assistant, id):
    """Confirm each open critical finding, as the screen says to."""
    for line in assistant("show", id).out.splitlines():
        words = line.split()
        if words[:3] == ["assistant", "resolve", id]:
            assert assistant("resolve", id, words[3], "asked again").status == 0


def test_a_nomenclature_is_imported_listed_and_searched(assistant, tmp_path):
    from tests.storage.official_files import atih_xlsx, cim10_file

    missing = assistant("codes", "search", "appendicectomie", "--nomenclature", "ccam", **ENGLISH)
    assert missing.status == 1 and "assistant codes import" in missing.err
    (tmp_path / "ccam.xlsx").write_bytes(atih_xlsx())
    assert assistant("codes", "import", str(tmp_path / "ccam.xlsx"), **ENGLISH).out.startswith("Imported: ccam 2026")
    again = assistant("codes", "import", str(tmp_path / "ccam.xlsx"), **ENGLISH)
    assert again.status == 0 and again.out.startswith("Already there")
    (found,) = assistant("codes", "search", "appendicectomie", "--nomenclature", "ccam", "--top", "1", "--json").lines
    assert found["results"][0]["code"] == "HHFA016"
    (tmp_path / "half.txt").write_bytes(cim10_file()[:150])
    refused = assistant("codes", "import", str(tmp_path / "half.txt"), "--year", "2025", **ENGLISH)
    assert refused.status == 1 and "half" not in assistant("codes", "list").out


def test_a_code_that_is_not_valid_that_day_is_refused(assistant):
    assert assistant("codes", "show", "E11.99", **ENGLISH).status == 1
    shown = assistant("codes", "show", "I10", "--date", "2022-06-01", **ENGLISH)
    assert "cim10 2022, valid from" in shown.out
    assert "not on the day asked for" in assistant("codes", "show", "I10", **ENGLISH).out


def test_a_question_is_answered_by_quotations_or_not_at_all(assistant):
    (found,) = assistant("ask", "angine", "--lang", "fr", "--json").lines
    assert found["passages"] and all(passage["url"] for passage in found["passages"])
    assert "says anything" in assistant("ask", "price of petrol", **ENGLISH).out
