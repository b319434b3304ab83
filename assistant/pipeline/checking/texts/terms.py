"""Drugs, problems and relatives of a claim: whether anybody spoke of them."""

from collections.abc import Iterator, Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import FindingType, Severity
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.kinship import distant, may_be_the_patient, names_a_side
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Unit
from assistant.pipeline.text import tokens

_CLASS_CODE = 5
"""Characters of an ATC code that name a class; seven name a substance."""
_GROUP_CODE = 3
"""Characters of an ATC code that name what a drug is for."""
_NAME = 5
"""Letters up to which a word of a drug's name may be one of several drugs (*acide*, *oxyde*)."""


def term_doubts(parts: Sequence[Clause], local: Sequence[Passage], base: EvidenceBase) -> Iterator[Doubt]:
    """Units that nothing in transcript or chart stands for. A drug is a grave mistake where another one for the same
    was named; one of which nothing is known may be on the chart that was not handed in."""
    covered = {key for part in parts for unit in part.units if base.holds(unit) for key in unit.keys}
    for part in parts:
        for unit in part.units:
            if unit.drug and is_substance(unit, base):
                if not _named(unit, base) and not _same_class(unit, base):
                    if not base.whole and not _has_rival(parts, base):
                        continue
                    other = _instead(local, covered)
                    instead = None if other is None else other[0].evidence(other[1].span)
                    sure = other is not None and _for_the_same(unit, other[1], base)
                    yield Doubt(FindingType.DRUG_SWAP, unit.span, instead, None if sure else Severity.MAJOR)
            elif (
                unit.person
                and not base.holds(unit)
                and not (base.accompanied or names_a_side(unit, base) or distant(unit, base))
                and not may_be_the_patient(unit, base)
            ):
                yield Doubt(FindingType.EXPERIENCER, unit.span, _person(local))


def missing(parts: Sequence[Clause], base: EvidenceBase) -> list[Unit]:
    """The known concepts of a claim that nothing stands for, drugs apart. Lay words nobody knows prove nothing."""
    return [
        unit
        for part in parts
        for unit in part.units
        if unit.checked
        and not unit.drug
        and any(key.startswith("c:") for key in unit.keys)
        and not (base.holds(unit) and _stands_for(unit, base))
    ]


def _stands_for(unit: Unit, base: EvidenceBase) -> bool:
    """Whether what shares a key with a unit stands for it. In a whole visit, where a problem is named, neither its
    place (*your heart* for an infarct), nor an organ or function that is only a topic, nor one word of its name
    (*pressure* for a pressure ulcer) does."""
    concepts = {key: base.lexicon.concepts.get(key.removeprefix("c:")) for key in unit.keys if key.startswith("c:")}
    problems = {key for key, one in concepts.items() if one is not None and one.kind == "problem"}
    if not problems or not base.whole:
        return True
    held = {key for key in unit.keys if key in base.holders or key in base.chart_keys}
    if any(key in problems or key.startswith("b:") or _is_problem_topic(key) for key in held):
        return True
    words = [set(base.holders.get(key, ())) for key in unit.keys if key.startswith("s:")]
    return bool(words) and bool(set.intersection(*words))


def _is_problem_topic(key: str) -> bool:
    return key.startswith("t:") and not key.endswith("_topic")


def is_substance(unit: Unit, base: EvidenceBase) -> bool:
    """Whether a unit names one drug rather than a class of drugs."""
    return any(len(code) > _CLASS_CODE for code in codes_of(unit, base))


def codes_of(unit: Unit, base: EvidenceBase) -> set[str]:
    """The ATC codes of a unit."""
    names = (key.removeprefix("c:") for key in unit.keys if key.startswith("c:"))
    return {code for name in names if name in base.lexicon.concepts for code in base.lexicon.concepts[name].codes}


def _named(unit: Unit, base: EvidenceBase) -> bool:
    """Whether a drug was named. What a table knows as drugs of one kind (*antiplatelets*) may be said in place of a
    drug, but the name of one of them is no other's, nor is a class that has a code (*penicillin*, of antibiotics);
    one substance has several codes, by what it is mixed with and where it is applied."""
    own = {key for key in unit.keys if key.startswith(("c:", "s:"))}
    for other in _spoken(base):
        if own & other.keys or (other.drug and _one_substance(unit, other, base)):
            return not _swapped_part(unit, base)
        if unit.keys & other.keys and not (other.drug and codes_of(other, base)):
            return True
    return False


