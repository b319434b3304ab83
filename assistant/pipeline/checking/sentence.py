"""One claim against all its evidence: every comparison, then score, verdict and findings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.evidence import AssertionEvidence, Evidence, SegmentEvidence
from assistant.domain.fact import Fact
from assistant.domain.finding import Claim, Finding, FindingType, Severity, Verdict
from assistant.domain.span import Span
from assistant.pipeline.checking.hearing import Unsure, lowered, unsure
from assistant.pipeline.checking.qualifiers.allergies import allergy_doubts
from assistant.pipeline.checking.qualifiers.beliefs import belief_doubts
from assistant.pipeline.checking.qualifiers.causes import cause_doubts
from assistant.pipeline.checking.qualifiers.certainty import certainty_doubts
from assistant.pipeline.checking.qualifiers.course import course_doubts
from assistant.pipeline.checking.qualifiers.examined import examined_doubts
from assistant.pipeline.checking.qualifiers.habits import habit_doubts
from assistant.pipeline.checking.qualifiers.narrowing import denies_forever, elsewhere, is_over
from assistant.pipeline.checking.qualifiers.order import day_doubts, order_doubts
from assistant.pipeline.checking.qualifiers.parts_of_day import part_of_day_doubts
from assistant.pipeline.checking.qualifiers.persons import person_doubts
from assistant.pipeline.checking.qualifiers.planned import planned_doubts
from assistant.pipeline.checking.qualifiers.polarity import opened_by_condition, polarity_doubts, stated
from assistant.pipeline.checking.qualifiers.qualities import quality_doubts
from assistant.pipeline.checking.qualifiers.results import result_doubts
from assistant.pipeline.checking.qualifiers.sides import side_doubts
from assistant.pipeline.checking.quantities.dates import date_doubts
from assistant.pipeline.checking.quantities.frequencies import rhythm_doubts
from assistant.pipeline.checking.quantities.numbers import number_doubts
from assistant.pipeline.checking.quantities.returns import return_doubts
from assistant.pipeline.checking.quantities.standing import Stated
from assistant.pipeline.checking.quantities.vague import vague_doubts
from assistant.pipeline.checking.scoring import Features, agreeing, probability, verdict
from assistant.pipeline.checking.shares import coverage, in_a_row, together
from assistant.pipeline.checking.texts.claims import NoteSentence
from assistant.pipeline.checking.texts.clauses import Clause, clauses
from assistant.pipeline.checking.texts.doubt import Doubt, finding
from assistant.pipeline.checking.texts.evidence import (
    EvidenceBase,
    Passage,
    around,
    chart_evidence,
    from_chart,
    is_copy,
    rank,
)
from assistant.pipeline.checking.texts.kinship import names_a_side
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, read
from assistant.pipeline.checking.texts.replies import sentence_reading
from assistant.pipeline.checking.texts.rivals import rival_doubts
from assistant.pipeline.checking.texts.terms import missing, term_doubts
from assistant.pipeline.checking.trust import strongest
from assistant.pipeline.facts import text_facts
from assistant.pipeline.facts.qualifiers import listed_loosely

_CONFLICTS = frozenset(
    {
        FindingType.NEGATION,
        FindingType.LATERALITY_SITE,
        FindingType.EXPERIENCER,
        FindingType.SUPERSEDED,
        FindingType.SPEAKER,
        FindingType.UNIT,
    }
)
_TOO_LITTLE = 0.2
_ENOUGH_TO_JUDGE = 3
_SHOWN = 3
_CITED_LESS = 0.4
_COVERED, _KEEPS_TO_WORDS = 0.7, 0.6
"""Shares of a claim's other units from which a concept that nothing stands for counts as not said in an excerpt: of
those said in any wording, and of those said in the claim's own words."""


@dataclass(frozen=True, eq=False)
class Bench:
    """What every claim of a note is checked with. ``said``: all amounts of the transcript."""

    base: EvidenceBase
    said: Stated
    knowledge: CheckerKnowledge


@dataclass(frozen=True, eq=False)
class Examined:
    """A claim taken apart: what the score and the verdict are made from."""

    reading: Reading
    best: Sequence[Passage]
    doubts: Sequence[Doubt]
    features: Features


def examine(sentence: NoteSentence, cited: Sequence[Evidence], bench: Bench) -> Examined:
    """Compare a claim slot by slot."""
    base = bench.base
    reading = read(sentence.text, base.language, base.lexicon)
    segments = [one for one in cited if isinstance(one, SegmentEvidence)]
    best = rank(reading.units, base, segments)
    local = around(best, base)
    copied = is_copy(sentence.text, base) or (sentence.section != "plan" and from_chart(reading, base))
    doubts = [] if copied else _doubts(sentence, reading, segments, local, bench)
    if any(isinstance(one, AssertionEvidence) for one in cited):
        doubts = [doubt for doubt in doubts if doubt.type in _CONFLICTS]
    covered = coverage(reading, local, doubts, base)
    if not copied:
        doubts = _with_whole(sentence, covered, doubts, reading, cited, base)
    strength = strongest(doubts, sentence.text, base.transcript, bench.knowledge)
    values = Features(covered, together(reading, base), in_a_row(reading, base), strength)
    return Examined(reading, best, doubts, values)


