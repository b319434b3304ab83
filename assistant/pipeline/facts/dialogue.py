"""Questions and answers: what a question asks about becomes a fact through its answer only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.fact import Fact, FactKind, Qualifiers
from assistant.domain.span import Span
from assistant.pipeline.facts.reading import Reading


@dataclass(frozen=True, slots=True)
class Question:
    """What a turn asked about and nobody has answered yet. ``allergy``: it asked for allergies. ``open``: it took
    for granted what it names (*la Ventoline, combien de fois ?*), and any answer but *no* grants it."""

    turn: int
    speaker: str
    facts: tuple[Fact, ...]
    allergy: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """How a sentence answers: ``yes``, ``no`` or ``unsure``, and where in it."""

    polarity: str
    span: Span


def is_question(reading: Reading) -> bool:
    """Whether a sentence asks: it ends with a question mark, or opens with a question word and has no full stop."""
    if reading.folded.rstrip(' "»').endswith("?"):
        return True
    return any(span.start <= 1 for span in reading.named("question", "start")) and reading.folded.endswith(":")


def asks_openly(reading: Reading) -> bool:
    """Whether the question takes no yes or no (*depuis quand ?*, *how long?*)."""
    return bool(reading.named("question", "open"))


def asks_allergies(reading: Reading) -> bool:
    """Whether the question is about allergies."""
    return bool(reading.named("question", "allergy"))


def answer_of(reading: Reading) -> Answer | None:
    """The answer that a sentence opens with, hesitations apart; a *yes* or *no* between commas counts too."""
    position = 0
    fillers = {cue.span.start: cue.span.end for cue in reading.cues("answer") if cue.name == "filler"}
    for word in reading.words:
        if word.start < position:
            continue
        if word.start in fillers:
            position = fillers[word.start]
            continue
        break
    for cue in reading.cues("answer"):
        if cue.name == "filler":
            continue
        begins = not any(word.start >= position and word.end <= cue.span.start for word in reading.words)
        if begins and not (cue.name == "no" and _determines(reading, cue.span)):
            return Answer(cue.name, cue.span)
        if not begins and _between_commas(reading, cue.span):
            return Answer(cue.name, cue.span)
    return None


def _determines(reading: Reading, span: Span) -> bool:
    """*No fever*: the word belongs to the noun after it, it answers nothing by itself."""
    following = reading.folded[span.end :].lstrip(" ")
    if not following or following[0] in ",.;:!?…-":
        return False
    return any(span.end <= term.span.start <= span.end + 12 for term in reading.terms)


def _between_commas(reading: Reading, span: Span) -> bool:
    before, after = reading.folded[: span.start].rstrip(), reading.folded[span.end :].lstrip()
    return before.endswith((",", "…")) and (not after or after[0] in ",.!?…;")


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


def _settled(asked: Qualifiers, polarity: str) -> Qualifiers:
    return replace(asked, negated=polarity == "no", uncertain=polarity == "unsure", conditional=False)


def as_allergies(facts: Sequence[Fact], answer: Answer | None) -> list[Fact]:
    """Drugs named in answer to a question about allergies are allergies."""
    negated = answer is not None and answer.polarity == "no"
    return [
        replace(fact, kind=FactKind.ALLERGY, action=None, dose=None, quantity=None)
        if fact.kind is FactKind.DRUG and not fact.qualifiers.negated and not negated
        else fact
        for fact in facts
    ]
