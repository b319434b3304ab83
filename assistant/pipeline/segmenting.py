"""A transcript cut into sentences, the units that evidence points at."""

from itertools import count

from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.domain.transcript import Segment, Transcript
from assistant.pipeline.runons import pieces
from assistant.pipeline.text import sentence_spans


def spoken_sentences(text: str, language: Language) -> list[Span]:
    """The sentences of a turn; what was written down without punctuation is cut at its joints."""
    return [piece for sentence in sentence_spans(text) for piece in pieces(text, sentence, language)]


def segments(transcript: Transcript) -> tuple[Segment, ...]:
    """Every sentence of every turn, in reading order, numbered ``S1``, ``S2``…; spans are in the turn's text."""
    number = count(1)
    return tuple(
        Segment(f"S{next(number)}", index, span, span.of(turn.text), turn.role)
        for index, turn in enumerate(transcript.turns)
        for span in spoken_sentences(turn.text, transcript.language)
    )
