"""Allergies told by what a food, a sting or a material did, without the word."""

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.fact import Fact, FactKind
from assistant.domain.finding import Severity
from assistant.domain.language import Language
from assistant.pipeline.checking import check_note
from assistant.pipeline.lexicon import load_lexicon
from tests.pipeline.drafting.conftest import dialogue, facts_of
from tests.pipeline.facts.tagged import LEXICONS


def allergies(language: Language, *lines: str) -> list[Fact]:
    return [fact for fact in facts_of(dialogue(language, *lines)) if fact.kind is FactKind.ALLERGY]


TOLD: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("C: Ah si, l'œuf. Il a eu des plaques rouges autour de la bouche.",), "eggs"),
    ("fr", ("C: On lui a donné de l'omelette, il a eu des plaques autour de la bouche.",), "eggs"),
    ("fr", ("P: Avec les crevettes, la dernière fois, j'avais les lèvres gonflées.",), "shellfish"),
    ("fr", ("P: Une guêpe m'a piqué cet été. Le bras a doublé de volume.",), "bee_stings"),
    ("fr", ("D: Et les noisettes ?", "C: Elle a eu de l'urticaire."), "nuts"),
    ("fr", ("P: Le kiwi, j'ai la bouche qui gratte.",), "kiwi"),
    ("en", ("C: She came out in big raised blotches ten minutes after the peanut satay. Her lip blew up.",), "peanuts"),
    ("en", ("C: It was the peanut satay. Her lip blew up.",), "peanuts"),
    ("en", ("P: I had prawns on holiday. My face swelled up within the hour.",), "shellfish"),
    ("en", ("P: When I eat kiwi my mouth goes itchy.",), "kiwi"),
    ("en", ("D: Ever been stung by a wasp?", "P: Yes, my arm blew up."), "bee_stings"),
    ("en", ("P: I wore rubber gloves at work and came out in a rash.",), "latex"),
]


@pytest.mark.parametrize(("language", "lines", "concept"), TOLD)
def test_a_reaction_tells_an_allergy_that_nobody_is_sure_of(
    language: Language, lines: tuple[str, ...], concept: str
) -> None:
    (fact,) = allergies(language, *lines)
    assert fact.concept == concept and fact.qualifiers.uncertain and not fact.qualifiers.negated
    assert fact.span.of(dialogue(language, *lines).turns[fact.turn].text) == fact.text


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("fr", ("C: L'œuf, il en mange, il a jamais eu de plaques.",)),
        ("fr", ("D: L'œuf, ça lui a donné des plaques ?", "C: Non.")),
        ("fr", ("C: Mon père, avec les crevettes, il a eu des plaques.",)),
        ("fr", ("P: J'ai mangé une omelette hier.", "D: Et le genou ?", "P: Il va mieux.", "P: J'ai des plaques.")),
        ("fr", ("D: Si après l'œuf il a des plaques rouges, appelez.",)),
        ("en", ("P: I eat eggs every day.",)),
        ("en", ("P: I broke out in hives last week. I don't know from what.",)),
        ("en", ("C: She has eggs all the time and never had hives.",)),
        ("en", ("D: If his lips swell up after peanuts, call an ambulance.",)),
    ],
)
def test_no_reaction_no_allergen_no_allergy(language: Language, lines: tuple[str, ...]) -> None:
    assert [fact.concept for fact in allergies(language, *lines)] == []


@pytest.mark.parametrize(
    ("language", "lines", "silent", "noted"),
    [
        ("fr", TOLD[0][1], "Conduite à tenir : revoir si besoin.", "Plaques péribuccales après œuf."),
        ("en", TOLD[7][1], "Plan: review if needed.", "Lip swelling after peanut satay."),
    ],
)
def test_left_out_of_the_note_it_is_named(language: Language, lines: tuple[str, ...], silent: str, noted: str) -> None:
    said, lexicon = dialogue(language, *lines), load_lexicon(LEXICONS, language)
    omitted = check_note(silent, said, PatientContext(), lexicon).omissions
    (allergy,) = [one for one in omitted if one.type == "allergy"]
    assert allergy.severity is Severity.MAJOR
    assert not [one for one in check_note(noted, said, PatientContext(), lexicon).omissions if one.type == "allergy"]
