"""What pages need to know of the tables: which buttons to offer. The services decide; this only spares dead ends."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from assistant.domain.encounter import PERMISSIONS, TRANSITIONS, Actor, Permission, State
from assistant.domain.stay_review import MOVES, StayState


def allowed(actor: Actor, state: State) -> frozenset[str]:
    """The actions and permissions that the tables let the actor have in that state."""
    actions = {str(a) for a, rule in TRANSITIONS.items() if actor.role in rule.roles and state in rule.sources}
    return frozenset(actions | permitted(actor))


def permitted(actor: Actor) -> frozenset[str]:
    """The permissions of the actor's role."""
    return frozenset(str(item) for item in Permission if actor.role in PERMISSIONS[item])


def stay_allowed(actor: Actor, state: StayState) -> frozenset[str]:
    """The actions that the table of stays lets the actor do in that state; work on a proposed stay opens it."""
    working = StayState.IN_PROGRESS if state is StayState.PROPOSED else state
    return frozenset(str(a) for a, move in MOVES.items() if actor.role in move.roles and working in move.sources)


@lru_cache(maxsize=1)
def omission_homes() -> Mapping[str, str]:
    """For each type of omission the key of the section that the page proposes for it."""
    homes: dict[str, str] = tomllib.loads((Path(__file__).parent / "omission_sections.toml").read_text())
    return homes
