"""Written statements made shorter: by the language's shortening patterns, and by leaving out what tells nothing."""

from collections.abc import Callable

from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import tokens

# Cue groups whose words change what is said of whom, or how surely.
_TURNING = ("family", "uncertain", "conditional", "drug_action", "side", "follow_up")


def compacted(text: str, topic: str, wording: Wording) -> str:
    """The text by the shortenings of its topic, one after the other; quoted words stay as they were said."""
    if text.startswith(wording.phrases["quoted"][:1]):
        return text
    for one in wording.shortenings:
        if not one.topics or topic in one.topics:
            text = one.pattern.sub(one.to, text)
    text = " ".join(text.split()).strip(" ,;:")
    return text[:1].upper() + text[1:]


def teller(lexicon: Lexicon, wording: Wording, of_clinician: bool) -> Callable[[str], bool]:
    """Whether a clause is worth its words: one with a subject of its own must hold a term, a measure, a relative, a
    number, a word that turns others, or one of the wording's telling words; one in which the clinician speaks of
    himself, a term, a number or a doubt."""

    def tells(clause: str) -> bool:
        plain = clause.replace("’", "'")
        named = any(character.isdigit() for character in plain) or bool(lexicon.match(plain))
        if of_clinician and wording.own.search(plain):
            return named or bool(lexicon.cues("uncertain", plain))
        return (
            named
            or wording.aside.search(plain) is None
            or wording.guards.search(plain) is not None
            or wording.telling.search(plain) is not None
            or bool(lexicon.measures.find(tokens(plain)))
            or any(lexicon.cues(group, plain) for group in _TURNING)
        )

    return tells
