"""The relatives that a sentence names."""

from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit

_ADJECTIVE = 9
"""Characters between *her* and *sister*: *her older sister*, *sa grande sœur*."""
SELF = frozenset({"self"})
ANYBODY = frozenset({"family", "relatives", "family_word"})
"""A family without a name may be any relative."""


def people(unit: Unit) -> frozenset[str]:
    """The keys of a person (``mother``); of the family where none is known."""
    return frozenset(key.partition(":")[2] for key in unit.keys if key.startswith("b:")) or ANYBODY


def subjects(reading: Reading, knowledge: CheckerKnowledge) -> list[Unit]:
    """The people a sentence speaks of, without those whom something belongs to (*le cachet de mon beau-père*)."""
    return [one for one in reading.units if one.person and not _possesses(one, reading, knowledge)]


def _possesses(person: Unit, reading: Reading, knowledge: CheckerKnowledge) -> bool:
    before = [word.key for word in reading.words if word.end <= person.span.start][-3:]
    while before and before[-1] in knowledge.determiners:
        before.pop()
    return before[-1:] != [] and before[-1] in knowledge.of and not (before[-2:-1] and before[-2] in knowledge.side)


def theirs(passage: Passage, base: EvidenceBase) -> list[frozenset[str]]:
    """The relatives of somebody spoken of: *his brother*, *sa sœur*."""
    words = [word for word in passage.reading.words if word.key in load_knowledge(base.language).theirs]
    return [
        people(one)
        for one in passage.reading.units
        if one.person
        and any(word.start == one.span.start or 0 <= one.span.start - word.end <= _ADJECTIVE for word in words)
    ]


def distant(unit: Unit, base: EvidenceBase) -> bool:
    """Whether a relative may have been named by way of another (*maman, et sa sœur* for an aunt)."""
    known = load_knowledge(base.language).distant
    return bool(people(unit) & known) and any(theirs(passage, base) for passage in base.passages)


def names_a_side(unit: Unit, base: EvidenceBase) -> bool:
    """Whether a word names a side of the family rather than a relative (*maternel*, *familial*)."""
    stems = load_knowledge(base.language).kin_adjectives
    return any(key.startswith(f"s:{stem}") for key in unit.keys for stem in stems)


def may_be_the_patient(unit: Unit, base: EvidenceBase) -> bool:
    """Whether a parent of a claim may be the patient, whose children were spoken of (*mère de trois enfants*)."""
    known = load_knowledge(base.language)
    return bool(people(unit) & known.parents) and any(
        word.key in known.children for passage in base.passages for word in passage.reading.words
    )


def is_habit(unit: Unit, base: EvidenceBase) -> bool:
    """Whether a unit is tobacco, alcohol or a drug that people take."""
    concepts = (base.lexicon.concepts.get(key.removeprefix("c:")) for key in unit.keys)
    return any(concept is not None and concept.kind == "habit" for concept in concepts)


def claimed_person(unit: Unit, part: Clause, reading: Reading, base: EvidenceBase) -> frozenset[str]:
    """The person of a claim's clause; a relative named after the problem counts (*diabète chez la mère*), and in a
    claim that opens with one the nearest before (*mère : asthme ; sœur : eczéma*). Who tells it is not who has it."""
    knowledge = load_knowledge(base.language)
    named = [other for other in part.units if other.person and not _tells(other, reading, knowledge)]
    inside = [other for other in named if not people(other) & ANYBODY] or named
    if inside:
        return people(min(inside, key=lambda other: abs(other.span.start - unit.span.start)))
    before = [other for other in reading.units if other.person and other.span.start < unit.span.start]
    if before and reading.units[0].person:
        return people(before[-1])
    return SELF


def _tells(person: Unit, reading: Reading, knowledge: CheckerKnowledge) -> bool:
    """*Per wife*, *selon son mari*."""
    before = [word.key for word in reading.words if word.end <= person.span.start][-2:]
    return any(key in knowledge.source for key in before)
