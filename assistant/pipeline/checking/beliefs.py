"""A patient's or relative's belief written as the clinician's finding."""

from collections.abc import Iterator

from assistant.domain.finding import FindingType
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.knowledge import load_knowledge
from assistant.pipeline.checking.reading import Reading


def belief_doubts(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that only patient or relatives named, in a claim that gives them as found on examination, or named as
    their opinion, in a claim that does not say so.

    A claim that says *per patient* or *dit être* has said whose view it is."""
    knowledge = load_knowledge(base.language)
    found = any(phrase in reading.folded for phrase in knowledge.found)
    if not found and any(phrase in reading.folded for phrase in knowledge.attributed):
        return
    for unit in reading.units:
        if not unit.problem or unit.person:
            continue
        keys = {key for key in unit.keys if key.startswith(("b:", "c:"))}
        named = [base.passages[order] for order in base.holding(unit) if _names(base.passages[order], keys)]
        holding = [passage for passage in named if not passage.segment.text.rstrip().endswith("?")]
        believed = [passage for passage in holding if _believes(passage, base) or (found and _by_others(passage))]
        if believed and len(believed) == len(holding):
            yield Doubt(FindingType.SPEAKER, unit.span, believed[0].evidence())


def _names(passage: Passage, keys: set[str]) -> bool:
    return any(other.problem and keys & other.keys for other in passage.reading.units)


def _believes(passage: Passage, base: EvidenceBase) -> bool:
    """Whether the sentence gives an opinion of patient or relative."""
    return _by_others(passage) and any(
        phrase in passage.reading.folded for phrase in load_knowledge(base.language).belief
    )


def _by_others(passage: Passage) -> bool:
    return passage.segment.role in (SpeakerRole.PATIENT, SpeakerRole.COMPANION)
