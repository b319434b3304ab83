"""Present or absent: what a claim says of a problem, against every mention of it that tells.

An answer to a question tells most, then what patient or clinician state of this patient. What is said of illness in
general, as advice or as a condition tells nothing. A claim is doubted where what tells the opposite outweighs what
agrees: people mention in passing what they do not have.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.qualifiers.narrowing import denies_forever, elsewhere, is_over
from assistant.pipeline.checking.qualifiers.results import results_in
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import is_asked, sentence_reading
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.facts.dialogue import answer_of, asks_openly, is_question, presupposed
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import Reading as FactReading

_ANSWERED, _STATED = 3.0, 2.0
_OUTWEIGHS = 2.0
_TO_VALUE = 4


@dataclass(frozen=True, slots=True)
class _Told:
    """A mention that tells: whether it denies, whether that agrees with the claim, how much it weighs."""

    passage: Passage
    span: Span
    denied: bool
    agrees: bool
    weight: float


def polarity_doubts(claim: Reading, parts: Sequence[Clause], base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that a claim states and what was said denies, or the other way round."""
    reading = sentence_reading(claim.text, base.lexicon)
    knowledge = load_knowledge(base.language)
    # Allergies are compared by substance, what was examined by its result.
    elsewhere_compared = [cue.span for cue in reading.cues("allergy")]
    elsewhere_compared += [one.named for one in results_in(claim, base) if one.owner]
    for unit in claim.units:
        if any(unit.span.overlaps(span) for span in elsewhere_compared):
            continue
        if not unit.problem or unit.drug or _measured(unit, reading):
            continue
        held = read_qualifiers(reading, unit.span)
        if held.uncertain or held.conditional or held.family:
            continue
        if opened_by_condition(claim, unit.span, base):
            continue
        part = next(part for part in parts if part.span.start <= unit.span.start < part.span.end)
        over = is_over(unit, part, claim, base)
        told = [
            one
            for one in _told(unit, held.negated, base)
            if one.agrees
            or not (
                elsewhere(unit, part, one.passage, one.span, one.denied, base)
                or (over and one.denied and not denies_forever(one.passage, base))
            )
        ]
        views = said(reading.words, knowledge.attributed) is not None
        doubt = _weigh(unit, told, views) if told else _left_open(unit, held.negated, base)
        if doubt is not None:
            yield doubt


def opened_by_condition(claim: Reading, span: Span, base: EvidenceBase) -> bool:
    """*If there is any change, you feel short of breath…*: an *if* holds for what follows it in the sentence."""
    condition = load_knowledge(base.language).condition
    return any(word.key in condition and word.end <= span.start for word in claim.words)


def _measured(unit: Unit, reading: FactReading) -> bool:
    """*Temperature 37.2*: a measure is neither present nor absent."""
    return any(0 <= one.span.start - unit.span.end <= _TO_VALUE for one in reading.quantities)


def _weigh(unit: Unit, told: Sequence[_Told], views: bool) -> Doubt | None:
    """``views``: the claim says whose view it gives."""
    opposite = [one for one in told if not one.agrees]
    agreeing = [one for one in told if one.agrees]
    if opposite and _weight(opposite) > _OUTWEIGHS * _weight(agreeing):
        return Doubt(FindingType.NEGATION, unit.span, opposite[-1].passage.evidence(opposite[-1].span))
    if opposite and opposite[-1].denied and not views and _overruled(opposite, agreeing):
        return Doubt(FindingType.SPEAKER, unit.span, opposite[-1].passage.evidence(opposite[-1].span))
    return None


def _left_open(unit: Unit, negated: bool, base: EvidenceBase) -> Doubt | None:
    """A problem that a claim states and that was only supposed, or only asked about by who is not the clinician. A
    clinician's *I think* or *probably* is how he concludes."""
    if negated or unit.denies or not any(key.startswith("c:") for key in unit.keys):
        return None
    mentions = [(passage, span) for passage, span in _mentions(unit, base) if not _another(passage, span, base)]
    supposed = [one for one in mentions if _supposed(*one, base)]
    if supposed and len(supposed) == len(mentions):
        passage, span = supposed[-1]
        return Doubt(FindingType.CERTAINTY, unit.span, passage.evidence(span))
    return None


def _mentions(unit: Unit, base: EvidenceBase) -> Iterator[tuple[Passage, Span]]:
    for order in base.holding(unit):
        passage = base.passages[order]
        for other in passage.reading.units:
            if other.problem and _same_thing(unit, other):
                yield passage, other.span
                break


def _another(passage: Passage, span: Span, base: EvidenceBase) -> bool:
    return read_qualifiers(sentence_reading(passage.segment.text, base.lexicon), span).family


