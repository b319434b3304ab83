"""What a short text says, in the form that claims and evidence are compared in."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.facts.reading import Reading as Sentence
from assistant.pipeline.facts.reading import sentence_reading
from assistant.pipeline.lexicon import CueMatch, Lexicon
from assistant.pipeline.retrieval import stem
from assistant.pipeline.text import Token

CLINICAL_KINDS = frozenset({"problem", "topic", "finding", "drug", "procedure", "exam", "act", "allergen"})
EXAMINED_KINDS = frozenset({"exam", "finding", "procedure"})
CHECKED_KINDS = frozenset({"problem", "topic", "finding", "procedure", "act"})
_ROOT = 5
_PREFIX = {"problem": "b", "person": "b", "topic": "t"}
"""What opens the key of a bridge, by its kind; ``w`` for all others. Two texts that share a ``b`` speak of the same
problem or person; a shared place, act or quality says only that they touch the same thing."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or term that a claim needs support for. ``keys`` are the ideas it may stand for: any one shared
    with the evidence is enough. ``clinical``: a symptom, disease, test, drug; ``person``: a relative; ``checked``: a
    problem or an act that must have been spoken of; ``exam``: what is examined or tested; ``denies``: the ideas whose
    absence the words themselves state (*apyrétique*); ``worded``: those whose words hold a negation that negates
    nothing (*il garde rien*)."""

    span: Span
    keys: frozenset[str]
    clinical: bool
    person: bool
    drug: bool
    site: bool
    problem: bool
    checked: bool
    exam: bool = False
    denies: frozenset[str] = frozenset()
    worded: frozenset[str] = frozenset()

    def absent(self, key: str, negated: bool) -> bool:
        """Whether the idea ``key`` is absent by the unit's words, in a sentence that negates the unit or does not."""
        return (negated and key not in self.worded) != (key in self.denies)


@dataclass(frozen=True, eq=False)
class Reading:
    """A text, its units, its numbers and its side words. Spans are in the text."""

    text: str
    folded: str
    words: tuple[Token, ...]
    units: tuple[Unit, ...]
    quantities: tuple[QuantityMention, ...]
    sides: tuple[CueMatch, ...]
    keys: frozenset[str]


@lru_cache(maxsize=8192)
def read(text: str, language: Language, lexicon: Lexicon) -> Reading:
    """Read a sentence. Remembered, since the same sentences are asked for again and again."""
    plain = sentence_reading(text, lexicon)
    units = tuple(_units(plain, language, load_knowledge(language)))
    keys = frozenset(key for unit in units for key in unit.keys)
    # *I left early*, *that's right* name no side, nor do the grams of *1 g*.
    cues = (cue for cue in plain.cues("side") if cue.name != "pseudo")
    sides = tuple(cue for cue in cues if not any(cue.span.overlaps(mention.span) for mention in plain.quantities))
    return Reading(text, plain.folded, plain.words, units, plain.quantities, sides, keys)


def word_pairs(reading: Reading, language: Language) -> list[tuple[str, str]]:
    """Each word with the next one, by stem."""
    stems = [stem(word.key, language) for word in reading.words]
    return list(zip(stems, stems[1:], strict=False))


def _units(plain: Sentence, language: Language, knowledge: CheckerKnowledge) -> Iterator[Unit]:
    """Terms of the lexicon and of the bridges whole; every other word that is neither a number nor an empty one by
    itself."""
    words = plain.words
    ideas: dict[int, set[tuple[str, str]]] = {}
    denied: dict[int, set[str]] = {}
    worded: dict[int, set[str]] = {}
    grouped: dict[int, int] = {}
    for found in knowledge.bridges.find(words):
        key = f"{_PREFIX.get(found.bridge.kind, 'w')}:{found.bridge.key}"
        for at in range(found.first, found.last + 1):
            ideas.setdefault(at, set()).add((key, found.bridge.kind))
            if found.denies:
                denied.setdefault(at, set()).add(key)
            if found.worded:
                worded.setdefault(at, set()).add(key)
            if found.last > found.first:
                grouped[at] = max(found.last, grouped.get(at, at))
    starts = {word.start: at for at, word in enumerate(words)}
    for term in plain.terms:
        first = starts[term.span.start]
        last = max(at for at, word in enumerate(words) if word.end <= term.span.end)
        for at in range(first, last + 1):
            ideas.setdefault(at, set()).add((f"c:{term.concept}", term.kind))
            grouped[at] = max(last, grouped.get(at, at))
    numeric = [mention.span for mention in plain.quantities]
    at = 0
    while at < len(words):
        last = grouped.get(at, at)
        unit = _unit(words, at, last, ideas, denied, worded, language, knowledge)
        if unit is not None and not (last == at and any(unit.span.overlaps(span) for span in numeric)):
            yield unit
        at = last + 1


def _unit(
    words: tuple[Token, ...],
    first: int,
    last: int,
    ideas: dict[int, set[tuple[str, str]]],
    denied: dict[int, set[str]],
    worded: dict[int, set[str]],
    language: Language,
    knowledge: CheckerKnowledge,
) -> Unit | None:
    if first == last and words[first].key in knowledge.stop:
        return None
    held = set().union(*(ideas.get(at, set()) for at in range(first, last + 1)))
    plain = [word for word in words[first : last + 1] if word.key not in knowledge.stop and not word.key.isdigit()]
    if not held and (not plain or len(plain[0].key) < 3):
        return None
    kinds = {kind for _, kind in held}
    keys = {key for key, _ in held} | {_root(word.key, language) for word in plain if len(word.key) > 2}
    denies: set[str] = set().union(*(denied.get(at, set()) for at in range(first, last + 1)))
    own = set().union(*(worded.get(at, set()) for at in range(first, last + 1)))
    if denies:
        denies |= {key for key, _ in held if key.startswith("c:")}
    if words[first].key in knowledge.none:
        # *No fracture* as one unit: its first word denies all that the others stand for.
        denies |= {key for key, _ in held - ideas.get(first, set())} - own
    return Unit(
        Span(words[first].start, words[last].end),
        frozenset(keys),
        clinical=bool(kinds & CLINICAL_KINDS),
        person="person" in kinds,
        drug="drug" in kinds,
        site="site" in kinds,
        problem="problem" in kinds,
        checked=bool(kinds & CHECKED_KINDS),
        exam=bool(kinds & EXAMINED_KINDS),
        denies=frozenset(denies),
        worded=frozenset(own),
    )


def _root(key: str, language: Language) -> str:
    """The beginning of a word's stem: *douleur* and *douloureux* do not meet, *pulmonaire* and *pulmonary* would."""
    return "s:" + stem(key, language)[: _ROOT + 1]
