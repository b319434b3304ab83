"""What is shown of an answer that is still being written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pipeline.drafting.overhearing import overheard, words_so_far

TEXTS = st.lists(st.text(min_size=1).filter(str.strip), max_size=4)


def answer(texts: list[str]) -> str:
    return json.dumps({"sentences": [{"text": text, "evidence": ["S1"]} for text in texts]})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ('{"sentences": [{"te', ""),
        ('{"sentences": [{"text": "', ""),
        ('{"sentences": [{"text": "Toux depuis tro', "Toux depuis tro"),
        ('{"sentences":[{"text":"Cough.","evidence":["S1"]},{"text":"No fev', "Cough. No fev"),
        ('{"sentences": [{"evidence": ["S4"], "text": "Fi\\u00e8vre \\u00e', "Fièvre"),
        ('{"sentences": [{"text": "Dit \\"text\\": \\"rien\\" et', 'Dit "text": "rien" et'),
        ('{"sentences": [{"text": "Mal\\', "Mal"),
        ('{"sentences": [{"text": "\\ud83d', ""),
        ("Le patient tousse.", ""),
        ('{"sentences": [{"text": 12, "evidence": []}', ""),
    ],
)
def test_the_words_as_far_as_they_go(answer: str, words: str) -> None:
    assert words_so_far(answer) == words


@given(TEXTS)
def test_of_a_whole_answer_every_sentence(texts: list[str]) -> None:
    assert words_so_far(answer(texts)).split() == " ".join(texts).split()


@given(TEXTS, st.data())
def test_more_words_come_and_none_that_the_whole_answer_has_not(texts: list[str], data: st.DataObject) -> None:
    whole = answer(texts)
    at = data.draw(st.integers(0, len(whole)))
    said = words_so_far(whole)
    assert said.startswith(words_so_far(whole[:at]).rstrip())


def test_a_listener_is_told_only_when_there_is_more() -> None:
    told = []
    hear = overheard("plan", told.append)
    for piece in ('{"sentences": [', '{"text": "Revoir', " dans dix jours.", '", "evidence": ["S1', '"]}]}'):
        hear(piece)
    assert [(one.section, one.text) for one in told] == [("plan", "Revoir"), ("plan", "Revoir dans dix jours.")]
