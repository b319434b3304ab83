"""The words of the report that prove a code."""

import re
from collections.abc import Sequence

from assistant.domain.span import Span
from assistant.domain.stay import ReportSpan
from assistant.pipeline.coding.candidates import IN_STAY, WHY, Candidate
from assistant.pipeline.coding.mentions import Mention
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.sections import CONCLUSION

_LONG = 260
_MOST = 3
_CUT = re.compile(r"[;:](?= )|, ")

Parts = Sequence[tuple[str, int]]
"""The documents of a text that was read as one: id and first character."""


def evidence_of(candidate: Candidate, report: Report, parts: Parts) -> tuple[ReportSpan, ...]:
    """Up to three sentences: one of the stay's course or findings, the conclusion's, the reason's."""
    stay = candidate.within(*IN_STAY) or candidate.within("tests") or candidate.within("exam")
    chosen = [*stay[:1], *candidate.within(CONCLUSION)[:1]] or list(candidate.within(*WHY)[:1])
    chosen = chosen or list(candidate.mentions[:1])
    spans = [span_of(mention, report, parts) for mention in chosen]
    if candidate.care is not None and not any(_holds(span, candidate.care, parts) for span in spans):
        at = report.sentence_at(candidate.care.start)
        spans.append(_placed(report.sentences[at].span, report, parts))
    return tuple(dict.fromkeys(spans))[:_MOST]


def sentence_span(at: int, report: Report, parts: Parts) -> ReportSpan:
    """The ``at``-th sentence, in its document."""
    return _placed(report.sentences[at].span, report, parts)


def span_of(mention: Mention, report: Report, parts: Parts) -> ReportSpan:
    """The sentence of a mention; of a very long one the part around it."""
    sentence = report.sentences[mention.sentence].span
    if sentence.end - sentence.start <= _LONG:
        return _placed(sentence, report, parts)
    text = report.text
    before = [match.end() for match in _CUT.finditer(text, sentence.start, mention.span.start)]
    after = next((match.start() for match in _CUT.finditer(text, mention.span.end, sentence.end)), sentence.end)
    start = before[-1] if before else sentence.start
    return _placed(Span(start + len(text[start:after]) - len(text[start:after].lstrip()), after), report, parts)


def _placed(span: Span, report: Report, parts: Parts) -> ReportSpan:
    document, start = max(((id, at) for id, at in parts if at <= span.start), key=lambda part: part[1])
    return ReportSpan(document, span.shifted(-start), span.of(report.text))


def _holds(span: ReportSpan, inner: Span, parts: Parts) -> bool:
    start = dict(parts)[span.document]
    return span.span.start + start <= inner.start and inner.end <= span.span.end + start
