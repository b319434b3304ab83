"""A model's proposals: beside the draft, taken or left, never in the way of somebody who edits."""

from dataclasses import replace

import pytest

from assistant.domain.draft import Sentence
from assistant.domain.encounter import State
from assistant.domain.proposal import Decision, Proposal, Proposals, Writing
from assistant.errors import EngineFailed, NotAllowed, NotFound, StateError
from assistant.services import choosing, encounters, proposing, review, steps, workflow
from assistant.services.dossier import content, load

OFFERED = (
    Proposal("history-p1", "history", (Sentence("history-p1-1", "Febrile for three days."),), ("s1",)),
    Proposal("background-p2", "background", (Sentence("background-p2-1", "Lives alone."),), ()),
)


def offer(consultation, kind, audience):
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
    made = choosing.proposals(work, desk["clinician"], encounter_id)
    return [one.id for one in choosing.open_proposals(made, load(work, encounter_id))]


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
    choosing.take(work, desk["clinician"], encounter_id, "history-p1")
    assert texts(work, encounter_id, "history") == ["Febrile for three days.", "No cough, wrong."]
    assert waiting(work, encounter_id, desk) == ["background-p2"]
    choosing.take(work, desk["secretary"], encounter_id, "background-p2")
    assert texts(work, encounter_id, "background")[-1] == "Lives alone."
    assert "Fever for three days." in load(work, encounter_id).original.report.text


def test_one_that_is_left_is_not_offered_again(desk, offered):
    work, encounter_id = offered
    choosing.leave(work, desk["clinician"], encounter_id, "history-p1")
    assert waiting(work, encounter_id, desk) == ["background-p2"]
    made = choosing.proposals(work, desk["clinician"], encounter_id)
    assert [one.decision for one in made.offered] == [Decision.LEFT, Decision.OPEN]


def test_a_sentence_that_somebody_edited_is_never_replaced(desk, offered):
    work, encounter_id = offered
    review.edit_sentence(work, desk["clinician"], encounter_id, "s1", "Fever since Monday.")
    assert waiting(work, encounter_id, desk) == ["background-p2"]
    with pytest.raises(StateError):
        choosing.take(work, desk["clinician"], encounter_id, "history-p1")
    assert texts(work, encounter_id, "history")[0] == "Fever since Monday."


def test_what_is_taken_is_checked_like_any_other_sentence(desk, in_review, replaced):
    bad = replace(OFFERED[0], sentences=(Sentence("x", "Fever, wrong."),))
    work = replaced(propose=lambda consultation, kind, audience: Proposals("scripted", (bad,)))
    proposing.prepare(work, in_review)
    before = len(review.open_critical(load(work, in_review)))
    choosing.take(work, desk["clinician"], in_review, "history-p1")
    assert len(review.open_critical(load(work, in_review))) == before + 1


def test_a_model_that_fails_leaves_the_draft_and_the_reason(desk, in_review, replaced):
    def fails(consultation, kind, audience):
        raise EngineFailed("The model hung.", "Try another.")

    work = replaced(propose=fails)
    proposing.prepare(work, in_review)
    made = choosing.proposals(work, desk["clinician"], in_review)
    assert (made.failed, made.offered) == ("The model hung.", ())
    assert load(work, in_review).encounter.state is State.IN_REVIEW


def test_one_is_taken_while_the_model_still_writes_and_stays_taken(desk, in_review, replaced):
    def slow(consultation, kind, audience):
        audience.offers(Proposals("scripted", OFFERED[:1], complete=False))
        assert proposing.glance(work, desk["clinician"], in_review).awaited
        choosing.take(work, desk["clinician"], in_review, "history-p1")
        audience.offers(Proposals("scripted", OFFERED, complete=False))
        return Proposals("scripted", OFFERED)

    work = replaced(propose=slow)
    proposing.prepare(work, in_review)
    seen = proposing.glance(work, desk["clinician"], in_review)
    assert [one.decision for one in seen.made.offered] == [Decision.TAKEN, Decision.OPEN] and not seen.awaited
    assert texts(work, in_review, "history")[0] == "Febrile for three days."
    assert waiting(work, in_review, desk) == ["background-p2"]


