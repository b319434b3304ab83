"""The course of a problem: written as over when it was told as present, or placed in a childhood nobody spoke of."""

from collections.abc import Iterator

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.qualifiers.telling import Told, telling
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage, around
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import denies, is_asked, reply_to
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.facts.qualifiers import is_negated
from assistant.pipeline.facts.reading import sentence_reading

_NEAR = 80
"""Characters around a mention in which it is said that it is over."""


def course_doubts(
    reading: Reading, parts: list[Clause], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """*Resolved* of a problem that was only told as present; *in childhood* where nobody spoke of one."""
    for part in parts:
        over = [word for word in reading.words if word.key in knowledge.over and _within(word.start, part)]
        before = [unit for unit in reading.units if unit.problem and unit.span.start < part.span.end]
        if over and before:
            told = [one for one in telling(before[-1], False, base)]
            if told and not any(one.denied or _has_ended(one, base, knowledge) for one in told):
                evidence = told[-1].passage.evidence()
                yield Doubt(FindingType.TEMPORALITY, Span(over[0].start, over[0].end), evidence)
        yield from _still(reading, part, base, knowledge)
    young = [word for word in reading.words if word.key in knowledge.childhood]
    if young and not _spoken_of_young(reading, base, knowledge):
        yield Doubt(FindingType.TEMPORALITY, Span(young[0].start, young[0].end))


def _spoken_of_young(reading: Reading, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether a youth is spoken of near anything clinical that the claim names; anywhere, where it names nothing."""
    named = frozenset(key for unit in reading.units if unit.clinical for key in unit.keys)
    for passage in base.passages:
        young = said(passage.reading.words, knowledge.youth)
        if young is None:
            continue
        beside = [one for one in around([passage], base) if one is not passage]
        close = [one for one in passage.reading.units if abs(one.span.start - young.start) <= 2 * _NEAR]
        units = [
            *close,
            *(unit for one in beside if len(one.reading.folded) <= 2 * _NEAR for unit in one.reading.units),
        ]
        if not named or any(unit.keys & named for unit in units):
            return True
    return False


def _has_ended(told: Told, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether it is said near a mention, or in a sentence beside a short one, that it is over: run-on speech holds
    a whole visit in one sentence."""
    text = told.passage.reading.folded
    near = text[max(0, told.span.start - _NEAR) : told.span.end + _NEAR]
    beside = [one.reading.folded for one in around([told.passage], base) if one is not told.passage]
    short = [one for one in beside if len(one) <= 2 * _NEAR]
    return any(phrase in part for part in (near, *short) for phrase in knowledge.ended)


def _still(reading: Reading, part: Clause, base: EvidenceBase, knowledge: CheckerKnowledge) -> Iterator[Doubt]:
    """*Current*, *still* of what everybody who speaks of it tells as over, in the same sentence or right after."""
    now = [word for word in reading.words if word.key in knowledge.current and _within(word.start, part)]
    things = [unit for unit in part.units if unit.problem or unit.drug or _is_habit(unit, base)]
    if not now or not things:
        return
    thing = min(things, key=lambda unit: abs(unit.span.start - now[0].start))
    if is_negated(sentence_reading(reading.text, base.lexicon), thing.span):
        return
    keys = {key for key in thing.keys if key.startswith(("b:", "c:"))}
    told = [
        passage
        for passage in base.passages
        if any(keys & other.keys for other in passage.reading.units) and not is_asked(passage, base)
    ]
    ended = [
        passage
        for passage in base.passages
        if any(keys & other.keys for other in passage.reading.units) and _no_longer(passage, base, knowledge)
    ]
    asked = [
        reply[0]
        for passage in base.passages
        if any(keys & other.keys for other in passage.reading.units) and is_asked(passage, base)
        for reply in [reply_to(passage, base)]
        if reply and passage not in ended
    ]
    told += [one for one in asked if one not in told]
    if (told or ended) and all(_ended(one, base, knowledge) for one in told):
        yield Doubt(FindingType.TEMPORALITY, Span(now[0].start, now[0].end), (told or ended)[-1].evidence())


def _is_habit(unit: Unit, base: EvidenceBase) -> bool:
    concepts = (base.lexicon.concepts.get(key.removeprefix("c:")) for key in unit.keys)
    return any(concept is not None and concept.kind == "habit" for concept in concepts)


def _no_longer(question: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """*Are you still on it?* — *No*."""
    asks = any(word.key in knowledge.yet for word in question.reading.words) and is_asked(question, base)
    return asks and denies(reply_to(question, base), base)


def _ended(passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    after = base.passages[passage.order + 1 : passage.order + 2]
    same = [one for one in after if one.segment.turn == passage.segment.turn]
    return any(said(one.reading.words, knowledge.gone) is not None for one in [passage, *same])


def _within(position: int, part: Clause) -> bool:
    return part.span.start <= position < part.span.end
