"""Reports as files."""

import json

import pytest

from assistant.errors import NotAllowed, StateError
from assistant.services import exporting, review


def test_the_text_is_the_report(desk, in_review):
    review.edit_sentence(desk.work, desk["clinician"], in_review, "s2", "No cough.")
    assert "No cough." in exporting.export(desk.work, desk["secretary"], in_review, "text").decode()


def test_the_json_line_has_the_edited_sentences(desk, in_review):
    review.edit_sentence(desk.work, desk["clinician"], in_review, "s2", "No cough.")
    item = json.loads(exporting.export(desk.work, desk["coder"], in_review, "json"))
    sentence = item["sections"][0]["sentences"][1]
    assert item["text"][sentence["start"] : sentence["end"]] == "No cough."


def test_the_page_of_a_signed_report_names_the_signatory(desk, in_review):
    review.delete_sentence(desk.work, desk["clinician"], in_review, "s2")
    assert "Dr Clinician" not in exporting.export(desk.work, desk["clinician"], in_review, "html").decode()
    review.sign(desk.work, desk["clinician"], in_review)
    assert "Dr Clinician" in exporting.export(desk.work, desk["clinician"], in_review, "html").decode()


def test_nothing_to_export_yet(desk, opened):
    with pytest.raises(StateError):
        exporting.export(desk.work, desk["clinician"], opened(), "text")


def test_an_export_is_noted_and_needs_a_right(desk, in_review, trail):
    exporting.export(desk.work, desk["clinician"], in_review, "text")
    assert trail(in_review)[-1] == "export"
    with pytest.raises(NotAllowed):
        exporting.export(desk.work, desk["administrator"], in_review, "text")


def test_the_text_says_who_checked_it_and_that_nobody_has(desk, in_review):
    review.delete_sentence(desk.work, desk["clinician"], in_review, "s2")
    assert "Unsigned draft" in exporting.export(desk.work, desk["clinician"], in_review, "text").decode()
    review.sign(desk.work, desk["clinician"], in_review)
    text = exporting.export(desk.work, desk["clinician"], in_review, "text").decode()
    assert "Checked and signed by Dr Clinician" in text and "Unsigned" not in text
