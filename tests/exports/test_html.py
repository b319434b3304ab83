"""The HTML file: whole, safe, and true to the draft."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.draft import Repair, RepairOutcome, Section, Sentence
from assistant.domain.finding import Verdict
from assistant.domain.review import Resolution, ResolvedFinding, Signature
from assistant.domain.span import Span
from assistant.domain.task import Task, TaskKind
from assistant.domain.transcript import SpeakerRole, Turn
from assistant.exports.arranging import arrange
from assistant.exports.atoms import Mark, cut
from assistant.exports.html import report_html
from assistant.exports.repairs import repairs_summary
from assistant.exports.texts import load_texts
from tests.exports.sample import sample


class Page(HTMLParser):
    """The scripts, the addresses that would be loaded, and the visible text of a page."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.scripts, self.words, self._in = [], 0, [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self._in = tag
        self.scripts += tag == "script"
        names = {"src", "srcset", "data", "action"} | ({"href"} if tag == "link" else set())
        self.loads += [value for name, value in attributes if name in names]
        assert not any(name.startswith("on") for name, _ in attributes)

    def handle_data(self, data):
        if self._in not in ("script", "style"):
            self.words.append(data)

    def handle_endtag(self, tag):
        self._in = None


def page(consultation, **values):
    return Page(report_html(consultation.checked, consultation, **values))


def test_the_file_loads_nothing_and_runs_only_its_own_script():
    made = page(sample())
    assert made.loads == []
    assert made.scripts == 1


def test_what_was_said_is_text_and_never_markup():
    text = report_html(sample().checked, sample())
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in text


def test_names_titles_and_addresses_cannot_smuggle_markup():
    one = sample()
    evil = '"><img src=x onerror=alert(1)>'
    context = replace(one.context, name=evil, allergies=(evil,))
    [ranked] = one.passages
    source = replace(ranked.passage.source, url="javascript:alert(1)")
    passages = (replace(ranked, passage=replace(ranked.passage, source=source)),)
    checked = replace(one.checked, draft=replace(one.checked.draft, title=evil))
    text = report_html(checked, replace(one, context=context, passages=passages))
    assert "<img" not in text
    assert "javascript:" not in text


def test_every_sentence_has_its_verdict_as_word_and_shape():
    one = sample()
    text = report_html(one.checked, one)
    words = load_texts("fr")
    for verdict in {claim.verdict for claim in one.checked.claims}:
        assert words.word("verdict", verdict) in text
        assert f'href="#v-{verdict}"' in text
    assert text.count('<details class="sentence') == len(one.checked.claims)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_speaks_the_language_asked_for(language):
    words = load_texts(language)
    text = report_html(sample().checked, sample(), language=language)
    for key in ("report.transcript", "report.codes", "report.omissions", "report.not_signed"):
        assert words(key) in "".join(Page(text).words)


def test_codes_citations_findings_and_provenance_are_there():
    text = "".join(page(sample()).words)
    for words in (
        "J02.0",
        "J03.0",
        "CIM-10 FR 2022",
        "HAS, 2021",
        "La dose écrite est 1 g",
        "Allergie à la pénicilline",
        "3f2a91c",
    ):
        assert words in text


def test_a_signed_report_says_who_and_carries_the_digest():
    signature = Signature(1, "account", "Dr Anne Morel", datetime(2026, 11, 23, tzinfo=UTC), "ab" * 32)
    text = "".join(page(sample(), signatures=(signature,)).words)
    assert "Dr Anne Morel" in text
    assert "ab" * 32 in text
    assert load_texts("fr")("report.not_signed") not in text


def test_a_confirmed_finding_is_settled_and_a_corrected_one_that_came_back_is_open():
    one = sample()
    first = next(claim.findings[0] for claim in one.checked.claims if claim.findings)

    def view(resolution):
        done = ResolvedFinding(first.reason, resolution, "vu avec elle", "me", datetime(2026, 1, 1, tzinfo=UTC))
        return arrange(one.checked, one, (done,), key_of=lambda finding, _: finding.reason)

    assert len(view(Resolution.CONFIRMED).open_findings) == 2
    assert len(view(Resolution.CORRECTED).open_findings) == 3


def test_findings_are_ranked_and_open_ones_come_first():
    severities = [view.finding.severity for view in arrange(sample().checked, sample()).findings]
    assert severities == sorted(severities, key=lambda severity: severity.rank)


