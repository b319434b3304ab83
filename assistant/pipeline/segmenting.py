"""A transcript cut into sentences, the units that evidence points at."""

from itertools import count

from assistant.domain.transcript import Segment, Transcript
from assistant.pipeline.text import sentence_spans


def segments(transcript: Transcript) -> tuple[Segment, ...]:
    """Every sentence of every turn, in reading order, numbered ``S1``, ``S2``…; spans are in the turn's text."""
    number = count(1)
    return tuple(
        Segment(f"S{next(number)}", index, span, span.of(turn.text), turn.role)
        for index, turn in enumerate(transcript.turns)
        for span in sentence_spans(turn.text)
    )
