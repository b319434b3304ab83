"""Answers are quotations, word for word, or nothing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.context import PatientContext
from assistant.domain.knowledge import CardStatus, Passage, RecordLine, RecordPart, Source
from assistant.pipeline.answering import answer
from assistant.pipeline.coding.synonyms import load_synonyms
from assistant.pipeline.coding.wording import load_rules
from assistant.pipeline.passages import PassageSearch
from assistant.services.asking import record_lines

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
RULES = {language: load_rules(KNOWLEDGE / "coding", language) for language in ("fr", "en")}
SYNONYMS = {
    language: load_synonyms(KNOWLEDGE / "lexicons" / "code_synonyms.tsv", language) for language in ("fr", "en")
}
TODAY = date(2026, 11, 1)


def passage(name: str, topic: str, **more) -> Passage:
    given = {"review_date": date(2030, 1, 1), "topics": (topic,), **more}
    return Passage(f"{name}#a", "fr", "Conduite", f"{topic} : {name}.", Source(name, "X", 2024, ""), **given)


PASSAGES = [
    passage("carte", "angine"),
    passage("maison", "angine", own=True),
    passage("vieille", "angine", review_date=date(2026, 10, 31)),
    passage("retirée", "angine", status=CardStatus.WITHDRAWN),
    passage("autre", "otite"),
]
RECORD = [
    RecordLine(RecordPart.CONTEXT, 1, "allergies", "pénicilline"),
    RecordLine(RecordPart.TRANSCRIPT, 1, "Patient", "J'ai mal à la gorge depuis trois jours."),
    RecordLine(RecordPart.TRANSCRIPT, 2, "Docteur", "Vous avez une angine, la tension est à 14/8."),
]


def asked(question: str, record=RECORD):
    search = PassageSearch(PASSAGES, RULES, SYNONYMS, today=lambda: TODAY)
    return answer(question, "fr", search, record, RULES["fr"], SYNONYMS["fr"], 3)


def test_the_practice_s_own_comes_first_and_what_may_not_be_cited_is_named_not_quoted() -> None:
    found = asked("Que faire devant une angine ?")
    assert [ranked.passage.id for ranked in found.passages] == ["maison#a", "carte#a"]
    assert {passage.id for passage in found.not_citable} == {"vieille#a", "retirée#a"}


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Quelles allergies ?", [(RecordPart.CONTEXT, 1)]),
        ("Depuis quand a-t-il mal à la gorge ?", [(RecordPart.TRANSCRIPT, 1)]),
        ("Combien de tension ?", [(RecordPart.TRANSCRIPT, 2)]),
        ("Quel est le prix du pétrole ?", []),
        ("", []),
    ],
)
def test_the_lines_of_the_record_that_bear_on_the_question(question: str, places: list) -> None:
    assert [(line.part, line.place) for line in asked(question).record][:1] == places


@given(st.text(max_size=80))
def test_nothing_but_quotations(question: str) -> None:
    found = asked(question)
    assert all(ranked.passage in PASSAGES for ranked in found.passages)
    assert all(line in RECORD for line in found.record)


def test_an_empty_record_says_nothing() -> None:
    assert asked("angine", []).record == ()


def test_the_lines_of_an_encounter() -> None:
    class File:
        transcript = None
        checked = None
        context = PatientContext(allergies=("iode",), problems=("asthme",))

    assert record_lines(File()) == [
        RecordLine(RecordPart.CONTEXT, 1, "allergies", "iode"),
        RecordLine(RecordPart.CONTEXT, 2, "problems", "asthme"),
    ]
