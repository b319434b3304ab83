"""*Worse in the morning* of what was told as worse in the evening, *at night* of what was then moved to the morning."""

from collections.abc import Iterator

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import PARTS_OF_DAY
from assistant.pipeline.checking.texts.corrections import Said, taken_back
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.text import Token

_NIGHT = {"bedtime": "evening"}
_HOUR = 10
"""Characters between the number of an hour and the part of the day it is in."""
_AFTER = 4
"""Passages after a problem was named that may still tell of it."""


def part_of_day_doubts(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """The one part of the day that a claim places a problem in, where of that problem, there or soon after, only the
    other end of the day was told."""
    named = _named(reading, base)
    problems = [unit for unit in reading.units if unit.problem]
    dosed = any(unit.drug for unit in reading.units)
    if len({name for name, _ in named}) != 1 or not problems or dosed:
        return
    name, word = named[0]
    before = [unit for unit in problems if unit.span.start < word.start] or problems
    told = [one for passage in _told(before[-1].keys, base) for one in _in(passage, base)]
    if told and all(other != name for other, _, _ in told):
        _, place, passage = told[-1]
        yield Doubt(FindingType.TEMPORALITY, Span(word.start, word.end), passage.evidence(place))


def moved_part_doubts(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """A part of the day that was only said to be taken back: *at night... actually, mornings*."""
    written = _parts(reading, base)
    if len({name for name, _ in written}) != 1:
        return
    name, span = written[0]
    said = [(passage, other, place) for passage in base.passages for other, place in _parts(passage.reading, base)]
    items = [
        Said(where.turn, where.span.start, where.span.end, other, "part")
        for passage, other, place in said
        for where in [passage.evidence(place)]
    ]
    gone = taken_back(items, base.transcript, base.lexicon)
    own = [at for at, (_, other, _) in enumerate(said) if other == name]
    if own and all(at in gone for at in own):
        passage, _, place = said[gone[own[-1]]]
        yield Doubt(FindingType.SUPERSEDED, span, passage.evidence(place))


def _parts(reading: Reading, base: EvidenceBase) -> list[tuple[str, Span]]:
    cues = base.lexicon.cues_in("frequency", reading.words)
    return [(_NIGHT.get(cue.name, cue.name), cue.span) for cue in cues if cue.name in PARTS_OF_DAY]


def _named(reading: Reading, base: EvidenceBase) -> list[tuple[str, Token]]:
    """The ends of the day that are named; *this morning* is a day, *three in the morning* an hour of the night."""
    knowledge, words = load_knowledge(base.language), reading.words
    found = []
    for at, word in enumerate(words):
        for name, forms in knowledge.day_ends.items():
            day = at and words[at - 1].key in knowledge.this
            hour = any(0 <= word.start - one.span.end <= _HOUR for one in reading.quantities)
            if word.key in forms and not (day or hour):
                found.append((name, word))
    return found


def _in(passage: Passage, base: EvidenceBase) -> Iterator[tuple[str, Span, Passage]]:
    for name, word in _named(passage.reading, base):
        yield name, Span(word.start, word.end), passage


def _told(keys: frozenset[str], base: EvidenceBase) -> list[Passage]:
    """The passages that speak of the problem, and those after them until another is spoken of."""
    own = {key for key in keys if key.startswith(("b:", "c:"))}
    found, left = [], 0
    for passage in base.passages:
        problems = [unit for unit in passage.reading.units if unit.problem]
        if any(own & unit.keys for unit in problems):
            left = _AFTER + 1
        elif problems:
            left = 0
        if left:
            found.append(passage)
            left -= 1
    return found
