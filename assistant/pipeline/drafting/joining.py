"""How statements hang together: fragments with what they continue, denials with what is stated."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.fact import Fact
from assistant.pipeline.drafting.labels import stated_problems
from assistant.pipeline.drafting.statement import Statement, lowered, made_statement, reason_text
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon


def without_conflicts(
    found: Sequence[Statement], facts: Sequence[Fact], lexicon: Lexicon, wording: Wording
) -> list[Statement]:
    """The same less every denial of what is also stated: where the two meet, silence is the safer draft."""
    stated = [informative(f"{fact.text} {lexicon.label(fact.concept)}", wording) for fact in stated_problems(facts)]
    return [one for one in found if not (one.absent and any(one.keys <= keys for keys in stated))]


def add(found: list[Statement], statement: Statement, wording: Wording) -> None:
    """Put a statement behind the others; one that says too little alone continues the one before, or goes."""
    before = found[-1] if found else None
    joins = before is not None and not before.absent and before.evidence[-1].turn == statement.evidence[-1].turn
    doses = before is not None and before.dosing and statement.continuing
    if before is not None and joins and (statement.thin or statement.leaning or doses):
        found[-1] = _joined(before, statement, wording)
    elif not statement.thin:
        found.append(statement)


def _joined(before: Statement, after: Statement, wording: Wording) -> Statement:
    topic = after.topic if after.leaning else before.topic
    evidence = tuple(dict.fromkeys((*before.evidence, *after.evidence)))
    made = made_statement(topic, f"{before.text}, {lowered(after.text)}", evidence, wording)
    return replace(
        made, weight=max(made.weight, before.weight, after.weight), complaint=before.complaint, dosing=before.dosing
    )


# Where nobody asked for the reason, or its answer names no problem, a complaint is looked for among so many.
_EARLY = 8


def with_reason(found: list[Statement]) -> list[Statement]:
    """The same, the first complaint being the reason for the visit where no answer to that question names one."""
    reasons = [one for one in found if one.topic == "reason"]
    if any(one.complaint for one in reasons):
        return found
    told = [at for at, one in enumerate(found) if one.topic == "present_illness" and not one.absent]
    early = told[: _EARLY if reasons else None]
    first = next((at for at in early if found[at].complaint), None)
    if first is None:
        return found
    return [
        replace(one, topic="reason", text=reason_text(one.text, one.problems))
        if at == first
        else replace(one, topic="present_illness")
        if one in reasons
        else one
        for at, one in enumerate(found)
    ]
