"""What a speaker said and took back: numbers and sides, by place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.domain.transcript import Transcript
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold, tokens

_REACH_BACK = 60
_REACH_ON = 150
_SAYS_NO, _UNIT = 20, 20
_LIKE_SIZE, _LIKE_ANSWER = 20.0, 3.0
"""How many times the old the new may be; in an answer that opens with another number than the question offers."""
_AT_ONCE = 3
_WORDS = re.compile(r"[^\W_]+")
# *Trois... non, quatre*; *at two, no, at three*: a no in mid-sentence that answers nobody.
_MID_NO = re.compile(r"(?:\.\.\.|…|,|\s-)\s*(?:(?:euh|ah|oh|enfin|uh|um|oh|wait)[\s,]+)*(?:non|no|nope)\b[\s,]")
_NO = re.compile(r"\b(?:non|no|lie|pardon|sorry)\b")
_OPENING_NO = re.compile(r"\W*(?:euh |ah |oh |uh )?(?:non|no)\b\W")


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
    contrast = load_knowledge(transcript.language).contrast
    for turn, indices in by_turn.items():
        text = transcript.turns[turn].text
        for mark in _marks(text, lexicon):
            before = [i for i in indices if 0 <= mark - said[i].end <= _REACH_BACK]
            after = [i for i in indices if 0 <= said[i].start - mark <= _REACH_ON]
            last = min((said[i].start for i in after), default=mark)
            first = max((said[i].end for i in before), default=mark)
            plainly = _NO.search(fold(text[mark : mark + _SAYS_NO]))
            if plainly or not contrast & {token.key for token in tokens(text[first:last])}:
                found.update(_replaced(said, before, after))
        for old, new in _restated(text, [said[i] for i in indices], load_knowledge(transcript.language)):
            earlier = [i for i in indices if _place(said[i]) == old]
            found.update(_replaced(said, earlier, [i for i in indices if _place(said[i]) == new], _LIKE_ANSWER))
        question = transcript.turns[turn - 1].text if turn else ""
        if not question.rstrip().endswith("?"):
            continue
        asked = by_turn.get(turn - 1, [])
        if _OPENING_NO.match(fold(text)):
            found.update(_replaced(said, asked, [i for i in indices if said[i].start <= _REACH_ON]))
        elif not set(_WORDS.findall(fold(question))) & load_knowledge(transcript.language).open_question:
            found.update(_replaced(said, asked, [i for i in indices if said[i].start <= _AT_ONCE], _LIKE_ANSWER))
    return found


def _restated(
    text: str, said: Sequence[Said], knowledge: CheckerKnowledge
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The places of two things said one right after the other, the second in place of the first: *Two. All right,
    four*; *forty... uh, twenty*; *sixty. Sixty-five, sorry*; *in March. No, in April*; *sixty years. Sixty-five.*"""
    folded = fold(text)
    yielding, unsure, owning = map(_any_of, (knowledge.concede, knowledge.hesitate, knowledge.owning))
    for old, new in pairwise(sorted({_place(one) for one in said})):
        gap, tail = folded[old[1] : new[0]], folded[new[1] :]
        stopped = re.fullmatch(rf"[^.;:!?…]{{0,{_UNIT}}}[.!…]+\s*(?:{yielding})?,?\s*", gap)
        alone = re.match(r"\s*(?:[.!]|$)", tail)
        if (
            (stopped and (alone or re.search(rf"(?:{yielding}),?\s*$", gap)))
            or (len(gap) <= _UNIT and re.match(rf"[\s,]*(?:{owning})\b", tail))
            or re.search(rf"(?:\.\.\.|…)\s*(?:{unsure})[\s,]+$", gap)
            or re.search(rf"[.!]\s*(?:non|no|nope),\s[^.]{{0,{_UNIT}}}$", gap)
        ):
            yield old, new


def _any_of(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(phrases, key=len, reverse=True))


def _instead(old: object, new: object, size: float) -> bool:
    """Whether one may replace the other: another side, or a number of like size."""
    if isinstance(old, float) and isinstance(new, float):
        low, high = sorted((abs(old), abs(new)))
        return low != high and high <= low * size
    return old != new


def _marks(text: str, lexicon: Lexicon) -> list[int]:
    return sorted(
        {cue.span.start for cue in lexicon.cues("correction", text)}
        | {found.start() for found in _MID_NO.finditer(fold(text))}
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
        fits = [i for i in after if (not kind or said[i].kind in (kind, "")) and _place(said[i]) not in again]
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
