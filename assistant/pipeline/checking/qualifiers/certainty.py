"""Written as certain or as done, when it was said as a doubt or a condition."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.quantities.owners import same_drug
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import reply_to
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import sentence_reading

_STEM = 6
_BESIDE = 12
_OBJECT = 30
"""Characters from *we start* to what is started."""


def certainty_doubts(
    reading: Reading, parts: Sequence[Clause], local: Sequence[Passage], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """*Confirmed* and its like that nobody said of what was in doubt, and what was begun according to the note and
    only discussed according to the speaker. The same thing must have been left open: a doubt near by is none of it."""
    spoken = {word.key[:_STEM] for passage in local for word in passage.reading.words}
    for word in reading.words:
        if word.key not in knowledge.certain or word.key[:_STEM] in spoken or _denied(reading, word.span, base):
            continue
        things = [unit for part in parts if part.span.start <= word.start < part.span.end for unit in part.units]
        open_ = [one for one in _holding(things, base) or local if _is_open(one, base)]
        if open_:
            yield Doubt(FindingType.CERTAINTY, word.span, open_[0].evidence())
    yield from _only_considered(reading, base, knowledge)
    yield from _only_started_if(reading, base)


def _only_started_if(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """*We start X* of an X of which all that was said is a doubt or a condition."""
    started = [cue.span for cue in base.lexicon.cues_in("drug_action", reading.words) if cue.name == "started"]
    for cue in started:
        treats = [
            unit for unit in reading.units if (unit.drug or unit.checked) and 0 <= unit.span.start - cue.end <= _OBJECT
        ]
        if not treats or _left_open(reading, treats[0].span, base) or _denied(reading, cue, base):
            continue
        holding = _holding(treats[:1], base)
        if holding and all(_is_open(one, base) and not _starts(one, base) for one in holding):
            yield Doubt(FindingType.CERTAINTY, cue, holding[0].evidence())


def _only_considered(reading: Reading, base: EvidenceBase, knowledge: CheckerKnowledge) -> Iterator[Doubt]:
    """A drug or act written as begun or done, of which the clinician only said that it might come."""
    done = [word for word in reading.words if word.key in knowledge.done and not _denied(reading, word.span, base)]
    for unit in reading.units:
        near = [
            word for word in done if 0 <= word.start - unit.span.end <= _BESIDE or 0 <= unit.span.start - word.end <= 3
        ]
        if not near or not (unit.drug or unit.checked) or _left_open(reading, unit.span, base):
            continue
        holding = _holding([unit], base)
        tentative = [one for one in holding if _is_tentative(one, base, knowledge)]
        if tentative and len(tentative) == len(holding):
            yield Doubt(FindingType.CERTAINTY, near[0].span, tentative[0].evidence())


def _holding(units: Sequence[Unit], base: EvidenceBase) -> list[Passage]:
    """The sentences that speak of the problems, acts and drugs among these, a drug under the name of its class too."""
    found = []
    for passage in base.passages:
        for unit in units:
            keys = {key for key in unit.keys if key.startswith(("b:", "c:", "t:"))} or unit.keys
            same = (unit.drug or unit.checked) and any(keys & other.keys for other in passage.reading.units)
            if same or (unit.drug and any(one.drug and same_drug(unit, one, base) for one in passage.reading.units)):
                found.append(passage)
                break
    return found


def _is_tentative(passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether what a sentence names may come: it says so, the clinician makes it a condition, or answers so to a
    patient who names it."""
    said = [passage]
    if passage.segment.role is not SpeakerRole.CLINICIAN:
        said += [one for one in reply_to(passage, base) if one.segment.role is SpeakerRole.CLINICIAN]
    return any(
        any(phrase in one.reading.folded for phrase in knowledge.tentative)
        or (one.segment.role is SpeakerRole.CLINICIAN and bool(_cues(one, "conditional", base)))
        for one in said
    )


def _left_open(reading: Reading, span: Span, base: EvidenceBase) -> bool:
    """Whether the claim itself makes it a condition, before or after (*à débuter uniquement si fièvre*)."""
    cues = sentence_reading(reading.text, base.lexicon).named("conditional", "before")
    if any(
        cue.start >= span.end and not any(mark in reading.folded[span.end : cue.start] for mark in ",;.")
        for cue in cues
    ):
        return True
    held = read_qualifiers(sentence_reading(reading.text, base.lexicon), span)
    return held.conditional or held.negated


def _denied(reading: Reading, span: Span, base: EvidenceBase) -> bool:
    """*Non confirmé*, *à confirmer*, *not confirmed*."""
    cues = (*base.lexicon.cues_in("negation", reading.words), *base.lexicon.cues_in("uncertain", reading.words))
    return any(cue.span.start <= span.start and span.start - cue.span.end < _BESIDE for cue in cues)


def _starts(passage: Passage, base: EvidenceBase) -> bool:
    return any(cue.name == "started" for cue in base.lexicon.cues_in("drug_action", passage.reading.words))


def _is_open(passage: Passage, base: EvidenceBase) -> bool:
    return bool(_cues(passage, "uncertain", base) or _cues(passage, "conditional", base))


def _cues(passage: Passage, group: str, base: EvidenceBase) -> list[Span]:
    return [cue.span for cue in base.lexicon.cues_in(group, passage.reading.words) if cue.name != "pseudo"]
