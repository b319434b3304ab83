"""Where a report speaks of each condition, and how it holds there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.span import Span
from assistant.pipeline.coding.conditions import Condition
from assistant.pipeline.coding.phrases import compiled
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.status import Arising, Status, StatusReader
from assistant.pipeline.text import PhraseTable, tokens

_WORD = re.compile(r"\w+")
_COMPOUND = re.compile(r"-[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the report that name a condition. ``sentence`` is the position of their sentence; ``arises``: whether
    it is said to have appeared during the stay."""

    condition: Condition
    span: Span
    sentence: int
    section: str
    status: Status
    arises: Arising


def find_mentions(
    report: Report, conditions: Sequence[Condition], terms: PhraseTable[Condition], reader: StatusReader
) -> list[Mention]:
    """All mentions, in order of place. Of overlapping ones the longest stays, beside those of conditions that are
    found inside others; ``terms`` are further wordings of single codes, which count where no condition was found, or
    where they say more and name another category ("bursite du coude"). A single word of a fuller name that the report
    gives before is that name again ("varices œsophagiennes … cinq varices")."""
    found = [(span, at, condition) for at, condition in enumerate(conditions) for span in _spans(report, condition)]
    inside = [entry for entry in found if entry[2].has("o")]
    kept = _longest([entry for entry in found if not entry[2].has("o")])
    for span, condition in _terms(report, terms):
        rivals = [entry for entry in kept if entry[0].overlaps(span)]
        if all(_says_more(span, condition, rival) for rival in rivals):
            kept = [entry for entry in kept if entry not in rivals] + [(span, len(conditions), condition)]
    kept = [entry for entry in kept if not _named_before(entry, kept, report)]
    placed = sorted([*kept, *inside], key=lambda entry: (entry[0], entry[1]))
    return [mention for span, _, condition in placed if (mention := mention_at(report, span, condition, reader))]


def _named_before(
    entry: tuple[Span, int, Condition], others: Sequence[tuple[Span, int, Condition]], report: Report
) -> bool:
    word = entry[0].of(report.folded)
    if not word.isalpha():
        return False
    fuller = (other for other in others if other[0].start < entry[0].start and other[2] is not entry[2])
    return any(word in _WORD.findall(other[0].of(report.folded))[:-1] for other in fuller)


def _says_more(span: Span, condition: Condition, rival: tuple[Span, int, Condition]) -> bool:
    within = span.start <= rival[0].start and rival[0].end <= span.end and span != rival[0]
    return within and not condition.categories() & rival[2].categories()


def _spans(report: Report, condition: Condition) -> list[Span]:
    found = []
    if condition.folded and any(anchor in report.folded for anchor in condition.anchors):
        found += [Span(*match.span()) for match in compiled(condition.folded).finditer(report.folded)]
    if condition.exact:
        found += [Span(*match.span()) for match in condition.exact.finditer(report.text)]
    return found


def _terms(report: Report, terms: PhraseTable[Condition]) -> list[tuple[Span, Condition]]:
    """Where the terms stand as words of their own: "gastro" is not said by "gastro-entérologie"."""
    words = tokens(report.text)
    found = [(Span(words[m.first].start, words[m.last].end), m.payloads[0]) for m in terms.find(words)]
    return [(span, condition) for span, condition in found if not _COMPOUND.match(report.text, span.end)]


def _longest(found: list[tuple[Span, int, Condition]]) -> list[tuple[Span, int, Condition]]:
    """Without those that a longer one overlaps; of equals the first row stays."""
    kept: list[tuple[Span, int, Condition]] = []
    for entry in sorted(found, key=lambda entry: (entry[0].start - entry[0].end, entry[1])):
        if not _any_overlap(entry[0], [span for span, _, _ in kept]):
            kept.append(entry)
    return kept


def _any_overlap(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def mention_at(report: Report, span: Span, condition: Condition, reader: StatusReader) -> Mention | None:
    """What stands at ``span`` as a mention; nothing for the words of a heading, nor for what is
    present where only an antecedent counts."""
    at = report.sentence_at(span.start)
    sentence = report.sentences[at] if report.sentences else None
    if sentence is None or not sentence.span.start <= span.start < sentence.span.end:
        return None
    span = Span(span.start, min(span.end, sentence.span.end))
    status = reader.status(at, span, condition.has("c"), condition.has("t"))
    if condition.has("a"):
        if status is Status.AFFIRMED:
            return None
        status = Status.AFFIRMED if status is Status.PAST else status
    return Mention(condition, span, at, sentence.section, status, reader.arises(at, span))


def by_condition(mentions: Sequence[Mention]) -> Mapping[Condition, list[Mention]]:
    """The mentions of each condition, in order of first mention."""
    groups: dict[Condition, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(mention.condition, []).append(mention)
    return groups
