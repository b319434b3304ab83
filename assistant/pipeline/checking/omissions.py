"""The other way round: what was said, is safety-critical, and is not in the note."""

from collections.abc import Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import DrugAction, Fact, FactKind
from assistant.domain.finding import Omission, Severity
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.evidence import EvidenceBase, asks
from assistant.pipeline.checking.knowledge import load_knowledge
from assistant.pipeline.checking.reading import Reading, read
from assistant.pipeline.text import fold, sentence_spans, tokens

_ANTICOAGULANT = "B01A"
_SUBSTANCE = 5
_PREGNANCY = "pregnancy"
_ACTIONS = (DrugAction.STARTED, DrugAction.STOPPED, DrugAction.CHANGED)
_RETURNS = {"follow_up": "review", "safety_net": "urgent"}
"""Kinds of what a patient is told to come back for, and the cue that a note speaks of it with."""


def find_omissions(note: Sequence[Reading], base: EvidenceBase) -> tuple[Omission, ...]:
    """Allergies, drugs, red flags, pregnancy, anticoagulants, tests and follow-up that the note leaves out.
    The worst first, each thing once."""
    keys = frozenset(key for reading in note for key in reading.keys)
    found: dict[str, Omission] = {}
    for fact in base.facts:
        kind = _critical_kind(fact, base)
        if kind is not None and fact.concept not in found and not _noted(fact, keys, note, base):
            evidence = SegmentEvidence(fact.turn, fact.span)
            found[fact.concept] = Omission(fact.text, kind[0], kind[1], evidence)
    return tuple(sorted(found.values(), key=lambda one: (one.severity.rank, one.evidence.turn)))


def _critical_kind(fact: Fact, base: EvidenceBase) -> tuple[str, Severity] | None:
    held = fact.qualifiers
    if fact.kind is FactKind.PLAN and fact.concept in _RETURNS and fact.role is SpeakerRole.CLINICIAN:
        return "follow_up", Severity.MAJOR
    if held.negated or held.superseded or held.family or held.conditional or held.uncertain or _in_general(fact, base):
        return None
    if fact.kind is FactKind.ALLERGY:
        return ("allergy", Severity.CRITICAL) if _names_something(fact, base) else None
    if fact.kind is FactKind.DRUG:
        return _drug(fact)
    if fact.kind in (FactKind.PROCEDURE, FactKind.PLAN):
        return ("follow_up", Severity.MINOR) if _planned(fact, base) else None
    concept = base.lexicon.concepts.get(fact.concept)
    if fact.kind is FactKind.PROBLEM and not held.past:
        if fact.concept == _PREGNANCY:
            return "pregnancy", Severity.MAJOR
        if concept is not None and concept.red_flag:
            return "red_flag", Severity.MAJOR
    return None


def _drug(fact: Fact) -> tuple[str, Severity] | None:
    """A substance that is taken or changed; one only mentioned, or a class, is none."""
    if any(code.startswith(_ANTICOAGULANT) for code in fact.codes):
        return "anticoagulant", Severity.CRITICAL
    if fact.action in _ACTIONS:
        return "drug", Severity.MAJOR
    dosed = fact.dose is not None or fact.frequency is not None or fact.action is DrugAction.TAKES
    substance = any(len(code) > _SUBSTANCE for code in fact.codes)
    return ("drug", Severity.MINOR) if dosed and substance else None


def _sentence(fact: Fact, base: EvidenceBase) -> str:
    text = base.transcript.turns[fact.turn].text
    return next((span.of(text) for span in sentence_spans(text) if span.start <= fact.span.start < span.end), text)


def _in_general(fact: Fact, base: EvidenceBase) -> bool:
    """Whether a clinician speaks of illness in general, or asks."""
    if fact.role is not SpeakerRole.CLINICIAN:
        return False
    folded = fold(_sentence(fact, base))
    if fact.kind in (FactKind.PROBLEM, FactKind.DRUG) and folded.rstrip().endswith("?"):
        return True
    return fact.kind is FactKind.PROBLEM and any(phrase in folded for phrase in load_knowledge(base.language).generic)


def _planned(fact: Fact, base: EvidenceBase) -> bool:
    """A test or visit that the clinician orders: said as a plan, and not asked about."""
    if fact.role is not SpeakerRole.CLINICIAN or fact.qualifiers.past:
        return False
    sentence = _sentence(fact, base)
    cues = base.lexicon.cues("plan", sentence)
    ordered = any(cue.name == "before" for cue in cues) and not any(cue.name == "done" for cue in cues)
    return ordered and not sentence.rstrip().endswith("?") and not asks(sentence, fact.span, base)


def _names_something(fact: Fact, base: EvidenceBase) -> bool:
    """A bare *yes* or *no* names no substance."""
    stop = load_knowledge(base.language).stop
    return any(token.key not in stop for token in tokens(fact.text))


def _noted(fact: Fact, keys: frozenset[str], note: Sequence[Reading], base: EvidenceBase) -> bool:
    """Whether the note speaks of the same, by concept or by the ideas its words stand for."""
    if fact.concept in _RETURNS:
        return any(
            cue.name in (_RETURNS[fact.concept], "place") or fact.concept == "follow_up"
            for reading in note
            for cue in base.lexicon.cues_in("follow_up", reading.words)
        )
    if f"c:{fact.concept}" in keys:
        return True
    spoken = read(fact.text, base.language, base.lexicon)
    bridged = {key for key in spoken.keys if key.startswith(("b:", "t:", "w:", "s:"))}
    return bool(bridged & keys)
