"""What nobody said: concepts of a claim that nothing stands for, claims of which next to nothing was said, and segments
that a claim cites and that do not hold it."""

from collections.abc import Sequence

from assistant.domain.evidence import Evidence, SegmentEvidence
from assistant.domain.finding import FindingType
from assistant.domain.span import Span
from assistant.pipeline.checking.qualifiers.polarity import stated
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, read
from assistant.pipeline.checking.texts.terms import missing
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import sentence_reading

_TOO_LITTLE = 0.2
_ENOUGH_TO_JUDGE = 3
_CITED_LESS = 0.4
_COVERED, _KEEPS_TO_WORDS = 0.7, 0.6
"""Shares of a claim's other units from which a concept that nothing stands for counts as not said in an excerpt: of
those said in any wording, and of those said in the claim's own words."""


def fabricated_doubts(reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> list[Doubt]:
    """Stated concepts that nothing stands for. That proves something only in a whole visit, where things are named
    more than once, or where the claim keeps to the words that were said: measured on excerpts of a few turns worded
    freely, 9 in 10 concepts that no table finds had been said in other words. What the rest shares with speech only
    through the tables is no sign of keeping to the words."""
    plain = load_knowledge(base.language).plain
    lacking = [unit for unit in missing(parts, base) if stated(reading.text, unit, base)]
    rest = [unit for unit in reading.units if unit not in lacking]
    covered = sum(base.holds(unit) for unit in rest) / len(rest) if rest else 0.0
    worded = sum(base.names(unit) for unit in rest) / len(rest) if rest else 0.0
    about = any(unit.clinical for unit in rest)
    if not base.whole and (not about or covered < _COVERED or worded < _KEEPS_TO_WORDS):
        lacking = [unit for unit in lacking if {key.removeprefix("c:") for key in unit.keys} & plain]
    return [Doubt(FindingType.FABRICATED, unit.span) for unit in lacking]


def unexamined_doubts(reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> list[Doubt]:
    """*Pulses intact*, *auscultation normale*: results of an examination or test of which a whole clause of the claim
    has nothing that was said."""
    results = load_knowledge(base.language).results
    found = []
    for part in parts:
        exams = [unit for unit in part.units if unit.exam]
        words = [word for word in reading.words if part.span.start <= word.start < part.span.end]
        told = any(base.holds(unit) for unit in part.units) or part.quantities
        if exams and not told and any(word.key in results for word in words):
            found.append(Doubt(FindingType.FABRICATED, exams[0].span))
    return found


def undenied_doubts(reading: Reading, base: EvidenceBase) -> list[Doubt]:
    """*No suicidal ideation* where nobody spoke of it: an alarm that is said to be silent and was not asked about. In
    an excerpt only of what patients call by the names that clinicians write."""
    plain = load_knowledge(base.language).plain
    found = []
    for unit in reading.units:
        names = {key.removeprefix("c:") for key in unit.keys if key.startswith("c:")}
        alarms = {name for name in names & base.lexicon.concepts.keys() if base.lexicon.concepts[name].red_flag}
        if not (unit.problem and alarms and (base.whole or alarms & plain)) or base.holds(unit):
            continue
        if read_qualifiers(sentence_reading(reading.text, base.lexicon), unit.span).negated:
            found.append(Doubt(FindingType.FABRICATED, unit.span))
    return found


def nothing_said(
    covered: float,
    doubts: list[Doubt],
    reading: Reading,
    cited: Sequence[Evidence],
    base: EvidenceBase,
) -> list[Doubt]:
    """The whole claim is in doubt where next to nothing of it was said."""
    asserted = any(not isinstance(one, SegmentEvidence) for one in cited)
    if doubts or asserted or not base.whole or len(reading.units) < _ENOUGH_TO_JUDGE or covered >= _TOO_LITTLE:
        return doubts
    if not any(stated(reading.text, unit, base) for unit in reading.units):
        return doubts
    return [Doubt(FindingType.FABRICATED, Span(0, len(reading.text)))]


def citation_doubts(
    reading: Reading, cited: Sequence[SegmentEvidence], local: Sequence[Passage], base: EvidenceBase
) -> list[Doubt]:
    """Cited segments that hold much less of the claim than other passages do."""
    if not cited or not reading.units:
        return []
    turns = base.transcript.turns
    texts = [turns[one.turn].text for one in cited if one.turn < len(turns)]
    held = {key for text in texts for key in read(text, base.language, base.lexicon).keys}
    elsewhere = {key for passage in local for key in passage.reading.keys}
    share = sum(bool(unit.keys & held) for unit in reading.units) / len(reading.units)
    best = sum(bool(unit.keys & elsewhere) for unit in reading.units) / len(reading.units)
    if share >= _TOO_LITTLE or best - share < _CITED_LESS or not local:
        return []
    return [Doubt(FindingType.CITATION, Span(0, len(reading.text)), local[0].evidence())]
