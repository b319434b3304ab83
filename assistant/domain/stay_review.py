"""The life of a stay's coding: states, the one table of what leads from where to where, and the log of decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.domain.stay import ClinicianQuery, CodedStay, Stay, StayCode
from assistant.errors import StateError


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


_WORKING = frozenset({StayState.IN_PROGRESS, StayState.REOPENED})
MOVES: Mapping[StayAction, tuple[frozenset[StayState], StayState]] = {
    StayAction.OPEN: (frozenset({StayState.PROPOSED}), StayState.IN_PROGRESS),
    StayAction.DECIDE: (_WORKING, StayState.IN_PROGRESS),
    StayAction.ASK: (_WORKING, StayState.QUERY_OPEN),
    StayAction.ANSWER: (frozenset({StayState.QUERY_OPEN}), StayState.IN_PROGRESS),
    StayAction.VALIDATE: (_WORKING, StayState.VALIDATED),
    StayAction.EXPORT: (frozenset({StayState.VALIDATED, StayState.EXPORTED}), StayState.EXPORTED),
    StayAction.REOPEN: (frozenset({StayState.VALIDATED, StayState.EXPORTED}), StayState.REOPENED),
}


class DecisionKind(StrEnum):
    """What a coder does with a proposed code."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the log: what was done with ``code``, by which account, when and why; ``instead`` for an edit."""

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
        """The codes that the decisions so far leave: accepted ones and what edits put in their place."""
        kept = []
        for code in self.coded.codes:
            decision = self.last(code.code)
            if decision and decision.kind is not DecisionKind.REJECTED:
                kept.append(decision.instead or code)
        return tuple(kept)


def after(action: StayAction, state: StayState) -> StayState:
    """The state that an action leads to. Raises ``StateError`` where the table does not allow it."""
    sources, target = MOVES[action]
    if state not in sources:
        raise StateError(f"A stay that is {state} does not allow this: {action}.", "Open or reopen the stay first.")
    return target