def _doubts(
    sentence: NoteSentence,
    reading: Reading,
    cited: Sequence[SegmentEvidence],
    local: Sequence[Passage],
    bench: Bench,
) -> list[Doubt]:
    base, parts = bench.base, clauses(reading)
    claimed = [_own(fact, reading, parts, base) for fact in text_facts(sentence.text, base.language, base.lexicon)]
    doubts = [
        *number_doubts(reading, parts, local, bench.said, base, claimed),
        *term_doubts(parts, local, base),
        *(doubt for doubt in rival_doubts(parts, base) if _stated_at(doubt.span, sentence.text, reading, base)),
        *vague_doubts(reading, parts, bench.said.stands, base, bench.knowledge),
        *return_doubts(reading, parts, bench.said, base),
        *rhythm_doubts(reading, parts, local, base),
        *side_doubts(parts, local, base),
        *person_doubts(reading, parts, base),
        *belief_doubts(reading, parts, base),
        *examined_doubts(reading, parts, base),
        *order_doubts(reading, local, base),
        *day_doubts(reading, base),
        *course_doubts(reading, parts, base, bench.knowledge),
        *date_doubts(reading, base, bench.knowledge),
        *certainty_doubts(reading, parts, local, base, bench.knowledge),
        *planned_doubts(reading, parts, base, bench.knowledge),
        *cause_doubts(reading, base),
        *allergy_doubts(reading, base),
        *polarity_doubts(reading, parts, base),
        *result_doubts(reading, base),
        *part_of_day_doubts(reading, base),
        *habit_doubts(claimed, base),
        *quality_doubts(
            claimed,
            sentence.section,
            lambda fact: _hedged(fact, reading, bench),
            lambda fact, other: _apart(fact, other, reading, parts, base),
            base,
        ),
        *_fabricated(sentence.text, reading, parts, base),
        *_citation(reading, cited, local, bench),
    ]
    # A claim that names its year says itself when it was.
    dated = any(1900 <= mention.quantity.value <= 2100 for mention in reading.quantities)
    told = [doubt for doubt in doubts if not (dated and doubt.type is FindingType.TEMPORALITY)]
    return _without_repeats(told, bench)


def _stated_at(span: Span, text: str, reading: Reading, base: EvidenceBase) -> bool:
    return all(stated(text, unit, base) for unit in reading.units if unit.span == span)


