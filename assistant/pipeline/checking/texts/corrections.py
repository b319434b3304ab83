"""What a speaker said and took back: numbers and sides, by place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.domain.transcript import Transcript
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.retracting import UNIT, Retractions, retractions
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold, tokens

_REACH_BACK = 60
_REACH_ON = 150
_SAYS_NO = 20
_LIKE_SIZE, _LIKE_ANSWER = 20.0, 3.0
"""How many times the old the new may be; in an answer that opens with another number than the question offers."""
_AT_ONCE = 3
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Said:
    """Something said at a place of a turn; ``what`` tells whether two say the same, ``kind`` whether they compare."""

    turn: int
    start: int
    end: int
    what: object
    kind: str


def taken_back(said: Sequence[Said], transcript: Transcript, lexicon: Lexicon) -> dict[int, int]:
    """The indices of what was taken back, each with the index of what replaced it."""
    by_turn: dict[int, list[int]] = {}
    for index, one in enumerate(said):
        by_turn.setdefault(one.turn, []).append(index)
    found: dict[int, int] = {}
    patterns, knowledge = retractions(transcript.language), load_knowledge(transcript.language)
    for turn, indices in by_turn.items():
        text = transcript.turns[turn].text
        for mark in _marks(text, patterns, lexicon):
            before = [i for i in indices if 0 <= mark - said[i].end <= _REACH_BACK]
            after = [i for i in indices if 0 <= said[i].start - mark <= _REACH_ON]
            last = min((said[i].start for i in after), default=mark)
            first = max((said[i].end for i in before), default=mark)
            plainly = patterns.no.search(fold(text[mark : mark + _SAYS_NO]))
            if plainly or not knowledge.contrast & {token.key for token in tokens(text[first:last])}:
                found.update(_replaced(said, before, after))
        for denied, other in _ruled_out(text, said, indices, patterns):
            before = [i for i in by_turn.get(turn - 1, []) if said[i].what == said[denied].what]
            found.update(dict.fromkeys((denied, *before), other))
        for old, new in _restated(text, [said[i] for i in indices], patterns):
            earlier = [i for i in indices if _place(said[i]) == old]
            found.update(_replaced(said, earlier, [i for i in indices if _place(said[i]) == new], _LIKE_ANSWER))
        if (settled := patterns.settled.match(fold(text))) and (earlier_turn := _same_speaker(turn, transcript)) >= 0:
            after = [
                i for i in indices if 0 <= said[i].start - settled.end() <= UNIT and not isinstance(said[i].what, str)
            ]
            found.update(_replaced(said, by_turn.get(earlier_turn, []), after, _LIKE_ANSWER))
        question = transcript.turns[turn - 1].text if turn else ""
        if not question.rstrip().endswith("?"):
            continue
        asked = by_turn.get(turn - 1, [])
        if patterns.opening_no.match(fold(text)):
            found.update(_replaced(said, asked, [i for i in indices if said[i].start <= _REACH_ON]))
            continue
        at_once = [i for i in indices if said[i].start <= _AT_ONCE]
        words = set(_WORDS.findall(fold(question)))
        if not words & knowledge.open_question:
            found.update(_replaced(said, asked, at_once, _LIKE_ANSWER))
        elif words & knowledge.either:
            found.update(_not_chosen(said, asked, at_once))
    return found


def _ruled_out(
    text: str, said: Sequence[Said], indices: Sequence[int], patterns: Retractions
) -> Iterator[tuple[int, int]]:
    """*It's not the right knee, it's the left*: a side that is denied beside the other, with that one."""
    folded = fold(text)
    for i in indices:
        near = [
            other
            for other in indices
            if said[other].what != said[i].what and abs(said[other].start - said[i].start) <= _REACH_BACK
        ]
        if isinstance(said[i].what, str) and near and patterns.denying.search(folded[: said[i].start]):
            yield i, min(near, key=lambda other: abs(said[other].start - said[i].start))


def _not_chosen(said: Sequence[Said], asked: Sequence[int], answered: Sequence[int]) -> dict[int, int]:
    """*On five or two and a half? - Two and a half*: what was offered and not taken, each with what was."""
    taken = [(i, one) for i in asked for one in answered if said[i].what == said[one].what]
    if not taken:
        return {}
    offered, chosen = taken[0]
    return {
        i: chosen
        for i in asked
        if said[i].kind in (said[offered].kind, "") and _instead(said[i].what, said[chosen].what, _LIKE_SIZE)
    }


def _same_speaker(turn: int, transcript: Transcript) -> int:
    """The turn before the last, where who speaks now spoke then; -1 where he did not."""
    turns = transcript.turns
    return turn - 2 if turn >= 2 and turns[turn - 2].speaker == turns[turn].speaker else -1


def _restated(
    text: str, said: Sequence[Said], patterns: Retractions
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The places of two things said one right after the other, the second in place of the first: *Two. All right,
    four*; *forty... uh, twenty*; *sixty. Sixty-five, sorry*; *in March. No, in April*; *sixty years. Sixty-five.*"""
    folded = fold(text)
    for old, new in pairwise(sorted({_place(one) for one in said})):
        gap, tail = folded[old[1] : new[0]], folded[new[1] :]
        alone = re.match(r"\s*(?:[.!]|$)", tail)
        if (
            (patterns.stopped.fullmatch(gap) and (alone or patterns.yielded.search(gap)))
            or (len(gap) <= UNIT and patterns.owned.match(tail))
            or patterns.hesitated.search(gap)
            or patterns.refused.search(gap)
        ):
            yield old, new


def _instead(old: object, new: object, size: float) -> bool:
    """Whether one may replace the other: another side, or a number of like size."""
    if isinstance(old, int | float) and isinstance(new, int | float):
        low, high = sorted((abs(old), abs(new)))
        return low != high and high <= low * size
    return old != new


def _marks(text: str, patterns: Retractions, lexicon: Lexicon) -> list[int]:
    return sorted(
        {cue.span.start for cue in lexicon.cues("correction", text)}
        | {found.start() for found in patterns.mid_no.finditer(fold(text))}
    )


def _replaced(
    said: Sequence[Said], before: Sequence[int], after: Sequence[int], size: float = _LIKE_SIZE
) -> dict[int, int]:
    """The last of each kind before a mark, where the first of that kind after it says something else. *Fifteen… no,
    fifteen was the knee; the hip, eighteen*: what is said again is not what replaces it, and is taken back too."""
    pairs: dict[int, int] = {}
    for kind in {said[i].kind for i in before}:
        old = max((i for i in before if said[i].kind == kind), key=lambda i: said[i].end)
        values = {said[i].what for i in before if _place(said[i]) == _place(said[old])}
        again = {_place(said[i]) for i in after if said[i].what in values}
        # *Eighty, no, eighty in the morning, for five days*: what is said again is not the five.
        kinds = {kind} if again else {kind, ""} if kind else {one.kind for one in said}
        fits = [i for i in after if said[i].kind in kinds and _place(said[i]) not in again]
        new = min(
            (i for i in fits if _instead(said[old].what, said[i].what, size)), key=lambda i: said[i].start, default=None
        )
        if new is None:
            continue
        earlier = again | {_place(said[old])}
        pairs |= {i: new for i in (*before, *after) if _place(said[i]) in earlier}
    return pairs


def _place(one: Said) -> tuple[int, int]:
    return one.start, one.end
