"""Whether a sentence that cites a guideline passage says what is in it."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.draft import Sentence
from assistant.domain.finding import Claim, Finding, FindingType
from assistant.domain.knowledge import RankedPassage
from assistant.pipeline.checking.sentence import Bench
from assistant.pipeline.checking.texts.reading import read

_SHARED = 0.2


def guideline_findings(claim: Claim, sentence: Sentence, passages: Sequence[RankedPassage], bench: Bench) -> Claim:
    """The claim, with a finding where it shares next to nothing with a passage it cites. Such a finding is about the
    citation: it changes neither verdict nor score."""
    texts = {one.passage.id: one.passage.text for one in passages}
    language, lexicon = bench.base.language, bench.base.lexicon
    units = read(sentence.text, language, lexicon).units
    found = list(claim.findings)
    for citation in sentence.citations:
        keys = read(texts.get(citation.id, ""), language, lexicon).keys
        shared = sum(bool(unit.keys & keys) for unit in units) / max(1, len(units))
        if shared < _SHARED:
            found.append(_finding(claim, bench))
    return replace(claim, findings=tuple(found))


def _finding(claim: Claim, bench: Bench) -> Finding:
    kind, knowledge = FindingType.GUIDELINE, bench.knowledge
    reason = knowledge.reason(kind, claim.text, "")
    return Finding(kind, knowledge.severities[kind], claim.span, None, reason, knowledge.fix(kind))
