"""Everything that came of one consultation: what the chain from transcript to checked, coded draft yields."""

from dataclasses import dataclass

from assistant.domain.coding import CodeSuggestion
from assistant.domain.context import PatientContext
from assistant.domain.draft import CheckedDraft, Section
from assistant.domain.fact import Fact
from assistant.domain.knowledge import RankedPassage
from assistant.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Consultation:
    """The chain's result. ``timings_s`` maps a step to its duration in seconds, in the order they ran.
    ``untouched``: a model's own sentences before any check, kept beside the report that came of them."""

    transcript: Transcript
    context: PatientContext
    facts: tuple[Fact, ...]
    checked: CheckedDraft
    passages: tuple[RankedPassage, ...]
    codes: tuple[CodeSuggestion, ...]
    timings_s: tuple[tuple[str, float], ...]
    untouched: tuple[Section, ...] = ()
