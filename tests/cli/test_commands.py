"""The smaller commands: doctor, codes, knowledge, models, accounts and stored encounters."""

import json
import shutil

import pytest
from jsonschema import Draft202012Validator

from assistant.exports.lines import SCHEMAS
from tests.cli.conftest import SAMPLES
from tests.storage.model_server import serving

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
        "speech", "llm", "embeddings", "entailment", "knowledge", "codes", "interactions", "database", "keys",
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


def test_models_on_this_machine_and_in_the_catalogue(assistant):
    lines = assistant("models", "list", "--json").lines
    validate(lines, "models")
    assert {line["kind"] for line in lines if line["path"]} == {"llm", "embeddings"}
    offered = {line["name"] for line in lines if not line["path"]}
    assert {"ministral-3-8b", "qwen3-4b", "medgemma-4b", "whisper-large-v3-turbo"} <= offered


def test_a_model_is_imported_verified_and_removed(assistant, tmp_path):
    (tmp_path / "Own Model.gguf").write_bytes(b"GGUF and weights")
    done = assistant("models", "import", tmp_path / "Own Model.gguf", "--licence", "MIT")
    assert done.status == 0 and "ASSISTANT_LLM_MODEL=" in done.out
    (mine,) = [line for line in assistant("models", "list", "--json").lines if line["name"] == "own-model"]
    assert mine["licence"] == "MIT" and mine["path"]
    checked = assistant("models", "verify", "--json")
    validate(checked.lines, "models-verify")
    assert checked.status == 0
    (tmp_path / "data" / "models" / "own-model" / "Own Model.gguf").write_bytes(b"GGUF altered")
    assert assistant("models", "verify").status == 1
    assert assistant("models", "remove", "own-model").status == 0
    assert assistant("models", "remove", "own-model").status == 1


def test_a_model_is_pulled_from_its_catalogue_with_its_licence_unless_egress_is_off(assistant, tmp_path):
    knowledge = tmp_path / "knowledge"
    shutil.copytree(SAMPLES.parent, knowledge, ignore=shutil.ignore_patterns("guidelines", "samples"))
    with serving() as files:
        files.content["/tiny.gguf"] = b"GGUF tiny"
        (knowledge / "models" / "catalogue.toml").write_text(
            f"""[[models]]
name = "tiny"
kind = "llm"
title = "Tiny"
licence = "Apache-2.0"
licence_url = "https://example.org/licence"
languages = ["fr"]
memory_gb = 0.1
revision = ""
gated = false
files = [{{ name = "tiny.gguf", size = 9, sha256 = "", url = "{files.address}/tiny.gguf" }}]
""",
            encoding="utf-8",
        )
        place = {"ASSISTANT_KNOWLEDGE_DIR": str(knowledge)}
        assert assistant("models", "pull", "tiny", **place).status == 1
        done = assistant("models", "pull", "tiny", "--record", **place)
        assert done.status == 0 and "Apache-2.0" in done.out and "example.org/licence" in done.out
        files.asked.clear()
        off = assistant("models", "pull", "tiny", "--record", ASSISTANT_EGRESS="false", **place)
        assert off.status == 1 and "import" in off.err and files.asked == []


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


def test_a_template_is_proposed_from_notes(assistant, tmp_path):
    notes = []
    for n, body in enumerate(("Motif : toux\nExamen clinique : normal\nConduite à tenir : repos\n",) * 2):
        notes.append(tmp_path / f"note{n}.txt")
        notes[-1].write_text(body, encoding="utf-8")
    done = assistant("templates", "propose", *notes, "--lang", "fr", "--to", tmp_path / "mine.toml")
    assert done.status == 0 and 'title = "Motif"' in (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert assistant("templates", "propose", *notes, "--lang", "fr", "--to", tmp_path / "mine.toml").status == 1
    assert assistant("templates", "propose", notes[0], "--lang", "fr").status == 1


@pytest.mark.parametrize("kind", ["referral", "procedure", "patient_summary"])
def test_every_kind_is_written_with_identity_and_tasks(assistant, tmp_path, kind):
    context = tmp_path / "context.json"
    context.write_text(json.dumps({"name": "Anne Essai", "visit_date": "2026-11-24", "author": "Dr Martin"}))
    (line,) = assistant("run", SAMPLES / "fr-cystite.txt", "--kind", kind, "--context", context, "--json").lines
    validate([line], "run")
    assert line["kind"] == kind and "Anne Essai" in line["text"] and "24/11/2026" in line["text"]
    assert "Dr Martin" in line["text"] and "intelligence artificielle" in line["text"]
    assert all(task["evidence"] for task in line["tasks"])


def test_a_style_is_shown_and_forgotten(assistant):
    assert assistant("style", "show").status == 1  # nobody is logged in
    assert assistant("accounts", "add", "chief", "--role", "administrator", **PASSWORD).status == 0
    assert assistant("login", "chief", **PASSWORD).status == 0
    assert assistant("style", "show").status == 0
    assert assistant("style", "forget").status == 0
