"""A denial of part of something is no denial of all of it: *no pain in the calf*, *absence de douleur la nuit*."""

from collections.abc import Sequence

from assistant.domain.span import Span
from assistant.pipeline.checking.texts.clauses import Clause, clauses
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import sentence_reading
from assistant.pipeline.facts.qualifiers import read_qualifiers


def elsewhere(unit: Unit, part: Clause, told: Passage, span: Span, denied: bool, base: EvidenceBase) -> bool:
    """Whether a claim's problem (``unit`` in the clause ``part``) and a mention that says the opposite (``span`` of
    the passage ``told``; ``denied``: it denies) may both be true, since the denial is of one place or circumstance."""
    if denied:
        places = [one for clause in clauses(told.reading) if clause.span.start <= span.start < clause.span.end
                  for one in clause.units if one.site and not one.span.overlaps(span)]  # fmt: skip
        named = [one for one in (unit, *part.units) if one.site]
        return bool(places and named) and not _shared(places, named)
    narrower = [one for one in part.units if one.span.start >= unit.span.end and not (one.problem or one.person)]
    turns = (told.segment.turn - 1, told.segment.turn)
    near = [other for passage in base.passages if passage.segment.turn in turns for other in passage.reading.units]
    return bool(narrower) and not _shared(narrower, near)


def is_over(unit: Unit, part: Clause, reading: Reading, base: EvidenceBase) -> bool:
    """Whether a claim says of a problem that it is past: a denial of now agrees with it (*vomissements, résolus*)."""
    over = load_knowledge(base.language).over
    words = [word for word in reading.words if word.start >= part.span.start]
    after = next((word for word in words if word.start >= part.span.end), None)
    if any(word.key in over for word in words if word.start < part.span.end or word == after):
        return True
    return read_qualifiers(sentence_reading(reading.text, base.lexicon), unit.span).past


def denies_forever(told: Passage, base: EvidenceBase) -> bool:
    """*Jamais*: there was none before either."""
    return any(word.key in load_knowledge(base.language).never for word in told.reading.words)


def _shared(some: Sequence[Unit], others: Sequence[Unit]) -> bool:
    return any(one.keys & other.keys for one in some for other in others)
