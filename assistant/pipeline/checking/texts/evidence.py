"""Everything a claim may rest on, and the few sentences of it that speak of the same things."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.context import PatientContext
from assistant.domain.evidence import ContextEvidence, Evidence, SegmentEvidence
from assistant.domain.fact import Fact
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.domain.transcript import Segment, SpeakerRole, Transcript
from assistant.pipeline.checking.texts.corrections import Said, taken_back
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit, read, word_pairs
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.segmenting import segments
from assistant.pipeline.text import fold, tokens

TOP = 5
_NEAR = 1
_LEAD = 70
_WHOLE_TURNS, _WHOLE_WORDS = 15, 120
_LABEL = 3
"""Words that may label an entry copied from the chart (*on record*, *au dossier*)."""


@dataclass(frozen=True, eq=False)
class Passage:
    """A segment of the transcript with its reading. ``order`` counts segments over the whole transcript."""

    order: int
    segment: Segment
    reading: Reading

    def evidence(self, span: Span | None = None) -> SegmentEvidence:
        """The whole segment as evidence, or ``span`` of its text."""
        part = self.segment.span if span is None else span.shifted(self.segment.span.start)
        return SegmentEvidence(self.segment.turn, part)


@dataclass(frozen=True, eq=False)
class EvidenceBase:
    """A transcript and a chart, read once for all claims of a note."""

    transcript: Transcript
    context: PatientContext
    language: Language
    lexicon: Lexicon
    facts: Sequence[Fact]
    passages: tuple[Passage, ...]
    chart: tuple[tuple[ContextEvidence, Reading], ...]
    holders: dict[str, list[int]]
    chart_keys: frozenset[str]
    copies: frozenset[tuple[bool, tuple[str, ...]]]
    corrected_sides: dict[tuple[int, int], tuple[str, SegmentEvidence]]
    other: frozenset[str]
    own_words: frozenset[str]
    word_pairs: frozenset[tuple[str, str]]

    @property
    def whole(self) -> bool:
        """Whether this is a visit rather than an excerpt: what is not in it was then not said. The excerpts of the
        evaluation sets end at six turns and 76 words."""
        turns = self.transcript.turns
        return len(turns) >= _WHOLE_TURNS or sum(turn.text.count(" ") + 1 for turn in turns) >= _WHOLE_WORDS

    @property
    def accompanied(self) -> bool:
        """Whether somebody besides clinician and patient speaks."""
        return any(turn.role is SpeakerRole.COMPANION for turn in self.transcript.turns)

    def holds(self, unit: Unit) -> bool:
        """Whether anything in transcript or chart stands for the same."""
        return any(key in self.holders or key in self.chart_keys for key in unit.keys)

    def passage_at(self, turn: int, position: int) -> "Passage | None":
        """The sentence that holds a place of a turn."""
        held = (one for one in self.passages if one.segment.turn == turn and one.segment.span.start <= position)
        return max(held, key=lambda one: one.segment.span.start, default=None)

    def names(self, unit: Unit) -> bool:
        """Whether anything in transcript or chart says it in the same words or by a term of the same concept."""
        own = [key for key in unit.keys if key.startswith(("s:", "c:"))]
        return any(key in self.holders or key in self.chart_keys for key in own)

    def holding(self, unit: Unit) -> list[int]:
        """The passages (by order) that stand for the same."""
        return sorted({order for key in unit.keys for order in self.holders.get(key, ())})


def gather(transcript: Transcript, context: PatientContext, facts: Sequence[Fact], lexicon: Lexicon) -> EvidenceBase:
    """Read a transcript and a chart."""
    language = transcript.language
    passages = tuple(
        Passage(order, segment, read(segment.text, language, lexicon))
        for order, segment in enumerate(segments(transcript))
    )
    chart = tuple(
        (ContextEvidence(name, index), read(entry, language, lexicon))
        for name in ("allergies", "treatments", "problems")
        for index, entry in enumerate(getattr(context, name))
    )
    holders: dict[str, list[int]] = defaultdict(list)
    for passage in passages:
        for key in passage.reading.keys:
            holders[key].append(passage.order)
    chart_keys = frozenset(key for _, reading in chart for key in reading.keys)
    texts = [*(passage.segment.text for passage in passages), *(turn.text for turn in transcript.turns)]
    copies = {(text.rstrip().endswith("?"), _words(text)) for text in texts}
    return EvidenceBase(
        transcript,
        context,
        language,
        lexicon,
        facts,
        passages,
        chart,
        dict(holders),
        chart_keys,
        frozenset(copies),
        _corrected_sides(passages, transcript, lexicon),
        load_knowledge(language).other,
        load_knowledge(language).own,
        frozenset(pair for passage in passages for pair in word_pairs(passage.reading, language)),
    )


def _corrected_sides(
    passages: Sequence[Passage], transcript: Transcript, lexicon: Lexicon
) -> dict[tuple[int, int], tuple[str, SegmentEvidence]]:
    """Where a side was said and taken back (turn and offset), with the side that replaced it."""
    found = [(side.name, passage.evidence(side.span)) for passage in passages for side in passage.reading.sides]
    said = [Said(one.turn, one.span.start, one.span.end, name, "side") for name, one in found]
    return {(said[old].turn, said[old].start): found[new] for old, new in taken_back(said, transcript, lexicon).items()}


def is_copy(claim: str, base: EvidenceBase) -> bool:
    """Whether the claim is a whole turn or sentence of the transcript, word for word; a question, only as one."""
    return (claim.rstrip().endswith("?"), _words(claim)) in base.copies


def from_chart(claim: Reading, base: EvidenceBase) -> bool:
    """Whether the claim only repeats an entry of the chart, with at most a few words before or after it."""
    words = _words(claim.text)
    entries = (_words(entry.text) for _, entry in base.chart)
    return any(
        len(words) - len(entry) <= _LABEL and words[at : at + len(entry)] == entry
        for entry in entries
        if entry
        for at in range(min(_LABEL, len(words)) + 1)
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens(text))


def asks(text: str, span: Span, base: EvidenceBase) -> bool:
    """Whether what stands at ``span`` of a turn is asked about by a question that carries no question mark, as
    speech recognition often leaves it."""
    lead = fold(text[max(0, span.start - _LEAD) : span.start])
    return any(f"{opening} " in lead for opening in load_knowledge(base.language).asking)


def weight(unit: Unit) -> float:
    """How much a unit says about what a sentence is about. Fixed, so that more talk changes no verdict."""
    if unit.drug:
        return 3.0
    return 2.0 if unit.clinical else 1.5 if unit.site or unit.person else 1.0


def rank(units: Sequence[Unit], base: EvidenceBase, cited: Sequence[SegmentEvidence] = ()) -> list[Passage]:
    """The passages that share most with these units, best first, cited ones before others that share as much."""
    scores: dict[int, float] = defaultdict(float)
    for unit in units:
        for order in base.holding(unit):
            scores[order] += weight(unit)
    for order in scores:
        segment = base.passages[order].segment
        if any(segment.turn == one.turn and segment.span.overlaps(one.span) for one in cited):
            scores[order] += 1.5
    best = sorted(scores, key=lambda order: (-scores[order], order))
    return [base.passages[order] for order in best[:TOP]]


def around(best: Sequence[Passage], base: EvidenceBase) -> list[Passage]:
    """The passages and their neighbours: an answer stands beside its question."""
    wanted = {order for passage in best for order in range(passage.order - _NEAR, passage.order + _NEAR + 1)}
    return [base.passages[order] for order in sorted(wanted) if 0 <= order < len(base.passages)]


def chart_evidence(units: Sequence[Unit], base: EvidenceBase) -> list[Evidence]:
    """The entries of the chart that share a clinical unit."""
    keys = frozenset(key for unit in units if unit.clinical or unit.drug for key in unit.keys)
    return [entry for entry, reading in base.chart if keys & reading.keys]
