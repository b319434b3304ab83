"""Questions and answers: what a question asks about becomes a fact through its answer only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.fact import NO_KNOWN_ALLERGY, Fact, FactKind, Qualifiers
from assistant.domain.span import Span
from assistant.pipeline.facts.answers import Answer, after_fillers
from assistant.pipeline.facts.reading import Reading


@dataclass(frozen=True, slots=True)
class Question:
    """What a turn asked about and nobody has answered yet. ``allergy``: it asked for allergies. ``open``: it took
    for granted what it names (*la Ventoline, combien de fois ?*), and any answer but *no* grants it. ``relative``:
    it asked after a relative, whom the answer then speaks of."""

    turn: int
    speaker: str
    facts: tuple[Fact, ...]
    allergy: bool
    open: bool
    relative: bool = False


def is_question(reading: Reading) -> bool:
    """Whether a sentence asks: it ends with a question mark, or opens with a question word and has no full stop."""
    if reading.folded.rstrip(' "»').endswith("?"):
        return True
    return any(span.start <= 1 for span in reading.named("question", "start")) and reading.folded.endswith(":")


def asks_unmarked(reading: Reading) -> bool:
    """Whether a clinician's sentence opens like a yes-or-no question though no question mark was heard
    (*any fever or chills*); *what we'll do is…* opens like an open one and may be a statement."""
    position = _after_acknowledgement(reading, after_fillers(reading))
    opens = {span.start for span in reading.named("question", "open")}
    return any(span.start <= position and span.start not in opens for span in reading.named("question", "start"))


def presupposed(reading: Reading, span: Span) -> bool:
    """Whether a question takes for known what stands at ``span`` (*is the pain worse at night?*, *cette grossesse, elle
    était attendue ?*): its answer is about something else. A question that says no more asks for it (*la fièvre ?*),
    unless it asks what caused it."""
    known = [found for found in reading.named("question", "definite") if 0 <= span.start - found.end <= 1]
    if not known:
        return False
    partitive = reading.folded[: known[-1].start].rstrip(" '").endswith(("de", " d"))
    says_more = any(word.start >= span.end for word in reading.words) or bool(reading.named("question", "cause"))
    return says_more and not partitive


def asks_after_relative(reading: Reading) -> bool:
    """Whether the question is about a relative (*et votre sœur, ça va ?*) and not about what one says or does."""
    people = [cue.name for cue in reading.cues("family") if cue.name in ("before", "self")]
    return people[-1:] == ["before"] and not reading.named("family", "actor")


def answers_for_relative(reading: Reading) -> bool:
    """Whether an answer opens with a relative, before any *yes* or *no* (*Ma mère, oui*; *My dad, twenty a day*)."""
    relatives = reading.named("family", "before")
    if not relatives:
        return False
    opening = after_fillers(reading)
    answers = [cue for cue in reading.cues("answer") if cue.name != "filler" and cue.span.start < relatives[0].start]
    return not answers and reading.words_between(opening, relatives[0].start) <= 1


def of_relative(facts: Sequence[Fact], reading: Reading) -> list[Fact]:
    """What a sentence says of the relative just asked after: all its problems, unless it speaks of its speaker."""
    if reading.named("family", "self"):
        return list(facts)
    return [
        replace(fact, qualifiers=replace(fact.qualifiers, family=True))
        if fact.kind in (FactKind.PROBLEM, FactKind.PROCEDURE)
        else fact
        for fact in facts
    ]


def asks_openly(reading: Reading) -> bool:
    """Whether the question takes no yes or no (*depuis quand ?*, *how long?*)."""
    return bool(reading.named("question", "open"))


def asks_allergies(reading: Reading) -> bool:
    """Whether the question is about allergies."""
    return bool(reading.named("question", "allergy"))


def _after_acknowledgement(reading: Reading, position: int) -> int:
    """Where the words go on after *sure*, *okay, good*: who asks the next question first takes in the last answer."""
    spoken = {span.start: span.end for span in reading.named("question", "acknowledgement")}
    for word in reading.words:
        if word.start >= position:
            if word.start not in spoken:
                return word.start
            position = spoken[word.start]
    return position


def answered(question: Question, answer: Answer, said: Sequence[Fact], turn: int, offset: int, text: str) -> list[Fact]:
    """The facts of a question with its answer's polarity, standing where the answer stands.

    ``said`` are the facts that the answer states itself: they are not given twice. ``offset`` is where the
    answer's sentence begins in ``text``, the turn's.
    """
    span = answer.span.shifted(offset)
    stated = {(fact.kind, fact.concept) for fact in said}
    asked = {(fact.kind, fact.concept): fact for fact in reversed(question.facts)}
    return [
        replace(
            fact,
            turn=turn,
            span=span,
            text=span.of(text),
            answers=question.turn,
            qualifiers=_settled(fact.qualifiers, answer.polarity),
        )
        for key, fact in reversed(asked.items())
        if key not in stated
    ]


def singled_out(question: Question, waiting: Sequence[Question], said: Sequence[Fact]) -> bool:
    """Whether a *yes* grants what a question asks: no other question waits with problems of its own, and the answer
    does not name itself which of them it means (*Nausea, vomiting? — Yes, nausea*)."""
    asked = {fact.concept for fact in question.facts if fact.kind is FactKind.PROBLEM}
    others = {fact.concept for one in waiting for fact in one.facts if fact.kind is FactKind.PROBLEM}
    named = {fact.concept for fact in said if fact.kind is FactKind.PROBLEM}
    return not asked or (not others - asked and not asked & named)


def _settled(asked: Qualifiers, polarity: str) -> Qualifiers:
    """What was and is no more is denied."""
    return replace(asked, negated=polarity in ("no", "over"), uncertain=polarity == "unsure", conditional=False)


def as_allergies(facts: Sequence[Fact], answer: Answer | None) -> list[Fact]:
    """Drugs named in answer to a question about allergies are allergies."""
    negated = answer is not None and answer.polarity == "no"
    return [
        replace(fact, kind=FactKind.ALLERGY, action=None, dose=None, quantity=None)
        if fact.kind is FactKind.DRUG and not fact.qualifiers.negated and not negated
        else fact
        for fact in facts
    ]


def bare_allergy(question: Question, answer: Answer, turn: int, span: Span, text: str) -> Fact | None:
    """The fact of an answer about allergies that names none: *no* means none known, *yes* one that is not named.
    ``span`` is the answer's, in ``text``, the turn's. Nothing where the question named what it asked about."""
    if answer.polarity == "unsure" or any(fact.kind is FactKind.ALLERGY for fact in question.facts):
        return None
    concept = NO_KNOWN_ALLERGY if answer.polarity == "no" else "allergy"
    return Fact(FactKind.ALLERGY, concept, span.of(text), turn, span, answers=question.turn)
