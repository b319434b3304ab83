"""One claim against all its evidence: every comparison, then score, verdict and findings."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.evidence import AssertionEvidence, Evidence, SegmentEvidence
from assistant.domain.finding import Claim, Finding, FindingType, Severity, Verdict
from assistant.pipeline.checking.hearing import Unsure, lowered, unsure
from assistant.pipeline.checking.qualifiers.allergies import allergy_doubts
from assistant.pipeline.checking.qualifiers.beliefs import belief_doubts
from assistant.pipeline.checking.qualifiers.causes import cause_doubts
from assistant.pipeline.checking.qualifiers.certainty import certainty_doubts
from assistant.pipeline.checking.qualifiers.claimed import apart, hedged, meant
from assistant.pipeline.checking.qualifiers.course import course_doubts, recent_doubts
from assistant.pipeline.checking.qualifiers.decided import decision_doubts
from assistant.pipeline.checking.qualifiers.examined import examined_doubts
from assistant.pipeline.checking.qualifiers.habits import habit_doubts
from assistant.pipeline.checking.qualifiers.order import day_doubts, order_doubts
from assistant.pipeline.checking.qualifiers.parts_of_day import moved_part_doubts, part_of_day_doubts
from assistant.pipeline.checking.qualifiers.persons import person_doubts
from assistant.pipeline.checking.qualifiers.planned import planned_doubts
from assistant.pipeline.checking.qualifiers.polarity import polarity_doubts
from assistant.pipeline.checking.qualifiers.qualities import quality_doubts
from assistant.pipeline.checking.qualifiers.reported import report_doubts
from assistant.pipeline.checking.qualifiers.results import result_doubts
from assistant.pipeline.checking.qualifiers.sections import section_doubts
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
from assistant.pipeline.checking.texts.clauses import clauses
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
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.checking.texts.reading import Reading, read
from assistant.pipeline.checking.texts.rivals import rival_doubts
from assistant.pipeline.checking.texts.terms import term_doubts
from assistant.pipeline.checking.trust import strongest
from assistant.pipeline.checking.unsaid import (
    citation_doubts,
    fabricated_doubts,
    nothing_said,
    undenied_doubts,
    unexamined_doubts,
)
from assistant.pipeline.facts import text_facts

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
_SHOWN = 3


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
        doubts = nothing_said(covered, doubts, reading, cited, base)
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
    claimed = [meant(fact, reading, parts, base) for fact in text_facts(sentence.text, base.language, base.lexicon)]
    doubts = [
        *number_doubts(reading, parts, local, bench.said, base, claimed),
        *term_doubts(parts, local, base),
        *rival_doubts(reading, base),
        *vague_doubts(reading, parts, bench.said.stands, base, bench.knowledge),
        *return_doubts(reading, parts, bench.said, base),
        *rhythm_doubts(reading, parts, local, base),
        *side_doubts(parts, local, base),
        *person_doubts(reading, parts, base),
        *report_doubts(reading, parts, base, bench.knowledge),
        *belief_doubts(reading, parts, base),
        *examined_doubts(reading, parts, base),
        *order_doubts(reading, local, base),
        *day_doubts(reading, base),
        *course_doubts(reading, parts, base, bench.knowledge),
        *section_doubts(sentence.section, reading, parts, base, bench.knowledge),
        *recent_doubts(reading, parts, base, bench.knowledge),
        *date_doubts(reading, base, bench.knowledge),
        *certainty_doubts(reading, parts, local, base, bench.knowledge),
        *decision_doubts(reading, base, bench.knowledge),
        *planned_doubts(reading, parts, base, bench.knowledge),
        *cause_doubts(reading, base),
        *allergy_doubts(reading, base),
        *polarity_doubts(reading, parts, base),
        *result_doubts(reading, base),
        *part_of_day_doubts(reading, base),
        *moved_part_doubts(reading, base),
        *habit_doubts(claimed, base),
        *quality_doubts(
            claimed,
            sentence.section,
            lambda fact: hedged(fact, reading, base),
            lambda fact, other: apart(fact, other, reading, parts, base),
            base,
        ),
        *fabricated_doubts(reading, parts, base),
        *unexamined_doubts(reading, parts, base),
        *undenied_doubts(reading, base),
        *citation_doubts(reading, cited, local, base),
    ]
    # A claim that names its year says itself when it was.
    dated = any(1900 <= mention.quantity.value <= 2100 for mention in reading.quantities)
    told = [doubt for doubt in doubts if not (dated and doubt.type is FindingType.TEMPORALITY)]
    return _without_repeats(told, bench)


def _without_repeats(doubts: Sequence[Doubt], bench: Bench) -> list[Doubt]:
    """One doubt a stretch of words: the worst, the first among equals."""
    kept: list[Doubt] = []
    order = sorted(doubts, key=lambda doubt: (doubt.severity or bench.knowledge.severities[doubt.type]).rank)
    for doubt in order:
        if not any(doubt.span.overlaps(other.span) for other in kept):
            kept.append(doubt)
    return kept


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
