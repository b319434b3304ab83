"""Limits that a clinician sets in figures: *six grams of salt a day, no more*, *beyond twelve hours, use condoms*.

Those of a drug that is named are looked for with the drug (``omissions``).
"""

from collections.abc import Iterator, Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import Omission, Severity
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.note.noted import Line
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.reading import Reading


def limit_omissions(note: Sequence[Line], base: EvidenceBase) -> Iterator[Omission]:
    """The limits of which no line of the note gives a figure with anything of what it is set to."""
    for passage in base.passages:
        if _sets_limit(passage, base) and not any(_gives(passage.reading, line.reading) for line in note):
            evidence = SegmentEvidence(passage.segment.turn, passage.segment.span)
            yield Omission(passage.segment.text.strip(), "follow_up", Severity.MINOR, evidence)


def _sets_limit(passage: Passage, base: EvidenceBase) -> bool:
    if passage.segment.role is not SpeakerRole.CLINICIAN or passage.segment.text.rstrip().endswith("?"):
        return False
    if any(unit.drug for unit in passage.reading.units) or not _amounts(passage.reading):
        return False
    return bool(base.lexicon.cues_in("limit", passage.reading.words))


def _gives(said: Reading, written: Reading) -> bool:
    about = {key for unit in said.units if unit.clinical for key in unit.keys}
    shared = _amounts(said) & _amounts(written)
    return len(shared) > 1 or (bool(shared) and (not about or bool(about & written.keys)))


def _amounts(reading: Reading) -> frozenset[float]:
    """The figures of a text, those of temperatures apart; *one* says too little."""
    said = (one.quantity for one in reading.quantities if not one.quantity.unit.startswith("°"))
    values = {value for one in said for value in (one.value, one.high)}
    return frozenset(value for value in values if value is not None and value != 1)
