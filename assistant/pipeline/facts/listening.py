"""A dialogue heard turn by turn: statements, questions that wait for their answer, drugs spoken of further."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.fact import NO_KNOWN_ALLERGY, Fact, FactKind
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole, Turn
from assistant.pipeline.facts.answers import Answer, answer_of
from assistant.pipeline.facts.continuing import continued, reaction, remeasured, spoken_of
from assistant.pipeline.facts.corrections import marks
from assistant.pipeline.facts.dialogue import (
    Question,
    answered,
    answers_for_relative,
    as_allergies,
    asks_after_relative,
    asks_allergies,
    asks_openly,
    asks_unmarked,
    bare_allergy,
    is_question,
    of_relative,
    presupposed,
    singled_out,
)
from assistant.pipeline.facts.reactions import Named, named_in, told_reaction
from assistant.pipeline.facts.reading import Reading, sentence_reading
from assistant.pipeline.facts.relatives import goes_on_about, introduced, speaks_of
from assistant.pipeline.facts.sections import allergens_listed
from assistant.pipeline.facts.sentences import given_up, sentence_facts
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.segmenting import Sentence

_DRUG_REMEMBERED_TURNS = 3
_ECHO = 3
"""Words of a sentence that repeats a word and says no more."""


def placed(fact: Fact, turn: int, role: SpeakerRole, sentence: Span) -> Fact:
    """A sentence's fact in its turn."""
    return replace(fact, turn=turn, role=role, span=fact.span.shifted(sentence.start))


