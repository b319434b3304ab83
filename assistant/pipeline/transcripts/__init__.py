"""Transcript files to ``Transcript``: plain text, WebVTT, SRT, Praat TextGrid, JSON, CSV; and patient context."""

from assistant.pipeline.transcripts.context import read_context
from assistant.pipeline.transcripts.reading import (
    format_of,
    pair_textgrids,
    paired_textgrids,
    read_each,
    read_transcripts,
)
from assistant.pipeline.transcripts.swapping import seem_swapped, swapped

__all__ = [
    "format_of",
    "pair_textgrids",
    "paired_textgrids",
    "read_context",
    "read_each",
    "read_transcripts",
    "seem_swapped",
    "swapped",
]
