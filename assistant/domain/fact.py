"""A clinical fact: what was said, about whom, how certain, and where."""

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole

NO_KNOWN_ALLERGY = "no_known_allergy"
"""The concept of an allergy fact that says that there is none."""


class FactKind(StrEnum):
    """What sort of thing the fact is about."""

    PROBLEM = "problem"
    DRUG = "drug"
    ALLERGY = "allergy"
    MEASUREMENT = "measurement"
    PROCEDURE = "procedure"
    EXAM = "exam"
    PLAN = "plan"
    HABIT = "habit"
    DURATION = "duration"


class DrugAction(StrEnum):
    """What happens to a drug."""

    TAKES = "takes"
    STARTED = "started"
    STOPPED = "stopped"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, both normalised (``0.5``, ``"g"``); ``high`` closes a range or a pair (120/80)."""

    value: float
    unit: str = ""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """How the fact holds. All false: stated as true, now, of the patient."""

    negated: bool = False
    uncertain: bool = False
    conditional: bool = False
    family: bool = False
    past: bool = False
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a text.

    ``concept`` is the normalised name (a key of the lexicons, or the folded surface form where no lexicon
    holds it); ``text`` the words themselves; ``turn`` the 0-based turn (0 for a note, which is one text) and
    ``span`` the characters in that turn's text. ``answers`` is the turn of the question that a bare
    answer ("No.") gives the fact its polarity, ``None`` elsewhere.
    """

    kind: FactKind
    concept: str
    text: str
    turn: int
    span: Span
    role: SpeakerRole = SpeakerRole.UNKNOWN
    qualifiers: Qualifiers = Qualifiers()
    quantity: Quantity | None = None
    dose: Quantity | None = None
    route: str | None = None
    frequency: str | None = None
    duration: str | None = None
    action: DrugAction | None = None
    site: str | None = None
    side: str | None = None
    answers: int | None = None
    codes: tuple[str, ...] = field(default=())
    """Classification codes the lexicon gives the concept, e.g. ATC for a drug."""
