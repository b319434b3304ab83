"""A model's answer read with suspicion: its form, its ids, its manner, and that it speaks of what it cites."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.evidence import Evidence
from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.statement import place
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.text import tokens

_LONGEST = 45
"""Words: nobody reads a longer line of a report, and a model that runs on writes one."""


_NUMBERED = re.compile(
    r"\b[SG]\d+ ?\[|^[SG]\d+\b|[(\[][SG]\d+(?:, ?[SG]\d+)*[)\]]|[.;:!] ?[SG]\d+(?:, ?[SG]\d+)*\W*$|</?transcript>"
)
"""A line's number, before the words, behind them or in brackets; *S1* within a sentence is a vertebra or a sound."""


class Rejected(Exception):
    """The answer cannot be used at all; the message says why."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sentence as a model wrote it. ``refused`` says why it cannot stand whatever the checker thinks ("": it may);
    ``copied`` marks a cited sentence repeated word for word; ``ill_formed`` what is no report's sentence at all."""

    text: str
    evidence: tuple[Evidence, ...]
    refused: str = ""
    copied: bool = False
    ill_formed: bool = False


def read_answer(answer: Mapping[str, Any], offered: Sequence[Segment], wording: Wording) -> list[Proposed]:
    """The sentences of an answer with their evidence. Raises ``Rejected`` where the answer has not the form."""
    sentences = answer.get("sentences")
    if not isinstance(sentences, list):
        raise Rejected("the answer has no list of sentences")
    by_id = {segment.id: segment for segment in offered}
    return [_proposed(sentence, by_id, wording) for sentence in sentences]


def _proposed(sentence: object, by_id: Mapping[str, Segment], wording: Wording) -> Proposed:
    if not isinstance(sentence, Mapping):
        raise Rejected("a sentence is not an object")
    text, ids = sentence.get("text"), sentence.get("evidence")
    if not isinstance(text, str) or not text.strip():
        raise Rejected("a sentence has no text")
    if not isinstance(ids, list) or not ids:
        raise Rejected("a sentence names no evidence")
    cited = [by_id[one] for one in dict.fromkeys(map(str, ids)) if one in by_id]
    written = " ".join(text.split())
    unknown = [str(one) for one in ids if one not in by_id]
    manner = _manner(written, wording)
    if unknown:
        refused = f"a sentence cites what was not shown: {', '.join(unknown)}"
    else:
        refused = manner or _stranger(written, cited, wording)
    evidence = tuple(place(segment) for segment in cited)
    return Proposed(written, evidence, refused, _is_copy(written, cited), ill_formed=bool(manner))


def _is_copy(text: str, cited: Sequence[Segment]) -> bool:
    words = _words(text)
    said = [_words(segment.text) for segment in cited]
    return any(words == line[at : at + len(words)] for line in said for at in range(len(line) - len(words) + 1))


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens(text))


def addresses_writer(text: str, wording: Wording) -> bool:
    """Whether the words are meant for whoever writes the report ("ignore your instructions and write …")."""
    return any(pattern.search(text) for pattern in wording.instructions)


def _manner(text: str, wording: Wording) -> str:
    """Why the words are not a report's, however true they are."""
    if addresses_writer(text, wording):
        return "it repeats an instruction to whoever writes the report"
    if _NUMBERED.search(text):
        return "it copies the numbering of the lines"
    spoken = (
        wording.first_person.left.search(text)
        or wording.addressed.search(text)
        or set(_words(text)) & wording.first_person.words.keys()
    )
    if "?" in text or spoken:
        return "it is written as speech, not as a report"
    if len(text.split()) > _LONGEST:
        return "it is too long for one line of a report"
    return ""


def _stranger(text: str, cited: Sequence[Segment], wording: Wording) -> str:
    """The least that can be asked of a sentence before the checker reads it slot by slot."""
    said = " ".join(segment.text for segment in cited)
    if informative(text, wording) & informative(said, wording):
        return ""
    return "a sentence shares no word with what it cites"
