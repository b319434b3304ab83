"""Passages offered for problems, and plan sentences that follow one."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.domain.context import Sex
from assistant.domain.draft import Draft, Provenance, ReportKind, Section, Sentence
from assistant.domain.fact import Fact, FactKind, Qualifiers
from assistant.domain.knowledge import ANYBODY, Passage, Population, RankedPassage, Source
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.citing import Whom, cite, offer_passages

SOURCE = Source("Angine", "HAS", 2021, "https://example.org")
TEXT = "Si le test rapide est positif : amoxicilline pendant 6 jours. En cas d'allergie aux pénicillines, un macrolide."
PASSAGE = RankedPassage(
    Passage("angine#t", "fr", "Traitement", TEXT, SOURCE, date(2030, 1, 1), concepts=("angine",)), 0.9
)


class OneCard:
    """Answers every question that names a throat problem."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages(self, query: str, language: Language, top: int) -> list[RankedPassage]:
        self.asked.append(query)
        return [PASSAGE][:top] if "angine" in query else []


def problem(concept: str, role: SpeakerRole = SpeakerRole.CLINICIAN, **qualifiers: bool) -> Fact:
    span = Span(0, len(concept))
    return Fact(FactKind.PROBLEM, concept, concept, 0, span, role, qualifiers=Qualifiers(**qualifiers))


def draft(section: str, *texts: str) -> Draft:
    sentences = tuple(Sentence(f"s{at}", text) for at, text in enumerate(texts))
    return Draft(ReportKind.CONSULTATION, "fr", "t", (Section(section, "T", sentences),), Provenance("x", None))


def cited(section: str, text: str) -> list[str]:
    return [citation.id for citation in cite(draft(section, text), [PASSAGE]).sections[0].sentences[0].citations]


def test_a_problem_found_twice_is_offered_once() -> None:
    retriever = OneCard()
    assert offer_passages([problem("angine"), problem("angine"), problem("eczema")], retriever, "fr") == (PASSAGE,)


def test_only_a_card_about_the_very_problem_is_offered() -> None:
    assert offer_passages([problem("angine de poitrine")], OneCard(), "fr") == ()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_only_the_patient_names_is_not_looked_up(language: Language) -> None:
    told = problem("angine", SpeakerRole.PATIENT)
    assert offer_passages([told], OneCard(), language) == ()


def test_what_the_clinician_denies_at_last_is_not_offered() -> None:
    stated, denied = problem("angine"), problem("angine", negated=True)
    assert offer_passages([stated, denied], OneCard(), "fr") == ()
    assert offer_passages([denied, stated], OneCard(), "fr") == (PASSAGE,)


class Cards:
    """Four passages of a card for whatever is asked, as good as each other."""

    def passages(self, query: str, language: Language, top: int) -> list[RankedPassage]:
        made = [
            Passage(f"{query}#{at}", language, "T", TEXT, SOURCE, date(2030, 1, 1), concepts=(query,))
            for at in range(4)
        ]
        return [RankedPassage(one, 1.0) for one in made][:top]


def test_at_most_five_are_offered_and_every_problem_has_its_best() -> None:
    found = offer_passages([problem("gout"), problem("asthma"), problem("copd")], Cards(), "en")
    assert [one.passage.id for one in found] == ["gout#0", "asthma#0", "copd#0", "gout#1", "asthma#1"]


def test_a_symptom_is_looked_up_only_where_no_diagnosis_is() -> None:
    assert {one.passage.id[:5] for one in offer_passages([problem("cough"), problem("gout")], Cards(), "en")} == {
        "gout#"
    }
    assert offer_passages([problem("cough")], Cards(), "en")


class OwnDocument:
    """The practice's document, which names no concepts, found by words."""

    def __init__(self, score: float) -> None:
        self._score = score

    def passages(self, query: str, language: Language, top: int) -> list[RankedPassage]:
        return [RankedPassage(replace(PASSAGE.passage, concepts=(), own=True), self._score)]


def test_a_document_of_the_practice_is_offered_where_it_is_named_after_the_problem() -> None:
    assert len(offer_passages([problem("angine")], OwnDocument(1.0), "fr")) == 1
    assert offer_passages([problem("angine")], OwnDocument(0.7), "fr") == ()


@pytest.mark.parametrize("qualifier", ["negated", "family", "past", "superseded", "conditional"])
def test_what_the_patient_does_not_have_is_not_looked_up(qualifier: str) -> None:
    retriever = OneCard()
    assert offer_passages([problem("angine", **{qualifier: True})], retriever, "fr") == ()
    assert retriever.asked == []


def test_a_plan_sentence_that_follows_the_passage_cites_it() -> None:
    assert cited("plan", "Test rapide positif : amoxicilline 1 g matin et soir pendant 6 jours.") == ["angine#t"]


@pytest.mark.parametrize(
    "text",
    [
        "Paracétamol 1 g si douleur, trois fois par jour au maximum.",
        "Revoir dans 6 jours.",
        "Amoxicilline arrêtée ; radiographie des sinus et consultation ORL le mois prochain.",
        "",
    ],
)
def test_a_plan_sentence_that_says_something_else_cites_nothing(text: str) -> None:
    assert cited("plan", text) == []


def test_only_the_plan_cites() -> None:
    assert cited("history", "Test rapide positif : amoxicilline 1 g matin et soir pendant 6 jours.") == []


def test_without_passages_the_draft_is_the_same() -> None:
    original = draft("plan", "Repos.")
    assert cite(original, []) == original


class Shelf:
    """Finds every passage of an otitis card, each for another age."""

    def passages(self, query: str, language: Language, top: int) -> list[RankedPassage]:
        ages = [Population(None, 2.0), Population(2.0, 18.0), Population(18.0), Population(sex=Sex.FEMALE), ANYBODY]
        found = [
            Passage(f"p{at}", "fr", "T", TEXT, SOURCE, date(2030, 1, 1), population=one, concepts=("otite",))
            for at, one in enumerate(ages)
        ]
        return [RankedPassage(one, 0.9) for one in found][:top]


@pytest.mark.parametrize(
    ("patient", "offered"),
    [
        (Whom(0.7, Sex.MALE), ["p0", "p4"]),
        (Whom(2.0, Sex.MALE), ["p1", "p4"]),
        (Whom(40.0, Sex.FEMALE), ["p2", "p3", "p4"]),
        (Whom(None, None), ["p0", "p1", "p2"]),
    ],
)
def test_a_passage_for_other_ages_or_the_other_sex_is_not_offered(patient: Whom, offered: list[str]) -> None:
    found = offer_passages([problem("otite")], Shelf(), "fr", patient=patient)
    assert [one.passage.id for one in found] == offered
