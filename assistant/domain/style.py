"""How one clinician writes: counted choices between forms of closed lists, and no patient word."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """How often a form was put in another's place. ``what``: ``form``, or ``heading:KIND:SECTION``."""

    what: str
    instead_of: str
    chosen: str
    count: int


@dataclass(frozen=True, slots=True)
class Order:
    """How often a kind of report was signed with its sections in this order."""

    kind: str
    keys: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Style:
    """Everything that was learned of one account in one language."""

    choices: tuple[Choice, ...] = ()
    orders: tuple[Order, ...] = ()
