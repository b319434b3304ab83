"""A model's sentences against the checker: which stand, which are asked again, and with what evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, Provenance
from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import Fact
from assistant.domain.finding import Claim, Verdict
from assistant.domain.transcript import Segment, Transcript
from assistant.pipeline.checking import bench_for, check_claims
from assistant.pipeline.checking.sentence import Bench as CheckingBench
from assistant.pipeline.drafting.answered import Proposed, Rejected, addresses_writer
from assistant.pipeline.drafting.content import shared
from assistant.pipeline.drafting.contradicting import contrary
from assistant.pipeline.drafting.extractive import Line, numbered
from assistant.pipeline.drafting.merging import Verified
from assistant.pipeline.drafting.offering import fitting
from assistant.pipeline.drafting.template import SectionTemplate, Template
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.rendering import render

Again = Callable[[SectionTemplate, str, str, Sequence[Segment]], Proposed | None]
"""Asks for a sentence again: its section, the words, why they were refused, the segments to rest on."""


@dataclass(frozen=True, eq=False)
class Bench:
    """What a draft is checked against."""

    transcript: Transcript
    segments: Sequence[Segment]
    facts: Sequence[Fact]
    context: PatientContext
    template: Template
    lexicon: Lexicon

    @classmethod
    def deaf_to_instructions(
        cls,
        transcript: Transcript,
        segments: Sequence[Segment],
        facts: Sequence[Fact],
        context: PatientContext,
        template: Template,
        lexicon: Lexicon,
    ) -> "Bench":
        """A bench on which sentences that address the writer were never said: they prove nothing."""
        deaf = [one for one in segments if addresses_writer(one.text, template.wording)]
        turns = list(transcript.turns)
        for one in deaf:
            turn = turns[one.turn]
            blank = " " * (one.span.end - one.span.start)
            turns[one.turn] = replace(turn, text=turn.text[: one.span.start] + blank + turn.text[one.span.end :])
        heard = [f for f in facts if not any(f.turn == one.turn and f.span.overlaps(one.span) for one in deaf)]
        kept = [one for one in segments if one not in deaf]
        return cls(replace(transcript, turns=tuple(turns)), kept, heard, context, template, lexicon)

    def contrary(self, text: str) -> str:
        """Why a sentence goes against the facts; "" where it does not."""
        return contrary(text, self.facts, self.context, self.lexicon)

    def grounded(self, one: Proposed) -> float:
        """The share of a sentence's ideas that stand in the segments that it cites."""
        places = [place for place in one.evidence if isinstance(place, SegmentEvidence)]
        said = " ".join(place.span.of(self.transcript.turns[place.turn].text) for place in places)
        return shared(one.text, said, self.template.language, self.lexicon)

    def claims(self, key: str, lines: Sequence[Line]) -> list[Claim]:
        """The checker's verdict on every line of a section."""
        if not lines:
            return []
        sections = self.template.filled({key: numbered(key, lines)})
        nobody = Provenance("model", None)
        draft = Draft(self.template.kind, self.template.language, self.template.title, sections, nobody)
        return check_claims(render(draft), self._heard)

    @cached_property
    def _heard(self) -> CheckingBench:
        return bench_for(self.transcript, self.context, self.lexicon, self.facts)


def refusal(claim: Claim, refused: str = "") -> str:
    """Why a sentence may not stand: the checker's worst finding, else ``refused``, else its verdict; "": it may."""
    if claim.findings or refused:
        return claim.findings[0].reason if claim.findings else refused
    if claim.verdict in (Verdict.SUPPORTED, Verdict.INFERRED):
        return ""
    return "the checker found nothing that it rests on"


def verified(section: SectionTemplate, proposed: Sequence[Proposed], bench: Bench, again: Again) -> list[Verified]:
    """Every sentence of a section with its verdict; one that is refused was asked again once."""
    first = _judged(section.key, proposed, bench)
    # Evidence helps a sentence that says what was not said; not one that is no report's sentence at all.
    hopeless = {one.text for one in proposed if one.ill_formed}
    refused = [one for one in first if one.refused]
    evidence = _missing_evidence(section.key, refused, bench)
    second = [
        _asked_again(one, section, [] if one.line[0] in hopeless else evidence[one.line[0]], again) for one in refused
    ]
    judged = iter(_judged(section.key, second, bench))
    return [_after(one, next(judged)) if one.refused else one for one in first]


def _judged(key: str, proposed: Sequence[Proposed], bench: Bench) -> list[Verified]:
    claims = bench.claims(key, [(one.text, one.evidence) for one in proposed])
    return [
        Verified(
            (one.text, one.evidence),
            refusal(claim, one.refused or bench.contrary(one.text)),
            one.copied,
            bench.grounded(one),
        )
        for one, claim in zip(proposed, claims, strict=True)
    ]


def _missing_evidence(key: str, refused: Sequence[Verified], bench: Bench) -> dict[str, list[Segment]]:
    """For each refused sentence the segments that speak of the same things, whatever it cites, then what it cites."""
    alone = bench.claims(key, [(one.line[0], ()) for one in refused])
    found: dict[str, list[Segment]] = {}
    for one, claim in zip(refused, alone, strict=True):
        text, cited = one.line
        named = [finding.evidence_span for finding in claim.findings if finding.evidence_span is not None]
        places = [place for place in (*named, *claim.evidence, *cited) if isinstance(place, SegmentEvidence)]
        found[text] = fitting(_whole(places, bench.segments), bench.segments)
    return found


def _whole(places: Sequence[SegmentEvidence], segments: Sequence[Segment]) -> list[SegmentEvidence]:
    """The whole segments that these places lie in."""
    return [
        SegmentEvidence(segment.turn, segment.span)
        for place in places
        for segment in segments
        if segment.turn == place.turn and segment.span.overlaps(place.span)
    ]


def _asked_again(one: Verified, section: SectionTemplate, offered: Sequence[Segment], again: Again) -> Proposed:
    text, evidence = one.line
    if not offered:
        return Proposed(text, evidence, one.refused)
    try:
        written = again(section, text, one.refused, offered)
    except Rejected:
        # What was first said against the sentence is what the reader is told.
        return Proposed(text, evidence, one.refused)
    return written or Proposed(text, evidence, one.refused)


def _after(first: Verified, second: Verified) -> Verified:
    if second.refused:
        return first
    return Verified(second.line, "", second.copied, first=first.line[0], why=first.refused)
