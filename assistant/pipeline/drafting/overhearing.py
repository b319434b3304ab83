"""The words of an answer that a model has not finished: shown as they come, judged only when they are whole."""

import json
import re
from collections.abc import Callable

from assistant.domain.draft import Section
from assistant.domain.proposal import Writing

_TEXT = re.compile(r'"text"\s*:\s*"((?:[^"\\]|\\.)*)("|\\?$)', re.DOTALL)
"""A sentence's words in the JSON of an answer, up to its closing quote or to where the model is. Within a string of
JSON every quote is escaped, so that no spoken word looks like the name of a field."""
_HALF_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{0,3}$")
_HALF_PAIR = re.compile(r"[\ud800-\udfff]")
"""Half of a character outside the basic plane, which JSON may write as two escapes."""


class Follower:
    """Whoever follows a model at its work; this one makes nothing of it. What a method raises stops the model."""

    def begins(self, model: str) -> None:
        """Told the model's name, before anything else."""

    def writes(self, writing: Writing) -> None:
        """Told the words of a section as they are written: nobody has checked them."""

    def finished(self, section: Section) -> None:
        """Told each section once its sentences are verified and repaired."""


def words_so_far(answer: str) -> str:
    """The sentences of an unfinished answer, the last as far as it goes; "" of what is not in the answer's form."""
    return " ".join(filter(None, (_read(found[1]) for found in _TEXT.finditer(answer))))


def overheard(section: str, tell: Callable[[Writing], None]) -> Callable[[str], None]:
    """A listener to the pieces of one answer, who tells the words of the section whenever there are more of them."""
    answer = words = ""

    def hear(piece: str) -> None:
        nonlocal answer, words
        answer += piece
        before, words = words, words_so_far(answer)
        if words != before:
            tell(Writing(section, words))

    return hear


def _read(escaped: str) -> str:
    whole = _HALF_ESCAPE.sub("", escaped)
    try:
        text = str(json.loads(f'"{whole}"', strict=False))
    except json.JSONDecodeError:
        return ""
    return " ".join(_HALF_PAIR.sub("", text).split())
