"""Written statements made shorter: by the language's shortening patterns, and by leaving out what tells nothing."""

from collections.abc import Callable

from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import tokens


def compacted(text: str, topic: str, wording: Wording) -> str:
    """The text by the shortenings of its topic, one after the other; quoted words stay as they were said."""
    if text.startswith(wording.phrases["quoted"][:1]):
        return text
    for one in wording.shortenings:
        if not one.topics or topic in one.topics:
            text = one.pattern.sub(one.to, text)
    text = " ".join(text.split()).strip(" ,;:")
    return text[:1].upper() + text[1:]


def teller(lexicon: Lexicon, wording: Wording) -> Callable[[str], bool]:
    """Whether a clause is worth its words: one with a subject of its own must hold a term, a measure, a relative, a
    number, a word that turns others, or one of the wording's telling words."""

    def tells(clause: str) -> bool:
        plain = clause.replace("’", "'")
        return (
            wording.aside.search(plain) is None
            or any(character.isdigit() for character in plain)
            or wording.guards.search(plain) is not None
            or wording.telling.search(plain) is not None
            or bool(lexicon.match(plain))
            or bool(lexicon.measures.find(tokens(plain)))
            or bool(lexicon.cues("family", plain))
        )

    return tells
