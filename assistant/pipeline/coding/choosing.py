"""From a condition that the report affirms to its most specific codes that the whole report supports."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain.span import Span
from assistant.pipeline.coding.conditions import Atom, Condition
from assistant.pipeline.coding.mentions import Mention
from assistant.pipeline.coding.phrases import compiled
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.sections import HISTORY
from assistant.pipeline.coding.status import Status, StatusReader

_DIABETES = re.compile(r"^DM(\d)$")
_LASTING = ("history", "treatment_before", "present", "discharge", "conclusion", "opening", "reason")
_ITEM_END = re.compile(r"[;.]|,(?!\d)|\bet\b|\bavec\b|\bpuis\b")
_PLACES = "1340"
_ELSEWHERE = ("history", "treatment_before", "lifestyle", "family", "discharge")


@dataclass(frozen=True)
class Evidence:
    """What tests look at: the report, its status reader and the codes found so far, with the sentences of each."""

    report: Report
    reader: StatusReader
    codes: Mapping[str, frozenset[Span]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Local:
    """Where a condition is spoken of: its sentences, and of each mention only the part between commas. ``late``: it
    appeared during the stay."""

    sentences: tuple[Span, ...]
    beside: tuple[Span, ...]
    late: bool


def choose(condition: Condition, mentions: Sequence[Mention], seen: Evidence) -> tuple[str, ...]:
    """The codes of the first choice whose tests hold; none where there is none."""
    sentences = dict.fromkeys(seen.report.sentences[mention.sentence].span for mention in mentions)
    beside = tuple(_beside(mention, seen.report) for mention in mentions)
    local = Local(tuple(sentences), beside, any(mention.arises for mention in mentions))
    for choice in condition.choices:
        if all(_holds(atom, local, seen) for atom in choice.tests):
            return tuple(_resolved(code, seen) for code in choice.codes)
    return ()


def _beside(mention: Mention, report: Report) -> Span:
    """The mention with its part of the sentence, between commas."""
    sentence = report.sentences[mention.sentence].span
    before = [m.end() for m in _ITEM_END.finditer(report.folded, sentence.start, mention.span.start)]
    after = _ITEM_END.search(report.folded, mention.span.end, sentence.end)
    return Span(before[-1] if before else sentence.start, after.start() if after else sentence.end)


def _holds(atom: Atom, local: Local, seen: Evidence) -> bool:
    return _true(atom, local, seen) != atom.denied


def _true(atom: Atom, local: Local, seen: Evidence) -> bool:
    if atom.late:
        return local.late
    if atom.prefixes:
        near = [spans for code, spans in seen.codes.items() if code.startswith(atom.prefixes)]
        return any(not atom.near or not spans.isdisjoint(local.sentences) for spans in near)
    if atom.measure:
        values = seen.reader.measure(atom.measure)
        if not values:
            return False
        return min(values) < atom.limit if atom.below else max(values) > atom.limit
    everywhere = [sentence.span for sentence in seen.report.sentences if sentence.section != "family"]
    beside = local.beside if atom.tight else local.sentences
    return _said(atom.local, beside, seen) or _said(atom.report, everywhere, seen, everywhere=True)


def _said(source: str, spans: Iterable[Span], seen: Evidence, everywhere: bool = False) -> bool:
    """Whether the words stand, affirmed, in one of the stretches. ``everywhere``: in those of the history too, where an
    event (a delivery, an operation) is over and says nothing of this stay."""
    if not source:
        return False
    pattern = compiled(source)
    for stretch in spans:
        for match in pattern.finditer(seen.report.folded, stretch.start, stretch.end):
            span = Span(*match.span())
            at = seen.report.sentence_at(span.start)
            over = everywhere and seen.report.sentences[at].section == HISTORY
            if over and seen.reader.patterns["event"].search(match.group()):
                continue
            status = seen.reader.status(at, span, chronic=True)
            if status in (Status.AFFIRMED, Status.PAST):
                return True
    return False


def _resolved(code: str, seen: Evidence) -> str:
    """A template as a code: the patient's diabetes, the place of an accident."""
    if match := _DIABETES.match(code):
        return _diabetes(match.group(1), seen)
    if code.endswith("@"):
        told = (sentence for sentence in seen.report.sentences if sentence.section not in _ELSEWHERE)
        text, patterns = " . ".join(sentence.folded for sentence in told), seen.reader.patterns
        return code[:-1] + next((digit for digit in _PLACES if patterns[f"place_{digit}"].search(text)), "9")
    return code


def _diabetes(complication: str, seen: Evidence) -> str:
    own = " . ".join(s.folded for s in seen.report.sentences if s.section != "family")
    patterns = seen.reader.patterns
    if patterns["diabetes_type_1"].search(own):
        return f"E10{complication}"
    if patterns["diabetes_other"].search(own):
        return f"E13{complication}"
    if not patterns["diabetes_type_2"].search(own):
        return f"E14{complication}"
    lasting = [s.folded for s in seen.report.sentences if s.section in _LASTING]
    treated = any(
        patterns["insulin"].search(text) and not patterns["insulin_not_lasting"].search(text) for text in lasting
    )
    return f"E11{complication}{0 if treated else 8}"
