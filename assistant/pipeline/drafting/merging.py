"""A section made of a model's verified sentences and of the extractive ones that they do not stand for."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.draft import Repair, RepairOutcome
from assistant.domain.evidence import Evidence, SegmentEvidence
from assistant.domain.language import Language
from assistant.pipeline.drafting.content import Content, adds, content, holds_all, repeats
from assistant.pipeline.drafting.extractive import Line
from assistant.pipeline.lexicon import Lexicon

COPIED = "it repeats what was said word for word"
REPEATED = "the report says it already"
LEFT_OUT = "the model left it out"
_GROUNDED = 0.85


@dataclass(frozen=True, slots=True)
class Verified:
    """A model's sentence after the checker. ``refused``: why it may not stand ("": it may). ``first`` is what the
    model wrote at first where it was asked again, and ``why`` it was. ``copied``: it is speech, word for word;
    ``grounded``: share of its ideas that stand in what it cites."""

    line: Line
    refused: str = ""
    copied: bool = False
    grounded: float = 1.0
    first: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A section's lines, what was done to make them, and the words that they hold beyond the extractive ones."""

    lines: tuple[Line, ...]
    repairs: tuple[Repair, ...]
    added: int


def merge(
    key: str,
    wrote: Sequence[Verified],
    extracted: Sequence[Line],
    room: int,
    elsewhere: Sequence[str],
    language: Language,
    lexicon: Lexicon,
) -> Merged:
    """The section. Every extractive line is in it, or all that it holds is in verified sentences.

    ``room``: the words that verified sentences may add beyond those that stand for extractive lines; what sentences of
    other sections (``elsewhere``) say already is not added.
    """
    texts = [one.line[0] for one in wrote] + [text for text, _ in extracted]
    held = {text: content(text, language, lexicon) for text in texts}
    # Speech copied word for word is never better than the line that the extractive drafter made of it.
    standing = [one for one in wrote if not one.refused and not (one.copied and _is_worded(one.line, extracted))]
    said = [content(text, language, lexicon) for text in elsewhere]
    taken, kept = _settled(standing, list(extracted), held, room, said)
    gone = [line for line in extracted if line not in kept]
    lines = _ordered(_heirs([one.line for one in taken], gone, held), kept, extracted, held)
    repairs = [_repair(key, one, one in taken, kept) for one in wrote if one not in taken or one.first]
    answered = {text for repair in repairs for text in (repair.instead,) if text}
    restored = [_restored(key, text) for text, _ in kept if wrote and text not in answered]
    before = sum(len(text.split()) for text, _ in extracted)
    added = sum(len(text.split()) for text, _ in lines) - before
    return Merged(tuple(lines), (*repairs, *restored), max(added, 0))


def _settled(
    taken: list[Verified], extracted: list[Line], held: dict[str, Content], room: int, said: Sequence[Content]
) -> tuple[list[Verified], list[Line]]:
    """Which verified sentences stand, and which extractive lines stay: until nothing of these is lost or said twice."""
    taken = _without_repeats(taken, held)
    while True:
        kept = _unheld(extracted, taken, held)
        staying = [one for one in taken if not repeats(held[one.line[0]], [held[text] for text, _ in kept])]
        staying = _within(staying, extracted, held, room, said)
        if len(staying) == len(taken):
            return taken, kept
        taken = staying


def _unheld(extracted: Sequence[Line], taken: Sequence[Verified], held: dict[str, Content]) -> list[Line]:
    standing = [held[one.line[0]] for one in taken]
    return [line for line in extracted if not holds_all(held[line[0]], standing)]


def _without_repeats(taken: Sequence[Verified], held: dict[str, Content]) -> list[Verified]:
    kept: list[Verified] = []
    for one in taken:
        if not repeats(held[one.line[0]], [held[other.line[0]] for other in kept]):
            kept.append(one)
    return kept


