"""What was done to a model's draft before anybody saw it, in one line."""

from collections.abc import Sequence

from assistant.domain.draft import Draft, Repair, RepairOutcome
from assistant.exports.texts import Texts


def repairs_summary(repairs: Sequence[Repair], texts: Texts) -> str:
    """ "3 sentences replaced, 1 left out"; "" where nothing was done."""
    counts = [(outcome, sum(one.outcome is outcome for one in repairs)) for outcome in RepairOutcome]
    return ", ".join(
        texts(f"repair.{outcome}_one") if n == 1 else texts(f"repair.{outcome}_many", n=n) for outcome, n in counts if n
    )


def titles_of(draft: Draft) -> dict[str, str]:
    """The sections' titles by key."""
    return {section.key: section.title for section in draft.sections}
