"""A sentence read once: its tokens, terms, numbers and cue words, for every rule to look at."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.domain.span import Span
from assistant.pipeline.facts.numbers import QuantityMention, quantities_in
from assistant.pipeline.lexicon import CueMatch, Lexicon, TermMatch
from assistant.pipeline.text import Token, fold, tokens


@dataclass(frozen=True)
class Reading:
    """One sentence or clause, with what the lexicon finds in it. All spans are in ``text``.

    ``by_companion``: a companion speaks, whose child is the patient as a rule and no relative.
    """

    text: str
    lexicon: Lexicon
    by_companion: bool = False

    @cached_property
    def folded(self) -> str:
        """The text, folded."""
        return fold(self.text)

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The tokens."""
        return tokens(self.text)

    @cached_property
    def terms(self) -> tuple[TermMatch, ...]:
        """The clinical terms, in order."""
        return tuple(self.lexicon.match_tokens(self.words))

    @cached_property
    def quantities(self) -> tuple[QuantityMention, ...]:
        """The numeric expressions, in order."""
        return quantities_in(self.text, self.folded, self.words, self.lexicon.language, self.lexicon)

    @cached_property
    def _cues(self) -> dict[str, tuple[CueMatch, ...]]:
        return {}

    def cues(self, group: str) -> tuple[CueMatch, ...]:
        """The cue words of a group, in order."""
        if group not in self._cues:
            self._cues[group] = self.lexicon.cues_in(group, self.words)
        return self._cues[group]

    def named(self, group: str, *names: str) -> list[Span]:
        """Where the cues of these names in the group stand."""
        return [cue.span for cue in self.cues(group) if cue.name in names]

    def words_between(self, start: int, end: int) -> int:
        """How many tokens lie wholly between two offsets."""
        return sum(start <= word.start and word.end <= end for word in self.words)


@lru_cache(maxsize=4096)
def sentence_reading(text: str, lexicon: Lexicon, by_companion: bool = False) -> Reading:
    """The reading of a sentence. Remembered: facts, drafts and checks ask for the same sentences again and again."""
    return Reading(text, lexicon, by_companion)