def _fabricated(text: str, reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> list[Doubt]:
    """Stated concepts that nothing stands for. That proves something only in a whole visit, where things are named
    more than once, or where the claim keeps to the words that were said: measured on excerpts of a few turns worded
    freely, 9 in 10 concepts that no table finds had been said in other words. What the rest shares with speech only
    through the tables is no sign of keeping to the words."""
    plain = load_knowledge(base.language).plain
    lacking = [unit for unit in missing(parts, base) if stated(text, unit, base)]
    rest = [unit for unit in reading.units if unit not in lacking]
    covered = sum(base.holds(unit) for unit in rest) / len(rest) if rest else 0.0
    worded = sum(base.names(unit) for unit in rest) / len(rest) if rest else 0.0
    about = any(unit.clinical for unit in rest)
    if not base.whole and (not about or covered < _COVERED or worded < _KEEPS_TO_WORDS):
        lacking = [unit for unit in lacking if {key.removeprefix("c:") for key in unit.keys} & plain]
    return [Doubt(FindingType.FABRICATED, unit.span) for unit in lacking]


def _own(fact: Fact, reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> Fact:
    """The fact, of a relative where the claim opens with one or its clause names a side of the family, else only
    where one is named up to its clause's end."""
    part = next((part for part in parts if part.span.start <= fact.span.start < part.span.end), None)
    end = fact.span.end if part is None else part.span.end
    start = 0 if part is None else part.span.start
    after = load_knowledge(base.language).after
    if any(word.key in after and start <= word.start < fact.span.start for word in reading.words):
        fact = replace(fact, qualifiers=replace(fact.qualifiers, past=True))
    named = any(unit.person and unit.span.start < end for unit in reading.units)
    sided = part is not None and any(unit.person and names_a_side(unit, base) for unit in part.units)
    if sided or (reading.units and reading.units[0].person and not fact.qualifiers.family):
        return replace(fact, qualifiers=replace(fact.qualifiers, family=True))
    if fact.qualifiers.family and not named and any(unit.person for unit in reading.units):
        return replace(fact, qualifiers=replace(fact.qualifiers, family=False))
    return fact


def _hedged(fact: Fact, reading: Reading, bench: Bench) -> bool:
    """Whether the claim leaves the fact open, by a cue or by an *if* before it."""
    held = fact.qualifiers
    opened = opened_by_condition(reading, fact.span, bench.base)
    after = next((word.key for word in reading.words if word.start >= fact.span.end), "")
    loose = listed_loosely(sentence_reading(reading.text, bench.base.lexicon), fact.span)
    return loose or held.uncertain or held.conditional or opened or after in ("non", "not")


def _apart(fact: Fact, other: Fact, reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> bool:
    """Whether a fact and one that was said may both be true, though one denies."""
    unit = next((unit for unit in reading.units if unit.span.overlaps(fact.span)), None)
    told = base.passage_at(other.turn, other.span.start)
    if unit is None or told is None:
        return False
    part = next(part for part in parts if part.span.start <= unit.span.start < part.span.end)
    span = other.span.shifted(-told.segment.span.start)
    if other.qualifiers.negated and is_over(unit, part, reading, base) and not denies_forever(told, base):
        return True
    return elsewhere(unit, part, reading.text, told, span, other.qualifiers.negated, base)


def _citation(
    reading: Reading, cited: Sequence[SegmentEvidence], local: Sequence[Passage], bench: Bench
) -> list[Doubt]:
    """Cited segments that hold much less of the claim than other passages do."""
    if not cited or not reading.units:
        return []
    turns = bench.base.transcript.turns
    texts = [turns[one.turn].text for one in cited if one.turn < len(turns)]
    held = {key for text in texts for key in read(text, bench.base.language, bench.base.lexicon).keys}
    elsewhere = {key for passage in local for key in passage.reading.keys}
    share = sum(bool(unit.keys & held) for unit in reading.units) / len(reading.units)
    best = sum(bool(unit.keys & elsewhere) for unit in reading.units) / len(reading.units)
    if share >= _TOO_LITTLE or best - share < _CITED_LESS or not local:
        return []
    return [Doubt(FindingType.CITATION, Span(0, len(reading.text)), local[0].evidence())]


def _without_repeats(doubts: Sequence[Doubt], bench: Bench) -> list[Doubt]:
    """One doubt a stretch of words: the worst, the first among equals."""
    kept: list[Doubt] = []
    order = sorted(doubts, key=lambda doubt: (doubt.severity or bench.knowledge.severities[doubt.type]).rank)
    for doubt in order:
        if not any(doubt.span.overlaps(other.span) for other in kept):
            kept.append(doubt)
    return kept


def _with_whole(
    sentence: NoteSentence,
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
    if not any(stated(sentence.text, unit, base) for unit in reading.units):
        return doubts
    return [Doubt(FindingType.FABRICATED, Span(0, len(sentence.text)))]


def _misheard(one: Unsure, sentence: NoteSentence, bench: Bench) -> Finding:
    """What rests on words that speech recognition was unsure of, as a finding that changes no verdict."""
    heard = one.evidence.span.of(bench.base.transcript.turns[one.evidence.turn].text)
    return Finding(
        FindingType.CERTAINTY,
        Severity.MINOR,
        one.span.shifted(sentence.span.start),
        one.evidence,
        bench.knowledge.reason("misheard", one.span.of(sentence.text), heard),
        bench.knowledge.fix("misheard"),
    )


def check_sentence(sentence: NoteSentence, cited: Sequence[Evidence], bench: Bench) -> Claim:
    """The claim with verdict, score, findings (worst first) and evidence."""
    seen = examine(sentence, cited, bench)
    base, start = bench.base, sentence.span.start
    asserted = any(isinstance(one, AssertionEvidence) for one in cited)
    checkable = bool(seen.reading.units or seen.reading.quantities)
    findings = [finding(doubt, sentence.text, start, base.transcript, bench.knowledge) for doubt in seen.doubts]
    doubtful = unsure(seen.reading, base)
    findings += [_misheard(one, sentence, bench) for one in doubtful]
    plain = 1.0 if is_copy(sentence.text, base) else probability(seen.features, bench.knowledge.coefficients)
    score = lowered(plain, doubtful)
    word = verdict(seen.features, seen.doubts, checkable)
    if word is not Verdict.NOT_CHECKABLE and not seen.doubts and (asserted or is_copy(sentence.text, base)):
        word = Verdict.SUPPORTED
    score = round(agreeing(score, word), 4)
    shown: list[Evidence] = list(cited) or [
        *(passage.evidence() for passage in seen.best[:_SHOWN]), *chart_evidence(seen.reading.units, base)
    ]  # fmt: skip
    ranked = sorted(findings, key=lambda one: (one.severity.rank, one.claim_span.start))
    return Claim(sentence.span, sentence.text, word, score, tuple(ranked), tuple(shown))
