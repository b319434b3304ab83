"""Which topic a piece of dialogue belongs to, by its cue words or its facts."""

from collections.abc import Sequence

from assistant.domain.fact import Fact
from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.template import Template
from assistant.pipeline.drafting.wording import Wording


def cue_topic(segment: Segment, on: str, wording: Wording, but: str = "") -> str | None:
    """The topic of the first cue that the segment's words hold; ``on`` is ``question`` or ``statement``, ``but`` a
    topic that is none of the answers."""
    text = segment.text.replace("’", "'")
    for cue in wording.cues:
        if (
            cue.topic != but
            and cue.on in (on, "any")
            and (not cue.roles or segment.role in cue.roles)
            and cue.pattern.search(text)
        ):
            return cue.topic
    return None


def fact_topic(facts: Sequence[Fact], template: Template) -> str | None:
    """The topic of the first rule that takes one of the facts."""
    return next((rule.topic for rule in template.topics if any(rule.takes(fact) for fact in facts)), None)
