"""A model's answer read with suspicion: its form, its ids, and that it speaks of what it cites."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.extractive import Line
from assistant.pipeline.drafting.statement import place
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.wording import Wording


class Rejected(Exception):
    """The answer cannot be used; the message says why."""


def read_answer(answer: Mapping[str, Any], offered: Sequence[Segment], wording: Wording) -> list[Line]:
    """The sentences of an answer with their evidence. Raises ``Rejected``."""
    sentences = answer.get("sentences")
    if not isinstance(sentences, list):
        raise Rejected("the answer has no list of sentences")
    by_id = {segment.id: segment for segment in offered}
    return [_line(sentence, by_id, wording) for sentence in sentences]


def _line(sentence: object, by_id: Mapping[str, Segment], wording: Wording) -> Line:
    if not isinstance(sentence, Mapping):
        raise Rejected("a sentence is not an object")
    text, ids = sentence.get("text"), sentence.get("evidence")
    if not isinstance(text, str) or not text.strip():
        raise Rejected("a sentence has no text")
    if not isinstance(ids, list) or not ids:
        raise Rejected("a sentence names no evidence")
    unknown = [str(one) for one in ids if one not in by_id]
    if unknown:
        raise Rejected(f"a sentence cites what was not shown: {', '.join(unknown)}")
    cited = [by_id[one] for one in dict.fromkeys(ids)]
    if not _shares_words(text, cited, wording):
        raise Rejected("a sentence shares no word with what it cites")
    return " ".join(text.split()), tuple(place(segment) for segment in cited)


def _shares_words(text: str, cited: Sequence[Segment], wording: Wording) -> bool:
    """The least that can be asked of a sentence before the checker reads it slot by slot."""
    said = " ".join(segment.text for segment in cited)
    return bool(informative(text, wording) & informative(said, wording))
