"""What an answer is about where it does not say so itself: by the question, where that asks for one thing only."""

import re

from assistant.domain.fact import Fact
from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.answers import absent_items, asked_label, is_no, question_subject
from assistant.pipeline.drafting.labels import asked_names, item_name
from assistant.pipeline.drafting.standing import opens_midway
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.walk import Walk
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.text import tokens
from assistant.pipeline.vocabulary import TermMatch

# A longer answer says itself what it is about, one that opens midway even in more words.
_SHORT_ANSWER = 12
_MIDWAY_ANSWER = 24
_NAMING_KINDS = ("problem", "procedure", "drug")
_PARTS = re.compile(r"[,;]| ou | or ")


def about(
    words: str, topic: str, segment: Segment, facts: list[Fact], asked: tuple[Segment, ...], walk: Walk
) -> str | None:
    """The name of what the answered question was about, capitalised; ``None`` where the answer names it, denies
    something else, or where several things were asked.

    What comes behind a "no" is not of the problem that the question named."""
    wording = walk.wording
    midway = opens_midway(words, facts, wording)
    if wording.said_absent.match(words) or len(words.split()) > (_MIDWAY_ANSWER if midway else _SHORT_ANSWER):
        return None
    texts = [one.text for one in asked]
    # What an allergen did is not about another problem.
    denied = is_no(segment.text, wording) or walk.denied == segment.turn or topic == "allergies"
    problem = None if denied else _answered(facts, texts, walk)
    names = [problem or _labelled(one, wording) or question_subject(one, wording) for one in texts]
    # Of two things asked together, nothing says which one is answered; a second question mostly asks for more of it.
    if names and names[0] is None and informative(texts[0], wording) and len(texts) > 1:
        return None
    named = list(dict.fromkeys(name for name in names if name and _tells(name, wording)))
    if not named and walk.denied != segment.turn and (midway or wording.referring.search(words)):
        named = _asked_for(texts, walk)
    if len(named) != 1 or informative(named[0], wording) & informative(words, wording):
        return None
    return named[0][:1].upper() + named[0][1:]


def _tells(name: str, wording: Wording) -> bool:
    """Whether a name tells more than when: "a week?" names nothing, "since when?" asks for the onset."""
    return name == wording.phrases["onset"] or bool(informative(wording.times.sub(" ", name), wording))


def _answered(facts: list[Fact], questions: list[str], walk: Walk) -> str | None:
    """The problems that the answer is of by its facts, where these are all that was asked for."""
    names = asked_names(facts, walk.lexicon, walk.wording)
    asked = max([_parts(one, walk.wording) for one in questions], default=0)
    return names if names is None or asked <= max(len(names.split(", ")), 1) else None


def _labelled(question: str, wording: Wording) -> str | None:
    return None if _parts(question, wording) > 1 else asked_label(question, wording)


def _parts(question: str, wording: Wording) -> int:
    """How many things a question asks for."""
    parts = [informative(wording.times.sub(" ", one), wording) for one in _PARTS.split(question)]
    return sum(any(not word.isdigit() for word in one) for one in parts)


def _name(found: TermMatch, text: str, walk: Walk) -> str:
    """A drug by the name that was spoken, anything else by its clinical name."""
    return found.span.of(text) if found.kind == "drug" else walk.lexicon.label(found.concept)


def _asked_for(questions: list[str], walk: Walk) -> list[str]:
    """What the questions name: the one thing that the vocabulary knows, else the one item of their list."""
    found_names = [
        _name(one, text, walk) for text in questions for one in walk.lexicon.match(text) if one.kind in _NAMING_KINDS
    ]
    known = list(dict.fromkeys(found_names))
    items = [item for text in questions for item in absent_items(text, walk.wording)]
    if len(items) > 1 or len(known) > 1:
        return []
    if not known and not items:
        matches = [one for text in questions for one in walk.lexicon.measures.find(tokens(text))]
        known = list(
            dict.fromkeys(measure.labels[walk.lexicon.language] for one in matches for measure in one.payloads)
        )
        return known if len(known) == 1 else []
    return known or [item_name(item, walk.lexicon, walk.wording) for item in items]