def _spoken(base: EvidenceBase) -> list[Unit]:
    """The units of transcript and chart."""
    readings = (*(passage.reading for passage in base.passages), *(entry for _, entry in base.chart))
    return [unit for reading in readings for unit in reading.units]


def _swapped_part(unit: Unit, base: EvidenceBase) -> bool:
    """Whether of several drugs named at once (*ramipril and amlodipine*) one was not said, but another of its class
    was. A product that holds several may go by the name of one."""
    spoken = [other for other in _spoken(base) if other.drug]
    if any(key.startswith("c:") and key in other.keys for key in unit.keys for other in spoken):
        return False
    named = {word for other in spoken for words in _names(other, base) for word in words}
    classes = {code[:_CLASS_CODE] for other in spoken for code in codes_of(other, base)}
    for word in {word for words in _names(unit, base) for word in words} - named:
        concepts = (base.lexicon.concepts[term.concept] for term in base.lexicon.match(word) if term.kind == "drug")
        if any(code[:_CLASS_CODE] in classes for concept in concepts for code in concept.codes):
            return True
    return False


def _one_substance(unit: Unit, other: Unit, base: EvidenceBase) -> bool:
    """Whether one drug's name holds all of the other's: *tramadol and paracetamol*, *tramadol*; two insulins share a
    word only."""
    return any(a <= b or b <= a for a in _names(unit, base) for b in _names(other, base))


def _names(unit: Unit, base: EvidenceBase) -> list[set[str]]:
    """The longer words of the name of each of a unit's drugs."""
    held = (base.lexicon.concepts.get(key.removeprefix("c:")) for key in unit.keys if key.startswith("c:"))
    names = (tokens(concept.labels[base.language]) for concept in held if concept)
    return [words for name in names if (words := {word.key for word in name if len(word.key) > _NAME})]


def _same_class(unit: Unit, base: EvidenceBase) -> bool:
    """A class named for its drug, or the drug for its class (*un anti-inflammatoire*), unless a drug of that class
    was named as well: it is then the one that was meant. Of a broad class there may be several."""
    spoken = [codes for other in _spoken(base) if other.drug for codes in codes_of(other, base)]
    classes = {code for code in spoken if len(code) <= _CLASS_CODE}
    return any(
        akin(own, code)
        and (
            len(own) <= _CLASS_CODE
            or len(code) <= _GROUP_CODE
            or not any(akin(one, code) for one in spoken if one not in classes)
        )
        for own in codes_of(unit, base)
        for code in spoken
    )


def akin(a: str, b: str) -> bool:
    """Whether one code names the class of the other."""
    short, long = sorted((a, b), key=len)
    return len(short) <= _CLASS_CODE and long.startswith(short)


def _for_the_same(one: Unit, other: Unit, base: EvidenceBase) -> bool:
    """Whether two drugs are given for the same (their codes open alike), or one of them has no code."""
    ours, theirs = ({code[:_GROUP_CODE] for code in codes_of(unit, base)} for unit in (one, other))
    return not ours or not theirs or bool(ours & theirs)


def _instead(local: Sequence[Passage], covered: set[str]) -> tuple[Passage, Unit] | None:
    """The drug of the passages that the claim does not name: the one it probably stands for."""
    for passage in local:
        for unit in passage.reading.units:
            if unit.drug and not unit.keys & covered:
                return passage, unit
    return None


def _has_rival(parts: Sequence[Clause], base: EvidenceBase) -> bool:
    """Whether a drug was named that the claim does not name: in an excerpt without one, a drug of which nothing is
    known may go by any name (*the white ones*, *les cachets*)."""
    own = {key for part in parts for unit in part.units for key in unit.keys if key.startswith(("c:", "s:"))}
    return any(other.drug and not own & other.keys for other in _spoken(base))


def _person(local: Sequence[Passage]) -> SegmentEvidence | None:
    for passage in local:
        for unit in passage.reading.units:
            if unit.person:
                return passage.evidence(unit.span)
    return None


def is_felt(unit: Unit, knowledge: CheckerKnowledge) -> bool:
    """Whether a problem is only felt: no examination finds it."""
    named = {key.removeprefix("c:") for key in unit.keys if key.startswith("c:")}
    return bool(named) and named <= knowledge.felt
