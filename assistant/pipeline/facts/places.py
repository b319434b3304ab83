"""Where on the body: the site and the side of a term."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.fact import Fact, FactKind
from assistant.domain.span import Span
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.facts.scopes import scopes_of
from assistant.pipeline.lexicon import TermMatch

_SITE_REACH = 3
_SIDE_REACH = 3


def _gap(reading: Reading, one: Span, other: Span) -> int:
    first, second = sorted((one, other))
    return reading.words_between(first.end, second.start)


def _gap_text(reading: Reading, one: Span, other: Span) -> str:
    first, second = sorted((one, other))
    return reading.folded[first.end : second.start]


def side_of(reading: Reading, span: Span) -> str | None:
    """``left``, ``right`` or ``both``: the nearest side word within three words of the span."""
    sides = [(_gap(reading, cue.span, span), cue.name) for cue in reading.cues("side") if cue.name != "pseudo"]
    near = [found for found in sides if found[0] <= _SIDE_REACH]
    return min(near)[1] if near else None


def placed_on_body(reading: Reading, fact: Fact) -> Fact:
    """The fact with the site and side that its sentence gives it."""
    scopes = scopes_of(reading)
    sites = [
        (_gap(reading, term.span, fact.span), term)
        for term in reading.terms
        if term.kind == "site"
        and scopes.of(term.span.start) == scopes.of(fact.span.start)
        and "," not in _gap_text(reading, term.span, fact.span)
    ]
    near = [found for found in sites if found[0] <= _SITE_REACH]
    if not near:
        return replace(fact, side=side_of(reading, fact.span))
    site = min(near, key=lambda found: found[0])[1]
    return replace(fact, site=site.concept, side=side_of(reading, site.span) or side_of(reading, fact.span))


def pain_facts(reading: Reading) -> Iterator[Fact]:
    """A pain told by its site ("mal au genou", "my knee hurts"). The site's lexicon line names the concept where
    there is one of its own; ``pain`` else."""
    for site in (term for term in reading.terms if term.kind == "site"):
        span = _pain_span(reading, site)
        if span is None or any(term.kind == "problem" and term.span.overlaps(span) for term in reading.terms):
            continue
        own = reading.lexicon.concepts[site.concept].codes
        fact = Fact(FactKind.PROBLEM, own[0] if own else "pain", span.of(reading.text), 0, span,
                    qualifiers=read_qualifiers(reading, span), site=site.concept)  # fmt: skip
        yield replace(fact, side=side_of(reading, site.span))


def _pain_span(reading: Reading, site: TermMatch) -> Span | None:
    for cue in reading.cues("pain"):
        if cue.span.overlaps(site.span) or _gap(reading, cue.span, site.span) > _SIDE_REACH:
            continue
        if cue.name == "before" and cue.span.end <= site.span.start:
            return Span(cue.span.start, site.span.end)
        if cue.name == "after" and cue.span.start >= site.span.end:
            return Span(site.span.start, cue.span.end)
    return None
