"""What a lexicon holds and how it is asked: concepts, measures, units, number words, cue words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.pipeline.text import PhraseTable, Token, tokens


@dataclass(frozen=True, slots=True)
class Concept:
    """What a term stands for. ``labels`` are in French and English; ``codes`` are ATC codes for a drug."""

    key: str
    kind: str
    labels: Mapping[Language, str]
    red_flag: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term found. ``span`` is in the text that was searched."""

    span: Span
    concept: str
    kind: str


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue word found: ``name`` within its group (``before`` of ``negation``)."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is measured. ``shape``: ``pressure``, ``decimal`` or ``plain``; ``low`` and ``high``
    bound what is plausible, in ``unit``, which is
    what goes unsaid in the language; empty where custom differs from place to place."""

    key: str
    unit: str
    shape: str
    low: float
    high: float
    labels: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``factor`` times its value is the value in the base unit of its ``dimension``."""

    key: str
    dimension: str
    factor: float


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words numbers are spoken with, in the form of ``word_key``.

    ``vigesimal``: *quatre-vingt-dix* is 90. ``hundred_unsaid``: *one twenty* is 120. ``counted``: the word for
    times, which a number of its own stands before. ``shares``: what counts or
    divides the unit after it (*half*, *dizaine*), with ``links`` between; ``lengths``: a value and its unit in one
    word; ``names``: what a number after it is part of (*COVID*).
    """

    values: Mapping[str, int]
    scales: Mapping[str, int]
    point: frozenset[str]
    joint: frozenset[str]
    half: frozenset[str]
    quarter: frozenset[str]
    articles: frozenset[str]
    vigesimal: bool
    hundred_unsaid: bool
    counted: frozenset[str]
    shares: Mapping[str, float]
    links: frozenset[str]
    lengths: Mapping[str, tuple[float, str]]
    names: frozenset[str]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """One language's vocabulary. Made by ``lexicon.load_lexicon``; never changes."""

    language: Language
    concepts: Mapping[str, Concept]
    terms: PhraseTable[Concept]
    measures: PhraseTable[Measure]
    units: Mapping[str, Unit]
    unit_terms: Mapping[str, Unit]
    cue_tables: Mapping[str, PhraseTable[str]]
    cue_names: Mapping[str, Mapping[str, tuple[str, ...]]]
    numbers: NumberWords

    def match(self, text: str) -> tuple[TermMatch, ...]:
        """The terms of a text in order, the longest at each place; one match a kind where several share it."""
        return tuple(self.match_tokens(tokens(text)))

    def match_tokens(self, words: Sequence[Token]) -> Iterator[TermMatch]:
        """The same over tokens that are already cut."""
        for found in self.terms.find(words):
            span = Span(words[found.first].start, words[found.last].end)
            # The first file that knows a term names it; a later one may add another kind of thing, not a rival.
            for kind in dict.fromkeys(concept.kind for concept in found.payloads):
                concept = next(concept for concept in found.payloads if concept.kind == kind)
                yield TermMatch(span, concept.key, kind)

    def cues(self, group: str, text: str) -> tuple[CueMatch, ...]:
        """The cue words of a group (``negation``, ``family``…) in a text, in order; one match a name."""
        return self.cues_in(group, tokens(text))

    def cues_in(self, group: str, words: Sequence[Token]) -> tuple[CueMatch, ...]:
        """The same over tokens that are already cut."""
        return tuple(
            CueMatch(Span(words[found.first].start, words[found.last].end), name)
            for found in self.cue_tables[group].find(words)
            for name in found.payloads
        )

    def label(self, concept: str, language: Language | None = None) -> str:
        """What to call a concept in a report; a concept that no file holds is its own label."""
        held = self.concepts.get(concept)
        return concept if held is None else held.labels[language or self.language]

    def wording(self, group: str, name: str) -> str:
        """The first phrase of a cue, the one to print (``2/day`` of ``frequency``); else the name itself."""
        phrases = self.cue_names.get(group, {}).get(name, ())
        return phrases[0] if phrases else name
