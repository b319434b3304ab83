"""*No known allergy* written where one was told or is on record: the denial that harms most."""

from collections.abc import Iterator

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import NO_KNOWN_ALLERGY, Fact, FactKind
from assistant.domain.finding import FindingType, Severity
from assistant.domain.span import Span
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.text import fold

_UNNAMED = frozenset({NO_KNOWN_ALLERGY, "allergy"})


def allergy_doubts(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """A denial of all allergies against those that were told; one of a named substance is compared as a fact."""
    denials = [cue.span for cue in base.lexicon.cues_in("allergy", reading.words) if cue.name == "none"]
    named = any(unit.drug for unit in reading.units) or _substance_follows(denials, reading)
    if not denials or named:
        return
    for fact in base.facts:
        if _stands(fact):
            evidence = SegmentEvidence(fact.turn, fact.span)
            yield Doubt(FindingType.NEGATION, denials[0], evidence, Severity.CRITICAL)
            return
    if base.context.allergies and not any(
        fold(one).startswith(("aucun", "non", "no")) for one in base.context.allergies
    ):
        yield Doubt(FindingType.NEGATION, denials[0], None, Severity.CRITICAL)


def _substance_follows(denials: list[Span], reading: Reading) -> bool:
    """*Pas d'allergie au latex* denies one."""
    return any(
        reading.folded[span.end :].startswith((" a ", " au ", " aux ", " a l", " to ", " in ")) for span in denials
    )


def _stands(fact: Fact) -> bool:
    held = fact.qualifiers
    open_ = held.negated or held.family or held.superseded or held.uncertain or held.conditional
    return fact.kind is FactKind.ALLERGY and fact.concept not in _UNNAMED and not open_
