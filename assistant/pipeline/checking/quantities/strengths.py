"""*Two tablets of twenty*, *half a ten*: a strength said with how many are taken is not the dose that is taken."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.domain.span import Span
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.quantities.likeness import dimension
from assistant.pipeline.checking.quantities.written import Written, is_dose
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading

_OF = re.compile(r"[\s-]+(?:de|d'un|d'une|a|of|of the|of a|of those)[\s-]+|\s+d'")
_MOST = 12


def strength_alone(one: Written, reading: Reading, equal: Sequence[Amount], base: EvidenceBase) -> Amount | None:
    """The strength that a claim gives as the dose, where it was only said with another count than one and the claim
    gives none."""
    counted = {(passage.order, strength) for passage, strength in _counted(base)}
    only = equal and all((amount.passage.order, amount.span) in counted for amount in equal)
    others = [mention for mention in reading.quantities if mention is not one.mention]
    counts = any(dimension(mention.quantity.unit, base.lexicon).startswith("form_") for mention in others)
    counts = counts or any(not mention.quantity.unit and mention.quantity.value <= _MOST for mention in others)
    parted = any(word.key in load_knowledge(base.language).factors for word in reading.words)
    dosed = is_dose(one.unit, base) and not dimension(one.unit, base.lexicon).startswith("form_")
    return equal[0] if only and dosed and not (counts or parted) and not one.asked.daily else None


@lru_cache(maxsize=64)
def _counted(base: EvidenceBase) -> tuple[tuple[Passage, Span], ...]:
    return tuple((passage, span) for passage in base.passages for span in _strengths(passage, base))


def _strengths(passage: Passage, base: EvidenceBase) -> Iterator[Span]:
    """The strengths of a passage that stand after a count of them."""
    folded, factors = passage.reading.folded, load_knowledge(base.language).factors
    counts = [
        one.span
        for one in passage.reading.quantities
        if one.quantity.value != 1 and one.quantity.value <= _MOST and one.quantity.high is None
        and (not one.quantity.unit or dimension(one.quantity.unit, base.lexicon).startswith("form_"))
    ]  # fmt: skip
    counts += [word.span for word in passage.reading.words if factors.get(word.key, 1) < 1]
    for count in counts:
        for strength in passage.reading.quantities:
            if strength.quantity.value > 1 and _OF.fullmatch(folded, count.end, strength.span.start):
                yield strength.span
