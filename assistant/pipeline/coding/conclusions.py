"""What a clinician concludes during a visit, in the words used: "c'est une [crise d'asthme modérée]"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.fact import Fact, Qualifiers
from assistant.domain.span import Span
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.coding.visit_rules import VisitRules
from assistant.pipeline.text import fold

CLINICAL = (SpeakerRole.CLINICIAN, SpeakerRole.UNKNOWN)

THOUGHT = Qualifiers(uncertain=True)

_LONGEST = 8
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_PIECES = re.compile(r"[^,;:.!()…]+")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A name that a clinician gives to what was found. ``turn`` and ``span`` place its words, ``sentence`` the
    sentence that gives it."""

    words: str
    turn: int
    span: Span
    sentence: Span

    def holds(self, fact: Fact) -> bool:
        """Whether the fact is told by these words."""
        return fact.turn == self.turn and self.span.overlaps(fact.span)


def conclusions(sentences: Sequence[Segment], facts: Sequence[Fact], rules: VisitRules) -> list[Conclusion]:
    """The names given in clinicians' sentences that neither ask nor leave it open, in their order.

    A piece that a fact says is denied, conditional, past or another person's is none. What is thought ("I think this is
    …", "looks like") is concluded here, though elsewhere it is uncertain: the words that leave it open are the rules'.
    """
    return [
        each
        for sentence in sentences
        if states(sentence)
        for each in _named(sentence, rules)
        if not _unsettled([fact for fact in facts if each.holds(fact)])
    ]


def _unsettled(told: Sequence[Fact]) -> bool:
    """Whether the facts of a piece keep it from being a conclusion; what is denied after what is told belongs to the
    name ("migraine sans aura")."""
    settled = [fact.span.start for fact in told if fact.qualifiers in (Qualifiers(), THOUGHT)]
    return any(
        fact.qualifiers not in (Qualifiers(), THOUGHT)
        and not (fact.qualifiers == Qualifiers(negated=True) and settled and min(settled) < fact.span.start)
        for fact in told
    )


def states(sentence: Segment) -> bool:
    """Whether a clinician says it, and does not ask."""
    return sentence.role in CLINICAL and not sentence.text.rstrip().endswith("?")


def open_or_denied(folded: str, start: int, end: int, rules: VisitRules) -> bool:
    """Whether a folded sentence leaves open or denies what stands from ``start`` to ``end``.

    A hedge counts from the sentence's beginning to the comma after the next ("c'est de l'arthrose, probablement"), a
    denial between the same commas.
    """
    pieces = [piece.span() for piece in _PIECES.finditer(folded)]
    at = next((at for at, (_, stop) in enumerate(pieces) if end <= stop), len(pieces) - 1)
    after = pieces[min(at + 1, len(pieces) - 1)][1] if pieces else end
    opened = min((first for first, stop in pieces if start < stop), default=0)
    return bool(rules.hedges.search(folded, 0, after) or rules.denials.search(folded, opened, end))


def _named(sentence: Segment, rules: VisitRules) -> Iterator[Conclusion]:
    folded = fold(sentence.text)
    cue = rules.concluding.search(folded)
    for piece in _PIECES.finditer(folded, cue.end() if cue else len(folded)):
        ended = rules.ends.search(folded, piece.start(), piece.end())
        start, stop = piece.start(), ended.start() if ended else piece.end()
        words = sentence.text[start:stop].strip()
        if not _LETTERS.search(words) or len(words.split()) > _LONGEST:
            continue
        if not open_or_denied(folded, start, stop, rules):
            at = sentence.span.start + start
            yield Conclusion(words, sentence.turn, Span(at, at + stop - start), sentence.span)