def _within(
    taken: Sequence[Verified],
    extracted: Sequence[Line],
    held: dict[str, Content],
    room: int,
    said: Sequence[Content],
) -> list[Verified]:
    """Without the sentences that stand for no extractive line, where they are not nearly all in what they cite, or
    are more than there is room for: a checker can be wrong, and what nobody needs is not worth the risk."""
    lost = _unheld(extracted, taken, held)
    kept: list[Verified] = []
    for one in taken:
        without = _unheld(extracted, [other for other in taken if other is not one], held)
        if needing := [line for line in without if line not in lost]:
            if not _longer_for_nothing(one.line[0], needing, held):
                kept.append(one)
        elif (
            one.grounded >= _GROUNDED
            and len(one.line[0].split()) <= room
            and not any(repeats(held[one.line[0]], [other]) for other in said)
        ):
            room -= len(one.line[0].split())
            kept.append(one)
    return kept


def _longer_for_nothing(text: str, lines: Sequence[Line], held: dict[str, Content]) -> bool:
    """Whether the text says no more than these lines, in more words: a report is read by somebody in a hurry."""
    words = sum(len(line.split()) for line, _ in lines)
    return len(text.split()) > words and not adds(held[text], [held[line] for line, _ in lines])


def _heirs(taken: Sequence[Line], gone: Sequence[Line], held: dict[str, Content]) -> list[Line]:
    """The verified lines, each with the evidence of those that it stands for: a model names fewer places than it
    uses, and what the reader could look up before, he can still."""
    evidence = [list(cited) for _, cited in taken]
    for line in gone:
        heir = max(range(len(taken)), key=lambda n: _kinship(taken[n], line, held))
        evidence[heir] += [place for place in line[1] if place not in evidence[heir]]
    return [(text, tuple(places)) for (text, _), places in zip(taken, evidence, strict=True)]


def _kinship(taken: Line, gone: Line, held: dict[str, Content]) -> tuple[int, bool]:
    """How much of a line another holds: ideas, then whether it speaks of the same place."""
    keys = frozenset(key for idea in held[taken[0]].ideas for key in idea)
    return sum(bool(idea & keys) for idea in held[gone[0]].ideas), _same_place(taken[1], gone[1])


def _ordered(
    taken: Sequence[Line], kept: Sequence[Line], extracted: Sequence[Line], held: dict[str, Content]
) -> list[Line]:
    """In the order of the extractive lines: each verified sentence where the first line it shares something with is."""
    placed: list[tuple[int, int, Line]] = [(extracted.index(line), 0, line) for line in kept]
    at = -1
    for line in taken:
        at = next((n for n, other in enumerate(extracted) if _shares(line, other, held)), at)
        placed.append((at, 1, line))
    return [line for _, _, line in sorted(placed, key=lambda one: one[:2])]


def _shares(line: Line, other: Line, held: dict[str, Content]) -> bool:
    return bool(held[line[0]].concepts & held[other[0]].concepts) or _same_place(line[1], other[1])


def _is_worded(line: Line, extracted: Sequence[Line]) -> bool:
    return any(_same_place(line[1], evidence) for _, evidence in extracted)


def _same_place(one: Sequence[Evidence], other: Sequence[Evidence]) -> bool:
    return any(
        a.turn == b.turn and a.span.overlaps(b.span)
        for a in one
        if isinstance(a, SegmentEvidence)
        for b in other
        if isinstance(b, SegmentEvidence)
    )


def _repair(key: str, one: Verified, stands: bool, kept: Sequence[Line]) -> Repair:
    if stands:
        return Repair(key, RepairOutcome.REWRITTEN, one.first, one.why, one.line[0])
    said, reason = one.first or one.line[0], one.why or one.refused or (COPIED if one.copied else REPEATED)
    instead = next((text for text, evidence in kept if _same_place(one.line[1], evidence)), "")
    return Repair(key, RepairOutcome.REPLACED if instead else RepairOutcome.DROPPED, said, reason, instead)


def _restored(key: str, text: str) -> Repair:
    return Repair(key, RepairOutcome.RESTORED, "", LEFT_OUT, text)