def test_the_pieces_that_a_sentence_rests_on_are_the_words_of_its_evidence():
    view = arrange(sample().checked, sample())
    for section in view.sections:
        for sentence in section.sentences:
            for evidence in sentence.evidence:
                if evidence.kind == "segment":
                    atoms = view.turns[evidence.turn].atoms
                    assert evidence.quote in "".join(a.text for a in atoms if sentence.ref in a.refs)


def test_evidence_outside_the_transcript_is_shown_as_having_no_words():
    one = sample()
    short = replace(one, transcript=replace(one.transcript, turns=(Turn("P", SpeakerRole.PATIENT, "Oui."),)))
    assert report_html(one.checked, short)


def test_an_edited_sentence_shows_its_first_wording():
    one = sample()
    first = one.checked.draft.sections[0]
    old = replace(first, sentences=(replace(first.sentences[0], text="Autre chose."),))
    draft = replace(one.checked.draft, sections=(old, *one.checked.draft.sections[1:]))
    view = arrange(one.checked, one, original=replace(one.checked, draft=draft))
    assert view.sections[0].sentences[0].original == "Autre chose."
    assert all(s.original is None for section in view.sections[1:] for s in section.sentences)


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from("abc"))))
def test_atoms_are_the_text_and_carry_exactly_what_points_at_them(text, ends):
    marks = [Mark(Span(min(a, b), max(a, b)), ref) for a, b, ref in ends]
    atoms = cut(text, marks)
    assert "".join(atom.text for atom in atoms) == text
    place = 0
    for atom in atoms:
        for n in range(place, place + len(atom.text)):
            assert set(atom.refs) == {mark.ref for mark in marks if mark.span.start <= n < mark.span.end}
        place += len(atom.text)


def test_both_catalogues_have_the_same_keys_and_a_word_for_every_verdict():
    assert load_texts("fr").keys() == load_texts("en").keys()
    assert {f"verdict.{v}" for v in Verdict} <= load_texts("fr").keys()


def test_texts_fill_in_values_with_the_same_names_in_both_languages():
    french, english = load_texts("fr"), load_texts("en")
    for key in sorted(french.keys()):
        names = [set(re.findall(r"\{(\w+)\}", texts(key))) for texts in (french, english)]
        assert names[0] == names[1], key


@pytest.mark.parametrize("language", ["fr", "en"])
def test_repairs_the_models_own_text_tasks_and_frame_are_shown(language):
    one = sample()
    repairs = (
        Repair("plan", RepairOutcome.REPLACED, "Warfarine 5 mg.", "Rien de tel n'a été dit.", "Paracétamol."),
        Repair("plan", RepairOutcome.REPLACED, "<b>Pas d'allergie.</b>", "what was said is the contrary", "Allergie."),
        Repair("plan", RepairOutcome.DROPPED, "Inventé.", "the report says it already"),
        Repair("plan", RepairOutcome.RESTORED, "", "the model left it out", "Revoir."),
    )
    first = one.checked.draft.sections[0].sentences[0]
    made = replace(one.checked.draft.provenance, versions=(("fallback:plan", "the answer has no list of sentences"),))
    draft = replace(
        one.checked.draft, repairs=repairs, provenance=made, header=("Patient : Claire",), closing=("Dr Martin",)
    )
    tasks = (Task(TaskKind.TEST, "Prise de sang", first.id, first.evidence, conditional=True),)
    untouched = (Section("plan", "Conduite à tenir", (Sentence("plan-1", "Warfarine 5 mg."),)),)
    consultation = replace(one, untouched=untouched)
    text = report_html(replace(one.checked, draft=draft, tasks=tasks), consultation, language=language)
    words = "".join(Page(text).words)
    summary = {"fr": "2 phrases remplacées, 1 phrase retirée", "en": "2 sentences replaced, 1 sentence left out"}
    assert summary[language] in words
    for shown in ("Warfarine 5 mg.", "Paracétamol.", "Patient : Claire", "Dr Martin", "Prise de sang"):
        assert shown in words
    assert "<b>Pas" not in text
    contrary = {"fr": "il a été dit le contraire", "en": "what was said is the contrary"}
    assert contrary[language] in words
    texts = load_texts(language)
    for key in ("repair.untouched", "task.heading", "task.test", "task.conditional"):
        assert texts(key) in words
    assert repairs_summary((), texts) == ""
