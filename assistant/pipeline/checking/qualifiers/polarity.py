"""Present or absent: what a claim says of a problem, against every mention of it that tells.

An answer to a question tells most, then what patient or clinician state of this patient. What is said of illness in
general, as advice or as a condition tells nothing. A claim is doubted where what tells the opposite outweighs what
agrees: people mention in passing what they do not have.
"""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.qualifiers.narrowing import denies_forever, elsewhere, is_over
from assistant.pipeline.checking.qualifiers.results import results_in
from assistant.pipeline.checking.qualifiers.telling import ANSWERED, STATED, Told, same_thing, telling
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.kinship import SELF, claimed_person
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.terms import is_felt
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.facts.dialogue import asks_openly, is_question
from assistant.pipeline.facts.qualifiers import is_negated, listed_loosely, read_qualifiers
from assistant.pipeline.facts.reading import Reading as FactReading
from assistant.pipeline.facts.reading import sentence_reading

_OUTWEIGHS = 2.0
_TO_VALUE = 4


def polarity_doubts(claim: Reading, parts: Sequence[Clause], base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that a claim states and what was said denies, or the other way round."""
    reading = sentence_reading(claim.text, base.lexicon)
    knowledge = load_knowledge(base.language)
    # Allergies are compared by substance, what was examined by its result.
    elsewhere_compared = [cue.span for cue in reading.cues("allergy")]
    elsewhere_compared += [one.named for one in results_in(claim, base) if one.owner]
    both = _said_both_ways(claim, reading)
    for unit in claim.units:
        if any(unit.span.overlaps(span) for span in elsewhere_compared):
            continue
        if not unit.problem or unit.drug or _measured(unit, reading):
            continue
        held = read_qualifiers(reading, unit.span)
        if held.conditional or held.family or listed_loosely(reading, unit.span):
            continue
        if held.uncertain:
            yield from _ruled_out(unit, base)
            continue
        if opened_by_condition(claim, unit.span, base):
            continue
        part = next(part for part in parts if part.span.start <= unit.span.start < part.span.end)
        if claimed_person(unit, part, claim, base) != SELF:
            continue
        over = is_over(unit, part, claim, base)
        told = [
            one
            for one in _nearest_place(list(telling(unit, held.negated, base, both)), part)
            if one.agrees
            or not (
                elsewhere(unit, part, claim.text, one.passage, one.span, one.denied, base)
                or (over and one.denied and not denies_forever(one.passage, base))
                or (held.negated and held.past and not one.earlier)
            )
        ]
        # What is only felt is the patient's to say.
        settled = said(reading.words, knowledge.attributed) is not None or is_felt(unit, knowledge)
        doubt = _weigh(unit, told, settled) if told else _left_open(unit, held.negated, base)
        if doubt is not None:
            yield doubt


def _ruled_out(unit: Unit, base: EvidenceBase) -> Iterator[Doubt]:
    """*Suspicion de phlébite* of what the clinician says that it is not, whoever feared it, and nowhere supposes."""
    told = list(telling(unit, False, base))
    by_clinician = all((one.passage.segment.role is SpeakerRole.CLINICIAN) != (one.weight == ANSWERED) for one in told)
    supposed = any(
        read_qualifiers(sentence_reading(passage.segment.text, base.lexicon), span).uncertain
        for passage, span in _mentions(unit, base)
        if passage.segment.role is SpeakerRole.CLINICIAN
    )
    if told and by_clinician and not supposed and all(one.denied for one in told):
        yield Doubt(FindingType.NEGATION, unit.span, told[-1].passage.evidence(told[-1].span))


def opened_by_condition(claim: Reading, span: Span, base: EvidenceBase) -> bool:
    """*If there is any change, you feel short of breath…*: an *if* holds for what follows it in the sentence, as *the
    risks* do (*risks of surgery including stroke*)."""
    knowledge = load_knowledge(base.language)
    opening = knowledge.condition | knowledge.hazard
    return any(word.key in opening and word.end <= span.start for word in claim.words)


def _measured(unit: Unit, reading: FactReading) -> bool:
    """*Temperature 37.2*: a measure is neither present nor absent."""
    return any(0 <= one.span.start - unit.span.end <= _TO_VALUE for one in reading.quantities)


def _weigh(unit: Unit, told: Sequence[Told], settled: bool) -> Doubt | None:
    """``settled``: the claim says whose view it gives, or nobody but the patient can have one."""
    opposite = [one for one in told if not one.agrees]
    agreeing = [one for one in told if one.agrees]
    if opposite and _weight(opposite) > _OUTWEIGHS * _weight(agreeing):
        return Doubt(FindingType.NEGATION, unit.span, opposite[-1].passage.evidence(opposite[-1].span))
    if opposite and opposite[-1].denied and not settled and _overruled(opposite, agreeing):
        return Doubt(FindingType.SPEAKER, unit.span, opposite[-1].passage.evidence(opposite[-1].span))
    return None


def _left_open(unit: Unit, negated: bool, base: EvidenceBase) -> Doubt | None:
    """A problem that a claim states and that was only supposed, or only asked about by who is not the clinician. A
    clinician's *I think* or *probably* is how he concludes."""
    felt = load_knowledge(base.language).symptoms
    named = {key.removeprefix("c:") for key in unit.keys if key.startswith("c:")}
    if negated or unit.denies or not named or named & felt:
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
            if other.problem and same_thing(unit, other):
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


def _weight(told: Sequence[Told]) -> float:
    return sum(one.weight for one in told)


def stated(claim: str, unit: Unit, base: EvidenceBase) -> bool:
    """Whether a claim states what the unit stands for, rather than denying it or making it a condition. What was
    not spoken of may well be absent, and a warning sign need not have been there."""
    held = read_qualifiers(sentence_reading(claim, base.lexicon), unit.span)
    return not (held.negated or held.conditional or unit.denies)


def _said_both_ways(claim: Reading, reading: FactReading) -> frozenset[str]:
    """The ideas that a claim states in one word and denies in another (*no dyspnoea, breathing well*; *dizzy on
    standing without postural drop*): nothing said can be held against either."""
    sides: dict[str, set[bool]] = {}
    problems = [unit for unit in claim.units if unit.problem]
    for unit in problems:
        negated = is_negated(reading, unit.span)
        for key in unit.keys:
            sides.setdefault(key, set()).add(unit.absent(key, negated))
    both = {key for key, held in sides.items() if len(held) > 1 and key.startswith(("b:", "c:"))}
    return frozenset(key for unit in problems if unit.keys & both for key in unit.keys)


def _nearest_place(told: Sequence[Told], part: Clause) -> Sequence[Told]:
    """Of what tells, less what was said of other places, where something was said of the place that the claim
    names."""
    places = {key for one in part.units if one.site and not one.problem for key in one.keys}
    sites = [[unit for unit in one.passage.reading.units if unit.site] for one in told]
    there = [any(places & unit.keys for unit in held) for held in sites]
    return [one for one, held, near in zip(told, sites, there, strict=True) if near or not (held and any(there))]


def _overruled(opposite: Sequence[Told], agreeing: Sequence[Told]) -> bool:
    """A patient's word against the clinician's."""
    denials = [one for one in opposite if one.passage.segment.role is SpeakerRole.CLINICIAN and one.weight == STATED]
    return bool(denials) and all(one.passage.segment.role is not SpeakerRole.CLINICIAN for one in agreeing)