def _supposed(passage: Passage, span: Span, base: EvidenceBase) -> bool:
    reading, clinician = (
        sentence_reading(passage.segment.text, base.lexicon),
        passage.segment.role is SpeakerRole.CLINICIAN,
    )
    if is_question(reading):
        # *That's why I'm sweating?*, *and the kidney stone?* take it for known.
        known = asks_openly(reading) or any(
            0 <= span.start - the.end <= 1 for the in reading.named("question", "definite")
        )
        return not clinician and not known
    held = read_qualifiers(reading, span)
    presumed = clinician and any(phrase in reading.folded for phrase in load_knowledge(base.language).presumed)
    return held.uncertain and not presumed


def _weight(told: Sequence[_Told]) -> float:
    return sum(one.weight for one in told)


def present(unit: Unit, base: EvidenceBase) -> list[Passage]:
    """The passages that tell of the problem, where all of them say that it is there; else none."""
    told = list(_told(unit, False, base))
    return [one.passage for one in told] if all(not one.denied for one in told) else []


def stated(claim: str, unit: Unit, base: EvidenceBase) -> bool:
    """Whether a claim states what the unit stands for, rather than denying it or making it a condition. What was
    not spoken of may well be absent, and a warning sign need not have been there."""
    held = read_qualifiers(sentence_reading(claim, base.lexicon), unit.span)
    return not (held.negated or held.conditional or unit.denies)


def _told(unit: Unit, negated: bool, base: EvidenceBase) -> Iterator[_Told]:
    """What tells of the unit, once a passage; ``negated``: the claim's sentence negates it."""
    for order in base.holding(unit):
        passage = base.passages[order]
        for other in passage.reading.units:
            shared = _same_thing(unit, other) if other.problem else frozenset()
            told = _read(passage, other.span, base) if shared else None
            if told is not None:
                key = min(shared, key=lambda one: (one not in unit.denies | other.denies | other.worded, one))
                absent = other.absent(key, told[0])
                yield _Told(passage, other.span, absent, absent == unit.absent(key, negated), told[1])
                break


def _same_thing(unit: Unit, other: Unit) -> frozenset[str]:
    """What both stand for: the same concept, or a bridge that names one problem; the same word only where no table
    knows either (*chest pain* and *back pain* share one); not a topic that both touch."""
    shared = unit.keys & other.keys
    named = [{key for key in one.keys if key.startswith("c:")} for one in (unit, other)]
    if all(named) and not named[0] & named[1]:
        return frozenset()
    known = frozenset(key for key in shared if key.startswith(("b:", "c:")))
    return known if known or all(named) else frozenset(key for key in shared if key.startswith("s:"))


def _read(passage: Passage, span: Span, base: EvidenceBase) -> tuple[bool, float] | None:
    """Whether a mention denies the problem and how much it tells; ``None`` where it leaves it open or speaks of
    another person, of illness in general, or of what may come."""
    text, clinician = passage.segment.text, passage.segment.role is SpeakerRole.CLINICIAN
    reading = sentence_reading(text, base.lexicon)
    held = read_qualifiers(reading, span)
    if is_asked(passage, base, span):
        if asks_openly(reading) or presupposed(reading, span):
            return None
        return _answered(passage, held.negated, base)
    if clinician and any(phrase in reading.folded for phrase in load_knowledge(base.language).generic):
        return None
    return None if held.family or held.uncertain or held.conditional else (held.negated, _STATED)


def _answered(question: Passage, negative: bool, base: EvidenceBase) -> tuple[bool, float] | None:
    """What the answer makes of a question. A *yes* to a negative question (*no fever?*) tells nothing by itself, nor
    does a *no* to whether it had ever been like this before."""
    for passage in base.passages[question.order + 1 : question.order + 4]:
        if passage.segment.turn == question.segment.turn:
            continue
        answer = answer_of(sentence_reading(passage.segment.text, base.lexicon))
        if answer is None or answer.polarity == "unsure" or (negative and answer.polarity == "yes"):
            return None
        denied = answer.polarity == "no"
        before = bool(sentence_reading(question.segment.text, base.lexicon).named("question", "before"))
        return None if denied and before else (denied, _ANSWERED)
    return None


def _overruled(opposite: Sequence[_Told], agreeing: Sequence[_Told]) -> bool:
    """A patient's word against the clinician's."""
    denials = [one for one in opposite if one.passage.segment.role is SpeakerRole.CLINICIAN and one.weight == _STATED]
    return bool(denials) and all(one.passage.segment.role is not SpeakerRole.CLINICIAN for one in agreeing)
