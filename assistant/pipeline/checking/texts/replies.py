"""Questions of a transcript and what was answered to them."""

from collections.abc import Sequence

from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage, asks
from assistant.pipeline.facts.dialogue import answer_of, asks_unmarked, is_question
from assistant.pipeline.facts.reading import sentence_reading

_LONGEST_REPLY = 4
"""Sentences after a question that may answer it."""


def is_asked(passage: Passage, base: EvidenceBase, span: Span | None = None) -> bool:
    """Whether a sentence asks, with a question mark or as clinicians ask without one; of ``span`` where given."""
    reading = sentence_reading(passage.segment.text, base.lexicon)
    if is_question(reading):
        return True
    if passage.segment.role is not SpeakerRole.CLINICIAN:
        return False
    return asks_unmarked(reading) or (span is not None and asks(passage.segment.text, span, base))


def reply_to(question: Passage, base: EvidenceBase) -> list[Passage]:
    """The sentences of the turn after a question's: what is answered stands in the first of them."""
    found: list[Passage] = []
    turn = question.segment.turn + 1
    for passage in base.passages[question.order + 1 :]:
        if passage.segment.turn > turn or len(found) == _LONGEST_REPLY:
            break
        if passage.segment.turn == turn:
            found.append(passage)
    return found


def grants(reply: Sequence[Passage], base: EvidenceBase) -> bool:
    """Whether a reply opens with a *yes*."""
    answers = [answer_of(sentence_reading(passage.segment.text, base.lexicon)) for passage in reply[:1]]
    return any(answer is not None and answer.polarity == "yes" for answer in answers)


def denies(reply: Sequence[Passage], base: EvidenceBase) -> bool:
    """Whether a reply opens with a *no*."""
    answers = [answer_of(sentence_reading(passage.segment.text, base.lexicon)) for passage in reply[:1]]
    return any(answer is not None and answer.polarity == "no" for answer in answers)
