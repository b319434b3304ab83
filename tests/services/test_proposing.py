"""A model's proposals: beside the draft, taken or left, never in the way of somebody who edits."""

from dataclasses import replace

import pytest

from assistant.domain.draft import Sentence
from assistant.domain.encounter import State
from assistant.domain.proposal import Decision, Proposal, Proposals
from assistant.errors import EngineFailed, NotAllowed, NotFound, StateError
from assistant.services import encounters, proposing, review, steps, workflow
from assistant.services.dossier import load

OFFERED = (
    Proposal("history-p1", "history", (Sentence("history-p1-1", "Febrile for three days."),), ("s1",)),
    Proposal("background-p2", "background", (Sentence("background-p2-1", "Lives alone."),), ()),
)


def offer(consultation, kind):
    return Proposals("scripted", OFFERED)


@pytest.fixture
def offered(desk, in_review, replaced):
    """A workbench whose model has proposed, and the encounter."""
    work = replaced(propose=offer)
    proposing.prepare(work, in_review)
    return work, in_review


def texts(work, encounter_id, key):
    file = load(work, encounter_id)
    return [one.text for section in file.checked.draft.sections if section.key == key for one in section.sentences]


def waiting(work, encounter_id, desk):
    made = proposing.proposals(work, desk["clinician"], encounter_id)
    return [one.id for one in proposing.open_proposals(made, load(work, encounter_id))]


def test_proposals_stand_beside_the_draft_and_change_nothing(desk, offered, trail):
    work, encounter_id = offered
    assert waiting(work, encounter_id, desk) == ["history-p1", "background-p2"]
    assert texts(work, encounter_id, "history") == ["Fever for three days.", "No cough, wrong."]
    assert trail(encounter_id)[-1] == "propose"


def test_a_proposal_that_arrives_does_not_disturb_an_edit_under_way(desk, in_review, replaced):
    seen = load(desk.work, in_review).revision
    proposing.prepare(replaced(propose=offer), in_review)
    assert load(desk.work, in_review).revision == seen


def test_one_that_is_taken_stands_where_the_sentence_stood(desk, offered):
    work, encounter_id = offered
    proposing.take(work, desk["clinician"], encounter_id, "history-p1")
    assert texts(work, encounter_id, "history") == ["Febrile for three days.", "No cough, wrong."]
    assert waiting(work, encounter_id, desk) == ["background-p2"]
    proposing.take(work, desk["secretary"], encounter_id, "background-p2")
    assert texts(work, encounter_id, "background")[-1] == "Lives alone."
    assert "Fever for three days." in load(work, encounter_id).original.report.text


def test_one_that_is_left_is_not_offered_again(desk, offered):
    work, encounter_id = offered
    proposing.leave(work, desk["clinician"], encounter_id, "history-p1")
    assert waiting(work, encounter_id, desk) == ["background-p2"]
    made = proposing.proposals(work, desk["clinician"], encounter_id)
    assert [one.decision for one in made.offered] == [Decision.LEFT, Decision.OPEN]


def test_a_sentence_that_somebody_edited_is_never_replaced(desk, offered):
    work, encounter_id = offered
    review.edit_sentence(work, desk["clinician"], encounter_id, "s1", "Fever since Monday.")
    assert waiting(work, encounter_id, desk) == ["background-p2"]
    with pytest.raises(StateError):
        proposing.take(work, desk["clinician"], encounter_id, "history-p1")
    assert texts(work, encounter_id, "history")[0] == "Fever since Monday."


def test_what_is_taken_is_checked_like_any_other_sentence(desk, in_review, replaced):
    bad = replace(OFFERED[0], sentences=(Sentence("x", "Fever, wrong."),))
    work = replaced(propose=lambda consultation, kind: Proposals("scripted", (bad,)))
    proposing.prepare(work, in_review)
    before = len(review.open_critical(load(work, in_review)))
    proposing.take(work, desk["clinician"], in_review, "history-p1")
    assert len(review.open_critical(load(work, in_review))) == before + 1


def test_a_model_that_fails_leaves_the_draft_and_the_reason(desk, in_review, replaced):
    def fails(consultation, kind):
        raise EngineFailed("The model hung.", "Try another.")

    work = replaced(propose=fails)
    proposing.prepare(work, in_review)
    made = proposing.proposals(work, desk["clinician"], in_review)
    assert (made.failed, made.offered) == ("The model hung.", ())
    assert load(work, in_review).encounter.state is State.IN_REVIEW


def test_the_model_is_asked_once(desk, in_review, replaced):
    asked = []

    def count(consultation, kind):
        asked.append(kind)
        return Proposals("scripted", OFFERED)

    work = replaced(propose=count)
    proposing.prepare(work, in_review)
    proposing.prepare(work, in_review)
    assert len(asked) == 1


def test_nothing_is_proposed_once_signed_or_erased(desk, in_review, replaced):
    encounters.withdraw_consent(desk.work, desk["clinician"], in_review)
    proposing.prepare(replaced(propose=offer), in_review)
    assert proposing.proposals(desk.work, desk["clinician"], in_review) is None


def test_who_may_not_see_the_words_sees_no_proposal(desk, offered):
    work, encounter_id = offered
    with pytest.raises(NotAllowed):
        proposing.proposals(work, desk["administrator"], encounter_id)
    with pytest.raises(NotFound):
        proposing.take(work, desk["clinician"], encounter_id, "nothing")


def test_the_draft_is_there_before_the_model_answers(desk, opened, replaced, tmp_path):
    states = []

    def slow(consultation, kind):
        states.append(steps.standing(desk.work, encounter_id).row.state)
        return Proposals("scripted", OFFERED)

    work = replaced(propose=slow)
    encounter_id = opened()
    workflow.launch(work, f"sqlite:///{tmp_path / 'workflow.db'}")
    try:
        workflow.start(work, desk["clinician"], encounter_id)
        assert workflow.wait(encounter_id) is State.DRAFTED
        workflow.wait_for_words(encounter_id)
    finally:
        workflow.shutdown()
    assert states == [State.DRAFTED]
    assert len(waiting(work, encounter_id, desk)) == 2
