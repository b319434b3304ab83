"""Written as certain or as done, when it was said as a doubt or a condition."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.qualifiers.decided import left_open, naming_treatment
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit

_STEM = 6
_BESIDE = 12
_OBJECT = 30
"""Characters from *we start* to what is started."""


def certainty_doubts(
    reading: Reading, parts: Sequence[Clause], local: Sequence[Passage], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """*Confirmed* and its like that nobody said of what was in doubt, and what was begun according to the note and
    left open according to the speaker. The same thing must have been left open: a doubt near by is none of it."""
    spoken = {word.key[:_STEM] for passage in local for word in passage.reading.words}
    for word in reading.words:
        if word.key not in knowledge.certain or word.key[:_STEM] in spoken or _denied(reading, word.span, base):
            continue
        things = [unit for part in parts if part.span.start <= word.start < part.span.end for unit in part.units]
        open_ = [one for one in _holding(things, base) or local if _is_open(one, base)]
        if open_:
            yield Doubt(FindingType.CERTAINTY, word.span, open_[0].evidence())
    yield from _only_started_if(reading, base)


def _only_started_if(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """*We start X* of an X of which all that was said is a doubt or a condition."""
    started = [cue.span for cue in base.lexicon.cues_in("drug_action", reading.words) if cue.name == "started"]
    for cue in started:
        treats = [
            unit for unit in reading.units if (unit.drug or unit.checked) and 0 <= unit.span.start - cue.end <= _OBJECT
        ]
        if not treats or left_open(reading, treats[0].span, base) or _denied(reading, cue, base):
            continue
        holding = naming_treatment(treats[0], base)
        if holding and all(_is_open(one, base) and not _starts(one, base) for one in holding):
            yield Doubt(FindingType.CERTAINTY, cue, holding[0].evidence())


def _holding(units: Sequence[Unit], base: EvidenceBase) -> list[Passage]:
    """The sentences that speak of the problems, acts and drugs among these."""
    named = [one for unit in units if unit.drug or unit.checked for one in naming_treatment(unit, base)]
    return sorted(set(named), key=lambda one: one.order)


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
