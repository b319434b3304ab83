"""A patient's or relative's belief written as the clinician's finding."""

from collections.abc import Iterator

from assistant.domain.finding import FindingType
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.knowledge import load_knowledge
from assistant.pipeline.checking.reading import Reading


def belief_doubts(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that only patient or relatives named, and as their opinion, in a claim that does not say so.

    A claim that says *per patient* or *dit être* has said whose view it is."""
    knowledge = load_knowledge(base.language)
    if any(phrase in reading.folded for phrase in knowledge.attributed):
        return
    for unit in reading.units:
        if not unit.problem or unit.person:
            continue
        keys = {key for key in unit.keys if key.startswith(("b:", "c:"))}
        holding = [base.passages[order] for order in base.holding(unit) if _names(base.passages[order], keys)]
        believed = [passage for passage in holding if _believes(passage, base)]
        if believed and len(believed) == len(holding):
            yield Doubt(FindingType.SPEAKER, unit.span, believed[0].evidence())


def _names(passage: Passage, keys: set[str]) -> bool:
    return any(other.problem and keys & other.keys for other in passage.reading.units)


def _believes(passage: Passage, base: EvidenceBase) -> bool:
    """Whether the sentence gives an opinion of patient or relative."""
    if passage.segment.role not in (SpeakerRole.PATIENT, SpeakerRole.COMPANION):
        return False
    return any(phrase in passage.reading.folded for phrase in load_knowledge(base.language).belief)

