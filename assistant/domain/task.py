"""What the plan leaves for somebody to do."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.evidence import Evidence


class TaskKind(StrEnum):
    """What sort of thing is to be done."""

    TEST = "test"
    LETTER = "letter"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, in the report's words. ``conditional``: only if something happens; ``sentence_id`` names the
    sentence that it comes from, ``evidence`` is that sentence's."""

    kind: TaskKind
    text: str
    sentence_id: str
    evidence: tuple[Evidence, ...]
    conditional: bool = False
