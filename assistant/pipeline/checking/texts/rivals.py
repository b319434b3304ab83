"""A problem or place written in place of another that is mistaken for it: *gallstones* where a kidney stone was."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.facts.qualifiers import negated_at, read_qualifiers
from assistant.pipeline.facts.reading import sentence_reading

_PLACE = "place"


@dataclass(frozen=True, slots=True)
class _Named:
    """A problem or place by its key in the lexicons or in ``names.tsv``; ``units``: what else its words stand for."""

    key: str
    kind: str
    span: Span
    units: tuple[Unit, ...]


def rival_doubts(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """Problems and places that a claim states and nobody named, where one that excludes them was said and the claim
    does not name it."""
    table, said = load_knowledge(base.language).rivals, _said(base)
    written = _named(reading, base)
    own = {one.key for one in written}
    for one in written:
        rivals = table.get(one.key, frozenset()) - own
        if not rivals or one.key in said or not _stated(reading, one.span, base):
            continue
        told = _said_instead(one, rivals, base)
        if told is not None:
            kind = FindingType.LATERALITY_SITE if one.kind == _PLACE else FindingType.PROBLEM_SWAP
            yield Doubt(kind, one.span, told)


def _named(reading: Reading, base: EvidenceBase) -> list[_Named]:
    """The problems and places of a text."""
    words = reading.words
    found = [
        _Named(key.removeprefix("c:"), "problem", unit.span, (unit,))
        for unit in reading.units
        for key in unit.keys
        if key.startswith("c:")
    ]
    for match in load_knowledge(base.language).names.find(words):
        span = Span(words[match.first].start, words[match.last].end)
        units = tuple(unit for unit in reading.units if unit.span.overlaps(span))
        found.append(_Named(match.bridge.key, match.bridge.kind, span, units))
    return found


@lru_cache(maxsize=64)
def _said(base: EvidenceBase) -> Mapping[str, Sequence[tuple[SegmentEvidence, _Named, bool]]]:
    """Where each was named, and whether it was denied there."""
    found: dict[str, list[tuple[SegmentEvidence, _Named, bool]]] = defaultdict(list)
    for passage in base.passages:
        for one in _named(passage.reading, base):
            denied = negated_at(passage.segment.text, one.span, base.lexicon)
            found[one.key].append((passage.evidence(one.span), one, denied))
    return found


def _stated(reading: Reading, span: Span, base: EvidenceBase) -> bool:
    held = read_qualifiers(sentence_reading(reading.text, base.lexicon), span)
    return not (held.negated or held.conditional)


def _said_instead(one: _Named, rivals: frozenset[str], base: EvidenceBase) -> SegmentEvidence | None:
    """Where a rival was said to be present. What it shares with the problem besides (*diabetes*, of either type) names
    neither; any other words that stand for the problem do."""
    found = [told for key in sorted(rivals) for told in _said(base).get(key, ())]
    shared = {key for _, other, _ in found for unit in other.units for key in unit.keys}
    keys = {key for unit in one.units for key in unit.keys if key.startswith(("b:", "t:"))}
    if any(key in base.holders for key in keys - shared):
        return None
    return next((evidence for evidence, _, denied in found if not denied), None)
