"""Stored stays: kept encrypted, moved on by those who may, every deed in the trail."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain.coding import CodeRole
from assistant.domain.encounter import AccountRole
from assistant.domain.stay_review import MOVES, DecisionKind, StayAction, StayState, permit
from assistant.errors import ConfigError, EngineMissing, InputError, NotAllowed, NotFound, StateError, StorageError
from assistant.exports.stay_items import stay_item, stay_line_item
from assistant.exports.texts import load_texts
from assistant.services import audit, stays
from assistant.services.report_coding import stay_of_reports
from assistant.services.samples import load_stays
from assistant.services.stay_exporting import export_stay
from assistant.services.stay_figures import stay_figures
from assistant.services.stay_moves import load_stay

REPORT = (
    "Patient de 70 ans.\n\nAntécédents : Cancer du côlon en 2018.\n\nÉvolution : pneumopathie traitée par "
    "amoxicilline. Hypokaliémie corrigée.\n\nConclusion : pneumopathie, hypokaliémie."
)
WORD = "amoxicilline"


@pytest.fixture
def stay(desk):
    return stay_of_reports(
        [("crh.txt", REPORT)], desk.work.coding(), entry=date(2022, 6, 1), discharge=date(2022, 6, 9), age=70, sex="M"
    )


@pytest.fixture
def kept(desk, stay):
    """A stored stay; its id."""
    return stays.import_stay(desk.work, desk["coder"], stay).id


def trail(desk, stay_id):
    return [(e.action, e.who) for e in audit.stay_trail(desk.work, desk["clinician"], stay_id)]


def test_what_was_stored_comes_back_as_it_was(desk, stay, kept):
    file = stays.read_stay(desk.work, desk["coder"], kept)
    assert file.review.stay == stay and file.review.state is StayState.PROPOSED
    assert [(c.code, c.role) for c in file.review.coded.codes] == [("J189", "DP"), ("E8768", "DAS")]
    assert file.review.coded.edition.year == 2022 and file.review.coded.valid_that_day
    (line,) = stays.list_stays(desk.work, desk["coder"])
    assert (line.id, line.state, line.review) == (kept, StayState.PROPOSED, file.review)


def test_no_word_of_the_report_nor_of_a_reason_is_in_clear(desk, kept):
    stays.reject(desk.work, desk["coder"], kept, "E87.68", "kaliémie à 3,4 jugée anodine")
    for path in desk.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for word in (WORD, "Hypokali", "anodine", '"J189"', "crh.txt"):
                assert word.encode() not in data, (path.name, word)


def test_the_whole_life_with_its_trail(desk, kept):
    work, coder = desk.work, desk["coder"]
    stays.accept(work, coder, kept, "J18.9")
    with pytest.raises(StateError, match="E8768"):
        stays.validate(work, coder, kept)
    stays.reject(work, coder, kept, "E8768", "3,4 mmol/L seulement")
    with pytest.raises(StateError):
        export_stay(work, coder, kept, "csv", load_texts("fr"))
    stays.validate(work, coder, kept)
    (row,) = csv.DictReader(io.StringIO(export_stay(work, coder, kept, "csv", load_texts("fr"))))
    assert (row["role"], row["code"], row["nomenclature"], row["year"]) == ("DP", "J189", "cim10", "2022")
    assert (row["discharge"], row["valid_that_day"]) == ("2022-06-09", "yes")
    assert stays.reopen(work, coder, kept).state is StayState.REOPENED
    deeds = ["open_stay", "open", "decide", "decide", "validate", "export", "reopen"]
    assert trail(desk, kept) == [(deed, "coder") for deed in deeds]
    log = load_stay(work, kept).review.log
    assert [(d.code, d.kind, d.by, d.why) for d in log] == [
        ("J189", DecisionKind.ACCEPTED, "coder", ""),
        ("E8768", DecisionKind.REJECTED, "coder", "3,4 mmol/L seulement"),
    ]
    assert audit.trail(work, desk["clinician"], None) and all(
        entry.action != "decide" for entry in audit.trail(work, desk["clinician"], None)
    )


def test_exports_are_of_what_was_decided(desk, kept):
    work, coder = desk.work, desk["coder"]
    stays.edit(work, coder, kept, "J189", "J13", None, "antigénurie positive")
    stays.accept(work, coder, kept, "E8768")
    stays.validate(work, coder, kept)
    bundle = json.loads(export_stay(work, coder, kept, "fhir", load_texts("fr")))
    found = [entry["resource"] for entry in bundle["entry"]]
    conditions = {r["id"]: r for r in found if r["resourceType"] == "Condition"}
    (encounter,) = (r for r in found if r["resourceType"] == "Encounter")
    assert encounter["period"] == {"start": "2022-06-01", "end": "2022-06-09"}
    named = [conditions[d["condition"]["reference"].split("/")[1]] for d in encounter["diagnosis"]]
    assert [c["code"]["coding"][0]["code"] for c in named] == ["J13", "E87.68"]
    assert {c["code"]["coding"][0]["version"] for c in named} == {"2022"}
    assert {c["verificationStatus"]["coding"][0]["code"] for c in named} == {"confirmed"}
    text = export_stay(work, coder, kept, "text", load_texts("fr"))
    assert text.splitlines()[0].startswith("DP\tJ13\t") and "CIM-10 FR 2022" in text


def test_an_edition_that_does_not_hold_that_day_is_said_in_every_export(desk, stay):
    work, coder = desk.work, desk["coder"]
    late = stays.import_stay(work, coder, replace(stay, exit=date(2026, 6, 9))).id
    for code in ("J189", "E8768"):
        stays.accept(work, coder, late, code)
    stays.validate(work, coder, late)
    assert {row["valid_that_day"] for row in csv.DictReader(io.StringIO(exported(desk, late, "csv")))} == {"no"}
    assert "pas à la sortie du 09/06/2026" in exported(desk, late, "text")


def exported(desk, stay_id, form):
    return export_stay(desk.work, desk["coder"], stay_id, form, load_texts("fr"))


def test_a_code_that_does_not_exist_or_may_not_have_the_role_is_refused_and_nothing_changes(desk, kept):
    work, coder = desk.work, desk["coder"]
    before = load_stay(work, kept)
    for refused in (("Z9999", None), ("B953", CodeRole.DP), ("J13", CodeRole.PRIMARY), ("J189", None)):
        with pytest.raises(InputError):
            stays.edit(work, coder, kept, "J189", *refused, "parce que")
    with pytest.raises(InputError, match="reason"):
        stays.edit(work, coder, kept, "J189", "J13", None, " ")
    with pytest.raises(NotFound):
        stays.accept(work, coder, kept, "N390")
    assert load_stay(work, kept) == before and trail(desk, kept) == [("open_stay", "coder")]


def test_a_missed_code_is_added_and_can_be_taken_back(desk, kept):
    work, coder = desk.work, desk["coder"]
    review = stays.add(work, coder, kept, "I10", CodeRole.DAS, "antécédent suivi")
    assert [(c.code, c.role) for c in review.codes()] == [("I10", "DAS")]
    with pytest.raises(InputError, match="already"):
        stays.add(work, coder, kept, "I10", CodeRole.DAS, "encore")
    review = stays.reject(work, coder, kept, "I10", "sans soins")
    assert review.codes() == () and [code.code for code in review.added()] == ["I10"]
    assert [c.code for c in stays.add(work, coder, kept, "I10", CodeRole.DAS, "si").codes()] == ["I10"]


def test_the_list_names_the_principal_diagnosis_so_far(desk, kept):
    def principal():
        (line,) = stays.list_stays(desk.work, desk["coder"])
        return stay_line_item(line.id, line.state, line.created_at, line.review)["principal"]

    stays.accept(desk.work, desk["coder"], kept, "E8768")
    assert principal() == "J189"
    stays.reject(desk.work, desk["coder"], kept, "J189", "non")
    assert principal() is None
    stays.add(desk.work, desk["coder"], kept, "J13", CodeRole.DP, "antigénurie")
    assert principal() == "J13"


def test_one_principal_one_related_and_no_code_twice(desk, kept):
    work, coder = desk.work, desk["coder"]
    stays.accept(work, coder, kept, "J189")
    stays.edit(work, coder, kept, "E8768", "J189", CodeRole.DAS, "test")
    with pytest.raises(StateError, match="twice"):
        stays.validate(work, coder, kept)
    stays.edit(work, coder, kept, "E8768", None, CodeRole.DP, "test")
    with pytest.raises(StateError, match="principal"):
        stays.validate(work, coder, kept)
    stays.edit(work, coder, kept, "E8768", "E8768", CodeRole.DR, "test")
    with pytest.raises(StateError, match="related"):
        stays.validate(work, coder, kept)


def test_a_question_is_answered_by_a_clinician_and_the_answer_is_evidence(desk, kept):
    work, coder = desk.work, desk["coder"]
    stays.accept(work, coder, kept, "J189")
    for wrong, kind in (("2", NotFound), (" ", InputError)):
        with pytest.raises(kind):
            stays.ask(work, coder, kept, wrong)
    assert stays.ask(work, coder, kept, "1").state is StayState.QUERY_OPEN
    assert stays.reject(work, coder, kept, "E8768", "non").state is StayState.QUERY_OPEN
    with pytest.raises(NotAllowed):
        stays.answer(work, coder, kept, "Cancer actif.")
    said = "Conclusion : cancer du côlon actif, chimiothérapie poursuivie."
    answered = stays.answer(work, desk["clinician"], kept, said)
    cancer = next(code for code in answered.coded.codes if code.code == "C189")
    assert answered.state is StayState.IN_PROGRESS and cancer.evidence[0].text in said
    last = load_stay(work, kept).review.last("J189")
    assert last and last.kind is DecisionKind.ACCEPTED


def test_an_open_question_does_not_block_the_stay_for_who_says_why(desk, kept):
    work, coder = desk.work, desk["coder"]
    stays.ask(work, coder, kept, "1")
    stays.accept(work, coder, kept, "J189")
    stays.accept(work, coder, kept, "E8768")
    with pytest.raises(StateError, match="question"):
        stays.validate(work, coder, kept)
    assert load_stay(work, kept).review.state is StayState.QUERY_OPEN
    done = stays.validate(work, coder, kept, "sans effet sur le groupage")
    assert done.state is StayState.VALIDATED
    asked = load_stay(work, kept).review.asked
    assert asked and asked.left_open == "sans effet sur le groupage"


def two_units(desk, department=None):
    return stay_of_reports(
        [
            ("urgences.txt", "Patient de 70 ans.\nMotif : dyspnée\nConclusion : dyspnée."),
            (
                "chirurgie.txt",
                "Patient de 70 ans.\nIntervention : cholécystectomie par cœlioscopie.\n"
                "Évolution : antibiothérapie.\nConclusion : cholécystite aiguë lithiasique.",
            ),
        ],
        desk.work.coding(), entry=date(2022, 6, 1), discharge=date(2022, 6, 9), a_unit_each=True, department=department,
    )  # fmt: skip


def test_each_unit_has_its_principal_diagnosis_and_one_gives_the_stays(desk):
    work, coder = desk.work, desk["coder"]
    made = stays.import_stay(work, coder, two_units(desk))
    first, second = made.review.units()
    assert first.code and second.code and (first.code.code, second.code.code) == ("R060", "K800")
    assert second.leads and not first.leads and second.rule and second.rule.id == "DP-RSS"
    main = made.review.coded.codes[0]
    assert (main.code, main.role, main.rules[0].id) == ("K800", "DP", "DP-RSS")
    edited = stays.edit(work, coder, made.id, "K800", "K81.0", None, "pas de calcul")
    assert [unit.code.code for unit in edited.units() if unit.code] == ["R060", "K810"]
    for code in edited.undecided():
        stays.accept(work, coder, made.id, code.code)
    stays.validate(work, coder, made.id)
    rows = list(csv.DictReader(io.StringIO(export_stay(work, coder, made.id, "csv", load_texts("fr")))))
    assert [(row["code"], row["rum"]) for row in rows if row["role"] == "DP"] == [("K810", "chirurgie.txt")]
    assert "RUM urgences.txt\tDP\tR06.0" in export_stay(work, coder, made.id, "text", load_texts("fr"))
    bundle = json.loads(export_stay(work, coder, made.id, "fhir", load_texts("fr")))
    units = [e["resource"] for e in bundle["entry"] if "partOf" in e["resource"]]
    assert [unit["serviceType"]["text"] for unit in units] == ["urgences.txt", "chirurgie.txt"]
    assert units[1]["diagnosis"][0]["condition"]["reference"].startswith("Condition/")


def test_without_a_nomenclature_of_acts_they_are_listed_uncoded(desk):
    review = stays.import_stay(desk.work, desk["coder"], two_units(desk)).review
    (act,) = review.coded.uncoded_acts
    assert act.words == "cholécystectomie par cœlioscopie" and review.coded.acts is None
    assert act.evidence.document == "chirurgie.txt" and act.words in act.evidence.text
    item = stay_item("x", review, "en")["acts"]
    assert item["year"] is None and "codes import" in (item["hint"] or "")
    with pytest.raises(EngineMissing):
        stays.valid_entry(desk.work, review, "HMFC004")


def test_figures_by_department_count_what_was_last_decided(desk, stay, kept):
    work, coder = desk.work, desk["coder"]
    other = stays.import_stay(work, coder, two_units(desk, "Chirurgie")).id
    stays.accept(work, coder, kept, "J189")
    stays.reject(work, coder, kept, "E8768", "non")
    stays.reject(work, coder, kept, "J189", "changé")
    stays.edit(work, coder, other, "K800", "K810", None, "pas de calcul")
    stays.add(work, coder, other, "I10", CodeRole.DAS, "traitée")
    figures = stay_figures(work, desk["clinician"])
    surgery, unknown = figures.departments
    assert (surgery.department, surgery.stays, surgery.edited, surgery.added) == ("Chirurgie", 1, 1, 1)
    assert (surgery.acceptance, surgery.precision) == (1.0, 0.0)
    assert (unknown.department, unknown.decided, unknown.rejected, unknown.acceptance) == (None, 2, 2, 0.0)
    assert coder.username not in repr(figures) and figures.damaged == 0
    with pytest.raises(NotAllowed):
        stay_figures(work, desk["secretary"])


@pytest.mark.parametrize("role", ["secretary", "administrator"])
def test_others_neither_see_nor_code_a_stay(desk, stay, kept, role):
    work, who = desk.work, desk[role]
    for deed in (
        lambda: stays.import_stay(work, who, stay),
        lambda: stays.list_stays(work, who),
        lambda: stays.read_stay(work, who, kept),
        lambda: stays.accept(work, who, kept, "J189"),
        lambda: stays.validate(work, who, kept),
        lambda: export_stay(work, who, kept, "csv", load_texts("fr")),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert trail(desk, kept) == [("open_stay", "coder")]


@given(st.sampled_from(AccountRole), st.sampled_from(StayAction))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_table_says_who(desk, role, action):
    if role is AccountRole.SYSTEM:
        return
    if role in MOVES[action].roles:
        permit(desk[role], action)
    else:
        with pytest.raises(NotAllowed, match=role):
            permit(desk[role], action)


def test_of_two_at_once_one_is_told(desk, kept, monkeypatch):
    work, coder = desk.work, desk["coder"]
    real = stays.stay_review.accept

    def slow(review, code, *rest):
        monkeypatch.setattr(stays.stay_review, "accept", real)
        stays.reject(work, desk["clinician"], kept, "E8768", "plus vite")
        return real(review, code, *rest)

    monkeypatch.setattr(stays.stay_review, "accept", slow)
    with pytest.raises(StateError, match="meanwhile"):
        stays.accept(work, coder, kept, "J189")
    assert [d.code for d in load_stay(work, kept).review.log] == ["E8768"]


def test_an_altered_blob_is_told_and_hides_no_other_stay(desk, stay, kept):
    other = stays.import_stay(desk.work, desk["coder"], stay).id
    (blob,) = (desk.folder / "blobs" / kept).glob("coded.*")
    blob.write_bytes(blob.read_bytes()[:-1] + b"x")
    with pytest.raises(StorageError):
        stays.read_stay(desk.work, desk["coder"], kept)
    lines = {line.id: line.review for line in stays.list_stays(desk.work, desk["coder"])}
    assert lines[kept] is None and lines[other] is not None


def test_reports_say_what_is_not_given_and_the_discharge_is_needed(desk):
    tools = desk.work.coding()
    text = f"Hospitalisée du 01/06/2022 au 09/06/2022.\n\n{REPORT.replace('Patient ', 'Patiente ')}"
    read = stay_of_reports([("a.txt", text), ("a.txt", REPORT)], tools, a_unit_each=True)
    assert (read.entry, read.exit, read.age, read.sex) == (date(2022, 6, 1), date(2022, 6, 9), 70, "F")
    assert [unit.documents[0].id for unit in read.units] == ["a.txt", "a.txt (2)"]
    with pytest.raises(InputError, match="discharge"):
        stay_of_reports([("a.txt", REPORT)], tools)
    with pytest.raises(InputError, match="before it begins"):
        stay_of_reports([("a.txt", text)], tools, entry=date(2022, 6, 10))
    for nothing in ([], [("a.txt", " ")]):
        with pytest.raises(InputError, match="words"):
            stay_of_reports(nothing, tools, discharge=date(2022, 6, 9))


def test_the_sample_stays_are_taken_in_once(desk):
    folder = Path(__file__).resolve().parents[2] / "knowledge" / "samples" / "stays"
    for _ in range(2):
        load_stays(desk.work, desk["coder"], folder)
    found = stays.list_stays(desk.work, desk["coder"])
    codes = {line.review.coded.codes[0].code for line in found if line.review}
    assert codes == {"J189", "S7200"} and all(line.review.coded.valid_that_day for line in found if line.review)
    with pytest.raises(ConfigError):
        load_stays(desk.work, desk["coder"], desk.folder / "nothing")
