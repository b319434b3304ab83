"""What the conclusion names and no table knows: looked up in the nomenclature, taken only where a label fits well."""

import re
from collections.abc import Iterator, Sequence

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.domain.span import Span
from assistant.pipeline.coding.conditions import Choice, Condition
from assistant.pipeline.coding.mentions import Mention, mention_at
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.sections import CONCLUSION
from assistant.pipeline.coding.status import StatusReader
from assistant.pipeline.retrieval import stems
from assistant.ports import CodeRetriever

_LEAST_SCORE = 0.8
_LEAST_OF_ONE_WORD = 0.95
_ITEM = re.compile(r"[^,;:.()]+")
_MOST_WORDS = 9
_HALF = 0.5


def unnamed_mentions(
    report: Report, mentions: Sequence[Mention], reader: StatusReader, retriever: CodeRetriever, kind: Nomenclature
) -> Iterator[Mention]:
    """Mentions of codes whose label fits an item of the conclusion in which nothing was found."""
    taken = [mention.span for mention in mentions]
    for sentence in report.of(CONCLUSION):
        for span in _items(sentence.span, report, reader.patterns["links"]):
            if any(span.overlaps(other) for other in taken) or len(span.of(report.text).split()) > _MOST_WORDS:
                continue
            if reader.patterns["denied_item"].search(report.folded[span.start : span.end]):
                continue
            best = next(iter(retriever.codes(span.of(report.text), kind, 1)), None)
            least = _LEAST_SCORE if len(span.of(report.text).split()) > 1 else _LEAST_OF_ONE_WORD
            if best is None or best.score < least or best.entry.code[0] in "RVWXYZ" or not best.entry.billable:
                continue
            words = span.of(report.text)
            if not _says(words, best.entry):
                continue
            condition = Condition(words, "", None, (Choice((best.entry.code,)),), frozenset())
            if mention := mention_at(report, span, condition, reader):
                yield mention


def _says(words: str, entry: CodeEntry) -> bool:
    """Whether the words say more than half of a wording of the entry."""
    said = set(stems(words, "fr"))
    for wording in (entry.label, *entry.terms):
        asked = set(stems(wording, "fr"))
        if asked and len(asked & said) / len(asked) > _HALF:
            return True
    return False


def _items(sentence: Span, report: Report, links: re.Pattern[str]) -> Iterator[Span]:
    for item in _ITEM.finditer(report.folded, sentence.start, sentence.end):
        found = list(links.finditer(report.folded, item.start(), item.end()))
        starts, ends = [item.start(), *(m.end() for m in found)], [*(m.start() for m in found), item.end()]
        for start, end in zip(starts, ends, strict=True):
            text = report.text[start:end]
            if text.strip():
                yield Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
