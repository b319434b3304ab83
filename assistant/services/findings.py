"""The findings of a checked draft by key, and which of them stand in the way of a signature."""

from collections.abc import Sequence

from assistant.domain.draft import CheckedDraft
from assistant.domain.finding import Finding, FindingType, Omission, Severity
from assistant.domain.review import Resolution, ResolvedFinding
from assistant.domain.span import Span
from assistant.pipeline.checking import finding_key


def omission_key(omission: Omission) -> str:
    """The stable identity of an omission."""
    return finding_key(_as_finding(omission), omission.text)


def keyed(checked: CheckedDraft) -> list[tuple[str, Finding]]:
    """All findings with their keys: of the sentences, of the whole, then the omissions.

    An omission comes as a finding whose ``reason`` is what was left out and whose ``claim_span`` is empty.
    """
    text = checked.report.text
    return [
        *((finding_key(item, claim.text), item) for claim in checked.claims for item in claim.findings),
        *((finding_key(item, item.claim_span.of(text)), item) for item in checked.findings),
        *((omission_key(item), _as_finding(item)) for item in checked.omissions),
    ]


def open_in(checked: CheckedDraft, resolutions: Sequence[ResolvedFinding]) -> list[tuple[str, Finding]]:
    """The critical findings that nobody has confirmed; a corrected one is no longer there."""
    confirmed = {item.key for item in resolutions if item.resolution is Resolution.CONFIRMED}
    return [
        (key, finding)
        for key, finding in keyed(checked)
        if finding.severity is Severity.CRITICAL and key not in confirmed
    ]


def _as_finding(omission: Omission) -> Finding:
    return Finding(FindingType.OMISSION, omission.severity, Span(0, 0), omission.evidence, omission.text)
