"""What a sentence holds, as far as facts, numbers and ideas can be told: so that one can stand for another.

A model's sentence may take the place of an extractive one only where it holds all of it. This is what makes a
model's draft never hold less than the extractive draft, whatever the model answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.fact import DrugAction, Fact
from assistant.domain.language import Language
from assistant.pipeline.checking.texts.reading import read
from assistant.pipeline.facts import text_facts
from assistant.pipeline.lexicon import Lexicon

_MOST = 0.6
"""Share of a sentence's ideas that another must hold to stand for it; its clinical ones it must hold all."""

Ideas = frozenset[str]


@dataclass(frozen=True, eq=False)
class Content:
    """``facts``: each with its qualifiers and values; ``concepts``: their names; ``numbers``: values with units;
    ``clinical`` and ``ideas``: each idea by the keys that it goes by; ``follow_up``: whether it speaks of seeing again.
    """

    facts: frozenset[tuple[object, ...]]
    concepts: frozenset[str]
    numbers: frozenset[tuple[object, ...]]
    clinical: tuple[Ideas, ...]
    ideas: tuple[Ideas, ...]
    follow_up: bool


@lru_cache(maxsize=2048)
def content(text: str, language: Language, lexicon: Lexicon) -> Content:
    """What the sentence holds."""
    facts = text_facts(text, language, lexicon)
    reading = read(text, language, lexicon)
    return Content(
        facts=frozenset(_signature(fact) for fact in facts),
        concepts=frozenset(fact.concept for fact in facts),
        numbers=frozenset((one.quantity.value, one.quantity.high, one.quantity.unit) for one in reading.quantities),
        clinical=tuple(unit.keys for unit in reading.units if unit.clinical or unit.drug or unit.person),
        ideas=tuple(unit.keys for unit in reading.units),
        follow_up=bool(lexicon.cues_in("follow_up", reading.words)),
    )


def _signature(fact: Fact) -> tuple[object, ...]:
    held = fact.qualifiers
    open_ = held.uncertain or held.conditional
    how = (fact.dose, fact.quantity, fact.frequency, fact.duration, fact.side)
    return (fact.concept, held.negated, held.family, open_, held.past, fact.action is DrugAction.STOPPED, *how)


def holds_all(one: Content, others: Sequence[Content]) -> bool:
    """Whether the others together hold everything of ``one``: each fact as it is, each number, each clinical idea,
    and most of the rest."""
    keys = frozenset(key for other in others for idea in other.ideas for key in idea)
    return (
        one.facts <= frozenset().union(*(other.facts for other in others))
        and one.numbers <= frozenset().union(*(other.numbers for other in others))
        and all(idea & keys for idea in one.clinical)
        and (not one.follow_up or any(other.follow_up for other in others))
        and _share(one, keys) >= _MOST
    )


def adds(one: Content, others: Sequence[Content]) -> bool:
    """Whether ``one`` tells of a thing, a number or a clinical idea that the others do not."""
    keys = frozenset(key for other in others for idea in other.ideas for key in idea)
    return not (
        one.concepts <= frozenset().union(*(other.concepts for other in others))
        and one.numbers <= frozenset().union(*(other.numbers for other in others))
        and all(idea & keys for idea in one.clinical)
    )


def repeats(one: Content, others: Sequence[Content]) -> bool:
    """Whether ``one`` tells the reader next to nothing that the others do not: same concepts, same ideas."""
    keys = frozenset(key for other in others for idea in other.ideas for key in idea)
    concepts = frozenset().union(*(other.concepts for other in others))
    return bool(others) and one.concepts <= concepts and _share(one, keys) >= _MOST


def shared(text: str, said: str, language: Language, lexicon: Lexicon) -> float:
    """The share of a text's ideas that are in what was said."""
    keys = frozenset(key for idea in content(said, language, lexicon).ideas for key in idea)
    return _share(content(text, language, lexicon), keys)


def _share(one: Content, keys: Ideas) -> float:
    held = sum(bool(idea & keys) for idea in one.ideas)
    return held / len(one.ideas) if one.ideas else 0.0
