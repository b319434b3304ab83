"""The life of an encounter, and who may do what in it.

``TRANSITIONS`` is the only place where the path is written down: for each action, the states it may start
from, the state it ends in, and the roles that may do it. ``PERMISSIONS`` says the same of what has no state.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.domain.draft import ReportKind
from assistant.domain.language import Language
from assistant.errors import NotAllowed, StateError


class AccountRole(StrEnum):
    """What an account is for. ``SYSTEM`` is the workflow itself and can never log in."""

    CLINICIAN = "clinician"
    CODER = "coder"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. Every service call names one."""

    account_id: str
    username: str
    role: AccountRole
    display_name: str = ""


SYSTEM = Actor("system", "system", AccountRole.SYSTEM, "system")


class State(StrEnum):
    """Where an encounter stands."""

    RECORDED = "recorded"
    TRANSCRIBED = "transcribed"
    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    SIGNED = "signed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    CONSENT_WITHDRAWN = "consent_withdrawn"


class Action(StrEnum):
    """What moves an encounter on."""

    TRANSCRIBE = "transcribe"
    DRAFT = "draft"
    OPEN_REVIEW = "open_review"
    EDIT = "edit"
    RESOLVE = "resolve"
    SIGN = "sign"
    AMEND = "amend"
    DROP_AMENDMENT = "drop_amendment"
    FAIL = "fail"
    RETRY = "retry"
    CANCEL = "cancel"
    WITHDRAW_CONSENT = "withdraw_consent"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states, to which, and by whom."""

    sources: frozenset[State]
    target: State
    roles: frozenset[AccountRole]


_CARE = frozenset({AccountRole.CLINICIAN, AccountRole.SECRETARY})
_CLINICIAN = frozenset({AccountRole.CLINICIAN})
_SYSTEM = frozenset({AccountRole.SYSTEM})
_UNSIGNED = frozenset({State.RECORDED, State.TRANSCRIBED, State.DRAFTED, State.IN_REVIEW, State.FAILED})

TRANSITIONS: dict[Action, Rule] = {
    Action.TRANSCRIBE: Rule(frozenset({State.RECORDED}), State.TRANSCRIBED, _SYSTEM),
    Action.DRAFT: Rule(frozenset({State.TRANSCRIBED}), State.DRAFTED, _SYSTEM),
    Action.OPEN_REVIEW: Rule(frozenset({State.DRAFTED}), State.IN_REVIEW, _CARE),
    Action.EDIT: Rule(frozenset({State.IN_REVIEW}), State.IN_REVIEW, _CARE),
    Action.RESOLVE: Rule(frozenset({State.IN_REVIEW}), State.IN_REVIEW, _CLINICIAN),
    Action.SIGN: Rule(frozenset({State.IN_REVIEW}), State.SIGNED, _CLINICIAN),
    Action.AMEND: Rule(frozenset({State.SIGNED}), State.IN_REVIEW, _CLINICIAN),
    # Only where a version was signed before: the signed report stands again, as it was.
    Action.DROP_AMENDMENT: Rule(frozenset({State.IN_REVIEW}), State.SIGNED, _CLINICIAN),
    Action.FAIL: Rule(frozenset({State.RECORDED, State.TRANSCRIBED}), State.FAILED, _SYSTEM),
    Action.RETRY: Rule(frozenset({State.FAILED}), State.RECORDED, _CARE),
    Action.CANCEL: Rule(_UNSIGNED, State.CANCELLED, _CLINICIAN),
    # Consent may be withdrawn at any time, after signature too: the law lets the patient say no to the
    # recording and to what was made of it, not to the report in the chart; see the erasing service.
    Action.WITHDRAW_CONSENT: Rule(_UNSIGNED | {State.SIGNED, State.CANCELLED}, State.CONSENT_WITHDRAWN, _CARE),
}


class Permission(StrEnum):
    """What an account may do apart from moving an encounter on."""

    OPEN_ENCOUNTER = "open_encounter"
    LIST_ENCOUNTERS = "list_encounters"
    READ_REPORT = "read_report"
    READ_TRANSCRIPT = "read_transcript"
    REVIEW_CODES = "review_codes"
    EXPORT_REPORT = "export_report"
    READ_AUDIT = "read_audit"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_KNOWLEDGE = "manage_knowledge"
    OPEN_STAY = "open_stay"
    READ_STAY = "read_stay"


PERMISSIONS: dict[Permission, frozenset[AccountRole]] = {
    Permission.OPEN_ENCOUNTER: _CARE,
    Permission.LIST_ENCOUNTERS: _CARE | {AccountRole.CODER},
    Permission.READ_REPORT: _CARE | {AccountRole.CODER},
    Permission.READ_TRANSCRIPT: _CARE | {AccountRole.CODER},
    Permission.REVIEW_CODES: frozenset({AccountRole.CLINICIAN, AccountRole.CODER}),
    Permission.EXPORT_REPORT: _CARE | {AccountRole.CODER},
    # An administrator runs the machine and reads no medical content.
    Permission.READ_AUDIT: frozenset({AccountRole.ADMINISTRATOR, AccountRole.CLINICIAN}),
    Permission.MANAGE_ACCOUNTS: frozenset({AccountRole.ADMINISTRATOR}),
    Permission.MANAGE_KNOWLEDGE: frozenset({AccountRole.ADMINISTRATOR, AccountRole.CLINICIAN}),
    Permission.OPEN_STAY: frozenset({AccountRole.CLINICIAN, AccountRole.CODER}),
    Permission.READ_STAY: frozenset({AccountRole.CLINICIAN, AccountRole.CODER}),
}


def require(actor: Actor, permission: Permission) -> None:
    """Raise ``NotAllowed`` unless the table lets the actor's role."""
    if actor.role not in PERMISSIONS[permission]:
        raise NotAllowed(
            f"The role {actor.role} may not do this ({permission}).",
            "Log in with an account that may: " + ", ".join(sorted(PERMISSIONS[permission])) + ".",
        )


def after(actor: Actor, action: Action, state: State) -> State:
    """The state that the action leads to.

    Raises ``NotAllowed`` where the role may not, ``StateError`` where the state does not allow it.
    """
    rule = TRANSITIONS[action]
    if actor.role not in rule.roles:
        raise NotAllowed(
            f"The role {actor.role} may not do this ({action}).",
            "Log in with an account that may: " + ", ".join(sorted(rule.roles)) + ".",
        )
    if state not in rule.sources:
        raise StateError(
            f"An encounter that is {state} does not allow this ({action}).",
            "It is possible when the encounter is: " + ", ".join(sorted(rule.sources)) + ".",
        )
    return rule.target


@dataclass(frozen=True, slots=True)
class Consent:
    """The patient's consent to recording and drafting: asked before anything else. Times are UTC."""

    given: bool
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Encounter:
    """What the database knows of an encounter: no patient word in it. Times are UTC.

    ``version`` counts signed versions: 0 before the first signature.
    """

    id: str
    patient_id: str
    kind: ReportKind
    language: Language | None
    state: State
    created_by: str
    created_at: datetime
    version: int = 0
    failure: str | None = None
