"""What a claim writes as ordered, begun or done, and nobody decided: it was asked for and refused, offered and
declined, or left for later."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.qualifiers.attributing import by_others
from assistant.pipeline.checking.quantities.owners import same_drug
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import answer_in, is_asked, reply_to
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import sentence_reading
from assistant.pipeline.text import Token

_BESIDE = 30
"""Characters between what is decided and the word after it that says so."""
_AFTER = 10
"""Characters between a word of decision and what it decides (*mise sous*, *referral for*)."""
_STOPS = ",;.:"


def decision_doubts(reading: Reading, base: EvidenceBase, knowledge: CheckerKnowledge) -> Iterator[Doubt]:
    """Drugs and acts of a claim that everybody who spoke of them refused, declined or left open."""
    if said(reading.words, knowledge.withheld):
        return
    words = [
        word
        for word in reading.words
        if word.key in knowledge.done | knowledge.advised and not _hedged(reading, word.span, base)
    ]
    treatments = [
        unit
        for unit in reading.units
        if (unit.drug or (unit.checked and not unit.problem))
        and base.holds(unit)
        and not any(unit.span.overlaps(Span(word.start, word.end)) for word in words)
    ]
    for unit in treatments:
        near = [word for word in words if _beside(word, unit, reading) and _nearest(word, treatments, unit)]
        if not near or left_open(reading, unit.span, base):
            continue
        had = near[0].key in knowledge.performed
        stands = [(passage, _stance(passage, unit, had, base, knowledge)) for passage in naming_treatment(unit, base)]
        contrary = ("refused",) if near[0].key in knowledge.advised else ("refused", "open")
        against = [(passage, stance) for passage, stance in stands if stance in contrary]
        if against and not any(stance == "decided" for _, stance in stands):
            passage, stance = against[-1]
            kind = FindingType.NEGATION if stance == "refused" else FindingType.CERTAINTY
            yield Doubt(kind, near[0].span, passage.evidence())


def naming_treatment(unit: Unit, base: EvidenceBase) -> list[Passage]:
    """The sentences that speak of a drug or act, of a drug under the name of its class too."""
    keys = {key for key in unit.keys if key.startswith(("b:", "c:", "t:"))} or unit.keys
    return [
        passage
        for passage in base.passages
        if any(
            keys & other.keys or (unit.drug and other.drug and same_drug(unit, other, base))
            for other in passage.reading.units
        )
    ]


def left_open(reading: Reading, span: Span, base: EvidenceBase) -> bool:
    """Whether the claim itself makes it a condition, before or after (*à débuter si fièvre*), or denies it."""
    facts = sentence_reading(reading.text, base.lexicon)
    if any(
        cue.start >= span.end and not any(mark in reading.folded[span.end : cue.start] for mark in ",;.")
        for cue in facts.named("conditional", "before")
    ):
        return True
    held = read_qualifiers(facts, span)
    return held.conditional or held.negated


def _beside(word: Token, unit: Unit, reading: Reading) -> bool:
    """Whether a word of decision speaks of a unit: right before it, or after it and what is listed with it."""
    first, last = (unit.span.end, word.start) if word.start >= unit.span.end else (word.end, unit.span.start)
    between = reading.folded[first:last]
    reach = _BESIDE if word.start >= unit.span.end else _AFTER
    return 0 <= last - first <= reach and not any(mark in between for mark in _STOPS)


def _nearest(word: Token, treatments: Sequence[Unit], unit: Unit) -> bool:
    """Whether a word of decision stands nearer to a unit than to the other treatments that were spoken of."""
    return min(treatments, key=lambda one: max(word.start - one.span.end, one.span.start - word.end)) is unit


def _hedged(reading: Reading, span: Span, base: EvidenceBase) -> bool:
    held = read_qualifiers(sentence_reading(reading.text, base.lexicon), span)
    return held.negated or held.uncertain or held.conditional


def _stance(passage: Passage, unit: Unit, had: bool, base: EvidenceBase, knowledge: CheckerKnowledge) -> str:
    """What a sentence makes of a treatment: ``decided``, ``refused``, ``open``, or ``none`` of these. ``had``: the
    claim says that it was had, which a patient can tell."""
    facts = sentence_reading(passage.segment.text, base.lexicon)
    spans = [other.span for other in passage.reading.units if other.keys & unit.keys]
    held = [read_qualifiers(facts, span) for span in spans]
    denied = any(one.negated for one in held)
    if by_others(passage):
        wished = is_asked(passage, base) or said(passage.reading.words, knowledge.wishing) is not None
        if had and not wished and not any(one.family for one in held):
            return "refused" if denied else "decided"
        answered = _reply(passage, base, knowledge)
        own = "none" if wished or any(one.family for one in held) else "refused" if denied else "decided"
        return own if answered == "none" else answered
    if is_asked(passage, base):
        if not had:
            return "none"  # Whether it was had decides nothing further.
        answer = answer_in(reply_to(passage, base), base)
        return {"yes": "decided", "no": "refused", "over": "refused"}.get(answer.polarity if answer else "", "none")
    if denied or said(passage.reading.words, knowledge.declining):
        return "refused"
    if any(one.conditional for one in held) or facts.named("conditional", "before"):
        return "open"
    announced = facts.named("plan", "before") or facts.named("drug_action", "started")
    tentative = any(phrase in passage.reading.folded for phrase in knowledge.tentative)
    return "open" if tentative and not announced else "decided"


def _reply(passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> str:
    """What the clinician answers to a patient who asks for it or speaks of it."""
    reply = [one for one in reply_to(passage, base)[:2] if one.segment.role is SpeakerRole.CLINICIAN]
    answer = answer_in(reply, base)
    if answer is not None and answer.polarity in ("no", "over"):
        return "refused"
    if any(said(one.reading.words, knowledge.declining) for one in reply):
        return "refused"
    if any(phrase in one.reading.folded for one in reply for phrase in knowledge.tentative):
        return "open"
    return "decided" if answer is not None and answer.polarity == "yes" else "none"
