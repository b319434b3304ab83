"""How people take back what they said, as patterns over folded text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.language import Language
from assistant.pipeline.checking.texts.knowledge import load_knowledge

UNIT = 20
"""Characters that a unit may take between two numbers."""


@dataclass(frozen=True, slots=True)
class Retractions:
    """``mid_no``: *trois... non, quatre*, a no in mid-sentence that answers nobody; ``opening_no``: one that opens an
    answer; ``settled``: a new proposal, after an objection to the one before (*alors on dit six*); ``no``: a no or an
    excuse; ``denying``: a *not* before a side. The others are what stands between two things or after them where the
    second is in place of the first."""

    mid_no: re.Pattern[str]
    opening_no: re.Pattern[str]
    settled: re.Pattern[str]
    no: re.Pattern[str]
    denying: re.Pattern[str]
    stopped: re.Pattern[str]
    yielded: re.Pattern[str]
    owned: re.Pattern[str]
    hesitated: re.Pattern[str]
    refused: re.Pattern[str]


@lru_cache(maxsize=4)
def retractions(language: Language) -> Retractions:
    """Those of a language."""
    known = load_knowledge(language)
    no, filler, retracting = map(_any_of, (known.refusing, known.filling, known.retracting))
    yielding, unsure, owning = map(_any_of, (known.concede, known.hesitate, known.owning))
    return Retractions(
        mid_no=re.compile(rf"(?:\.\.\.|…|,|\s-)\s*(?:(?:{filler}|{unsure})[\s,]+)*(?:{no})\b[\s,]"),
        opening_no=re.compile(rf"\W*(?:(?:{filler}|{unsure}) )?(?:{no})\b\W"),
        settled=re.compile(rf"[^.?!]{{0,{UNIT}}}\b(?:{_any_of(known.settling)})\b"),
        no=re.compile(rf"\b(?:{retracting})\b"),
        denying=re.compile(rf"\b(?:{_any_of(known.denying)})\s+(?:[^\s.,;:!?]+\s+){{0,2}}$"),
        stopped=re.compile(rf"[^.;:!?…]{{0,{UNIT}}}[.!…]+\s*(?:{yielding})?,?\s*"),
        yielded=re.compile(rf"(?:{yielding}),?\s*$"),
        owned=re.compile(rf"[\s,]*(?:{owning})\b"),
        hesitated=re.compile(rf"(?:\.\.\.|…)\s*(?:{unsure})[\s,]+$"),
        refused=re.compile(rf"[.!]\s*(?:{no}),\s[^.]{{0,{UNIT}}}$"),
    )


def _any_of(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(phrases, key=len, reverse=True))
