"""What tells whether a problem is there: the mentions of it in what was said, each with what it says and its weight.

An answer to a question tells most, then what patient or clinician state of this patient. What is said of illness in
general, as advice or as a condition tells nothing, nor does a question.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Unit
from assistant.pipeline.checking.texts.replies import answer_in, is_asked, reply_to
from assistant.pipeline.facts.dialogue import asks_openly, presupposed
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import sentence_reading

ANSWERED, STATED = 3.0, 2.0
_GENERAL = "_general"
"""How the bridges end that name a whole family of problems (any pain, any swelling)."""
_NEAR = 3
"""Sentences around a question in which its turn may ask another."""


@dataclass(frozen=True, slots=True)
class Told:
    """A mention that tells: whether it denies, whether that agrees with the claim, how much it weighs; ``earlier``:
    whether it tells of the past or answers a question, which a claim about the history may be held against."""

    passage: Passage
    span: Span
    denied: bool
    agrees: bool
    weight: float
    earlier: bool


def telling(unit: Unit, negated: bool, base: EvidenceBase, both: frozenset[str] = frozenset()) -> Iterator[Told]:
    """What tells of the unit, once a passage; ``negated``: the claim's sentence negates it; ``both``: the ideas of
    which the claim says that they are there and that they are not."""
    for order in base.holding(unit):
        passage = base.passages[order]
        for other in passage.reading.units:
            shared = same_thing(unit, other) - both if other.problem else frozenset()
            told = _read(passage, other.span, base) if shared and not _restated(shared, passage, base) else None
            if told is not None:
                key = min(shared, key=lambda one: (one not in unit.denies | other.denies | other.worded, one))
                absent, claimed = other.absent(key, told[0]), unit.absent(key, negated)
                if told[1] == ANSWERED and _opens_with_no(other, passage, base):
                    absent = told[0]
                if _narrower(unit, other, shared, absent) or _narrower(other, unit, shared, claimed):
                    continue
                past = read_qualifiers(sentence_reading(passage.segment.text, base.lexicon), other.span).past
                yield Told(passage, other.span, absent, absent == claimed, told[1], past or told[1] == ANSWERED)
                break


def _opens_with_no(unit: Unit, passage: Passage, base: EvidenceBase) -> bool:
    """*No temperature?*: a *no* to it agrees."""
    none = load_knowledge(base.language).none
    return any(word.start == unit.span.start and word.key in none for word in passage.reading.words)


def _restated(shared: frozenset[str], passage: Passage, base: EvidenceBase) -> bool:
    """Whether the reply to a question names the thing itself: then that tells, and no *yes* or *no* to a list."""
    return is_asked(passage, base) and any(shared & one.reading.keys for one in reply_to(passage, base))


def _narrower(unit: Unit, other: Unit, shared: frozenset[str], absent: bool) -> bool:
    """Whether ``unit`` is a kind of what ``other`` names in general, of which only ``absent`` tells: who has no pain
    has no chest pain, but *it hurts* says nothing of the chest."""
    general = all(key.endswith(_GENERAL) for key in shared)
    return general and not absent and any(key.startswith("c:") for key in unit.keys - other.keys)


def same_thing(unit: Unit, other: Unit) -> frozenset[str]:
    """What both stand for: the same concept, or a bridge that names one problem; the same word only where no table
    knows either (*chest pain* and *back pain* share one); not a topic that both touch."""
    shared = unit.keys & other.keys
    named = [{key for key in one.keys if key.startswith("c:")} for one in (unit, other)]
    if all(named) and not named[0] & named[1]:
        return frozenset()
    known = frozenset(key for key in shared if key.startswith(("b:", "c:")))
    return known if known or all(named) else frozenset(key for key in shared if key.startswith("s:"))


def _read(passage: Passage, span: Span, base: EvidenceBase) -> tuple[bool, float] | None:
    """Whether a mention denies the problem and how much it tells; ``None`` where it leaves it open or speaks of
    another person, of illness in general, or of what may come."""
    text, clinician = passage.segment.text, passage.segment.role is SpeakerRole.CLINICIAN
    reading = sentence_reading(text, base.lexicon)
    held = read_qualifiers(reading, span)
    if is_asked(passage, base, span):
        if held.family or asks_openly(reading) or presupposed(reading, span):
            return None
        return _answered(passage, held.negated, base)
    if clinician and any(phrase in reading.folded for phrase in load_knowledge(base.language).generic):
        return None
    return None if held.family or held.uncertain or held.conditional else (held.negated, STATED)


def _answered(question: Passage, negative: bool, base: EvidenceBase) -> tuple[bool, float] | None:
    """What the answer makes of a question. A *yes* to a negative question (*no fever?*) tells nothing by itself, nor
    one to several questions at once, nor a *no* to whether it had ever been like this before."""
    answer = answer_in(reply_to(question, base), base)
    if answer is None or answer.polarity in ("unsure", "over"):
        return None
    if answer.polarity == "yes":
        return None if negative or _one_of_several(question, base) else (False, ANSWERED)
    before = bool(sentence_reading(question.segment.text, base.lexicon).named("question", "before"))
    return None if before else (True, ANSWERED)


def _one_of_several(question: Passage, base: EvidenceBase) -> bool:
    """Whether the same turn asks after another problem in another question."""
    return any(
        one is not question
        and one.segment.turn == question.segment.turn
        and any(unit.problem for unit in one.reading.units)
        and is_asked(one, base)
        for one in base.passages[max(0, question.order - _NEAR) : question.order + _NEAR + 1]
    )
