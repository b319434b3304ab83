"""The words of the report that prove a code."""

import re
from collections.abc import Sequence

from assistant.domain.coding import CodeRole
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


def evidence_of(candidate: Candidate, report: Report, parts: Parts, role: CodeRole) -> tuple[ReportSpan, ...]:
    """Up to three sentences: of those that would support the code alone one of the stay's course or findings and the
    conclusion's, else the reason's; and, of what is coded beside the principal diagnosis, the care it asked for."""
    told = candidate.proving or candidate.mentions
    places = (IN_STAY, ("tests",), ("exam",))
    stay = next((found for sections in places if (found := _within(told, *sections))), ())
    chosen = [*stay[:1], *_within(told, CONCLUSION)[:1]] or [*_within(told, *WHY)[:1]] or [told[0]]
    spans = [span_of(mention, report, parts) for mention in chosen]
    care = candidate.care if role in (CodeRole.DAS, CodeRole.SECONDARY) else None
    if care is not None and not any(_holds(span, care, parts) for span in spans):
        at = report.sentence_at(care.start)
        spans.append(_placed(report.sentences[at].span, report, parts))
    return tuple(dict.fromkeys(spans))[:_MOST]


def _within(mentions: Sequence[Mention], *sections: str) -> Sequence[Mention]:
    return [mention for mention in mentions if mention.section in sections]


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
