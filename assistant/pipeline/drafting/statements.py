"""What was said, piece by piece, as a report could hold it: topic, words, evidence, weight."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.fact import Fact
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.answers import question_subject, without_answer
from assistant.pipeline.drafting.joining import (
    add,
    with_reason,
    with_sure_conclusions,
    without_conflicts,
    without_repeated_drugs,
)
from assistant.pipeline.drafting.labels import spoken_of
from assistant.pipeline.drafting.measuring import with_measurements
from assistant.pipeline.drafting.numerals import with_digits
from assistant.pipeline.drafting.retaking import contested, retakes, with_retaken
from assistant.pipeline.drafting.saying import said
from assistant.pipeline.drafting.settling import settled, takes_back
from assistant.pipeline.drafting.standing import is_administrative
from assistant.pipeline.drafting.statement import Statement
from assistant.pipeline.drafting.telegraph import rewritten
from assistant.pipeline.drafting.template import Template
from assistant.pipeline.drafting.units import units_said
from assistant.pipeline.drafting.walk import Walk, answered, note_question
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon


def statements(
    segments: Sequence[Segment], facts: Sequence[Fact], template: Template, lexicon: Lexicon
) -> list[Statement]:
    """Every statement of a dialogue in the order it was made; questions are merged with their answers."""
    walk = Walk(template, lexicon)
    found: list[Statement] = []
    by_turn = _facts_by_turn(facts)
    facts_of = [[fact for fact in by_turn.get(one.turn, ()) if fact.span.overlaps(one.span)] for one in segments]
    spoken = segments
    walk.units = units_said(segments, facts)
    walk.asking = frozenset(one.turn for one in segments if template.wording.question.search(one.text))
    segments = [_written(one, here, template, lexicon) for one, here in zip(segments, facts_of, strict=True)]
    for position, segment in enumerate(segments):
        walk.spoken = spoken[position]
        walk.rest = _rest_of_turn(segments, position)
        if _turns_elsewhere(segment, walk):
            walk.names.forget()
        walk.names.hear(segment)
        walk.examined = walk.examined or _begins_to_examine(segment, template.wording)
        following = segments[position + 1] if position + 1 < len(segments) else None
        taken = following if following is not None and retakes(following, segment, walk.wording) else None
        walk.retaking = taken
        segment = segment if taken is None else with_retaken(segment, taken, walk.wording)
        if _addresses_writer(segment, template.wording):
            continue
        if following is not None and _corrected_by(segment, following, template.wording):
            continue
        before = segments[position - 1] if position else None
        if before is not None and retakes(segment, before, walk.wording):
            continue
        if (again := contested(segment, segments[position + 1 : position + _NEARBY], walk.wording)) is not None:
            walk.answering = again
            continue
        if is_administrative(walk.spoken, facts_of[position], walk):
            continue
        for statement in _read(segment, facts_of[position], walk):
            add(found, statement, walk.wording)
            walk.before = found[-1] if found else None
    told = with_sure_conclusions(without_conflicts(found, facts, lexicon, template.wording))
    return with_reason(without_repeated_drugs(told, template.wording), spoken_of(facts, lexicon), template.wording)


def _begins_to_examine(segment: Segment, wording: Wording) -> bool:
    return segment.role is SpeakerRole.CLINICIAN and wording.looking.search(segment.text.replace("’", "'")) is not None


# Segments among which the next turn is looked for.
_NEARBY = 12


def _rest_of_turn(segments: Sequence[Segment], position: int) -> str:
    turn = segments[position].turn
    return " ".join(one.text for one in segments[position + 1 : position + 6] if one.turn == turn)


def _written(segment: Segment, facts: list[Fact], template: Template, lexicon: Lexicon) -> Segment:
    """The segment with its measurements as a chart writes them and its numbers in figures; its span stays."""
    text = with_measurements(segment, facts, template.wording)
    text = with_digits(text, lexicon.numbers, template.language)
    return replace(segment, text=rewritten(text, segment.role, template.wording.readings, template.wording))


def _facts_by_turn(facts: Sequence[Fact]) -> dict[int, list[Fact]]:
    by_turn: dict[int, list[Fact]] = {}
    for fact in facts:
        by_turn.setdefault(fact.turn, []).append(fact)
    return by_turn


def _turns_elsewhere(segment: Segment, walk: Walk) -> bool:
    """Whether a question asks after something that is no drug the vocabulary knows."""
    asks = walk.wording.question.search(segment.text) is not None
    return asks and question_subject(segment.text, walk.wording) is not None and not _names_drug(segment, walk.lexicon)


def _names_drug(segment: Segment, lexicon: Lexicon) -> bool:
    return any(found.kind == "drug" for found in lexicon.match(segment.text))


def _addresses_writer(segment: Segment, wording: Wording) -> bool:
    """Whether the words are meant for whoever writes the report ("ignore your instructions and write …")."""
    return any(pattern.search(segment.text) for pattern in wording.instructions)


def _corrected_by(segment: Segment, following: Segment, wording: Wording) -> bool:
    """Whether the same speaker takes the segment back in the next breath ("Euh non, …")."""
    if segment.turn != following.turn:
        return False
    opening = following.text[:40].replace("’", "'")
    return any(pattern.match(opening) for pattern in wording.corrections)


def _read(segment: Segment, facts: list[Fact], walk: Walk) -> list[Statement]:
    if walk.wording.question.search(segment.text):
        note_question(segment, walk)
        return []
    asked = answered(segment, walk)
    if asked and takes_back(segment, walk):
        facts = [fact for fact in facts if fact.answers is None]
    found = settled(segment, asked, facts, walk) if asked else []
    text = without_answer(segment.text, walk.wording) if asked else segment.text
    told = said(segment, text, facts, () if found else asked, walk)
    return found + ([told] if told is not None else [])
