"""The pages of stays, as a coder and a clinician use them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.coding import CodeRole, Nomenclature, NomenclatureVersion
from assistant.domain.span import Span
from assistant.domain.stay import CodedStay, ReportSpan, Stay, StayCode, StayDocument, Unit
from assistant.domain.stay_review import StayReview, StayState
from assistant.exports.stay_view import arrange_stay
from assistant.web.pages import texts
from tests.web.conftest import Browser

DAY = date(2022, 6, 9)
REPORT = (
    "Patient de 70 ans.\n\nAntécédents : Cancer du côlon en 2018.\n\nÉvolution : pneumopathie traitée par "
    "amoxicilline. Hypokaliémie corrigée. Pas d'embolie pulmonaire.\n\nConclusion : pneumopathie, hypokaliémie.\n"
)


@pytest.fixture
def coder(browser, staff):
    return browser.log_in("coder")


@pytest.fixture
def stay(coder):
    """A stay that the coder has taken in; its address."""
    answer = coder.post("/stays", pasted=REPORT, entry="2022-06-01", discharge="2022-06-09", age="70", sex="M")
    assert answer.status_code == 200, answer.text
    return answer.url.path


def decide(browser, stay, kind, code, **fields):
    return browser.post(f"{stay}/decide", kind=kind, code=code, **fields)


def test_the_page_shows_codes_proof_rule_rejections_and_edition(coder, stay):
    page = coder.get(stay).text
    assert "J18.9" in page and "CIM-10 FR 2022, sortie le 09/06/2022" in page and "DP-MOTIF" in page
    assert re.search(r'<mark class="proves" data-refs="c0[^"]*">pneumopathie traitée par', page)
    assert "NEGATION" in page and "I26.9" in page
    assert "cancer" in page[page.index('id="questions"') :].lower()
    assert "J18.9" in coder.get("/stays").text


def test_from_proposal_to_export(coder, stay):
    assert decide(coder, stay, "accepted", "J189").url.path == stay
    assert "1 code sans décision" in coder.get(stay).text
    assert decide(coder, stay, "rejected", "E8768", why="kaliémie à 3,4").status_code == 200
    assert decide(coder, stay, "added", "I10", role="DAS", why="traitée").status_code == 200
    assert "Validé" in coder.post(f"{stay}/validate").text
    written = coder.post(f"{stay}/export/csv")
    assert "attachment" in written.headers["Content-Disposition"]
    assert [line.split(",")[1:3] for line in written.text.splitlines()[1:]] == [["DP", "J189"], ["DAS", "I10"]]
    assert coder.post(f"{stay}/export/fhir").json()["type"] == "collection"
    assert "Rouvert" in coder.post(f"{stay}/reopen").text
    assert "kaliémie à 3,4" in coder.get(stay).text


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("edited", {"to": "Z9999", "role": "DP", "why": "parce que"}, "valable le"),
        ("edited", {"to": "B953", "role": "DP", "why": "parce que"}, "ne peut pas être DP"),
        ("rejected", {"why": " "}, "motif"),
    ],
)
def test_a_refused_decision_is_said_on_the_same_page_with_what_was_typed(coder, stay, kind, fields, said):
    answer = decide(coder, stay, kind, "J189", **fields)
    assert answer.status_code == 422 and said in answer.text and "J18.9" in answer.text
    assert all(f'value="{value}"' in answer.text for value in fields.values() if value not in ("DP",))
    assert "2 codes sans décision" in answer.text


@pytest.mark.parametrize(
    ("language", "title", "half"), [("fr", "Chiffres par service", "50 %"), ("en", "Figures by department", "50%")]
)
def test_the_figures_of_the_departments_are_a_page_without_names(coder, language, title, half):
    coder.post("/language", lang=language)
    assert 'href="/stays/figures"' in coder.get("/stays").text
    stay = coder.post("/stays", pasted=REPORT, discharge="2022-06-09", department="Pneumologie").url.path
    decide(coder, stay, "accepted", "J189")
    decide(coder, stay, "rejected", "E8768", why="kaliémie à 3,4")
    page = coder.get("/stays/figures").text
    assert title in page and "Pneumologie" in page and page.count(half) == 2
    assert "kaliémie" not in page and "Dr Coder" not in page.split("<main")[1]


def test_validation_says_what_is_missing(coder, stay):
    assert "Codes sans décision : J189, E8768" in coder.post(f"{stay}/validate").text


def test_a_question_goes_to_the_clinician_and_comes_back_as_evidence(client, coder, stay):
    asked = coder.post(f"{stay}/ask", question="1")
    assert "En attente de la réponse" in asked.text and "/answer" not in asked.text
    assert coder.post(f"{stay}/answer", text="Oui").status_code == 403
    coder.post("/logout")
    clinician = Browser(client).log_in("clinician")
    assert "/answer" in clinician.get(stay).text
    page = clinician.post(f"{stay}/answer", text="Conclusion : cancer du côlon actif, chimiothérapie poursuivie.").text
    assert "C18.9" in page and "Réponse du clinicien" in page


def test_a_stay_whose_form_is_wrong_loses_nothing(coder):
    answer = coder.post("/stays", pasted=REPORT, entry="2022-06-10", discharge="2022-06-09")
    assert answer.status_code == 422 and "avant" in answer.text and "Hypokaliémie corrigée" in answer.text
    assert "2022-06-10" in answer.text
    assert coder.post("/stays", pasted=REPORT).status_code == 422
    assert "Aucun séjour" in coder.get("/stays").text


@pytest.mark.parametrize("role", ["secretary", "administrator"])
def test_others_see_no_stay(client, coder, stay, role):
    coder.post("/logout")
    other = Browser(client).log_in(role)
    for path in (stay, "/stays", "/stays/figures"):
        assert other.get(path).status_code == 403
    assert decide(other, stay, "accepted", "J189").status_code == 403


def test_there_is_a_word_for_every_state():
    for language in ("fr", "en"):
        assert {f"stay_state.{state}" for state in StayState} <= texts(language).keys()


def test_an_edition_that_does_not_hold_is_said_on_the_pages(coder):
    stay = coder.post("/stays", pasted=REPORT, discharge="2026-06-09").url.path
    assert "pas à la sortie du 09/06/2026" in coder.get(stay).text and "à vérifier" in coder.get("/stays").text


def test_a_report_is_text_and_never_markup(coder):
    stay = coder.post("/stays", pasted=f"<script>alert(1)</script>\n{REPORT}", discharge="2022-06-09").url.path
    assert "<script>alert" not in coder.get(stay).text


@given(st.text(min_size=1, max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=5))
def test_the_pieces_are_the_text_and_carry_exactly_what_rests_on_them(text, places):
    spans = [Span(start, min(start + length, len(text))) for start, length in places if start < len(text)]
    codes = tuple(
        StayCode(f"A0{n}", "x", Nomenclature.CIM10, 2022, CodeRole.DAS, 0.5, (ReportSpan("d", s, s.of(text)),), ())
        for n, s in enumerate(spans)
    )
    edition = NomenclatureVersion(Nomenclature.CIM10, 2022, DAY, DAY, "", "", 1)
    stay = Stay((Unit("u", (StayDocument("d", text),)),))
    (shown,) = arrange_stay(StayReview(stay, CodedStay(edition, DAY, codes))).documents
    assert "".join(piece.text for piece in shown.pieces) == text
    for n, span in enumerate(spans):
        assert "".join(p.text for p in shown.pieces if f"c{n}" in p.refs) == span.of(text)
