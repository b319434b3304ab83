"""Whose and of when it is what a visitor tells: of these days or long ago, of the patient or of himself."""

from assistant.domain.fact import DrugAction, Fact, FactKind
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.labels import stated_problems
from assistant.pipeline.drafting.topics import cue_topic
from assistant.pipeline.drafting.walk import Walk, answered

ORDERS = (DrugAction.STARTED, DrugAction.STOPPED, DrugAction.CHANGED)


def is_of_companion(segment: Segment, facts: list[Fact], walk: Walk) -> bool:
    """Whether somebody who comes with the patient tells of his own health."""
    allergic = any(fact.kind is FactKind.ALLERGY for fact in facts)
    told = segment.role is SpeakerRole.COMPANION and (allergic or bool(stated_problems(facts)))
    return told and walk.wording.own_state.search(segment.text.replace("’", "'")) is not None


def is_recent(segment: Segment, facts: list[Fact], walk: Walk) -> bool:
    """Whether what a visitor tells in the past is of these days, and nothing but its tense makes it history."""
    told = segment.role is not SpeakerRole.CLINICIAN and bool(facts) and all(one.qualifiers.past for one in facts)
    if not told or walk.wording.dated.search(segment.text.replace("’", "'")) is None:
        return False
    return cue_topic(segment, "statement", walk.wording) is None and answered(segment, walk) == ()


def was_given(segment: Segment, facts: list[Fact], walk: Walk) -> bool:
    """Whether somebody tells of a drug that he was given once, or answers who asks for it."""
    if segment.role is SpeakerRole.CLINICIAN or any(fact.action in ORDERS for fact in facts):
        return False
    texts = (segment.text, *(one.text for one in answered(segment, walk)))
    return any(walk.wording.formerly.search(text.replace("’", "'")) for text in texts)


def tells_on_of_past(segment: Segment, walk: Walk) -> bool:
    """Whether a turn that told of the past goes on in the past."""
    told = walk.last == (segment.turn, "history") and segment.role is not SpeakerRole.CLINICIAN
    return told and walk.wording.past_told.search(segment.text.replace("’", "'")) is not None


def speaks_of_himself(segment: Segment, walk: Walk) -> bool:
    """Whether somebody says "I" and names nobody else."""
    names = {cue.name for cue in walk.lexicon.cues("family", segment.text)}
    others = any(cue.name == "pronoun" for cue in walk.lexicon.cues("relative", segment.text))
    return "self" in names and not others and not names & {"before", "child"}
