"""A patient's or relative's belief written as the clinician's view."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.qualifiers.attributing import by_others, denied, naming, rejects, stretches
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import is_asked
from assistant.pipeline.checking.texts.wording import said

_AFTER = 4
"""Sentences after a belief in which the clinician may share it."""
_SUBJECT = 4
"""Words before *says* that name who does."""


def belief_doubts(reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that only patient or relatives named, as their opinion, in a claim that does not say so; causes and
    diagnoses that only they believed in, in a claim that gives them as the clinician's view.

    A claim that says *per patient*, *attribué par le patient* or *dit être* has said whose view it is. A symptom that
    is told is no belief."""
    knowledge = load_knowledge(base.language)
    theirs = [span for _, span in stretches(reading, parts, knowledge.found)]
    views = theirs + [span for _, span in stretches(reading, parts, (*knowledge.judged, *knowledge.examined))]
    own = [where for where, _ in stretches(reading, parts, knowledge.reported)]
    views = [span for span in views if not any(span.start <= where.start < span.end for where in own)]
    attributed = said(reading.words, knowledge.attributed) is not None
    for unit in reading.units:
        if unit.person or unit.drug or _denied_or_kin(unit, reading, parts, base):
            continue
        judged = any(span.start <= unit.span.start < span.end for span in views)
        if not judged and (attributed or not unit.problem or _is_symptom(unit, knowledge)):
            continue
        held = unit.problem and any(span.start <= unit.span.start < span.end for span in theirs)
        wrong = _believed(unit, judged, held, base, knowledge)
        if wrong is not None:
            yield Doubt(FindingType.SPEAKER, unit.span, wrong.evidence())


def _denied_or_kin(unit: Unit, reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> bool:
    """Whether a claim denies a problem or gives it to a relative: it is no opinion on the patient then."""
    part = next(part for part in parts if part.span.start <= unit.span.start < part.span.end)
    relative = any(one.person for one in (reading.units[0], *part.units))
    return relative or denied(unit, reading, base)


def _believed(unit: Unit, judged: bool, held: bool, base: EvidenceBase, knowledge: CheckerKnowledge) -> Passage | None:
    """A sentence in which patient or relatives believe it, where nobody else said it but to deny it. ``judged``: the
    claim gives it as found or concluded; ``held``: as the clinician's own view, which then must be theirs alone."""
    keys = {key for key in unit.keys if judged or key.startswith(("b:", "c:"))}
    holding = [one for one in naming(unit, keys, base) if not is_asked(one, base)]
    theirs = [one for one in holding if by_others(one)]
    if not theirs or any(not by_others(one) and not rejects(unit, one, base, knowledge) for one in holding):
        return None
    believed = [one for one in theirs if _is_belief(one, knowledge)]
    if any(_shared(one, base, knowledge) for one in believed):
        return None
    if held and not believed and len(theirs) == len(holding):
        return theirs[0]
    return believed[0] if believed and (judged or len(believed) == len(holding)) else None


def _is_belief(passage: Passage, knowledge: CheckerKnowledge) -> bool:
    """*I think it's…*, or what a lay person says (*ma voisine dit que…*), which is not what a physician said."""
    words = passage.reading.words
    if said(words, knowledge.belief):
        return True
    opinion = said(words, knowledge.opinion)
    if opinion is None:
        return False
    subject = [word for word in words if word.end <= opinion.start][-_SUBJECT:]
    named = bool(subject) and subject[-1].key not in knowledge.own | knowledge.third
    return named and said(subject, knowledge.physicians) is None


def _is_symptom(unit: Unit, knowledge: CheckerKnowledge) -> bool:
    return any(key.removeprefix("c:") in knowledge.symptoms for key in unit.keys if key.startswith("c:"))


def _shared(belief: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether the clinician says at once that he thinks so too."""
    after = base.passages[belief.order + 1 : belief.order + 1 + _AFTER]
    return any(
        one.segment.role is SpeakerRole.CLINICIAN and said(one.reading.words, knowledge.agreeing) for one in after
    )