class Listener:
    """What has been heard so far. ``facts`` in order; ``marks``: where each turn takes something back."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._open: list[Question] = []
        self._drug: Fact | None = None
        self._allergen: Named | None = None
        self._sentences = 0
        self._relatives: set[str] = set()
        self.facts: list[Fact] = []
        self.marks: dict[int, list[int]] = {}

    def hear(self, index: int, turn: Turn, sentences: Sequence[Sentence]) -> None:
        """Take in one turn."""
        waiting = [question for question in self._open if question.speaker != turn.speaker]
        asked: list[Question] = []
        about_allergy = next((question for question in waiting if question.allergy), None)
        about_relative = any(question.relative for question in waiting)
        unnamed: Fact | None = None
        none_known = False
        related: Reading | None = None  # the sentence that named the relative a patient goes on about
        by_companion = turn.role is SpeakerRole.COMPANION
        readings = [sentence_reading(sentence.text, self._lexicon, by_companion) for sentence in sentences]
        spans = [sentence.span for sentence in sentences]
        for span, reading, following in zip(spans, readings, [*readings, None][1:], strict=True):
            self._relatives |= introduced(reading)
            of_them = turn.role is SpeakerRole.PATIENT and goes_on_about(related, reading)
            related = related if of_them else reading
            asks = is_question(reading) or (turn.role is SpeakerRole.CLINICIAN and asks_unmarked(reading))
            facts = [placed(fact, index, turn.role, span) for fact in self._facts(reading, index, asks)]
            if asks:
                asked.append(_question(index, turn, reading, facts, span.start, speaks_of(reading, self._relatives)))
                self._remember(facts, reading, span)
                continue
            corrects = bool(marks(reading)) and any(fact.turn == index for fact in self.facts)
            answer = None if corrects else answer_of(reading, following)
            echoes = turn.role is SpeakerRole.CLINICIAN and self._echoes_relative(reading, facts, index)
            if about_relative or of_them or echoes or speaks_of(reading, self._relatives):
                facts = of_relative(facts, reading)
            # After "no, none" the drugs spoken of next were tolerated, unless the answer is taken back.
            if about_allergy is not None and (answer is not None or corrects or not none_known):
                listed = [placed(fact, index, turn.role, span) for fact in allergens_listed(reading)]
                facts = as_allergies([*facts, *listed], answer)
                if answer is not None and unnamed is None and waiting:
                    unnamed = bare_allergy(about_allergy, answer, index, answer.span.shifted(span.start), turn.text)
            none_known = none_known or (answer is not None and answer.polarity == "no")
            amount = answer is None and bool(reading.quantities) and not reading.terms and not corrects
            replies = self._replies(waiting, answer, amount, facts, index, span, turn)
            replies = [given_up(reading, reply) for reply in replies]
            if answers_for_relative(reading):
                replies = [replace(one, qualifiers=replace(one.qualifiers, family=True)) for one in replies]
            if answer is None or not waiting:
                self.marks.setdefault(index, []).extend(start + span.start for start in marks(reading))
            if replies or answer is not None or amount:
                waiting = []
            self.facts += [*replies, *facts]
            self._remember([*replies, *facts], reading, span)
        if unnamed is not None and not any(f.kind is FactKind.ALLERGY and f.turn == index for f in self.facts):
            self.facts.append(replace(unnamed, role=turn.role))
        self._open = asked

    def _echoes_relative(self, reading: Reading, facts: Sequence[Fact], index: int) -> bool:
        """Whether a few words only repeat what the turn before said of a relative ("She has diabetes." "Diabetes.")."""
        theirs = {fact.concept for fact in self.facts if fact.turn == index - 1 and fact.qualifiers.family}
        return len(reading.words) <= _ECHO and bool(facts) and {fact.concept for fact in facts} <= theirs

    def _facts(self, reading: Reading, index: int, asks: bool) -> list[Fact]:
        """What a sentence states of itself, and of the drug spoken of before; a question tells no reaction to it."""
        facts = sentence_facts(reading)
        if self._drug is not None and index - self._drug.turn <= _DRUG_REMEMBERED_TURNS:
            told = None if asks else reaction(reading, self._drug)
            facts += [fact for fact in (continued(reading, self._drug), told) if fact]
        self._sentences += 1
        self._allergen = named_in(reading, self._sentences, self._allergen)
        harmed = None if asks else told_reaction(reading, self._allergen, (*self.facts, *facts))
        facts += [harmed] if harmed else []
        last = self.facts[-1] if self.facts else None
        if last is not None and last.kind is FactKind.MEASUREMENT and last.turn == index and not asks:
            facts += [fact for fact in (remeasured(reading, last),) if fact]
        return facts

    def _remember(self, facts: Sequence[Fact], reading: Reading, sentence: Span) -> None:
        drugs = [fact for fact in facts if fact.kind is FactKind.DRUG]
        self._drug = spoken_of(reading, drugs, sentence.start) if drugs else self._drug

    def _replies(
        self,
        waiting: Sequence[Question],
        answer: Answer | None,
        amount: bool,
        said: Sequence[Fact],
        index: int,
        span: Span,
        turn: Turn,
    ) -> list[Fact]:
        """The facts that this sentence grants or denies by answering; a bare amount grants a habit or a drug."""
        replies: list[Fact] = []
        for question in waiting:
            given = answer
            counted = amount and all(fact.kind in (FactKind.HABIT, FactKind.DRUG) for fact in question.facts)
            if given is None and (question.open or counted):
                given = Answer("yes", Span(0, span.end - span.start))
            if given is not None and not (question.open and given.polarity == "unsure"):
                granted = answered(question, given, said, index, span.start, turn.text)
                replies += granted if given.polarity != "yes" or singled_out(question, waiting, said) else []
        return [replace(fact, role=turn.role) for fact in replies]


def _question(
    index: int, turn: Turn, reading: Reading, facts: Sequence[Fact], start: int, of_relative: bool
) -> Question:
    """What a sentence asks about. A duration or a follow-up in a question is none of the patient's."""
    # *Has it been like this before?*: the answer says nothing of now.
    earlier = bool(reading.named("question", "before"))
    kept = tuple(
        fact
        for fact in facts
        if fact.kind not in (FactKind.DURATION, FactKind.MEASUREMENT, FactKind.PLAN)
        and fact.concept != NO_KNOWN_ALLERGY
        and not _is_circumstance(fact, facts)
        and not (fact.kind is FactKind.PROBLEM and (earlier or presupposed(reading, fact.span.shifted(-start))))
    )
    taken_for_granted = asks_openly(reading)
    if taken_for_granted:
        kept = tuple(fact for fact in kept if fact.kind in (FactKind.PROBLEM, FactKind.DRUG))
    relative = of_relative or asks_after_relative(reading)
    return Question(index, turn.speaker, kept, asks_allergies(reading), taken_for_granted, relative)


def _is_circumstance(fact: Fact, asked: Sequence[Fact]) -> bool:
    """*Any low sugars with the metformin?* asks about the problem; the drug named after it is beyond doubt."""
    return fact.kind is FactKind.DRUG and any(
        other.kind is FactKind.PROBLEM and other.span.end <= fact.span.start for other in asked
    )
