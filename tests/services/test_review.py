"""Review: who may write what, what it rests on then, and what stands in the way of a signature."""

import threading

import pytest

from assistant.domain.evidence import AssertionEvidence, SegmentEvidence
from assistant.domain.finding import FindingType
from assistant.domain.review import Resolution
from assistant.errors import AlreadySigned, InputError, NotAllowed, NotFound, NotSignable, StateError
from assistant.services import encounters, review


def sentence(desk, encounter_id, sentence_id):
    file = encounters.read(desk.work, desk["clinician"], encounter_id)
    found = [p.sentence for p in file.checked.report.placed if p.sentence.id == sentence_id]
    return found[0] if found else None


def blocking(desk, encounter_id):
    return review.open_critical(encounters.read(desk.work, desk["clinician"], encounter_id))


def test_a_clinicians_words_are_asserted(desk, in_review):
    review.edit_sentence(desk.work, desk["clinician"], in_review, "s2", "  Nothing\n wrong here. ")
    edited = sentence(desk, in_review, "s2")
    assert edited.text == "Nothing wrong here."
    assert edited.evidence == (AssertionEvidence(desk["clinician"].account_id),)
    assert blocking(desk, in_review) == []


def test_a_secretarys_words_keep_the_evidence_and_are_checked(desk, in_review):
    review.edit_sentence(desk.work, desk["secretary"], in_review, "s1", "Fever, wrong.")
    edited = sentence(desk, in_review, "s1")
    assert isinstance(edited.evidence[0], SegmentEvidence)
    assert len(blocking(desk, in_review)) == 2


def test_the_untouched_draft_stays_beside_the_edited_one(desk, in_review):
    review.delete_sentence(desk.work, desk["clinician"], in_review, "s2")
    file = encounters.read(desk.work, desk["clinician"], in_review)
    assert "No cough" not in file.checked.report.text
    assert "No cough" in file.original.report.text


def test_a_deleted_sentence_may_leave_something_out(desk, in_review):
    review.delete_sentence(desk.work, desk["clinician"], in_review, "s3")
    types = [finding.type for _, finding in blocking(desk, in_review)]
    assert types == [FindingType.NEGATION, FindingType.OMISSION]


def test_an_added_sentence_stands_at_the_end_of_its_section(desk, in_review):
    review.add_sentence(desk.work, desk["clinician"], in_review, "history", "Travelled.")
    file = encounters.read(desk.work, desk["clinician"], in_review)
    assert [s.text for s in file.checked.draft.sections[0].sentences][-1] == "Travelled."
    assert file.checked.draft.sections[0].sentences[-1].evidence == (AssertionEvidence(desk["clinician"].account_id),)


def test_correcting_a_critical_finding_is_noted(desk, in_review):
    [(key, _)] = blocking(desk, in_review)
    review.edit_sentence(desk.work, desk["secretary"], in_review, "s2", "No cough.")
    file = encounters.read(desk.work, desk["clinician"], in_review)
    assert [(item.key, item.resolution) for item in file.resolutions] == [(key, Resolution.CORRECTED)]
    review.edit_sentence(desk.work, desk["secretary"], in_review, "s2", "No cough, wrong.")
    assert [k for k, _ in blocking(desk, in_review)] == [key]


def test_open_critical_findings_block_the_signature_until_confirmed(desk, in_review):
    with pytest.raises(NotSignable) as refused:
        review.sign(desk.work, desk["clinician"], in_review)
    assert refused.value.hint
    [(key, _)] = blocking(desk, in_review)
    review.resolve_finding(desk.work, desk["clinician"], in_review, key, "I heard it myself.")
    assert review.sign(desk.work, desk["clinician"], in_review).version == 1


def test_an_omission_blocks_like_any_other_finding(desk, in_review):
    review.delete_sentence(desk.work, desk["clinician"], in_review, "s2")
    review.delete_sentence(desk.work, desk["clinician"], in_review, "s3")
    [(key, _)] = blocking(desk, in_review)
    with pytest.raises(NotSignable):
        review.sign(desk.work, desk["clinician"], in_review)
    review.resolve_finding(desk.work, desk["clinician"], in_review, key, "It is in the chart.")
    assert blocking(desk, in_review) == []


def test_a_finding_is_confirmed_by_a_clinician_with_a_reason(desk, in_review):
    [(key, _)] = blocking(desk, in_review)
    with pytest.raises(InputError):
        review.resolve_finding(desk.work, desk["clinician"], in_review, key, "  ")
    with pytest.raises(NotAllowed):
        review.resolve_finding(desk.work, desk["secretary"], in_review, key, "Fine.")
    with pytest.raises(NotFound):
        review.resolve_finding(desk.work, desk["clinician"], in_review, "unknown", "Fine.")


def test_what_is_not_there_cannot_be_edited(desk, in_review):
    for call in (
        lambda: review.edit_sentence(desk.work, desk["clinician"], in_review, "s9", "x"),
        lambda: review.delete_sentence(desk.work, desk["clinician"], in_review, "s9"),
        lambda: review.add_sentence(desk.work, desk["clinician"], in_review, "nowhere", "x"),
    ):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(InputError):
        review.edit_sentence(desk.work, desk["clinician"], in_review, "s1", " \n ")


@pytest.mark.parametrize("role", ["coder", "administrator"])
def test_others_edit_nothing(desk, in_review, role):
    with pytest.raises(NotAllowed):
        review.edit_sentence(desk.work, desk[role], in_review, "s1", "x")
    with pytest.raises(NotAllowed):
        review.sign(desk.work, desk[role], in_review)


def test_a_draft_is_not_edited_before_its_review(desk, drafted):
    with pytest.raises(StateError):
        review.edit_sentence(desk.work, desk["clinician"], drafted(), "s1", "x")


def test_of_two_edits_from_the_same_draft_one_is_refused(desk, in_review, replaced):
    """Both have read the draft when either writes."""
    together = threading.Barrier(2, timeout=30)
    recheck = desk.work.recheck

    def slow(*args):
        together.wait()
        return recheck(*args)

    work, outcomes = replaced(recheck=slow), []

    def edit(sentence_id):
        try:
            review.edit_sentence(work, desk["clinician"], in_review, sentence_id, f"Edited {sentence_id}.")
            outcomes.append("done")
        except StateError:
            outcomes.append("refused")

    threads = [threading.Thread(target=edit, args=(name,)) for name in ("s1", "s2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    file = encounters.read(desk.work, desk["clinician"], in_review)
    assert file.checked.report.text.count("Edited") == 1


def test_two_signatures_at_once_make_one_version(desk, in_review):
    review.delete_sentence(desk.work, desk["clinician"], in_review, "s2")
    together, outcomes = threading.Barrier(4, timeout=30), []

    def sign():
        together.wait()
        try:
            review.sign(desk.work, desk["clinician"], in_review)
            outcomes.append("done")
        except StateError:
            outcomes.append("refused")

    threads = [threading.Thread(target=sign) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused", "refused", "refused"]
    assert len(encounters.read(desk.work, desk["clinician"], in_review).signatures) == 1


def test_a_signed_report_is_not_edited_nor_signed_again(desk, in_review):
    review.delete_sentence(desk.work, desk["clinician"], in_review, "s2")
    review.sign(desk.work, desk["clinician"], in_review)
    with pytest.raises(AlreadySigned):
        review.edit_sentence(desk.work, desk["clinician"], in_review, "s1", "x")
    with pytest.raises(AlreadySigned):
        review.sign(desk.work, desk["clinician"], in_review)
