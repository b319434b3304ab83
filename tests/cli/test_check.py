"""``assistant check``: any note against any transcript."""

import json

import pytest
from jsonschema import Draft202012Validator

from assistant.exports.lines import SCHEMAS

FRENCH = (
    "Médecin : De la fièvre ?\nPatient : Non, aucune.\n"
    "Médecin : Vous prenez quoi ?\nPatient : Du bisoprolol, cinq milligrammes le matin.\n"
    "Patient : J'ai mal au genou gauche depuis deux semaines.\n"
)
ENGLISH = (
    "Doctor: Any fever?\nPatient: No, none.\n"
    "Doctor: What do you take?\nPatient: Bisoprolol, five milligrams in the morning.\n"
    "Patient: My left knee has hurt for two weeks.\n"
)
WRONG = {
    "fr": {
        "Fièvre.": "negation",
        "Bisoprolol 10 mg le matin.": "dose",
        "Prend du ramipril 5 mg.": "drug_swap",
        "Douleur du genou droit.": "laterality_site",
        "Gonalgie depuis 3 mois.": "frequency_duration",
    },
    "en": {
        "Fever.": "negation",
        "Bisoprolol 10 mg in the morning.": "dose",
        "Takes ramipril 5 mg.": "drug_swap",
        "Right knee pain.": "laterality_site",
        "Knee pain for 3 months.": "frequency_duration",
    },
}
SAID = {"fr": FRENCH, "en": ENGLISH}


def validate(line, name="check"):
    Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))).validate(line)


@pytest.fixture
def files(tmp_path):
    def write(note, said):
        (tmp_path / "note.txt").write_text(note, encoding="utf-8")
        (tmp_path / "said.txt").write_text(said, encoding="utf-8")
        return tmp_path / "note.txt", tmp_path / "said.txt"

    return write


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_planted_error_is_named(assistant, files, language):
    note, said = files("\n".join(WRONG[language]), SAID[language])
    done = assistant("check", note, "--against", said, "--lang", language, "--json")
    (line,) = done.lines
    validate(line)
    assert done.status == 0
    found = {claim["text"]: {finding["type"] for finding in claim["findings"]} for claim in line["claims"]}
    assert set(found) == set(WRONG[language])
    missed = {text: (kind, found[text]) for text, kind in WRONG[language].items() if kind not in found[text]}
    assert not missed


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_true_note_is_left_alone(assistant, files, language):
    true = {
        "fr": "Pas de fièvre.\nBisoprolol 5 mg le matin.\nDouleur du genou gauche depuis 2 semaines.",
        "en": "No fever.\nBisoprolol 5 mg in the morning.\nLeft knee pain for 2 weeks.",
    }
    note, said = files(true[language], SAID[language])
    (line,) = assistant("check", note, "--against", said, "--lang", language, "--json").lines
    assert [claim["verdict"] for claim in line["claims"]] == ["supported"] * 3
    assert not [finding for claim in line["claims"] for finding in claim["findings"]]


def test_in_bulk_a_bad_line_is_its_error_and_the_rest_goes_on(assistant, tmp_path):
    path = tmp_path / "notes.jsonl"
    turns = [{"speaker": "doctor", "text": "Any fever?"}, {"speaker": "patient", "text": "No."}]
    good = {"id": "a", "note": "No fever.", "transcript": turns, "language": "en"}
    path.write_text(
        "\n".join([json.dumps(good), "{not json", json.dumps({"id": "c"}), json.dumps({**good, "id": "d"})]),
        encoding="utf-8",
    )
    done = assistant("check", "--jsonl", path, "--json")
    assert done.status == 1
    assert [line["id"] for line in done.lines] == ["a", "line 2", "c", "d"]
    validate(done.lines[0])
    for bad in done.lines[1:3]:
        validate(bad, "error")


def test_fail_on_a_severity(assistant, files):
    note, said = files("Bisoprolol 10 mg in the morning.", ENGLISH)
    assert assistant("check", note, "--against", said, "--json").status == 0
    assert assistant("check", note, "--against", said, "--json", "--fail-on", "critical").status == 1


def test_for_people_the_word_and_the_reason(assistant, files):
    note, said = files("Bisoprolol 10 mg le matin.", FRENCH)
    done = assistant("check", note, "--against", said, locale="fr")
    assert "Critique" in done.out and "10" in done.out


def test_nothing_to_check_says_how(assistant):
    done = assistant("check")
    assert done.status == 1 and "--against" in done.err


def test_many_lines_come_back_in_order_with_the_bad_one_among_them(assistant, tmp_path):
    lines = [
        json.dumps({"id": str(n), "note": f"Cough for {n} days.", "transcript": "Patient: I have a cough for 2 days."})
        for n in range(1, 12)
    ]
    lines[4] = "{broken"
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    done = assistant("check", "--jsonl", str(tmp_path / "many.jsonl"), "--json")
    assert done.status == 1
    assert [line["id"] for line in done.lines] == ["1", "2", "3", "4", "line 5", *map(str, range(6, 12))]
    assert "error" in done.lines[4] and all("claims" in line for line in (*done.lines[:4], *done.lines[5:]))
