"""The clauses of a claim: what belongs together in it."""

import re
from dataclasses import dataclass

from assistant.domain.span import Span
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.lexicon import CueMatch

# A comma between digits is a decimal comma.
_CUT = re.compile(r"[;:()→]|,(?!\d)|\s(?:et|and|puis|then|mais|but)\s")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a text with the units, numbers and sides that stand in it."""

    span: Span
    units: tuple[Unit, ...]
    quantities: tuple[QuantityMention, ...]
    sides: tuple[CueMatch, ...]


def clauses(reading: Reading) -> list[Clause]:
    """The clauses of a text, in order."""
    cuts = [0, *(found.end() for found in _CUT.finditer(reading.folded)), len(reading.folded)]
    spans = [Span(start, end) for start, end in zip(cuts, cuts[1:], strict=False) if start < end]
    return [
        Clause(
            span,
            tuple(unit for unit in reading.units if _starts_in(unit.span, span)),
            tuple(mention for mention in reading.quantities if _starts_in(mention.span, span)),
            tuple(side for side in reading.sides if _starts_in(side.span, span)),
        )
        for span in spans
    ]


def _starts_in(part: Span, whole: Span) -> bool:
    return whole.start <= part.start < whole.end
