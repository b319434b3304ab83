"""What is told of a relative, as a report says it."""

from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.statement import lowered
from assistant.pipeline.drafting.walk import Walk


def of_relative(words: str, asked: tuple[Segment, ...], walk: Walk, of_companion: bool) -> str:
    """What is told of a relative, with relative and illness from the question where the answer does not name them.

    ``of_companion``: who comes with the patient tells of his own."""
    matched = [one for question in asked for one in walk.lexicon.match(question.text) if one.kind == "problem"]
    names = list(dict.fromkeys(lowered(walk.lexicon.label(one.concept)) for one in matched))
    if len(names) == 1 and not any(one.kind == "problem" for one in walk.lexicon.match(words)):
        words = f"{names[0]}, {lowered(words)}"
    if of_companion:
        return walk.wording.phrases["of_relative"].format(text=lowered(words))
    if walk.lexicon.cues("family", words):
        return words[:1].upper() + words[1:]
    relative = _relative(asked, walk)
    phrase = walk.wording.phrases["of_relative" if relative is None else "about"]
    return phrase.format(label=relative, text=lowered(words))


def _relative(asked: tuple[Segment, ...], walk: Walk) -> str | None:
    """The one relative that the answered questions ask after, by the word they use."""
    cues = [(one, cue) for one in asked for cue in walk.lexicon.cues("family", one.text)]
    named = list(dict.fromkeys(cue.span.of(one.text).lower() for one, cue in cues if cue.name in ("before", "child")))
    return named[0][:1].upper() + named[0][1:] if len(named) == 1 and " " not in named[0] else None
