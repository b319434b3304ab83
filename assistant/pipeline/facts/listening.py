"""A dialogue heard turn by turn: statements, questions that wait for their answer, drugs spoken of further."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.fact import Fact, FactKind
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole, Turn
from assistant.pipeline.facts.continuing import continued, reaction
from assistant.pipeline.facts.corrections import marks
from assistant.pipeline.facts.dialogue import (
    Answer,
    Question,
    answer_of,
    answered,
    as_allergies,
    asks_allergies,
    asks_openly,
    is_question,
)
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.facts.sections import allergens_listed
from assistant.pipeline.facts.sentences import sentence_facts
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import sentence_spans

_DRUG_REMEMBERED_TURNS = 3


def placed(fact: Fact, turn: int, role: SpeakerRole, sentence: Span) -> Fact:
    """A sentence's fact in its turn."""
    return replace(fact, turn=turn, role=role, span=fact.span.shifted(sentence.start))


class Listener:
    """What has been heard so far. ``facts`` in order; ``marks``: where each turn takes something back."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._open: list[Question] = []
        self._drug: Fact | None = None
        self.facts: list[Fact] = []
        self.marks: dict[int, list[int]] = {}

    def hear(self, index: int, turn: Turn) -> None:
        """Take in one turn."""
        waiting = [question for question in self._open if question.speaker != turn.speaker]
        asked: list[Question] = []
        about_allergy = any(question.allergy for question in waiting)
        for span in sentence_spans(turn.text):
            reading = Reading(span.of(turn.text), self._lexicon, turn.role is SpeakerRole.COMPANION)
            facts = [placed(fact, index, turn.role, span) for fact in self._facts(reading, index)]
            if is_question(reading):
                asked.append(_question(index, turn, reading, facts))
                self._remember(facts)
                continue
            corrects = bool(marks(reading)) and any(fact.turn == index for fact in self.facts)
            answer = None if corrects else answer_of(reading)
            if about_allergy:
                listed = [placed(fact, index, turn.role, span) for fact in allergens_listed(reading)]
                facts = as_allergies([*facts, *listed], answer)
            if answer is None and reading.quantities and not reading.terms and not corrects:
                answer = Answer("yes", Span(0, len(reading.text)))
            replies = self._replies(waiting, answer, facts, index, span, turn)
            if answer is None or not waiting:
                self.marks.setdefault(index, []).extend(start + span.start for start in marks(reading))
            if replies or answer is not None:
                waiting = []
            self.facts += [*replies, *facts]
            self._remember([*replies, *facts])
        self._open = asked

    def _facts(self, reading: Reading, index: int) -> list[Fact]:
        facts = sentence_facts(reading)
        if self._drug is not None and index - self._drug.turn <= _DRUG_REMEMBERED_TURNS:
            facts += [fact for fact in (continued(reading, self._drug), reaction(reading, self._drug)) if fact]
        return facts

    def _remember(self, facts: Sequence[Fact]) -> None:
        drugs = [fact for fact in facts if fact.kind is FactKind.DRUG]
        self._drug = drugs[-1] if drugs else self._drug

    def _replies(
        self,
        waiting: Sequence[Question],
        answer: Answer | None,
        said: Sequence[Fact],
        index: int,
        span: Span,
        turn: Turn,
    ) -> list[Fact]:
        """The facts that this sentence grants or denies by answering."""
        replies: list[Fact] = []
        for question in waiting:
            given = answer
            if given is None and question.open:
                given = Answer("yes", Span(0, span.end - span.start))
            if given is not None and not (question.open and given.polarity == "unsure"):
                replies += answered(question, given, said, index, span.start, turn.text)
        return [replace(fact, role=turn.role) for fact in replies]


def _question(index: int, turn: Turn, reading: Reading, facts: Sequence[Fact]) -> Question:
    """What a sentence asks about. A duration or a follow-up in a question is none of the patient's."""
    kept = tuple(fact for fact in facts if fact.kind not in (FactKind.DURATION, FactKind.MEASUREMENT, FactKind.PLAN))
    taken_for_granted = asks_openly(reading)
    if taken_for_granted:
        kept = tuple(fact for fact in kept if fact.kind in (FactKind.PROBLEM, FactKind.DRUG))
    return Question(index, turn.speaker, kept, asks_allergies(reading), taken_for_granted)
