"""Which drug a sentence is about where it does not name it: the name that was last spoken, and where."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.domain.fact import Fact, FactKind
from assistant.domain.transcript import Segment
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold

# For so many turns an amount without a name is of the drug last named.
_TURNS_REMEMBERED = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A drug's spoken name, to stand before what is said of it, and the segment that named it."""

    name: str
    segment: Segment


@dataclass(slots=True)
class Names:
    """The drug names spoken so far, by concept."""

    lexicon: Lexicon
    spoken: dict[str, Heading] = field(default_factory=dict)
    last: Heading | None = None

    def hear(self, segment: Segment) -> None:
        """Take in the names of a segment."""
        for found in self.lexicon.match(segment.text):
            if found.kind == "drug":
                name = found.span.of(segment.text)
                self.last = self.spoken[found.concept] = Heading(name[:1].upper() + name[1:], segment)

    def forget(self) -> None:
        """A question has turned to something else ("and the brown one?"): no name of before is meant any more."""
        self.spoken.clear()
        self.last = None

    def heading(self, segment: Segment, facts: Sequence[Fact]) -> Heading | None:
        """The name of the one drug that a sentence speaks of without naming any."""
        drugs = [fact for fact in facts if fact.kind in (FactKind.DRUG, FactKind.ALLERGY)]
        concepts = {fact.concept for fact in drugs}
        if len(concepts) != 1 or any(spoken_name(fact, self.lexicon) for fact in drugs):
            return None
        heading = self.spoken.get(drugs[0].concept)
        return heading if heading is not None and heading.segment != segment else None

    def lately(self, segment: Segment) -> Heading | None:
        """The last name spoken, in an earlier segment and not long ago."""
        recent = self.last is not None and 0 <= segment.turn - self.last.segment.turn <= _TURNS_REMEMBERED
        return self.last if recent and self.last is not None and self.last.segment != segment else None


def spoken_name(fact: Fact, lexicon: Lexicon) -> str | None:
    """The fact's words where they are a name of the drug, and not a dose or an answer that stands for it."""
    found = lexicon.match(fact.text)
    whole = any(fold(one.span.of(fact.text)) == fold(fact.text) for one in found if one.concept == fact.concept)
    return fact.text if whole else None
