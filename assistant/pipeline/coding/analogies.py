"""Rewording by analogy: "healing pressure ulcer of left elbow, stage 1" is a wording of "pressure ulcer of left elbow,
stage 1"; so "healing pressure ulcer of right heel, stage 1" is looked up as "pressure ulcer of right heel, stage 1".
What the phrase says beyond a wording is said beyond its label: where "rolled ankle" is a wording of "sprain of
unspecified ankle", "rolled right ankle" is looked up as "sprain of right ankle".
"""

from collections.abc import Iterator, Sequence

from assistant.pipeline.coding.comparing import Phrase
from assistant.pipeline.coding.reading import Reader, Term

_SHARED = 0.6
"""The share of the phrase that the wording must say for the rest to stand in its place."""


def analogies(reader: Reader, phrase: Phrase, rows: Sequence[int]) -> Iterator[tuple[int, list[Term]]]:
    """(row, phrase said as the label beside that row would): the words by which phrase and wording differ, put in
    place of those words in the label, or added to it."""
    index, seen = reader.index, set()
    for row in rows:
        home = int(index.home[row])
        if home == row:
            continue
        wording, label = (set(index.own[1][index.own[0][at] : index.own[0][at + 1]].tolist()) for at in (row, home))
        ours = [term for term in phrase.terms if not any(option in wording for option, _ in term.options)]
        theirs = wording - {option for term in phrase.terms for option, _ in term.options}
        shared = 1 - sum(term.weight for term in ours) / phrase.wanted
        replaced = theirs & label or (not theirs and len(wording) > 1)
        if not ours or not replaced or shared < _SHARED or len(theirs) > len(ours) + 1:
            continue
        kept = sorted(label - theirs)
        key = (frozenset(kept), tuple(term.options for term in ours))
        if kept and key not in seen:
            seen.add(key)
            yield row, [*(reader.known(number) for number in kept), *ours]
