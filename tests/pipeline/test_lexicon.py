"""The lexicons as they are shipped."""

from pathlib import Path

import pytest

from assistant.domain.language import LANGUAGES, Language
from assistant.errors import ConfigError
from assistant.pipeline.lexicon import load_lexicon

FOLDER = Path(__file__).parents[2] / "knowledge" / "lexicons"


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("fr", "j'ai mal à la tête", "headache"),
        ("fr", "HTA connue", "hypertension"),
        ("fr", "une bpco", "copd"),
        ("fr", "du Kardégic", "aspirin"),
        ("fr", "sous KARDEGIC", "aspirin"),
        ("en", "her water pill", "diuretic"),
        ("en", "short of breath", "dyspnea"),
        ("en", "taking Lasix", "furosemide"),
    ],
)
def test_lay_words_abbreviations_and_brands(language: Language, text: str, concept: str) -> None:
    (found,) = load_lexicon(FOLDER, language).match(text)
    assert found.concept == concept
    assert found.span.of(text)


def test_capitals_count_for_short_abbreviations() -> None:
    assert not [match for match in load_lexicon(FOLDER, "fr").match("il fa beau ta maman")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_has_a_label_in_both_languages(language: Language) -> None:
    lexicon = load_lexicon(FOLDER, language)
    assert len(lexicon.concepts) > 500
    for concept in lexicon.concepts.values():
        assert all(concept.labels[each] for each in LANGUAGES), concept.key


def test_both_languages_have_the_same_cue_groups() -> None:
    french, english = (load_lexicon(FOLDER, language) for language in LANGUAGES)
    assert french.cue_names.keys() == english.cue_names.keys()
    assert all(french.cue_names[group].keys() >= {"before"} for group in ("negation", "uncertain", "conditional"))


def test_an_unknown_concept_is_its_own_label() -> None:
    assert load_lexicon(FOLDER, "fr").label("thing_unheard_of") == "thing_unheard_of"


def test_a_missing_folder_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        load_lexicon(tmp_path, "fr")
