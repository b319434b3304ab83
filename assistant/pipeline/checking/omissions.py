"""The other way round: what was said, is safety-critical, and is not in the note."""

from collections.abc import Iterator, Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import DrugAction, Fact, FactKind
from assistant.domain.finding import Omission, Severity
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.evidence import EvidenceBase
from assistant.pipeline.checking.knowledge import load_knowledge
from assistant.pipeline.checking.reading import Reading, read
from assistant.pipeline.text import tokens

_ANTICOAGULANT = "B01A"
_PREGNANCY = "pregnancy"
_ACTIONS = (DrugAction.STARTED, DrugAction.STOPPED, DrugAction.CHANGED)


def find_omissions(note: Sequence[Reading], base: EvidenceBase) -> tuple[Omission, ...]:
    """Allergies, drug changes, red flags, pregnancy, anticoagulants and follow-up that the note leaves out.
    The worst first, each thing once."""
    keys = frozenset(key for reading in note for key in reading.keys)
    found: dict[str, Omission] = {}
    for fact in base.facts:
        kind = _critical_kind(fact, base)
        if kind is not None and fact.concept not in found and not _noted(fact, keys, base):
            evidence = SegmentEvidence(fact.turn, fact.span)
            found[fact.concept] = Omission(fact.text, kind[0], kind[1], evidence)
    omissions = [*found.values(), *_follow_up(note, base)]
    return tuple(sorted(omissions, key=lambda one: (one.severity.rank, one.evidence.turn)))


def _critical_kind(fact: Fact, base: EvidenceBase) -> tuple[str, Severity] | None:
    held = fact.qualifiers
    if held.negated or held.superseded or held.family or held.conditional or held.uncertain:
        return None
    if fact.kind is FactKind.ALLERGY:
        if not _names_something(fact, base):
            return None
        return "allergy", Severity.CRITICAL
    if fact.kind is FactKind.DRUG:
        if any(code.startswith(_ANTICOAGULANT) for code in fact.codes):
            return "anticoagulant", Severity.CRITICAL
        return ("drug", Severity.MAJOR) if fact.action in _ACTIONS else None
    concept = base.lexicon.concepts.get(fact.concept)
    if fact.kind is FactKind.PROBLEM and not held.past:
        if fact.concept == _PREGNANCY:
            return "pregnancy", Severity.MAJOR
        if concept is not None and concept.red_flag:
            return "red_flag", Severity.MAJOR
    return None


def _names_something(fact: Fact, base: EvidenceBase) -> bool:
    """A bare *yes* or *no* names no substance."""
    stop = load_knowledge(base.language).stop
    return any(token.key not in stop for token in tokens(fact.text))


def _noted(fact: Fact, keys: frozenset[str], base: EvidenceBase) -> bool:
    """Whether the note speaks of the same, by concept or by the ideas its words stand for."""
    if f"c:{fact.concept}" in keys:
        return True
    spoken = read(fact.text, base.language, base.lexicon)
    bridged = {key for key in spoken.keys if key.startswith(("b:", "t:", "s:"))}
    return bool(bridged & keys)


def _follow_up(note: Sequence[Reading], base: EvidenceBase) -> Iterator[Omission]:
    """A follow-up that the clinician spoke of, in a note that speaks of none."""
    if any(base.lexicon.cues_in("follow_up", reading.words) for reading in note):
        return
    for passage in reversed(base.passages):
        if passage.segment.role is SpeakerRole.CLINICIAN and base.lexicon.cues_in("follow_up", passage.reading.words):
            evidence = passage.evidence()
            yield Omission(passage.segment.text, "follow_up", Severity.MAJOR, evidence)
            return
