"""A patient's or relative's belief written as the clinician's finding."""

import re
from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import is_asked, sentence_reading
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.facts.qualifiers import is_negated
from assistant.pipeline.text import tokens

_STRETCH_END = re.compile(r"[;.]\s")
_AFTER = 4
"""Sentences after a belief in which the clinician may share it."""


def belief_doubts(reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that only patient or relatives named, in a claim that gives them as found on examination, or named as
    their opinion, in a claim that does not say so; causes and diagnoses that only they believed in, in a claim that
    gives them as the clinician's view.

    A claim that says *per patient* or *dit être* has said whose view it is. A symptom that is told is no belief."""
    knowledge = load_knowledge(base.language)
    exams = list(_stretches(reading, parts, knowledge.found))
    judgements = list(_stretches(reading, parts, knowledge.judged))
    views = said(reading.words, knowledge.attributed) is not None
    for unit in reading.units:
        if unit.person or unit.drug or _denied_or_kin(unit, reading, parts, base):
            continue
        found = any(span.start <= unit.span.start < span.end for span in exams)
        judged = found or any(span.start <= unit.span.start < span.end for span in judgements)
        if not judged and (views or not unit.problem or _is_symptom(unit, knowledge)):
            continue
        wrong = _believed(unit, found, judged, base, knowledge)
        if wrong is not None:
            yield Doubt(FindingType.SPEAKER, unit.span, wrong.evidence())


def _denied_or_kin(unit: Unit, reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> bool:
    """Whether a claim denies a problem or gives it to a relative: it is no opinion on the patient then."""
    part = next(part for part in parts if part.span.start <= unit.span.start < part.span.end)
    relative = any(one.person for one in (reading.units[0], *part.units))
    return relative or is_negated(sentence_reading(reading.text, base.lexicon), unit.span)


def _stretches(reading: Reading, parts: Sequence[Clause], phrases: Sequence[str]) -> Iterator[Span]:
    """What a claim gives as the clinician's by one of the phrases: the clause that holds it, and where that opens the
    clause (*à l'examen, …*), all up to the next full stop."""
    for part in parts:
        words = [word for word in reading.words if part.span.start <= word.start < part.span.end]
        where = said(words, phrases)
        if where is None:
            continue
        leads = not any(unit.span.end <= where.start for unit in part.units)
        stop = _STRETCH_END.search(reading.folded, where.end)
        end = stop.start() if leads and stop else len(reading.folded) if leads else part.span.end
        yield Span(part.span.start, end)


def _believed(unit: Unit, found: bool, judged: bool, base: EvidenceBase, knowledge: CheckerKnowledge) -> Passage | None:
    """A sentence in which patient or relatives said it, where nobody else did but to deny it. ``found``: the claim
    gives it as examined, ``judged``: or as concluded."""
    keys = {key for key in unit.keys if judged or key.startswith(("b:", "c:"))}
    holding = [one for one in _naming(unit, keys, base) if not is_asked(one, base)]
    theirs = [one for one in holding if _by_others(one)]
    if not theirs or any(not _by_others(one) and not _rejects(unit, one, base, knowledge) for one in holding):
        return None
    believed = [one for one in theirs if said(one.reading.words, knowledge.belief)]
    if any(_shared(one, base, knowledge) for one in believed):
        return None
    told = [one for one in theirs if not _examined(one, base, knowledge)]
    if found and unit.problem and not believed and told and len(theirs) == len(holding):
        return told[0]
    return believed[0] if believed and (judged or len(believed) == len(holding)) else None


def _is_symptom(unit: Unit, knowledge: CheckerKnowledge) -> bool:
    return any(key.removeprefix("c:") in knowledge.symptoms for key in unit.keys if key.startswith("c:"))


def _examined(passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether a patient says what he feels while he is examined."""
    before = base.transcript.turns[passage.segment.turn - 1] if passage.segment.turn else None
    if before is None or before.role is not SpeakerRole.CLINICIAN:
        return False
    return said(tokens(before.text), knowledge.examining) is not None


def _naming(unit: Unit, keys: set[str], base: EvidenceBase) -> list[Passage]:
    passages = [base.passages[order] for order in base.holding(unit)]
    return [
        one
        for one in passages
        if any(keys & other.keys and (other.problem or not unit.problem) for other in one.reading.units)
    ]


def _rejects(unit: Unit, passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether a clinician names a thing only to say that it is not so."""
    reading = sentence_reading(passage.segment.text, base.lexicon)
    named = [other.span for other in passage.reading.units if other.keys & unit.keys]
    return said(passage.reading.words, knowledge.rejecting) is not None or any(
        is_negated(reading, one) for one in named
    )


def _shared(belief: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether the clinician says at once that he thinks so too."""
    after = base.passages[belief.order + 1 : belief.order + 1 + _AFTER]
    return any(
        one.segment.role is SpeakerRole.CLINICIAN and said(one.reading.words, knowledge.agreeing) for one in after
    )


def _by_others(passage: Passage) -> bool:
    return passage.segment.role in (SpeakerRole.PATIENT, SpeakerRole.COMPANION)
