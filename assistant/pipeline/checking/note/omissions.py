"""The other way round: what was said, is safety-critical, and is not in the note."""

from collections.abc import Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import NO_KNOWN_ALLERGY, DrugAction, Fact, FactKind
from assistant.domain.finding import Omission, Severity
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.note.limits import limit_omissions
from assistant.pipeline.checking.note.noted import DECIDED, DONE_BY_SAYING, lines, noted
from assistant.pipeline.checking.texts.claims import NoteSentence
from assistant.pipeline.checking.texts.evidence import EvidenceBase, asks
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.text import fold, sentence_spans, tokens

_ANTICOAGULANT = "B01A"
_SUBSTANCE = 5
_PREGNANCY = "pregnancy"
_RETURNS = ("follow_up", "safety_net")
"""What a patient is told to come back for."""
_LONG_AGO = 300.0
"""Days from which a change of a drug is history."""


def find_omissions(note: Sequence[NoteSentence], base: EvidenceBase) -> tuple[Omission, ...]:
    """Allergies, drugs, red flags, pregnancy, anticoagulants, tests and follow-up that the note leaves out.
    The worst first; each thing once, each warning and each return by itself."""
    written = lines(note, base)
    found: dict[tuple[str, int], Omission] = {}
    for fact in base.facts:
        kind = _critical_kind(fact, base)
        key = (fact.concept, fact.turn if fact.concept in _RETURNS else 0)
        if kind is not None and key not in found and not noted(fact, _sentence(fact, base), written, base):
            found[key] = Omission(_named(fact, base), kind[0], kind[1], SegmentEvidence(fact.turn, fact.span))
    told = {one.evidence.turn for one in found.values()}
    limits = [one for one in limit_omissions(written, base) if one.evidence.turn not in told]
    return tuple(sorted((*found.values(), *limits), key=lambda one: (one.severity.rank, one.evidence.turn)))


def _named(fact: Fact, base: EvidenceBase) -> str:
    """The words themselves, with the name of the drug or allergen where they only point to it (*on arrête*)."""
    concept = base.lexicon.concepts.get(fact.concept)
    if fact.kind not in (FactKind.DRUG, FactKind.ALLERGY) or concept is None or base.lexicon.match(fact.text):
        return fact.text
    return f"{concept.labels[base.language]} ({fact.text})"


def _critical_kind(fact: Fact, base: EvidenceBase) -> tuple[str, Severity] | None:
    held = fact.qualifiers
    if fact.kind is FactKind.PLAN and fact.concept in _RETURNS and fact.role is SpeakerRole.CLINICIAN:
        return "follow_up", Severity.MAJOR
    if held.superseded or held.family or held.conditional or _in_general(fact, base):
        return None
    if held.uncertain:
        # One that nobody called an allergy outright may be one.
        return ("allergy", Severity.MAJOR) if fact.kind is FactKind.ALLERGY and not held.negated else None
    if held.negated:
        return ("follow_up", Severity.MINOR) if _decided_against(fact, base) else None
    if fact.kind is FactKind.ALLERGY:
        named = fact.concept != NO_KNOWN_ALLERGY and _names_something(fact, base)
        return ("allergy", Severity.CRITICAL) if named else None
    if fact.kind is FactKind.DRUG:
        return _drug(fact, base)
    if fact.kind in (FactKind.PROCEDURE, FactKind.PLAN):
        return ("follow_up", Severity.MINOR) if _planned(fact, base) else None
    concept = base.lexicon.concepts.get(fact.concept)
    if fact.kind is FactKind.PROBLEM and not held.past:
        if fact.concept == _PREGNANCY:
            return "pregnancy", Severity.MAJOR
        if concept is not None and concept.red_flag:
            return "red_flag", Severity.MAJOR
    return None


def _drug(fact: Fact, base: EvidenceBase) -> tuple[str, Severity] | None:
    """A substance that is taken or changed; one only mentioned, a class, or one stopped long ago is none."""
    if any(code.startswith(_ANTICOAGULANT) for code in fact.codes):
        return "anticoagulant", Severity.CRITICAL
    if fact.action in DECIDED:
        return ("drug", Severity.MAJOR) if fact.codes and not _long_ago(fact, base) else None
    dosed = fact.dose is not None or fact.frequency is not None or fact.action is DrugAction.TAKES
    substance = any(len(code) > _SUBSTANCE for code in fact.codes)
    return ("drug", Severity.MINOR) if dosed and substance else None


def _long_ago(fact: Fact, base: EvidenceBase) -> bool:
    folded = fold(_sentence(fact, base))
    days = load_knowledge(base.language).days
    return any(word in folded for word, length in days.items() if length >= _LONG_AGO)


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
    """A test or visit that the clinician orders: said as a plan or for a time to come, and not asked about."""
    if fact.role is not SpeakerRole.CLINICIAN or fact.qualifiers.past:
        return False
    sentence = _sentence(fact, base)
    if fact.concept in DONE_BY_SAYING and not sentence.rstrip().endswith("?"):
        return True
    cues = base.lexicon.cues("plan", sentence)
    names, folded = {cue.name for cue in cues}, fold(sentence)
    soon = fact.kind is FactKind.PROCEDURE and any(
        f"{word} " in f"{folded} " for word in load_knowledge(base.language).soon
    )
    ordered = ("before" in names or soon) and "done" not in names
    return ordered and not sentence.rstrip().endswith("?") and not asks(sentence, fact.span, base)


def _decided_against(fact: Fact, base: EvidenceBase) -> bool:
    """A treatment or test that the clinician says is not to be: *pas d'antibiotique*, *no need for a scan*."""
    if fact.kind not in (FactKind.DRUG, FactKind.PROCEDURE) or fact.role is not SpeakerRole.CLINICIAN:
        return False
    sentence = _sentence(fact, base)
    return not (fact.qualifiers.past or sentence.rstrip().endswith("?") or asks(sentence, fact.span, base))


def _names_something(fact: Fact, base: EvidenceBase) -> bool:
    """A bare *yes* or *no* names no substance."""
    stop = load_knowledge(base.language).stop
    return any(token.key not in stop for token in tokens(fact.text))
