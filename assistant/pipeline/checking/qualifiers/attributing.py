"""To whom a claim gives what it states, and who said it."""

import re
from collections.abc import Iterator, Sequence

from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.facts.qualifiers import is_negated
from assistant.pipeline.facts.reading import sentence_reading
from assistant.pipeline.text import tokens

_STRETCH_END = re.compile(r"[;.]\s")


def stretches(reading: Reading, parts: Sequence[Clause], phrases: tuple[str, ...]) -> Iterator[tuple[Span, Span]]:
    """What a claim gives as the clinician's by one of the phrases: the phrase, and the clause that holds it or, where
    that opens the clause (*à l'examen, …*), all up to the next full stop."""
    for part in parts:
        words = [word for word in reading.words if part.span.start <= word.start < part.span.end]
        where = said(words, phrases)
        if where is None:
            continue
        leads = not any(unit.span.end <= where.start for unit in part.units)
        stop = _STRETCH_END.search(reading.folded, where.end)
        end = stop.start() if leads and stop else len(reading.folded) if leads else part.span.end
        yield where, Span(part.span.start, end)


def denied(unit: Unit, reading: Reading, base: EvidenceBase) -> bool:
    """Whether the claim denies it."""
    return is_negated(sentence_reading(reading.text, base.lexicon), unit.span)


def naming(unit: Unit, keys: set[str], base: EvidenceBase) -> list[Passage]:
    """The sentences that speak of the same by one of the keys; a problem as a problem."""
    passages = [base.passages[order] for order in base.holding(unit)]
    return [
        one
        for one in passages
        if any(keys & other.keys and (other.problem or not unit.problem) for other in one.reading.units)
    ]


def by_others(passage: Passage) -> bool:
    """Whether patient or companion says it."""
    return passage.segment.role in (SpeakerRole.PATIENT, SpeakerRole.COMPANION)


def examining(passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether it is said while the clinician examines: by him, or by a patient who tells what he feels then."""
    turns = base.transcript.turns
    turn = passage.segment.turn - by_others(passage)
    if turn < 0 or turns[turn].role is not SpeakerRole.CLINICIAN:
        return False
    return said(tokens(turns[turn].text), knowledge.examining) is not None


def rejects(unit: Unit, passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether a clinician names a thing only to say that it is not so."""
    reading = sentence_reading(passage.segment.text, base.lexicon)
    named = [other.span for other in passage.reading.units if other.keys & unit.keys]
    return said(passage.reading.words, knowledge.rejecting) is not None or any(
        is_negated(reading, one) for one in named
    )
