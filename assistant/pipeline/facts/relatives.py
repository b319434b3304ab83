"""Relatives by their first names: *c'était la grande, Jeanne* makes Jeanne a relative from then on."""

import re
from collections.abc import Set

from assistant.pipeline.facts.reading import Reading

_NAME = re.compile(r",? ([A-ZÀ-Þ][a-zà-ÿ]{2,})(?![\w-])")


def introduced(reading: Reading) -> set[str]:
    """The first names that stand right after a word for a relative, folded case kept."""
    cues = reading.named("relative", "named")
    found = [_NAME.match(reading.text, span.end) for span in cues]
    return {match[1] for match in found if match is not None}


def speaks_of(reading: Reading, names: Set[str]) -> bool:
    """Whether the sentence names one of these relatives, and not the speaker or the patient."""
    words = {word.raw for word in reading.words}
    return bool(words & names) and not reading.named("family", "self")


def goes_on_about(before: Reading | None, reading: Reading) -> bool:
    """Whether a patient's sentence opens with *he* or *she* right after one that names a relative who has something
    (*C'est ma belle-sœur. Elle a perdu douze kilos.*), not one who only says or does."""
    if before is None or not reading.words:
        return False
    opens = any(span.start == reading.words[0].start for span in reading.named("relative", "pronoun"))
    return opens and bool(before.named("family", "before", "child")) and not before.named("family", "actor")
