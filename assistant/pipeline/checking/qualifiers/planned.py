"""An act written as done of which everybody only says that it is to come."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import is_asked
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import sentence_reading

_BESIDE = 25
"""Characters between the act and the word that says it was done."""
_AHEAD = 80
"""Characters before an act in which a plan for it may be announced."""


def planned_doubts(
    reading: Reading, parts: Sequence[Clause], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """*Completed*, *réalisé* of an act that was only planned."""
    for part in parts:
        words = [word for word in reading.words if part.span.start <= word.start < part.span.end]
        done = [word for word in words if word.key in knowledge.performed | knowledge.begun]
        acts = [unit for unit in part.units if unit.checked and not unit.problem]
        if not done or not acts or any(word.key in knowledge.awaited for word in words):
            continue
        act = min(acts, key=lambda unit: _gap(unit.span, done[0].span))
        held = read_qualifiers(sentence_reading(reading.text, base.lexicon), done[0].span)
        if _gap(act.span, done[0].span) > _BESIDE or held.negated or held.conditional or held.uncertain:
            continue
        spoken = [one for one in _speaking(act, base) if not is_asked(one, base)]
        begun = done[0].key in knowledge.begun
        if spoken and all(_to_come(act, begun, one, base, knowledge) for one in spoken):
            yield Doubt(FindingType.CERTAINTY, done[0].span, spoken[-1].evidence())


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def _speaking(act: Unit, base: EvidenceBase) -> list[Passage]:
    keys = {key for key in act.keys if key.startswith(("b:", "c:", "w:"))}
    passages = [base.passages[order] for order in base.holding(act)]
    return [one for one in passages if any(keys & other.keys for other in one.reading.units)]


def _to_come(act: Unit, begun: bool, passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether a clinician announces it, or anybody says when it will be; not where a result is told. ``begun``: what
    is announced today may be written as begun."""
    reading = sentence_reading(passage.segment.text, base.lexicon)
    at = next(one.span.start for one in passage.reading.units if one.keys & act.keys)
    near = [word for word in passage.reading.words if abs(word.start - at) <= _AHEAD]
    if any(abs(cue.start - at) <= _AHEAD for cue in reading.named("plan", "done")):
        return False
    clinician = passage.segment.role is SpeakerRole.CLINICIAN
    if clinician and begun:
        return False
    announced = clinician and any(0 < at - cue.start <= _AHEAD for cue in reading.named("plan", "before"))
    return announced or said(near, knowledge.soon) is not None or any(word.key in knowledge.awaited for word in near)
