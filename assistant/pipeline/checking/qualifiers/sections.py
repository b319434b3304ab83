"""What a heading adds to a name under it: a drug among the current treatments is said to be taken, by the patient."""

from collections.abc import Iterator, Sequence

from assistant.domain.finding import FindingType
from assistant.pipeline.checking.quantities.owners import same_drug
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.checking.texts.replies import denies, is_asked, reply_to
from assistant.pipeline.checking.texts.wording import said
from assistant.pipeline.text import Token

_TAKEN = frozenset({"medication"})
"""Sections whose drugs are taken now."""
_PATIENTS = frozenset({"medication", "plan"})
"""Sections whose drugs are the patient's own."""


def section_doubts(
    section: str, reading: Reading, parts: Sequence[Clause], base: EvidenceBase, knowledge: CheckerKnowledge
) -> Iterator[Doubt]:
    """Drugs under current treatments of which all was said that they are no longer taken or never were, and drugs
    under those or the plan that the claim itself gives as a relative's and says nothing more of."""
    for part in parts if section in _PATIENTS else ():
        drugs = [unit for unit in part.units if unit.drug]
        if drugs and any(unit.person for unit in part.units) and all(unit.drug or unit.person for unit in part.units):
            passages = _naming(drugs[0], base)
            yield Doubt(FindingType.EXPERIENCER, drugs[0].span, passages[-1].evidence() if passages else None)
    if section not in _TAKEN or _tells_the_end(reading.words, knowledge) or said(reading.words, knowledge.gone):
        return
    for unit in reading.units:
        told = [one for one in _naming(unit, base) if not _open_question(one, base)] if unit.drug else []
        if told and all(_untaken(one, unit, base, knowledge) for one in told):
            yield Doubt(FindingType.TEMPORALITY, unit.span, told[-1].evidence())


def _naming(drug: Unit, base: EvidenceBase) -> list[Passage]:
    return [
        passage
        for passage in base.passages
        if any(other.drug and same_drug(drug, other, base) for other in passage.reading.units)
    ]


def _open_question(passage: Passage, base: EvidenceBase) -> bool:
    """Whether it asks and nobody answers: then it says nothing either way."""
    return is_asked(passage, base) and not reply_to(passage, base)


def _untaken(passage: Passage, drug: Unit, base: EvidenceBase, knowledge: CheckerKnowledge) -> bool:
    """Whether a sentence, with those after it that go on about the drug, tells that it is not taken."""
    told = _going_on(passage, drug, base)
    if any(said(words, knowledge.resuming) for words in told):
        return False
    denied = is_asked(passage, base) and denies(reply_to(passage, base), base)
    return denied or any(_tells_the_end(words, knowledge) for words in told)


def _going_on(passage: Passage, drug: Unit, base: EvidenceBase) -> list[Sequence[Token]]:
    """What is said of the drug in a sentence, then in the rest of its turn and the reply, up to where another drug is
    named."""
    found: list[Sequence[Token]] = [_beside(passage, drug, base)]
    turn = passage.segment.turn
    for one in base.passages[passage.order + 1 :]:
        if one.segment.turn > turn + 1 or _others(one, drug, base):
            break
        found.append(one.reading.words)
    return found


def _others(passage: Passage, drug: Unit, base: EvidenceBase) -> list[Unit]:
    return [unit for unit in passage.reading.units if unit.drug and not same_drug(drug, unit, base)]


def _beside(passage: Passage, drug: Unit, base: EvidenceBase) -> Sequence[Token]:
    """The words between the drugs that are named before and after it."""
    own = next(unit for unit in passage.reading.units if unit.drug and same_drug(drug, unit, base))
    others = _others(passage, drug, base)
    start = max((unit.span.end for unit in others if unit.span.end <= own.span.start), default=0)
    end = min(
        (unit.span.start for unit in others if unit.span.start >= own.span.end), default=len(passage.reading.text)
    )
    return [word for word in passage.reading.words if start <= word.start < end]


def _tells_the_end(words: Sequence[Token], knowledge: CheckerKnowledge) -> bool:
    return said(words, knowledge.untaken) is not None