def test_what_is_being_written_is_seen_while_it_is_and_kept_nowhere(desk, in_review, replaced, trail):
    def writes(consultation, kind, audience):
        for text in ("Fever", "Fever and a rash of unknown origin"):
            audience.writes(Writing("history", text))
            seen.append(proposing.glance(work, desk["secretary"], in_review))
        return Proposals("scripted", ())

    seen = []
    work = replaced(propose=writes)
    proposing.prepare(work, in_review)
    assert [one.writing.text for one in seen] == ["Fever", "Fever and a rash of unknown origin"]
    assert all(one.awaited and one.made is None for one in seen)
    after = proposing.glance(work, desk["secretary"], in_review)
    assert (after.writing, after.awaited, work.writing) == (None, False, {})
    documents = steps.standing(work, in_review).documents
    assert not any(b"unknown origin" in content(work, documents, part) for part in documents)
    assert "unknown origin" not in load(work, in_review).checked.report.text


def test_what_was_offered_before_a_failure_stays(desk, in_review, replaced):
    def breaks(consultation, kind, audience):
        audience.offers(Proposals("scripted", OFFERED[:1], complete=False))
        raise EngineFailed("The model hung.", "Try another.")

    work = replaced(propose=breaks)
    proposing.prepare(work, in_review)
    made = choosing.proposals(work, desk["clinician"], in_review)
    assert (made.failed, made.complete, made.offered) == ("The model hung.", True, OFFERED[:1])


def test_an_error_that_nobody_foresaw_is_kept_without_its_words(desk, in_review, replaced):
    def breaks(consultation, kind, audience):
        raise ValueError("Mrs Yourcenar has a fever")

    work = replaced(propose=breaks)
    proposing.prepare(work, in_review)
    assert choosing.proposals(work, desk["clinician"], in_review).failed == "ValueError"


def test_the_next_process_keeps_what_a_dead_one_had_offered(desk, in_review, replaced):
    def dies(consultation, kind, audience):
        audience.offers(Proposals("scripted", OFFERED[:1], complete=False))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        proposing.prepare(replaced(propose=dies), in_review)
    choosing.leave(desk.work, desk["clinician"], in_review, "history-p1")
    work = replaced(propose=lambda consultation, kind, audience: Proposals("scripted", OFFERED[1:]))
    proposing.prepare(work, in_review)
    assert waiting(work, in_review, desk) == ["background-p2"]
    made = choosing.proposals(work, desk["clinician"], in_review)
    assert [(one.id, one.decision) for one in made.offered] == [
        ("history-p1", Decision.LEFT),
        ("background-p2", Decision.OPEN),
    ]


def test_consent_withdrawn_while_the_model_writes_stops_it(desk, in_review, replaced):
    def slow(consultation, kind, audience):
        audience.writes(Writing("history", "Fever"))
        encounters.withdraw_consent(work, desk["clinician"], in_review)
        assert proposing.glance(work, desk["clinician"], in_review).writing is None
        audience.offers(Proposals("scripted", OFFERED, complete=False))
        went_on.append(kind)
        return Proposals("scripted", OFFERED)

    went_on = []
    work = replaced(propose=slow)
    proposing.prepare(work, in_review)
    assert went_on == []
    assert choosing.proposals(work, desk["clinician"], in_review) is None and work.writing == {}


def test_the_model_is_asked_once(desk, in_review, replaced):
    asked = []

    def count(consultation, kind, audience):
        asked.append(kind)
        return Proposals("scripted", OFFERED)

    work = replaced(propose=count)
    proposing.prepare(work, in_review)
    proposing.prepare(work, in_review)
    assert len(asked) == 1


def test_nothing_is_proposed_once_signed_or_erased(desk, in_review, replaced):
    encounters.withdraw_consent(desk.work, desk["clinician"], in_review)
    proposing.prepare(replaced(propose=offer), in_review)
    assert choosing.proposals(desk.work, desk["clinician"], in_review) is None


def test_who_may_not_see_the_words_sees_no_proposal(desk, offered):
    work, encounter_id = offered
    with pytest.raises(NotAllowed):
        choosing.proposals(work, desk["administrator"], encounter_id)
    with pytest.raises(NotAllowed):
        proposing.glance(work, desk["administrator"], encounter_id)
    for decide in (choosing.take, choosing.leave):
        with pytest.raises(NotAllowed):
            decide(work, desk["coder"], encounter_id, "history-p1")
    with pytest.raises(NotFound):
        choosing.take(work, desk["clinician"], encounter_id, "nothing")


def test_the_draft_is_there_before_the_model_answers(desk, opened, replaced, tmp_path):
    states = []

    def slow(consultation, kind, audience):
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
