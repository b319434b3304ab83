"""Words without punctuation, cut at their joints; words with punctuation, left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.span import Span
from assistant.pipeline.runons import Register, pieces
from assistant.pipeline.segmenting import turn_sentences
from assistant.pipeline.text import sentence_spans
from assistant.pipeline.transcripts import read_transcripts
from assistant.services.samples import samples, transcript_of

ROOT = Path(__file__).parents[2]


def cut(text: str, register: Register) -> list[str]:
    return [piece.of(text) for piece in pieces(text, Span(0, len(text)), register)]


ENGLISH = (
    "so i listened to your chest and there is a little crackle on the right okay so let's talk about the plan i want "
    "you to take the antibiotic twice a day and if the fever is not gone after three days you come back do you have "
    "any questions about that"
)
FRENCH = (
    "alors j'ai bien écouté les deux poumons et il y a un petit foyer à droite donc on va faire une radio demain matin "
    "vous prenez l'antibiotique matin et soir et si la fièvre ne passe pas en trois jours vous revenez est-ce que vous "
    "avez des questions"
)


def test_english_is_cut_at_markers_clauses_and_questions() -> None:
    found = cut(ENGLISH, "en")
    assert found[0] == "so i listened to your chest and there is a little crackle on the right"
    assert found[1].startswith("okay so let's talk about the plan")
    assert found[-1] == "do you have any questions about that"


def test_french_is_cut_at_markers_clauses_and_questions() -> None:
    found = cut(FRENCH, "fr")
    assert "donc on va faire une radio demain matin" in found
    assert any(piece.startswith("vous prenez l'antibiotique matin et soir") for piece in found)
    assert found[-1] == "est-ce que vous avez des questions"


@pytest.mark.parametrize(
    ("text", "register", "whole"),
    [
        (ENGLISH, "en", "if the fever is not gone after three days you come back"),
        (FRENCH, "fr", "si la fièvre ne passe pas en trois jours vous revenez"),
    ],
)
def test_what_waits_for_a_condition_stays_with_it(text: str, register: Register, whole: str) -> None:
    assert any(whole in piece for piece in cut(text, register))


def test_nothing_ends_with_a_word_that_needs_another() -> None:
    text = (
        "the nurse said that i should call you because i was not sure whether you had seen the results of the scan "
        "that we did last week at the hospital in town"
    )
    assert not any(piece.split()[-1] in ("that", "because", "whether", "the", "of") for piece in cut(text, "en"))


def test_a_short_turn_is_left_whole() -> None:
    assert cut("okay so how are you i am fine", "en") == ["okay so how are you i am fine"]


def test_own_transcripts_with_punctuation_keep_their_sentences() -> None:
    told = [transcript_of(sample) for sample in samples(ROOT / "knowledge" / "samples")]
    for path in (ROOT / "tests" / "pipeline" / "drafting" / "visits").glob("*.txt"):
        language = "fr" if path.stem.startswith("fr-") else "en"
        told += [transcript for _, transcript in read_transcripts(path.read_bytes(), path.name, language)]
    assert told
    for one in told:
        written = [[(span, span.of(turn.text)) for span in sentence_spans(turn.text)] for turn in one.turns]
        assert [[(found.span, found.text) for found in turn] for turn in turn_sentences(one)] == written


WORDS = st.sampled_from([*ENGLISH.split(), *FRENCH.split(), "m'a", "38,5", "—", "œ", "İ", "\u2028", "don't", "?"])


@given(st.lists(WORDS, max_size=90), st.sampled_from(["fr", "en", "fr_report"]))
def test_every_character_stays_in_a_piece_in_order(words: list[str], register: Register) -> None:
    text = " ".join(words)
    for sentence in sentence_spans(text):
        found = pieces(text, sentence, register)
        assert found[0].start == sentence.start and found[-1].end == sentence.end
        gaps = [text[one.end : two.start] for one, two in zip(found, found[1:], strict=False)]
        assert all(gap.isspace() for gap in gaps)
