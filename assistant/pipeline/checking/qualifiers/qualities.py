"""Negation, person, certainty, time and correction: a claim's facts against what was said of the same things."""

from collections.abc import Callable, Iterator, Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import DrugAction, Fact, FactKind
from assistant.domain.finding import FindingType, Severity
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, asks
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.text import fold, tokens

_KINDS = frozenset({FactKind.PROBLEM, FactKind.ALLERGY, FactKind.EXAM, FactKind.PROCEDURE, FactKind.DRUG})
_PROBLEMS = frozenset({FactKind.PROBLEM, FactKind.ALLERGY})
_CURRENT = frozenset({"plan", "medication", "none"})
_REMEMBERED = 3
"""Turns in which a drug is still spoken of without its name."""
_OTHERS_VOICES = frozenset({SpeakerRole.PATIENT, SpeakerRole.COMPANION})


def quality_doubts(
    claimed: Sequence[Fact],
    section: str,
    hedged: Callable[[Fact], bool],
    apart: Callable[[Fact, Fact], bool],
    base: EvidenceBase,
) -> Iterator[Doubt]:
    """Facts of a claim that were said otherwise. ``section`` is the key of the heading the claim stands under;
    ``hedged`` tells whether the claim's words leave the fact open, ``apart`` whether it and one that was said may both
    be true though one denies."""
    for fact in claimed:
        if fact.kind not in _KINDS:
            continue
        said = [other for other in base.facts if other.concept == fact.concept and _comparable(fact, other, base)]
        if said:
            doubt = _compare(fact, said, section, hedged(fact), apart, base)
            if doubt is not None:
                yield doubt


def _comparable(fact: Fact, other: Fact, base: EvidenceBase) -> bool:
    """An allergy to a drug is no use of it; what is only asked about is no statement."""
    asked = other.role is SpeakerRole.CLINICIAN and asks(base.transcript.turns[other.turn].text, other.span, base)
    return (fact.kind is FactKind.ALLERGY) == (other.kind is FactKind.ALLERGY) and not asked


def _compare(
    fact: Fact,
    said: Sequence[Fact],
    section: str,
    hedged: bool,
    apart: Callable[[Fact, Fact], bool],
    base: EvidenceBase,
) -> Doubt | None:
    family = fact.qualifiers.family or section == "family"
    ongoing = fact.kind is FactKind.DRUG and section in _CURRENT
    if ongoing and (status := _status(fact, said, base)) is not None:
        return status
    # Whose it is, is for ``persons`` to say.
    same_person = [other for other in said if other.qualifiers.family == family]
    if not same_person:
        return None
    current = [other for other in same_person if not other.qualifiers.superseded]
    if not current:
        return _doubt(FindingType.SUPERSEDED, fact, same_person[-1])
    opposite = [other for other in current if other.qualifiers.negated != fact.qualifiers.negated]
    if len(opposite) == len(current):
        opposite = [other for other in opposite if not apart(fact, other)]
        return (
            _flipped(fact, opposite, base)
            if opposite and not family and _polar(fact, opposite) and not hedged
            else None
        )
    agreeing = [other for other in current if other not in opposite]
    if fact.qualifiers.negated or hedged:
        return None
    felt = fact.concept in load_knowledge(base.language).felt  # and so the patient's to say
    if (
        fact.kind in _PROBLEMS
        and not felt
        and _overruled(agreeing, [other for other in opposite if not apart(fact, other)])
    ):
        return _doubt(FindingType.SPEAKER, fact, opposite[-1])
    if fact.kind not in _PROBLEMS:
        return None
    if all(_open(other, base) for other in agreeing):
        return _doubt(FindingType.CERTAINTY, fact, agreeing[-1])
    elsewhere = section not in ("history", "family", "allergies") and not (fact.qualifiers.past or family)
    if elsewhere and all(_over(other, base) for other in agreeing):
        return _doubt(FindingType.TEMPORALITY, fact, agreeing[-1])
    return None


