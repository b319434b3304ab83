"""Written as found on examination, though it was only told: what is felt, what was before, what a relative has, and
what nobody but the patient spoke of."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.qualifiers.attributing import by_others, denied, examining, naming, rejects, stretches
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import is_asked
from assistant.pipeline.checking.texts.terms import is_felt
from assistant.pipeline.checking.texts.wording import said

_BEFORE = 60
"""Characters before a mention in which a clinician may show that he only repeats it."""


def examined_doubts(reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that an examination found according to the claim, and that were told. What the claim itself reports
    (*à l'examen, le patient signale…*) is left alone."""
    knowledge = load_knowledge(base.language)
    for phrase, stretch in stretches(reading, parts, knowledge.examined):
        for unit in reading.units:
            if not unit.problem or unit.drug or unit.person or not stretch.start <= unit.span.start < stretch.end:
                continue
            lead = Span(min(phrase.end, unit.span.start), unit.span.start)
            words = [word for word in reading.words if lead.start <= word.start < lead.end]
            if said(words, knowledge.attributed) or denied(unit, reading, base):
                continue
            relative = any(one.person and lead.start <= one.span.start < lead.end for one in reading.units)
            earlier = said(words, knowledge.histories) is not None
            wrong = _only_told(unit, relative or earlier or is_felt(unit, knowledge), base, knowledge)
            if wrong is not None:
                yield Doubt(FindingType.SPEAKER, unit.span, wrong.evidence())


def _only_told(unit: Unit, hidden: bool, base: EvidenceBase, knowledge: CheckerKnowledge) -> Passage | None:
    """Where it was told, if nobody found it. ``hidden``: no examination can find it, whoever speaks of it, unless it
    was brought on while the clinician examined."""
    keys = {key for key in unit.keys if key.startswith(("b:", "c:"))}
    spoken = [one for one in naming(unit, keys, base) if not is_asked(one, base)]
    if any(examining(one, base, knowledge) for one in spoken):
        return None
    told = [one for one in spoken if by_others(one)]
    if hidden:
        return next(iter(told or spoken), None)
    own = [
        one
        for one in spoken
        if not by_others(one) and not rejects(unit, one, base, knowledge) and not _repeats(unit, one, knowledge)
    ]
    return told[0] if told and not own else None


def _repeats(unit: Unit, passage: Passage, knowledge: CheckerKnowledge) -> bool:
    """Whether a clinician takes up what he was told (*so you've had…*)."""
    at = next((one.span.start for one in passage.reading.units if one.keys & unit.keys), 0)
    lead = [word for word in passage.reading.words if at - _BEFORE <= word.start < at]
    return passage.segment.role is SpeakerRole.CLINICIAN and said(lead, knowledge.retelling) is not None
