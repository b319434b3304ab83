"""The course of a problem: written as over when it was told as present, or placed in a childhood nobody spoke of."""

from collections.abc import Iterator

from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.qualifiers.telling import Told, telling
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage, around
from assistant.pipeline.checking.texts.kinship import is_habit
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import denies, is_asked, reply_to
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.facts.qualifiers import is_negated, read_qualifiers
from assistant.pipeline.facts.reading import sentence_reading
from assistant.pipeline.facts.timing import spans_of_time

_YEARS = (1900.0, 2100.0)
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
    """*Current*, *still*, *daily* of what everybody who speaks of it tells as over, in the same sentence or right
    after; a drug written as taken (*sous fluindione*), of which it was answered that it no longer is."""
    now = [word.span for word in reading.words if word.key in knowledge.current and _within(word.start, part)]
    now += [cue.span for cue in base.lexicon.cues_in("frequency", reading.words) if _within(cue.span.start, part)]
    things = [unit for unit in part.units if unit.problem or unit.drug or is_habit(unit, base)]
    stated = bool(now)
    now += [unit.span for unit in things if unit.drug and _taken(unit, reading, knowledge)]
    if not now or not things:
        return
    thing = min(things, key=lambda unit: abs(unit.span.start - now[0].start))
    if _told_as_before(thing, reading, base) or is_negated(sentence_reading(reading.text, base.lexicon), thing.span):
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
    if (ended or (told and stated)) and all(_ended(one, base, knowledge) for one in told):
        yield Doubt(FindingType.TEMPORALITY, now[0], (told or ended)[-1].evidence())


def _taken(drug: Unit, reading: Reading, knowledge: CheckerKnowledge) -> bool:
    """*Sous fluindione*, *on warfarin*."""
    before = [word for word in reading.words if word.end <= drug.span.start][-1:]
    return bool(before) and before[0].key in knowledge.taking


def _told_as_before(thing: Unit, reading: Reading, base: EvidenceBase) -> bool:
    """Whether the claim itself places it in the past."""
    facts = sentence_reading(reading.text, base.lexicon)
    was = any(word.key in load_knowledge(base.language).formerly for word in reading.words)
    return was or read_qualifiers(facts, thing.span).past


def recent_doubts(
    reading: Reading, parts: list[Clause], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """*Recent* of an illness or act that everybody who dates it puts years back."""
    for part in parts:
        recent = [word for word in reading.words if word.key in knowledge.recent and _within(word.start, part)]
        things = [unit for unit in part.units if unit.problem or unit.checked]
        if not recent or not things:
            continue
        thing = min(things, key=lambda unit: abs(unit.span.start - recent[0].start))
        keys = {key for key in thing.keys if key.startswith(("b:", "c:", "w:"))}
        dated = [one for one in base.passages if any(keys & other.keys for other in one.reading.units)]
        if dated and all(_years_back(one, base) for one in dated):
            yield Doubt(FindingType.TEMPORALITY, recent[0].span, dated[-1].evidence())


def _years_back(passage: Passage, base: EvidenceBase) -> bool:
    if any(_YEARS[0] <= one.quantity.value <= _YEARS[1] for one in passage.reading.quantities):
        return True
    times = spans_of_time(sentence_reading(passage.segment.text, base.lexicon))
    return any(one.quantity.unit == "year" and one.cue == "since" for one in times)


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
