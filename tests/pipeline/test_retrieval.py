"""Stems, BM25, misspellings, fusion; and guideline passages over small and real cards."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.knowledge import CardStatus, Passage, Source
from assistant.domain.language import LANGUAGES, Language
from assistant.pipeline.coding.synonyms import load_synonyms
from assistant.pipeline.coding.wording import load_rules
from assistant.pipeline.passages import MeaningIndex, PassageSearch
from assistant.pipeline.retrieval import Postings, Spelling, fuse, stem, stems
from assistant.storage.knowledge_cards import read_cards

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
TODAY = date(2026, 11, 24)
CARDS = read_cards(KNOWLEDGE / "guidelines")


@pytest.mark.parametrize(
    ("one", "other"),
    [("rénale", "rénaux"), ("auriculaires", "auriculaire"), ("congestive", "congestif"), ("veineuse", "veineux")],
)
def test_french_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stems(one, "fr") == stems(other, "fr")


@pytest.mark.parametrize(
    ("word", "expected"), [("fractures", "fracture"), ("biopsies", "biopsy"), ("illness", "illness")]
)
def test_english_plurals(word: str, expected: str) -> None:
    assert stem(word, "en") == expected


def test_ligatures_are_opened() -> None:
    assert stems("œdème", "fr") == stems("oedeme", "fr")


def test_bm25_prefers_the_document_that_says_it_most_closely_and_survives_storage() -> None:
    postings = Postings.build([{"asthme": 1.0}, {"asthme": 1.0, "allergique": 1.0}, {"toux": 1.0}])
    again = Postings.from_arrays(postings.arrays())
    query = [(again.vocabulary["asthme"], 1.0), (again.vocabulary["allergique"], 1.0)]
    scores = again.scores(query)
    assert scores[1] > scores[0] > scores[2] == 0
    assert scores.tolist() == postings.scores(query).tolist()


@given(st.text(alphabet="abcdefghij", min_size=5, max_size=12))
def test_a_word_is_nearest_to_itself(word: str) -> None:
    spelling = Spelling([word, "zzzzzz"])
    assert spelling.near(word, 0.5, 2)[0] == (word, 1.0)


def test_what_two_rankings_agree_on_leads() -> None:
    assert fuse([["a", "b", "c"], ["b", "d"]])[0] == "b"


def finder(
    passages: tuple[Passage, ...] = CARDS, today: date = TODAY, meaning: MeaningIndex | None = None
) -> PassageSearch:
    file = KNOWLEDGE / "lexicons" / "code_synonyms.tsv"
    return PassageSearch(
        passages,
        {language: load_rules(KNOWLEDGE / "coding", language) for language in LANGUAGES},
        {language: load_synonyms(file, language) for language in LANGUAGES},
        lambda: today,
        (lambda: meaning) if meaning else None,
        frozenset({"en"}) if meaning else frozenset(),
    )


COVERED: list[tuple[Language, str, str]] = [
    ("fr", "traitement d'une cystite simple", "cystite-has"),
    ("fr", "angine TROD positif", "angine-has"),
    ("fr", "HTA", "hta-has"),
    ("fr", "faut-il une radio pour un mal de dos", "lombalgie-has"),
    ("fr", "migrane", "migraine-sfemc"),
    ("fr", "phlébite", "tvp-splf"),
    ("fr", "diabetes_2", "diabete2-has"),
    ("en", "UTI treatment", "uti-lower-nice"),
    ("en", "COPD exacerbation", "copd-nice"),
    ("en", "statin", "lipids-nice"),
    ("en", "atrial_fibrillation", "atrial-fibrillation-nice"),
]
UNCOVERED: list[tuple[Language, str]] = [
    ("fr", "psoriasis"),
    ("fr", "fracture du poignet"),
    ("fr", "appendicite aiguë"),
    ("fr", "zona"),
    ("fr", "cataracte"),
    ("fr", "maladie de Crohn"),
    ("fr", ""),
    ("en", "psoriasis"),
    ("en", "kidney stones"),
    ("en", "wrist fracture"),
    ("en", "shingles"),
    ("en", "ectopic pregnancy"),
    ("en", "multiple sclerosis"),
    ("en", "?!"),
]


@pytest.mark.parametrize(("language", "question", "card"), COVERED)
def test_the_card_that_is_about_the_question_is_found(language: Language, question: str, card: str) -> None:
    found = finder().passages(question, language, 3)
    assert any(ranked.passage.id.startswith(f"{card}#") for ranked in found)
    assert all(0.0 <= ranked.score <= 1.0 and ranked.passage.language == language for ranked in found)


@pytest.mark.parametrize(("language", "question"), UNCOVERED)
def test_nothing_relevant_is_an_empty_list(language: Language, question: str) -> None:
    assert finder().passages(question, language, 3) == []


@pytest.mark.parametrize("status", [CardStatus.SUPERSEDED, CardStatus.WITHDRAWN])
def test_a_card_that_is_no_longer_valid_is_never_returned(status: CardStatus) -> None:
    passages = tuple(replace(passage, status=status) for passage in CARDS)
    assert finder(passages).passages("cystite", "fr", 3) == []


def test_a_card_past_its_review_date_is_never_returned() -> None:
    assert finder(today=date(2099, 1, 1)).passages("cystite", "fr", 3) == []


class Meaning:
    """Finds the clot card by meaning, and something far for all else."""

    def similar(self, query: str, language: Language, top: int) -> list[tuple[str, float]]:
        near = 0.6 if "clot" in query else 0.2
        return [("vte-nice#treatment", near)]


def test_meaning_finds_what_words_do_not_and_only_when_it_is_near() -> None:
    with_meaning = finder(meaning=Meaning())
    assert [ranked.passage.id for ranked in with_meaning.passages("clotted leg vein", "en", 3)] == [
        "vte-nice#treatment"
    ]
    assert with_meaning.passages("psoriasis", "en", 3) == []


def test_a_card_in_the_shape_that_the_product_ships() -> None:
    assert len({passage.id.split("#")[0] for passage in CARDS if passage.language == "fr"}) >= 20
    assert len({passage.id.split("#")[0] for passage in CARDS if passage.language == "en"}) >= 20
    source = {passage.source for passage in CARDS}
    assert all(isinstance(each, Source) and each.url.startswith("https://") for each in source)
