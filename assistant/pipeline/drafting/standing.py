"""What is no matter of a report: who is on the line and how it sounds; and what says nothing alone."""

from collections.abc import Sequence

from assistant.domain.fact import Fact, FactKind
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.statement import Statement
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.topics import cue_topic
from assistant.pipeline.drafting.walk import Walk
from assistant.pipeline.drafting.wording import Wording

_HEADS = frozenset(FactKind) - {FactKind.DURATION}
_OBJECTS = frozenset({FactKind.DRUG, FactKind.PROCEDURE, FactKind.EXAM, FactKind.MEASUREMENT})
# What a clinician says is to be done when is never mere time.
_ACTED = ("warning", "follow_up", "reason")
_CLINICAL = frozenset({FactKind.PROBLEM, FactKind.DRUG, FactKind.ALLERGY, FactKind.MEASUREMENT, FactKind.PLAN})


def is_administrative(segment: Segment, facts: Sequence[Fact], walk: Walk) -> bool:
    """Whether a sentence asks or tells who somebody is, how to reach him, or how the line sounds.

    What follows such a question is its answer until something clinical is asked or told. ``walk`` remembers it.
    """
    text = segment.text.replace("’", "'")
    if any(pattern.search(text) for pattern in walk.wording.particulars):
        walk.identifying = walk.identifying or _asks(segment, walk)
        return not _holds(facts, _CLINICAL - {FactKind.PLAN})
    if not walk.identifying:
        return False
    if segment.role is SpeakerRole.CLINICIAN:
        walk.identifying = not _asks_health(segment, facts, walk)
        return False
    walk.identifying = not _holds(facts, _CLINICAL)
    return walk.identifying


def _asks(segment: Segment, walk: Walk) -> bool:
    """Whether a clinician asks for particulars, by a question or by asking to be told."""
    if segment.role is not SpeakerRole.CLINICIAN:
        return False
    return walk.wording.identity.search(segment.text.replace("’", "'")) is not None


def _asks_health(segment: Segment, facts: Sequence[Fact], walk: Walk) -> bool:
    if not walk.wording.question.search(segment.text):
        return _holds(facts, _CLINICAL)
    return cue_topic(segment, "question", walk.wording) is not None or bool(walk.lexicon.match(segment.text))


def says_nothing_alone(statement: Statement, facts: Sequence[Fact], wording: Wording) -> bool:
    """Whether a line names nothing that a reader who knows no other line could tell it of.

    It opens with a pronoun, an amount or a time and holds no fact; or it holds nothing but times; or it orders to do
    what another sentence named; or it finds something of what only a pronoun stands for.
    """
    text = statement.text
    if wording.objectless.match(text) and not _holds(facts, _OBJECTS):
        return True
    if statement.topic == "exam" and wording.anaphoric.match(text):
        return True
    if statement.topic in _ACTED:
        return False
    if _holds(facts, _HEADS):
        return wording.partial.match(text) is not None
    return opens_midway(text, facts, wording) or not _names(text, wording)


def opens_midway(text: str, facts: Sequence[Fact], wording: Wording) -> bool:
    """Whether the words open with a pronoun, an amount or a time and name nothing that it is of."""
    partial = wording.partial.match(text) is not None
    return partial or (not _holds(facts, _HEADS) and wording.fragment.match(text) is not None)


def _names(text: str, wording: Wording) -> bool:
    """Whether something but times and numbers is named."""
    return any(not word.isdigit() for word in informative(wording.times.sub(" ", text), wording))


def _holds(facts: Sequence[Fact], kinds: frozenset[FactKind]) -> bool:
    """Whether the words themselves name such a fact, and not a question before them."""
    return any(fact.kind in kinds and fact.answers is None for fact in facts)
