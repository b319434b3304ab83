"""When a number that was said held: once (*il était à neuf*), later or only if (*puis deux cents*), or now."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.checking.texts.wording import opens

NOW, FORMER, LATER = "now", "former", "later"
_END = re.compile(r"[,.;!?]")
_NEAR = 2
"""Passages between a value and the one that held at another time."""
_LIKE_SIZE, _ONE_BREATH = 4.0, 20.0
"""How many times the one the other may be, in another passage and in the same."""


def moment(amount: Span, passage: Passage, base: EvidenceBase) -> str:
    """When what stands at a place of a passage held, by the words since the number before it and up to the next
    stop; empty where they do not tell."""
    knowledge = load_knowledge(base.language)
    before, after = words_around(amount, passage)
    around = _before_an_occasion(base.language).sub(" ", before + " " + after)
    left = set(before.split()[-1:]) & knowledge.start and opens(knowledge.moving, passage.reading.folded)
    if left or opens(knowledge.was, before) or opens(knowledge.former, around):
        return FORMER
    if opens(knowledge.later, around):
        return LATER
    return NOW if opens(knowledge.present, around) else ""


@lru_cache(maxsize=2)
def _before_an_occasion(language: Language) -> re.Pattern[str]:
    """*Avant chaque biberon*, *before the meal*: a time of day, not of former days."""
    known = load_knowledge(language)
    before, determined = ("|".join(map(re.escape, sorted(words))) for words in (known.before, known.determiners))
    occasions = "|".join(map(re.escape, (*known.every, *known.occasions)))
    return re.compile(rf"\b(?:{before})\s+(?:(?:{determined}|de)\b['\s]*)?(?:{occasions})")


def words_around(span: Span, passage: Passage) -> tuple[str, str]:
    """The words of a passage that go with a number, before and after it."""
    folded = passage.reading.folded
    others = [one.span for one in passage.reading.quantities if not one.span.overlaps(span)]
    start = max((one.end for one in others if one.end <= span.start), default=0)
    end = min((one.start for one in others if one.start >= span.end), default=len(folded))
    stop = _END.search(folded, span.end, end)
    return folded[start : span.start], folded[span.end : stop.start() if stop else end]


def _when(amount: Amount, base: EvidenceBase) -> str:
    """The moment of an amount; the end of *from five to ten* is what holds now."""
    when = moment(amount.span, amount.passage, base)
    ends = any(
        one.span == amount.span and one.quantity.high == amount.value for one in amount.passage.reading.quantities
    )
    return NOW if ends and when == FORMER else when


def compares(part: Clause, reading: Reading, base: EvidenceBase) -> bool:
    """Whether a clause itself says that its value is of another time, or goes from one to another."""
    return opens(load_knowledge(base.language).compared, " " + part.span.of(reading.folded) + " ")


def held_instead(equal: Sequence[Amount], stands: Sequence[Amount], base: EvidenceBase) -> Amount | None:
    """The number of a kind that holds now, where the one claimed (``equal``) was only said of another time."""
    moments = {_when(one, base) for one in equal}
    if not moments or moments - {FORMER, LATER}:
        return None
    for other in stands:
        if other.guess or other.carried or any(_same_words(other, one) for one in equal):
            continue
        if other.passage.segment.text.rstrip().endswith("?"):
            continue
        when = _when(other, base)
        together = any(other.passage is one.passage for one in equal)
        fits = when == NOW or (when == "" and (together or FORMER not in moments))
        if fits and any(_comparable(other, one) for one in equal):
            return other
    return None


def _same_words(other: Amount, one: Amount) -> bool:
    """Whether the two are one number read twice; the ends of a range are not."""
    if other.passage is not one.passage or not other.span.overlaps(one.span):
        return False
    ends = [(held.quantity.value, held.quantity.high) for held in other.passage.reading.quantities]
    return (one.value, other.value) not in ends


def _comparable(other: Amount, one: Amount) -> bool:
    low, high = sorted((abs(one.value), abs(other.value)))
    apart = abs(other.passage.order - one.passage.order)
    return (
        other.unit == one.unit
        and apart <= _NEAR
        and low != high
        and high <= low * (_LIKE_SIZE if apart else _ONE_BREATH)
    )
