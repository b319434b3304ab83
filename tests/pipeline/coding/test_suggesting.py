"""Codes for facts: who is coded, with which role, on what proof."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.coding import CodeEntry, CodeRole, Nomenclature, RankedCode
from assistant.domain.draft import PlacedSentence, RenderedReport, ReportKind, Sentence
from assistant.domain.evidence import ContextEvidence, SegmentEvidence
from assistant.domain.fact import Fact, FactKind, Qualifiers
from assistant.domain.span import Span
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.coding import suggest_codes
from assistant.pipeline.coding.roles import MCO_TYPES, SymptomRules, is_legal
from assistant.pipeline.coding.visit_rules import load_visit_rules
from assistant.pipeline.lexicon import load_lexicon

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
LEXICON = load_lexicon(KNOWLEDGE / "lexicons", "fr")
EMPTY = RenderedReport("", ())
RULES = load_visit_rules(KNOWLEDGE / "coding", "fr")


class ListedCodes:
    """A retriever that knows a few phrases: word in the phrase to (code, MCO type)."""

    def __init__(self, **known: tuple[str, int]) -> None:
        self._known = known

    def codes(self, phrase: str, nomenclature: Nomenclature, top: int) -> list[RankedCode]:
        return [
            RankedCode(CodeEntry(code, word, nomenclature, 2022, kind != 3, kind), 0.95)
            for word, (code, kind) in self._known.items()
            if word in phrase
        ][:top]

    def entry(self, code: str, nomenclature: Nomenclature) -> CodeEntry | None:
        raise NotImplementedError


CODES = ListedCodes(
    pneumonie=("J189", 0),
    toux=("R05", 0),
    asthme=("J459", 0),
    escarre=("L899", 0),
    allaitement=("Z391", 4),
    chute=("W19", 2),
)


def problem(text: str, turn: int = 0, role: SpeakerRole = SpeakerRole.CLINICIAN, **qualifiers: bool) -> Fact:
    return Fact(FactKind.PROBLEM, f"x_{text}", text, turn, Span(0, len(text)), role, Qualifiers(**qualifiers))


def said(facts: Sequence[Fact]) -> list[Segment]:
    return [Segment(f"S{at}", fact.turn, fact.span, fact.text, fact.role) for at, fact in enumerate(facts, 1)]


def coded(
    *facts: Fact, kind: ReportKind = ReportKind.DISCHARGE, report: RenderedReport = EMPTY
) -> list[tuple[str, str]]:
    found = suggest_codes(facts, said(facts), report, CODES, Nomenclature.CIM10, kind, LEXICON, RULES)
    return [(suggestion.code, suggestion.role) for suggestion in found]


@pytest.mark.parametrize("qualifier", ["negated", "uncertain", "conditional", "family", "past", "superseded"])
def test_only_the_patients_own_present_affirmed_problems_are_coded(qualifier: str) -> None:
    assert coded(problem("pneumonie", **{qualifier: True})) == []


def test_a_french_stay_has_one_main_diagnosis_and_associated_ones() -> None:
    assert coded(problem("pneumonie"), problem("escarre", 1)) == [("J189", CodeRole.DP), ("L899", CodeRole.DAS)]


def test_a_code_that_may_not_lead_does_not_lead() -> None:
    assert coded(problem("chute"), problem("allaitement", 1), problem("escarre", 2)) == [
        ("L899", CodeRole.DP),
        ("W19", CodeRole.DAS),
        ("Z391", CodeRole.DAS),
    ]


def test_without_a_code_that_may_lead_nothing_leads() -> None:
    assert coded(problem("chute")) == [("W19", CodeRole.DAS)]


def test_a_symptom_is_left_out_when_its_cause_is_coded_and_kept_when_it_is_alone() -> None:
    assert coded(problem("toux"), problem("pneumonie", 1)) == [("J189", CodeRole.DP)]
    assert coded(problem("toux")) == [("R05", CodeRole.DP)]


def test_what_the_report_concludes_comes_first() -> None:
    facts = (problem("escarre"), problem("asthme", 1))
    sentence = Sentence("a1", "Asthme.", (SegmentEvidence(1, Span(0, 6)),))
    report = RenderedReport("Asthme.", (PlacedSentence("assessment", sentence, Span(0, 7)),))
    assert coded(*facts, report=report)[0] == ("J459", CodeRole.DP)


def test_one_code_gathers_the_proof_of_all_its_mentions() -> None:
    facts = (problem("asthme", 3), problem("asthme", 7, SpeakerRole.PATIENT))
    (only,) = suggest_codes(facts, said(facts), EMPTY, CODES, Nomenclature.CIM10, ReportKind.DISCHARGE, LEXICON, RULES)
    assert [evidence.turn for evidence in only.evidence if isinstance(evidence, SegmentEvidence)] == [3, 7]


def test_what_no_code_suits_gets_none() -> None:
    assert coded(problem("mal partout")) == []


def test_other_kinds_of_fact_are_not_coded() -> None:
    fact = Fact(FactKind.DRUG, "asthme", "asthme", 0, Span(0, 6))
    assert coded(fact) == []


@given(st.sampled_from([0, 1, 2, 3, 4, None]), st.sampled_from([CodeRole.DP, CodeRole.DR, CodeRole.DAS]))
def test_no_role_against_the_type(kind: int | None, role: CodeRole) -> None:
    entry = CodeEntry("X", "x", Nomenclature.CIM10, 2022, kind != 3, kind)
    assert is_legal(entry, role) == (kind is None or kind in MCO_TYPES[role])


def test_a_symptom_is_not_explained_by_itself() -> None:
    assert not SymptomRules((("R05", ("R",)),)).explained("R05", frozenset({"R05"}))


def test_a_problem_of_the_record_is_coded_in_its_own_words_where_it_is_spoken_of():
    codes = ListedCodes(severe=("J46", 0), asthme=("J459", 0), escarre=("L899", 0))
    record = ("escarre du talon", "asthme severe")
    (only,) = suggest_codes(
        [problem("asthme")], [], EMPTY, codes, Nomenclature.CIM10, ReportKind.DISCHARGE, LEXICON, RULES, record
    )
    assert only.code == "J46"
    assert only.evidence == (SegmentEvidence(0, Span(0, 6)), ContextEvidence("problems", 1))
