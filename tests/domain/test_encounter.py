"""The policy table, walked whole: every role, action and state; every role and permission."""

from itertools import product

import pytest

from assistant.domain.encounter import (
    PERMISSIONS,
    TRANSITIONS,
    AccountRole,
    Action,
    Actor,
    Permission,
    State,
    after,
    require,
)
from assistant.errors import NotAllowed, StateError

CLINICIAN, CODER, SECRETARY, ADMINISTRATOR, SYSTEM = AccountRole

# Written out a second time, on purpose: a change of the table has to be meant.
PATHS = {
    (Action.TRANSCRIBE, State.RECORDED): (State.TRANSCRIBED, {SYSTEM}),
    (Action.DRAFT, State.TRANSCRIBED): (State.DRAFTED, {SYSTEM}),
    (Action.OPEN_REVIEW, State.DRAFTED): (State.IN_REVIEW, {CLINICIAN, SECRETARY}),
    (Action.EDIT, State.IN_REVIEW): (State.IN_REVIEW, {CLINICIAN, SECRETARY}),
    (Action.RESOLVE, State.IN_REVIEW): (State.IN_REVIEW, {CLINICIAN}),
    (Action.SIGN, State.IN_REVIEW): (State.SIGNED, {CLINICIAN}),
    (Action.AMEND, State.SIGNED): (State.IN_REVIEW, {CLINICIAN}),
    (Action.DROP_AMENDMENT, State.IN_REVIEW): (State.SIGNED, {CLINICIAN}),
    (Action.FAIL, State.RECORDED): (State.FAILED, {SYSTEM}),
    (Action.FAIL, State.TRANSCRIBED): (State.FAILED, {SYSTEM}),
    (Action.RETRY, State.FAILED): (State.RECORDED, {CLINICIAN, SECRETARY}),
    **{
        (Action.CANCEL, state): (State.CANCELLED, {CLINICIAN})
        for state in (State.RECORDED, State.TRANSCRIBED, State.DRAFTED, State.IN_REVIEW, State.FAILED)
    },
    **{
        (Action.WITHDRAW_CONSENT, state): (State.CONSENT_WITHDRAWN, {CLINICIAN, SECRETARY})
        for state in State
        if state is not State.CONSENT_WITHDRAWN
    },
}


def actor(role: AccountRole) -> Actor:
    return Actor("1", "somebody", role)


@pytest.mark.parametrize(("role", "action", "state"), list(product(AccountRole, Action, State)))
def test_each_role_does_each_action_in_each_state_only_where_the_path_says(role, action, state):
    target, roles = PATHS.get((action, state), (None, set()))
    if role in roles:
        assert after(actor(role), action, state) is target
    elif any(role in others for (done, _), (_, others) in PATHS.items() if done is action):
        with pytest.raises(StateError) as refused:
            after(actor(role), action, state)
        assert refused.value.hint
    else:
        with pytest.raises(NotAllowed) as denied:
            after(actor(role), action, state)
        assert denied.value.hint


def test_every_action_has_a_rule_and_every_state_can_be_reached():
    assert set(TRANSITIONS) == set(Action)
    assert {rule.target for rule in TRANSITIONS.values()} == set(State)


def test_nothing_leads_out_of_a_withdrawn_consent():
    assert all(State.CONSENT_WITHDRAWN not in rule.sources for rule in TRANSITIONS.values())


MAY = {
    Permission.OPEN_ENCOUNTER: {CLINICIAN, SECRETARY},
    Permission.LIST_ENCOUNTERS: {CLINICIAN, SECRETARY, CODER},
    Permission.READ_REPORT: {CLINICIAN, SECRETARY, CODER},
    Permission.READ_TRANSCRIPT: {CLINICIAN, SECRETARY, CODER},
    Permission.REVIEW_CODES: {CLINICIAN, CODER},
    Permission.EXPORT_REPORT: {CLINICIAN, SECRETARY, CODER},
    Permission.READ_AUDIT: {ADMINISTRATOR, CLINICIAN},
    Permission.MANAGE_ACCOUNTS: {ADMINISTRATOR},
    Permission.MANAGE_KNOWLEDGE: {ADMINISTRATOR, CLINICIAN},
    Permission.OPEN_STAY: {CLINICIAN, CODER},
    Permission.READ_STAY: {CLINICIAN, CODER},
}


@pytest.mark.parametrize(("role", "permission"), list(product(AccountRole, Permission)))
def test_each_role_has_each_permission_only_where_the_table_says(role, permission):
    if role in MAY[permission]:
        require(actor(role), permission)
    else:
        with pytest.raises(NotAllowed):
            require(actor(role), permission)


def test_every_permission_has_a_line():
    assert set(PERMISSIONS) == set(Permission)
