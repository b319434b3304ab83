"""What cannot stand in the section that its words point to: moved where it belongs, or left out."""

from collections.abc import Sequence

from assistant.domain.fact import Fact, FactKind
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.telegraph import spoken_plainly
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.drafting.wording_parts import Move

# Speech without punctuation comes in pieces that hold a whole visit: no one section is theirs, none is wrong.
_LONGEST = 40


def moved(topic: str, segment: Segment, facts: Sequence[Fact], wording: Wording) -> str | None:
    """The topic by the first move that takes the segment from ``topic``; ``None`` where it belongs nowhere."""
    # A filler may stand before what opens the sentence, or be the word that tells ("oui", "donc").
    forms = (segment.text.replace("’", "'"), spoken_plainly(segment.text, wording))
    if len(forms[1].split()) > _LONGEST:
        return topic
    move = next((one for one in wording.moves if any(_takes(one, topic, segment, form) for form in forms)), None)
    if move is None or (move.to is None and not move.strict and _is_critical(facts)):
        return topic
    return move.to


def _takes(move: Move, topic: str, segment: Segment, text: str) -> bool:
    who = "clinician" if segment.role is SpeakerRole.CLINICIAN else "patient"
    placed = not move.topics or topic in move.topics
    kept = move.unless is not None and move.unless.search(text) is not None
    return placed and move.who in ("any", who) and not kept and move.pattern.search(text) is not None


def _is_critical(facts: Sequence[Fact]) -> bool:
    """Whether something is at stake that no doubt about its place may cost: an allergy, a dose, a stop."""
    doses = any(fact.kind is FactKind.DRUG and (fact.dose or fact.frequency or fact.action) for fact in facts)
    return doses or any(fact.kind is FactKind.ALLERGY for fact in facts)
