"""The life of a stay's coding."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.bootstrap import stay_tools
from assistant.config import Settings
from assistant.domain.coding import CodeRole, Nomenclature
from assistant.domain.stay import ClinicianQuery
from assistant.domain.stay_review import MOVES, DecisionKind, StayAction, StayReview, StayState, after
from assistant.errors import InputError, NotFound, StateError
from assistant.exports.stay import stay_csv, stay_text
from assistant.exports.stay_fhir import stay_conditions
from assistant.exports.texts import load_texts
from assistant.pipeline.coding.patient import stay_of
from assistant.pipeline.coding.stay import code_stay
from assistant.services import stay_review

TOOLS = stay_tools(Settings())
AT = datetime(2026, 1, 2, tzinfo=UTC)
REPORT = (
    "Patient de 70 ans.\n\nAntécédents : Cancer du côlon en 2018.\n\nÉvolution : pneumopathie traitée. "
    "Hypokaliémie corrigée.\n\nConclusion : pneumopathie, hypokaliémie."
)


def proposed() -> StayReview:
    stay = stay_of(REPORT, "report.txt", TOOLS.status.patterns)
    return StayReview(stay, code_stay(stay, TOOLS))


def test_from_proposal_to_export_and_back():
    review = stay_review.open_review(proposed())
    review = stay_review.accept(review, "J189", "coder", AT)
    with pytest.raises(StateError, match="E8768"):
        stay_review.validate(review)
    review = stay_review.reject(review, "E8768", "coder", AT, "3,4 mmol/L seulement")
    review, exported = stay_review.export(stay_review.validate(review))
    assert [code.code for code in exported.codes] == ["J189"]
    assert [(line.code, line.kind, line.by) for line in review.log] == [
        ("J189", DecisionKind.ACCEPTED, "coder"),
        ("E8768", DecisionKind.REJECTED, "coder"),
    ]
    assert stay_review.reopen(review).state is StayState.REOPENED


def test_an_edit_must_be_legal_and_have_a_reason():
    review = stay_review.open_review(proposed())
    germ = TOOLS.codes_on(None).entry("B953", Nomenclature.CIM10)
    precise = TOOLS.codes_on(None).entry("J13", Nomenclature.CIM10)
    assert germ and precise
    with pytest.raises(InputError, match="may not be DP"):
        stay_review.edit(review, "J189", germ, CodeRole.DP, "coder", AT, "germe")
    with pytest.raises(InputError, match="reason"):
        stay_review.edit(review, "J189", precise, CodeRole.DP, "coder", AT, " ")
    edited = stay_review.edit(review, "J189", precise, CodeRole.DP, "coder", AT, "antigénurie positive")
    assert [code.code for code in edited.codes()] == ["J13"]


def test_a_code_that_is_not_proposed_cannot_be_decided():
    with pytest.raises(NotFound):
        stay_review.accept(stay_review.open_review(proposed()), "I10", "coder", AT)


def test_the_clinicians_answer_is_evidence():
    review = stay_review.open_review(proposed())
    (query,) = review.coded.queries
    asked = stay_review.ask(review, query)
    assert stay_review.accept(asked, "J189", "coder", AT).state is StayState.QUERY_OPEN
    answered = stay_review.answer(
        asked,
        "Conclusion : cancer du côlon actif, chimiothérapie poursuivie.",
        "dr",
        lambda stay: code_stay(stay, TOOLS),
    )
    cancer = next(code for code in answered.coded.codes if code.code == "C189")
    assert answered.asked is None and "actif" in cancer.evidence[0].text and cancer.evidence[0].document != "report.txt"


@given(st.sampled_from(StayAction), st.sampled_from(StayState))
def test_only_the_tables_moves_are_allowed(action, state):
    move = MOVES[action]
    if state in move.sources:
        assert after(action, state) is (state if state in move.keeps else move.target)
    else:
        with pytest.raises(StateError):
            after(action, state)


def test_a_question_before_the_stay_is_open_is_refused():
    with pytest.raises(StateError):
        stay_review.ask(proposed(), ClinicianQuery("?", (), ()))


def test_exports_hold_every_code():
    coded = proposed().coded
    rows = list(csv.DictReader(io.StringIO(stay_csv("1", coded))))
    assert [(row["code"], row["role"]) for row in rows] == [("J189", "DP"), ("E8768", "DAS")]
    assert all(row["nomenclature"] == "cim10" and row["year"] == "2022" for row in rows)
    first, *_, last = stay_text(coded, load_texts("en")).splitlines()
    assert first.startswith("DP\tJ18.9\t") and "2022" in last
    conditions = stay_conditions("p", "e", coded)
    assert [c["code"]["coding"][0]["code"] for c in conditions] == ["J18.9", "E87.68"]
    assert all(c["encounter"]["reference"] == "Encounter/e" for c in conditions)
