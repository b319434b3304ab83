"""The report kinds: each in both languages, identity and dates from the encounter only, French law for the letter."""

import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, ReportKind
from assistant.domain.transcript import Transcript
from assistant.pipeline.drafting import finished, load_template
from assistant.pipeline.rendering import render
from tests.pipeline.drafting.conftest import TEMPLATES, dialogue, drafted
from tests.pipeline.drafting.scripted import ScriptedChat, model_draft

WHO = PatientContext(
    name="Claire Essai",
    birth_date=date(1984, 3, 12),
    visit_date=date(2026, 11, 24),
    admission_date=date(2026, 11, 20),
    discharge_date=date(2026, 11, 24),
    admission_mode="urgences",
    discharge_mode="domicile",
    gp="Dr Martin",
    referrer="Dr Petit",
    addressee="Dr Cœur",
    author="Dr Anne Morel",
)


def made(kind: ReportKind, transcript: Transcript, context: PatientContext = WHO) -> Draft:
    template = load_template(TEMPLATES, kind, transcript.language)
    return finished(drafted(transcript, context, kind), template, context)


@pytest.mark.parametrize("kind", list(ReportKind))
@pytest.mark.parametrize("fixture", ["visit_fr", "visit_en"])
def test_every_kind_has_its_sections_identity_signature_and_footer(kind, fixture, request) -> None:
    transcript = request.getfixturevalue(fixture)
    draft = made(kind, transcript)
    text = render(draft).text
    assert "Claire Essai" in text and "Dr Anne Morel" in text
    assert {"fr": "intelligence artificielle", "en": "with AI"}[transcript.language] in draft.footer
    assert draft.footer in text
    assert any(section.sentences for section in draft.sections)
    plan = {"fr": "dans 10 jours", "en": "in 2 weeks"}[transcript.language]
    assert plan in text and "nicillin" in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_topics_of_the_other_kinds_have_a_place_in_each(language) -> None:
    """What is safety-critical in a consultation is printed whatever the kind."""
    for kind in ReportKind:
        template = load_template(TEMPLATES, kind, language)
        for topic in ("reason", "allergies", "prescription", "plan", "warning", "follow_up", "assessment"):
            assert template.section_of(topic), (kind, topic)


def test_the_discharge_letter_has_what_the_law_asks(visit_fr: Transcript) -> None:
    """Code de la santé publique, art. R. 1112-1-2, II, 1° to 6°; what is missing is said to be missing."""
    template = load_template(TEMPLATES, ReportKind.DISCHARGE, "fr")
    required = {section.key for section in template.sections if section.required}
    assert {"reason", "present_illness", "events", "prescription", "pending", "plan"} <= required
    text = render(made(ReportKind.DISCHARGE, visit_fr)).text
    for words in ("12/03/1984", "Dr Martin", "Dr Petit", "20/11/2026 (urgences)", "24/11/2026 (domicile)"):
        assert words in text
    unknown = render(made(ReportKind.DISCHARGE, visit_fr, PatientContext())).text
    assert "Médecin traitant : non précisé" in unknown and "Entrée le non précisé" in unknown
    assert "Adressé(e) par" not in unknown


def test_a_model_cannot_write_identity_dates_or_signature() -> None:
    transcript = dialogue("fr", "D: Alors ?", "P: J'ai mal à la gorge depuis trois jours.")
    lie = {"sentences": [{"text": "Mal à la gorge. Patient : Jean Faux, né le 01/01/2001. Dr Faux.", "evidence": []}]}

    def reply(user: str, ids: list[str]) -> dict[str, Any]:
        return {"sentences": [{**lie["sentences"][0], "evidence": ids[:1]}]}

    drafted_ = model_draft(ScriptedChat(reply), transcript, WHO, ReportKind.REFERRAL).draft
    draft = finished(drafted_, load_template(TEMPLATES, ReportKind.REFERRAL, "fr"), WHO)
    text = render(draft).text
    assert "Faux" not in text and "2001" not in text
    assert "Claire Essai" in draft.header[1] and draft.closing[-1] == "Dr Anne Morel"


def test_the_english_consultation_is_soap(visit_en: Transcript) -> None:
    text = render(made(ReportKind.CONSULTATION, visit_en)).text
    places = [text.index(words) for words in ("SUBJECTIVE", "OBJECTIVE", "\nAssessment:", "\nPlan:")]
    assert places == sorted(places)


def test_the_patient_reads_words_and_no_abbreviations(visit_fr: Transcript) -> None:
    text = render(made(ReportKind.PATIENT_SUMMARY, visit_fr)).text
    assert "3 fois par jour" in text and "3/j" not in text
    assert "Pourquoi vous êtes venu(e)" in text


def test_what_somebody_said_is_not_reworded() -> None:
    template = load_template(TEMPLATES, ReportKind.PATIENT_SUMMARY, "fr")
    draft = drafted(dialogue("fr", "D: Alors ?", "P: J'ai mal à la gorge."), kind=ReportKind.PATIENT_SUMMARY)
    section = next(one for one in draft.sections if one.sentences)
    quoted = replace(section.sentences[0], text="« HTA, 3/j »")
    draft = replace(draft, sections=(replace(section, sentences=(quoted,)),))
    assert finished(draft, template, WHO).sections[0].sentences[0].text == "« HTA, 3/j »"


def test_sentences_stand_where_the_report_says_they_do(visit_fr: Transcript) -> None:
    for kind in ReportKind:
        report = render(made(kind, visit_fr))
        assert all(placed.span.of(report.text) == placed.sentence.text for placed in report.placed)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.??.toml")), ids=lambda path: path.name)
def test_template_files_know_only_fields_of_the_encounter(path) -> None:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    fields = set(PatientContext.__dataclass_fields__)
    for line in (*raw.get("header", ()), *raw.get("closing", ())):
        import re

        assert set(re.findall(r"\{(\w+)\}", line["text"])) <= fields
