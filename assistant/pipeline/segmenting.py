"""A transcript cut into sentences, the units that evidence points at."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from assistant.domain.span import Span
from assistant.domain.transcript import Segment, Transcript
from assistant.pipeline.runons import pieces
from assistant.pipeline.text import sentence_spans
from assistant.pipeline.unmarked import asks, is_bare


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a turn. ``text``: its words, with a question mark where it asks and none was written down."""

    span: Span
    text: str


def turn_sentences(transcript: Transcript) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of each turn, in order. What was written down without punctuation is cut at its joints."""
    bare = is_bare(transcript)
    turns = transcript.turns
    for turn, following in zip(turns, (*turns[1:], None), strict=False):
        cut = [
            piece
            for sentence in sentence_spans(turn.text)
            for piece in pieces(turn.text, sentence, transcript.language, bare)
        ]
        answered = following is not None and following.speaker != turn.speaker
        reply = following.text if following is not None and answered else None
        yield tuple(
            Sentence(
                span,
                span.of(turn.text) + "?"
                if bare and asks(span.of(turn.text), turn.role, reply if span == cut[-1] else None, transcript.language)
                else span.of(turn.text),
            )
            for span in cut
        )


def segments(transcript: Transcript) -> tuple[Segment, ...]:
    """Every sentence of every turn, in reading order, numbered ``S1``, ``S2``…; spans are in the turn's text."""
    number = count(1)
    return tuple(
        Segment(f"S{next(number)}", index, sentence.span, sentence.text, turn.role)
        for index, (turn, sentences) in enumerate(zip(transcript.turns, turn_sentences(transcript), strict=True))
        for sentence in sentences
    )
