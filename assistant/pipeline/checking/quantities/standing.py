"""The numbers of a transcript that stand, and those that were taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.transcript import Transcript
from assistant.pipeline.checking.quantities.amounts import FACTOR, PER, Amount
from assistant.pipeline.checking.quantities.likeness import dimension
from assistant.pipeline.checking.texts.corrections import Said, taken_back
from assistant.pipeline.lexicon import Lexicon

_DAYS = range(3, 32)


@dataclass(frozen=True, slots=True)
class Stated:
    """All numbers of a transcript: those that stand, and (old, new) where one was taken back."""

    stands: tuple[Amount, ...]
    corrected: tuple[tuple[Amount, Amount], ...]


def standing(said: Sequence[Amount], transcript: Transcript, lexicon: Lexicon) -> Stated:
    """The amounts that stand, and those that were taken back with what replaced each."""
    counted = [index for index, amount in enumerate(said) if _is_number(amount)]
    items = [
        Said(a.passage.segment.turn, start, start + a.span.end - a.span.start, a.value, _kind(a.unit, lexicon))
        for a in (said[index] for index in counted)
        for start in [a.passage.segment.span.start + a.span.start]
    ]
    gone = {counted[old]: counted[new] for old, new in taken_back(items, transcript, lexicon).items()}
    places = {(said[old].passage.order, said[old].span): new for old, new in gone.items()}
    for index, amount in enumerate(said):
        same_words = (
            new
            for (order, span), new in places.items()
            if order == amount.passage.order and span.overlaps(amount.span) and not _same_words(said[new], amount)
        )
        if index not in gone and (new := next(same_words, None)) is not None:
            gone[index] = new
    stands = tuple(amount for index, amount in enumerate(said) if index not in gone)
    # *Two weeks... make it four*: what replaces a measure is one.
    measured = [
        replace(said[new], unit=said[old].unit, carried=True)
        for old, new in gone.items()
        if new not in gone and said[old].unit and not said[new].unit and _is_number(said[old])
    ]
    return Stated((*stands, *measured), tuple((said[old], said[new]) for old, new in gone.items()))


def _same_words(one: Amount, other: Amount) -> bool:
    return one.passage is other.passage and one.span.overlaps(other.span)


def _is_number(amount: Amount) -> bool:
    """Whether it was said as a number or as the day of a date; *half* or *every day* correct nothing."""
    mentions = amount.passage.reading.quantities
    ordinal = not amount.unit and amount.value in _DAYS and amount.value == int(amount.value)
    return amount.unit not in (PER, FACTOR) and (
        ordinal or any(mention.span.overlaps(amount.span) for mention in mentions)
    )


def _kind(unit: str, lexicon: Lexicon) -> str:
    return "" if not unit else dimension(unit, lexicon)
