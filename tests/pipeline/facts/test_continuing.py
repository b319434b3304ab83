"""What a pronoun takes up: the drug a sentence is about, and the measure it gives anew."""

from assistant.domain.fact import DrugAction, FactKind
from tests.pipeline.drafting.conftest import dialogue, facts_of


def test_it_is_the_drug_that_opened_the_sentence() -> None:
    said = "D: L'Advil, ça retient l'eau, et avec le Lasilix et le Triatec c'est mauvais. On l'arrête aujourd'hui."
    stopped = [fact.concept for fact in facts_of(dialogue("fr", said)) if fact.action is DrugAction.STOPPED]
    assert stopped == ["ibuprofen"]


def test_what_is_stopped_by_name_is_not_the_drug_before() -> None:
    said = "D: Le Zyloric, pas pour l'instant. On arrête les sodas."
    assert not [fact for fact in facts_of(dialogue("fr", said)) if fact.action is DrugAction.STOPPED]


def test_a_measure_given_anew_replaces_the_one_taken_back() -> None:
    said = "D: L'hémoglobine glyquée est à sept virgule huit… non, pardon. Là elle est à huit virgule un."
    measured = [fact for fact in facts_of(dialogue("fr", said)) if fact.kind is FactKind.MEASUREMENT]
    live = [fact.quantity.value for fact in measured if fact.quantity and not fact.qualifiers.superseded]
    assert live == [8.1]


def test_a_relative_introduced_by_name_stays_one() -> None:
    lines = (
        "C: Trente-neuf, c'était la grande, Jeanne.",
        "D: Parce que Jeanne est malade aussi ?",
        "C: Un gros rhume, depuis une semaine.",
    )
    colds = [fact for fact in facts_of(dialogue("fr", *lines)) if fact.concept == "rhinorrhea"]
    assert colds and all(fact.qualifiers.family for fact in colds)
