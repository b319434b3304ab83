"""The items of a list written as one sentence ("HTA, diabète de type 2 sous metformine, opéré en 2010"): what is said
of one does not hold for its neighbours."""

from collections.abc import Sequence
from re import Pattern

from assistant.domain.span import Span

_OPENS, _CLOSES = "([", ")]"
_DASHES = (" - ", " / ")


def items_of(folded: str, goes_on: Pattern[str], drugs: Sequence[int]) -> list[Span]:
    """The items of a sentence, between commas, semicolons and dashes outside brackets.

    A piece that opens with words that ``goes_on`` knows ("sous", "depuis", "opéré"), or with one of the ``drugs``
    (their first characters), belongs to the item before it.
    """
    items: list[Span] = []
    for start, end in _pieces(folded):
        first = start + len(folded[start:end]) - len(folded[start:end].lstrip(" ,;-/"))
        if items and (goes_on.match(folded, first, end) or first in drugs):
            items[-1] = Span(items[-1].start, end)
        else:
            items.append(Span(start, end))
    return items


def _pieces(folded: str) -> list[tuple[int, int]]:
    cuts, depth = [0], 0
    for at, character in enumerate(folded):
        depth = max(0, depth + (character in _OPENS) - (character in _CLOSES))
        decimal = character == "," and folded[at - 1 : at].isdigit() and folded[at + 1 : at + 2].isdigit()
        if depth == 0 and (
            (character in ",;" and not decimal) or (at > 0 and folded.startswith(_DASHES, at)) or character == "\n"
        ):
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], len(folded)], strict=True))
