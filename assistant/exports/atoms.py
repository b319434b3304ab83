"""A text cut where marks begin and end, so that each piece carries everything that points at it."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.span import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that something (``ref``, an id on the page) points at."""

    span: Span
    ref: str


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of text and the ids of all that points at it."""

    text: str
    refs: tuple[str, ...] = ()


def cut(text: str, marks: Iterable[Mark]) -> tuple[Atom, ...]:
    """The text as consecutive atoms: joined again they are the text. What of a mark lies outside is ignored."""
    kept = [mark for mark in marks if mark.span.start < min(mark.span.end, len(text))]
    edges = sorted({0, len(text)} | {min(edge, len(text)) for m in kept for edge in (m.span.start, m.span.end)})
    atoms = []
    for start, end in zip(edges, edges[1:], strict=False):
        refs = dict.fromkeys(m.ref for m in kept if m.span.start <= start and end <= m.span.end)
        atoms.append(Atom(text[start:end], tuple(refs)))
    return tuple(atoms)
