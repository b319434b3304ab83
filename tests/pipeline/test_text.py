"""Text helpers."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.pipeline.text import PhraseTable, fold, sentence_spans, tokens


@given(st.text())
def test_fold_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_fold_takes_accents_and_capitals_off() -> None:
    assert fold("Éléphant ÇA µg ’") == "elephant ca ug '"


@given(st.text())
def test_sentences_hold_every_character_that_is_not_a_space(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


def test_sentences_end_where_they_end() -> None:
    text = "Vu le Dr. Martin. Il a 38.5 depuis hier… Non ?\n1. Repos\nRevoir"
    assert [span.of(text) for span in sentence_spans(text)] == [
        "Vu le Dr. Martin.",
        "Il a 38.5 depuis hier…",
        "Non ?",
        "1. Repos",
        "Revoir",
    ]


def test_the_longest_phrase_wins_and_capitals_count_where_asked() -> None:
    table = PhraseTable([("mal", 1), ("mal de tête", 2), ("=TA", 3)])
    words = tokens("mal de tetes, TA, ta")
    assert [(match.payloads, match.first, match.last) for match in table.find(words)] == [((2,), 0, 2), ((3,), 3, 3)]
