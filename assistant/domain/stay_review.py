"""The life of a stay's coding: states, the one table of what leads from where to where and who may do it, and the log
of decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from assistant.domain.encounter import AccountRole, Actor
from assistant.domain.stay import ClinicianQuery, CodedStay, Stay, StayCode, UnitDiagnosis
from assistant.errors import NotAllowed, StateError


class StayState(StrEnum):
    """Where a stay's coding stands. It does not depend on the report's signature."""

    PROPOSED = "proposed"
    IN_PROGRESS = "in_progress"
    QUERY_OPEN = "query_open"
    VALIDATED = "validated"
    EXPORTED = "exported"
    REOPENED = "reopened"


class StayAction(StrEnum):
    """What moves it."""

    OPEN = "open"
    DECIDE = "decide"
    ASK = "ask"
    ANSWER = "answer"
    VALIDATE = "validate"
    EXPORT = "export"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class StayMove:
    """From which states, to which, and by whom; ``keeps``: the states that it leaves as they are."""

    sources: frozenset[StayState]
    target: StayState
    roles: frozenset[AccountRole]
    keeps: frozenset[StayState] = frozenset()


_WORKING = frozenset({StayState.IN_PROGRESS, StayState.REOPENED})
_WAITING = frozenset({StayState.QUERY_OPEN})
_DONE = frozenset({StayState.VALIDATED, StayState.EXPORTED})
# A clinician answers for the codes of the stays in his care, and may code them; a coder never answers in his place.
_CODERS = frozenset({AccountRole.CODER, AccountRole.CLINICIAN})
_CLINICIAN = frozenset({AccountRole.CLINICIAN})
MOVES: Mapping[StayAction, StayMove] = {
    StayAction.OPEN: StayMove(frozenset({StayState.PROPOSED}), StayState.IN_PROGRESS, _CODERS),
    StayAction.DECIDE: StayMove(_WORKING | _WAITING, StayState.IN_PROGRESS, _CODERS, keeps=_WAITING),
    StayAction.ASK: StayMove(_WORKING, StayState.QUERY_OPEN, _CODERS),
    StayAction.ANSWER: StayMove(_WAITING, StayState.IN_PROGRESS, _CLINICIAN),
    StayAction.VALIDATE: StayMove(_WORKING | _WAITING, StayState.VALIDATED, _CODERS),
    StayAction.EXPORT: StayMove(_DONE, StayState.EXPORTED, _CODERS),
    StayAction.REOPEN: StayMove(_DONE, StayState.REOPENED, _CODERS),
}


class DecisionKind(StrEnum):
    """What a coder does with a proposed code, or with one that he adds."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the log: what was done with ``code``, by which account, when and why; ``instead``: what
    an edit puts in its place, or what was added."""

    code: str
    kind: DecisionKind
    by: str
    at: datetime
    why: str = ""
    instead: StayCode | None = None


@dataclass(frozen=True, slots=True)
class StayReview:
    """A stay under review: its documents, its proposals, its state, every decision in order, the question asked."""

    stay: Stay
    coded: CodedStay
    state: StayState = StayState.PROPOSED
    log: tuple[Decision, ...] = ()
    asked: ClinicianQuery | None = None

    def last(self, code: str) -> Decision | None:
        """What was last decided about a proposed code."""
        return next((decision for decision in reversed(self.log) if decision.code == code), None)

    def codes(self) -> tuple[StayCode, ...]:
        """The codes that the decisions so far leave: accepted ones, what edits put in their place, added ones."""
        kept = []
        for code in (*self.coded.codes, *self.added()):
            decision = self.last(code.code)
            if decision and decision.kind is not DecisionKind.REJECTED:
                kept.append(decision.instead or code)
        return tuple(kept)

    def added(self) -> tuple[StayCode, ...]:
        """The codes that somebody added and that are not proposed, as they were added last; rejected ones too."""
        proposed = {code.code for code in self.coded.codes}
        mine = {d.code: d.instead for d in self.log if d.kind is DecisionKind.ADDED and d.instead}
        return tuple(code for name, code in mine.items() if name not in proposed)

    def units(self) -> tuple[UnitDiagnosis, ...]:
        """The units' principal diagnoses as the decisions so far leave them."""
        return tuple(replace(unit, code=self._now(unit.code)) for unit in self.coded.units)

    def _now(self, code: StayCode | None) -> StayCode | None:
        last = self.last(code.code) if code else None
        if last is None:
            return code
        return None if last.kind is DecisionKind.REJECTED else last.instead or code

    def undecided(self) -> tuple[StayCode, ...]:
        """The proposals that nothing was decided about."""
        return tuple(code for code in self.coded.codes if self.last(code.code) is None)


def after(action: StayAction, state: StayState) -> StayState:
    """The state that an action leads to. Raises ``StateError`` where the table does not allow it."""
    move = MOVES[action]
    if state not in move.sources:
        raise StateError(
            f"A stay that is {state} does not allow this: {action}.",
            "It is possible when the stay is: " + ", ".join(sorted(move.sources)) + ".",
        )
    return state if state in move.keeps else move.target


def permit(actor: Actor, action: StayAction) -> None:
    """Raise ``NotAllowed`` unless the table lets the actor's role."""
    roles = MOVES[action].roles
    if actor.role not in roles:
        raise NotAllowed(
            f"The role {actor.role} may not do this ({action}).",
            "Log in with an account that may: " + ", ".join(sorted(roles)) + ".",
        )
