"""Personal style: learned from edits that were signed, followed later, closed lists only, visible and erasable."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.domain.draft import Draft, Provenance, ReportKind, Section, Sentence
from assistant.domain.style import Style
from assistant.pipeline.styling import learned, load_forms, preferences, styled
from assistant.services import review, signing, steps, style
from assistant.storage.styles import StyleFiles

FORMS = Path(__file__).parents[2] / "knowledge" / "style"


def draft(*texts: str, language: str = "fr", title: str = "Examen clinique") -> Draft:
    sentences = tuple(Sentence(f"exam-{n}", text) for n, text in enumerate(texts))
    sections = (Section("exam", title, sentences), Section("plan", "Conduite à tenir", ()))
    return Draft(ReportKind.CONSULTATION, language, "x", sections, Provenance("extractive", None))


def signed_twice(old: Draft, new: Draft, language: str = "fr") -> Style:
    forms = load_forms(FORMS, language)
    return learned(learned(Style(), old, new, forms), old, new, forms)


def test_a_form_chosen_twice_is_followed_and_once_is_not() -> None:
    old, new = draft("Tension artérielle 14/8."), draft("TA 14/8.")
    once = learned(Style(), old, new, load_forms(FORMS, "fr"))
    later = draft("Tension artérielle 12/7, pouls 72.")
    assert styled(later, once) == later
    twice = signed_twice(old, new)
    assert [s.text for s in styled(later, twice).sections[0].sentences] == ["TA 12/7, pouls 72."]


def test_words_outside_the_closed_list_are_never_kept() -> None:
    style_ = signed_twice(draft("Madame Secret : tension artérielle 14/8."), draft("Monsieur Caché : TA 14/8."))
    assert "Secret" not in repr(style_) and "Caché" not in repr(style_)
    unlisted = signed_twice(draft("Toux grasse."), draft("Toux productive chez Paul."))
    assert unlisted == Style()


def test_what_goes_both_ways_is_not_followed() -> None:
    forms = load_forms(FORMS, "fr")
    one, other = draft("TA 14/8."), draft("Pression artérielle 14/8.")
    both = signed_twice(one, other)
    for _ in range(2):
        both = learned(both, other, one, forms)
    assert preferences(both, "form") == {}


def test_headings_of_the_known_list_and_the_order_are_learned() -> None:
    old = draft("TA 14/8.")
    new = replace(old, sections=(old.sections[1], replace(old.sections[0], title="Examen")))
    style_ = signed_twice(old, new)
    assert [section.title for section in styled(old, style_).sections] == ["Conduite à tenir", "Examen"]
    named = replace(old, sections=(replace(old.sections[0], title="Examen de Madame Secret"), old.sections[1]))
    assert "Secret" not in repr(signed_twice(old, named))


def test_what_somebody_said_stays_as_it_was_said() -> None:
    style_ = signed_twice(draft("Tension artérielle 14/8."), draft("TA 14/8."))
    quoted = draft("« ma tension artérielle monte ».")
    assert styled(quoted, style_) == quoted


def test_learned_at_signing_followed_in_the_next_draft_shown_and_forgotten(desk, drafted, replaced, tmp_path) -> None:
    work = replaced(styles=StyleFiles(tmp_path / "style"), forms=lambda language: load_forms(FORMS, language))
    doctor = desk["clinician"]

    def sign_one() -> None:
        id = drafted()
        review.open_review(work, doctor, id)
        review.edit_sentence(work, doctor, id, "s2", "Denies cough.")
        signing.sign(work, doctor, id)

    sign_one()
    assert style.show(work, doctor)[0][1].choices[0].count == 1
    sign_one()
    assert style.show(work, desk["secretary"]) == []
    [(language, own)] = style.show(work, doctor)
    assert (language, own.choices[0].instead_of, own.choices[0].chosen) == ("en", "No", "Denies")
    assert "cough" not in "".join(path.read_text() for path in (tmp_path / "style").iterdir())

    from assistant.services.encounters import attach, open_encounter, read
    from tests.services.fake_bench import CONTEXT, TRANSCRIPT

    made = open_encounter(
        work, doctor, kind=ReportKind.CONSULTATION, language=None, context=CONTEXT, consent_given=True
    )
    attach(work, doctor, made.id, "x.txt", TRANSCRIPT)
    steps.transcribe(work, made.id, lambda share: None)
    steps.draft(work, made.id)
    assert "Denies cough, wrong." in read(work, doctor, made.id).checked.report.text
    style.forget(work, doctor)
    assert style.show(work, doctor) == [] and not list((tmp_path / "style").iterdir())


def test_sections_are_renamed_and_moved_in_review(desk, in_review) -> None:
    doctor = desk["clinician"]
    review.rename_section(desk.work, doctor, in_review, "history", "HPI")
    review.move_section(desk.work, doctor, in_review, "background", "history")
    from assistant.services.encounters import read

    sections = read(desk.work, doctor, in_review).checked.draft.sections
    assert [(section.key, section.title) for section in sections] == [("background", "Background"), ("history", "HPI")]
    review.move_section(desk.work, doctor, in_review, "background", None)
    assert [one.key for one in read(desk.work, doctor, in_review).checked.draft.sections] == ["history", "background"]
    from assistant.errors import NotFound

    with pytest.raises(NotFound):
        review.rename_section(desk.work, doctor, in_review, "nowhere", "x")


def test_a_letters_date_and_author_come_from_the_encounter(desk, opened, replaced) -> None:
    """The practice gave neither: the day is the encounter's, the clinician the one who opened it."""
    seen = []
    plain = desk.work.process

    def process(transcript, context, kind):
        seen.append(context)
        return plain(transcript, context, kind)

    id = opened()
    steps.transcribe(desk.work, id, lambda share: None)
    steps.draft(replaced(process=process), id)
    (context,) = seen
    assert context.author == "Dr Clinician" and str(context.visit_date) == "2026-11-23"