def _open(fact: Fact, base: EvidenceBase) -> bool:
    """Whether it was left open. A clinician's *I think* or *probably* is how he concludes; a patient's *sort of* is how
    he describes what he feels."""
    presumed = fact.role is SpeakerRole.CLINICIAN and any(
        phrase in fold(base.transcript.turns[fact.turn].text) for phrase in load_knowledge(base.language).presumed
    )
    felt = fact.concept in load_knowledge(base.language).symptoms
    return fact.qualifiers.conditional or (fact.qualifiers.uncertain and not presumed and not felt)


def _over(fact: Fact, base: EvidenceBase) -> bool:
    """Whether it is past, and neither merely in the history, as chronic conditions are, nor said to come back. *J'ai eu
    mal* tells what one comes for as well as what is long over."""
    spoken = tokens(base.transcript.turns[fact.turn].text)
    if all(cue.name == "perfect" for cue in base.lexicon.cues_in("past", spoken)):
        return False
    chronic = {token.key for token in spoken} & load_knowledge(base.language).background
    return fact.qualifiers.past and not chronic and not base.lexicon.cues_in("frequency", spoken)


def _status(fact: Fact, said: Sequence[Fact], base: EvidenceBase) -> Doubt | None:
    """A drug written as going on when the last word on it was to stop, or the other way round."""
    spoken = [other for other in said if other.action is not None and not other.qualifiers.superseded]
    if (
        fact.action is None
        or not spoken
        or _may_be_another(spoken[-1], base)
        or fact.qualifiers.negated
        or fact.qualifiers.conditional
    ):
        return None
    stops = [other for other in spoken if other.action is DrugAction.STOPPED]
    if fact.action is DrugAction.STOPPED:
        goes_on = not stops and spoken[-1].role is SpeakerRole.CLINICIAN and not _stops(spoken, base)
        return _doubt(FindingType.TEMPORALITY, fact, spoken[-1]) if goes_on else None
    ended = spoken[-1] in stops and spoken[-1].role is SpeakerRole.CLINICIAN and not fact.qualifiers.past
    return _doubt(FindingType.TEMPORALITY, fact, spoken[-1]) if ended else None


def _stops(told: Sequence[Fact], base: EvidenceBase) -> bool:
    """*On passe à un demi, et dans deux semaines on arrête*: whether a turn that speaks of a drug says to stop, beside
    what else is done with it."""
    turns = {one.turn for one in told}
    cues = (cue for turn in turns for cue in base.lexicon.cues("drug_action", base.transcript.turns[turn].text))
    return any(cue.name in ("stopped", "it_stopped") for cue in cues)


def _may_be_another(told: Fact, base: EvidenceBase) -> bool:
    """*On arrête*: whether what it says, without naming a drug, may be of another drug spoken of just before."""
    if any(term.kind == "drug" for term in base.lexicon.match(told.text)):
        return False
    near = range(told.turn - _REMEMBERED, told.turn + 1)
    return len({one.concept for one in base.facts if one.kind is FactKind.DRUG and one.turn in near}) > 1


def _polar(fact: Fact, opposite: Sequence[Fact]) -> bool:
    """Whether presence and absence mean something: of problems; of drugs only where it was said outright."""
    if fact.kind in _PROBLEMS:
        return True
    return (
        fact.kind is FactKind.DRUG
        and fact.action not in (None, DrugAction.STOPPED)
        and all(o.answers is None for o in opposite)
    )


def _flipped(fact: Fact, opposite: Sequence[Fact], base: EvidenceBase) -> Doubt | None:
    if all(other.qualifiers.uncertain or other.qualifiers.conditional for other in opposite):
        return None
    concept = base.lexicon.concepts.get(fact.concept)
    grave = fact.kind is FactKind.ALLERGY or (concept is not None and concept.red_flag)
    return _doubt(FindingType.NEGATION, fact, opposite[-1], Severity.CRITICAL if grave else None)


def _overruled(agreeing: Sequence[Fact], opposite: Sequence[Fact]) -> bool:
    """A patient's or relative's word that the clinician denies afterwards."""
    denials = [other for other in opposite if other.role is SpeakerRole.CLINICIAN]
    return bool(denials) and all(other.role in _OTHERS_VOICES for other in agreeing)


def _doubt(kind: FindingType, fact: Fact, other: Fact, severity: Severity | None = None) -> Doubt:
    return Doubt(kind, fact.span, SegmentEvidence(other.turn, other.span), severity)
