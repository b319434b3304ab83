"""What a visit's codes are chosen from, and a code with its proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.coding import RankedCode
from assistant.domain.draft import RenderedReport
from assistant.domain.evidence import Evidence, SegmentEvidence
from assistant.domain.fact import Fact
from assistant.domain.span import Span
from assistant.domain.transcript import Segment
from assistant.pipeline.coding.looking_up import Lookup, proves
from assistant.pipeline.coding.visit_rules import VisitRules

REASON, CONCLUSION, PLAN = "reason", "assessment", "plan"
CONCLUDED, DEALT_WITH, COMPLAINED = 1.0, 0.9, 0.8

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class VisitCode:
    """A code of a visit. ``weight``: why it is there; ``first``: the turn in which its matter first comes up;
    ``leads``: it is the reason for the visit, or explains it."""

    hits: tuple[RankedCode, ...]
    weight: float
    chronic: bool
    first: int
    evidence: tuple[Evidence, ...]
    leads: bool = False

    @property
    def code(self) -> str:
        """The compact code."""
        return self.hits[0].entry.code


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit's codes are chosen from."""

    facts: Sequence[Fact]
    sentences: Sequence[Segment]
    report: RenderedReport
    lookup: Lookup
    rules: VisitRules
    record: Sequence[str] = ()

    def sentence_at(self, turn: int, at: int) -> Segment | None:
        """The sentence that holds a character of a turn."""
        return next((s for s in self.sentences if s.turn == turn and s.span.start <= at < s.span.end), None)

    def shown(self, turn: int, span: Span) -> SegmentEvidence:
        """The sentence that these words stand in, as evidence; the words alone where they stand in none."""
        sentence = self.sentence_at(turn, span.start)
        return SegmentEvidence(turn, sentence.span if sentence else span)

    def stands_in(self, fact: Fact, section: str) -> bool:
        """Whether a section of the report rests on the fact."""
        return any(
            placed.section_key == section and any(proves(evidence, fact) for evidence in placed.sentence.evidence)
            for placed in self.report.placed
        )


def proof(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The first three sentences, each once; and the record's entry."""
    distinct = list(dict.fromkeys(evidence))
    said = [each for each in distinct if isinstance(each, SegmentEvidence)]
    return (*said[:_SHOWN], *(each for each in distinct if not isinstance(each, SegmentEvidence)))
