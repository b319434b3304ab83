"""Present or absent: of words that stand for a problem though no lexicon holds them as one."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage, asks
from assistant.pipeline.checking.reading import Unit
from assistant.pipeline.facts.dialogue import answer_of, asks_openly, is_question
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.lexicon import Lexicon


@lru_cache(maxsize=4096)
def _reading(text: str, lexicon: Lexicon) -> Reading:
    return Reading(text, lexicon)


def polarity_doubts(claim: str, units: Sequence[Unit], base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that a claim states and every mention denies, or the other way round."""
    reading = _reading(claim, base.lexicon)
    for unit in units:
        if not unit.problem:
            continue
        held = read_qualifiers(reading, unit.span)
        if held.uncertain or held.conditional:
            continue
        said = [(passage, span, _denied(passage, span, base)) for passage, span in _mentions(unit, base)]
        known = [one for one in said if one[2] is not None]
        opposite = [one for one in known if one[2] != held.negated]
        if opposite and len(opposite) == len(known):
            yield Doubt(FindingType.NEGATION, unit.span, opposite[-1][0].evidence(opposite[-1][1]))
        elif opposite and not held.negated and _overruled(known):
            yield Doubt(FindingType.SPEAKER, unit.span, opposite[-1][0].evidence(opposite[-1][1]))


def stated(claim: str, unit: Unit, base: EvidenceBase) -> bool:
    """Whether a claim states what the unit stands for, rather than denying it or making it a condition. What was
    not spoken of may well be absent, and a warning sign need not have been there."""
    held = read_qualifiers(_reading(claim, base.lexicon), unit.span)
    return not (held.negated or held.conditional)


def _mentions(unit: Unit, base: EvidenceBase) -> Iterator[tuple[Passage, Span]]:
    for order in base.holding(unit):
        passage = base.passages[order]
        for other in passage.reading.units:
            if other.keys & unit.keys and other.problem and _same_thing(unit, other):
                yield passage, other.span


def _same_thing(unit: Unit, other: Unit) -> bool:
    """The same word or concept, or a bridge that names one problem; not a topic that both touch."""
    return any(not key.startswith("t:") for key in unit.keys & other.keys)


def _denied(passage: Passage, span: Span, base: EvidenceBase) -> bool | None:
    """Whether a mention denies the problem; ``None`` where it leaves it open or speaks of another person."""
    reading = _reading(passage.segment.text, base.lexicon)
    if is_question(reading):
        return None if asks_openly(reading) else _answered(passage, base)
    if passage.segment.role is SpeakerRole.CLINICIAN and asks(passage.segment.text, span, base):
        return _answered(passage, base)
    held = read_qualifiers(reading, span)
    return None if held.family or held.uncertain or held.conditional else held.negated


def _answered(question: Passage, base: EvidenceBase) -> bool | None:
    for passage in base.passages[question.order + 1 : question.order + 3]:
        if passage.segment.turn == question.segment.turn:
            continue
        answer = answer_of(_reading(passage.segment.text, base.lexicon))
        if answer is not None and answer.polarity in ("yes", "no"):
            return answer.polarity == "no"
        return None
    return None


def _overruled(known: Sequence[tuple[Passage, Span, bool | None]]) -> bool:
    """A patient's word against the clinician's."""
    roles = {
        (bool(denied), passage.segment.role)
        for passage, _, denied in known
        if not passage.segment.text.rstrip().endswith("?")
    }
    affirming = {role for denied, role in roles if not denied}
    return (True, SpeakerRole.CLINICIAN) in roles and SpeakerRole.CLINICIAN not in affirming
