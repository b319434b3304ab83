"""What a claim gives as the patient's own account, and that only somebody else said: a relative who tells it in his
stead, or a clinician who proposes what the patient rejects; what he did of his own accord, and others told him to."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.qualifiers.attributing import denied, naming, stretches
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage, around
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import denies, is_asked, reply_to
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.facts.dialogue import presupposed
from assistant.pipeline.facts.qualifiers import is_negated
from assistant.pipeline.facts.reading import sentence_reading


def report_doubts(
    reading: Reading, parts: Sequence[Clause], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """*Patient reports…*, *le patient se plaint de…* of what the patient never said."""
    yield from _own_accord(reading, base, knowledge)
    if not any(turn.role is SpeakerRole.PATIENT for turn in base.transcript.turns):
        return
    for phrase, stretch in stretches(reading, parts, knowledge.reported):
        for unit in reading.units:
            inside = phrase.end <= unit.span.start < stretch.end
            if not inside or not unit.clinical or unit.person or denied(unit, reading, base):
                continue
            other = _only_said_by_others(unit, base)
            if other is not None:
                yield Doubt(FindingType.SPEAKER, unit.span, other.evidence())


def _only_said_by_others(unit: Unit, base: EvidenceBase) -> Passage | None:
    """Where a companion tells it, or a clinician proposes it, if the patient never does but to deny it."""
    keys = {key for key in unit.keys if key.startswith(("b:", "c:"))}
    others: list[Passage] = []
    for passage in naming(unit, keys, base):
        role, facts = passage.segment.role, sentence_reading(passage.segment.text, base.lexicon)
        spans = [one.span for one in passage.reading.units if keys & one.keys]
        if all(is_negated(facts, span) for span in spans):
            continue
        if role is SpeakerRole.CLINICIAN and any(presupposed(facts, span) for span in spans):
            return None
        reply = reply_to(passage, base)
        by_patient = bool(reply) and reply[0].segment.role is SpeakerRole.PATIENT
        if role is SpeakerRole.COMPANION or role is SpeakerRole.CLINICIAN and by_patient and denies(reply, base):
            others.append(passage)
        elif role is not SpeakerRole.CLINICIAN or is_asked(passage, base):
            return None
    return others[0] if others else None


def _own_accord(reading: Reading, base: EvidenceBase, knowledge: CheckerKnowledge) -> Iterator[Doubt]:
    """*De sa propre initiative* of a drug that a physician or pharmacist stopped or changed."""
    phrase = said(reading.words, knowledge.own_accord)
    drugs = [unit for unit in reading.units if unit.drug]
    if phrase is None or not drugs:
        return
    for passage in around(naming(drugs[0], set(drugs[0].keys), base), base):
        told = said(passage.reading.words, knowledge.told_to) is not None
        if told and said(passage.reading.words, (*knowledge.physicians, *knowledge.pharmacists)) is not None:
            yield Doubt(FindingType.SPEAKER, phrase, passage.evidence())
            return
