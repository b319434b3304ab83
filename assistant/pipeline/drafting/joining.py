"""How statements hang together: fragments with what they continue, denials with what is stated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.domain.fact import Fact, FactKind
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.drafting.labels import stated_problems
from assistant.pipeline.drafting.statement import Statement, clinical_reason, lowered, made_statement
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon


def without_conflicts(
    found: Sequence[Statement], facts: Sequence[Fact], lexicon: Lexicon, wording: Wording
) -> list[Statement]:
    """The same less every denial of what is also stated: where the two meet, silence is the safer draft."""
    told = [*stated_problems(facts), *filter(_is_suspected, facts)]
    stated = [informative(f"{fact.text} {lexicon.label(fact.concept)}", wording) for fact in told]
    return [one for one in found if not (one.absent and any(_within(one.keys, keys) for keys in stated))]


def _is_suspected(fact: Fact) -> bool:
    holds = fact.qualifiers
    doubted = holds.uncertain and not (holds.negated or holds.family or holds.conditional or holds.superseded)
    return doubted and fact.kind is FactKind.PROBLEM and fact.role is SpeakerRole.CLINICIAN


# A word of so many letters may be part of a longer one ("lombosciatique").
_LONG_WORD = 7


def _within(denied: frozenset[str], stated: frozenset[str]) -> bool:
    return all(any(one == other or (len(one) >= _LONG_WORD and one in other) for other in stated) for one in denied)


def add(found: list[Statement], statement: Statement, wording: Wording) -> None:
    """Put a statement behind the others; one that says too little alone continues the one before, or goes."""
    before = found[-1] if found else None
    joins = before is not None and not before.absent and before.evidence[-1].turn == statement.evidence[-1].turn
    doses = before is not None and before.dosing and statement.continuing
    hangs = before is not None and statement.topic in _THEN and wording.hanging.match(before.text) is not None
    if statement.onset and (told := _complaint_before(found, statement)) is not None:
        found[told] = _joined(found[told], statement, wording)
    elif statement.onset and wording.fragment.match(statement.text):
        # "Since when?" asks of what was told last; of anything else nothing tells what it is.
        if before is not None and 0 <= statement.evidence[0].turn - before.evidence[-1].turn <= 1:
            found[-1] = _joined(before, statement, wording)
    elif before is not None and joins and (statement.thin or statement.leaning or doses or hangs):
        found[-1] = _joined(before, statement, wording)
    elif not statement.thin:
        found.append(statement)


# An onset is that of a complaint told so many turns before, at most.
_JUST_TOLD = 3


def _complaint_before(found: Sequence[Statement], onset: Statement) -> int | None:
    """Where the complaint is whose beginning or length is told: the last one, where it was told just before."""
    for at, one in reversed(list(enumerate(found))):
        if onset.evidence[0].turn - one.evidence[-1].turn > _JUST_TOLD:
            return None
        if one.complaint and not one.absent and one.topic in ("reason", "present_illness"):
            return at
    return None


# What a condition can call for.
_THEN = frozenset({"warning", "follow_up", "plan", "prescription"})


def _joined(before: Statement, after: Statement, wording: Wording) -> Statement:
    decided = before.topic == "treatments" and after.topic == "prescription"
    topic = after.topic if after.leaning or decided else before.topic
    evidence = tuple(dict.fromkeys((*before.evidence, *after.evidence)))
    made = made_statement(topic, f"{before.text}, {lowered(after.text)}", evidence, wording)
    weight = max(made.weight, before.weight, after.weight)
    drugs = before.drugs | after.drugs
    kept = replace(made, weight=weight, complaint=before.complaint, dosing=before.dosing, drugs=drugs)
    return replace(kept, problems=before.problems, guessed=before.guessed)


def with_sure_conclusions(found: Sequence[Statement]) -> list[Statement]:
    """The same, what was only guessed to conclude being a finding where something else concludes and its turn tells of
    an examination."""
    found = _with_late_conclusions(found)
    sure = any(one.topic == "assessment" and not one.guessed for one in found)
    examining = {one.evidence[-1].turn for one in found if one.topic == "exam"}
    return [
        replace(one, topic="exam")
        if sure and one.guessed and one.topic == "assessment" and one.evidence[-1].turn in examining
        else one
        for one in found
    ]


def _with_late_conclusions(found: Sequence[Statement]) -> list[Statement]:
    """The same, what was thought before the examination being no complaint where something is concluded after it: it is
    printed where there is room."""
    examined = next((at for at, one in enumerate(found) if one.topic == "exam"), len(found))
    after = any(one.topic == "assessment" and one.complaint for one in found[examined:])
    return [
        replace(one, complaint=False) if after and one.topic == "assessment" and at < examined else one
        for at, one in enumerate(found)
    ]


# A drug is said again, whole, so many turns on at most.
_SAID_AGAIN = 4
_CLAUSES = re.compile(r",\s+(?!\d/)")


def without_repeated_drugs(found: Sequence[Statement], wording: Wording) -> list[Statement]:
    """The same, a drug line that is soon said again with all its numbers being told once: the later line, with what
    only the earlier one says behind it."""
    kept: list[Statement] = []
    for one in found:
        again = next((other for other in kept if _is_said_again(other, one)), None)
        if again is None:
            kept.append(one)
        else:
            kept[kept.index(again)] = _told_once(again, one, wording)
    return kept


def _is_said_again(before: Statement, after: Statement) -> bool:
    same = before.topic == after.topic and before.drugs == after.drugs and len(after.drugs) == 1
    near = after.evidence[-1].turn - before.evidence[-1].turn <= _SAID_AGAIN
    return same and near and _numbers(before) <= _numbers(after) and bool(_numbers(after))


def _numbers(statement: Statement) -> frozenset[str]:
    return frozenset(key for key in statement.keys if key.isdigit())


def _told_once(before: Statement, after: Statement, wording: Wording) -> Statement:
    more = [one for one in _CLAUSES.split(before.text) if len(informative(one, wording) - after.keys) >= _TELLING]
    evidence = tuple(dict.fromkeys((*before.evidence, *after.evidence)))
    made = made_statement(after.topic, ", ".join([after.text, *map(lowered, more)]), evidence, wording)
    return replace(after, text=made.text, evidence=evidence, keys=made.keys, weight=max(before.weight, after.weight))


# Informative words that a clause needs beyond those of the line it is put behind.
_TELLING = 2


# Where nobody asked for the reason, or its answer names no problem, a complaint is looked for among so many.
_EARLY = 8
_EARLY_TURNS = 14
# Where somebody asked, the complaint comes within so many turns of the first answer.
_SOON = 6


def with_reason(found: list[Statement], spoken_of: Mapping[str, int], wording: Wording) -> list[Statement]:
    """The same with one reason for the visit: what answers the question for it and names a problem, else the early
    complaint that is most ``spoken_of`` in the visit (by name), else what was answered. It is worded as a clinician
    words it, never in quotation; what a longer or quoted answer tells besides stays in the story."""
    reasons = [one for one in found if one.topic == "reason"]
    told = [one for one in found if one.topic == "present_illness" and not one.absent and not one.dosing]
    if reasons:
        told = [one for one in told if one.evidence[-1].turn - reasons[0].evidence[-1].turn <= _SOON]
    early = [one for one in told[:_EARLY] if one.complaint and one.evidence[-1].turn <= _EARLY_TURNS]
    chosen = next((one for one in reasons if one.complaint or wording.errands.search(one.text)), None)
    chosen = chosen or max(early, key=lambda one: _interest(one, spoken_of), default=None)
    chosen = chosen or next((one for one in reasons if clinical_reason(one.text, one.problems, wording)), None)
    chosen = chosen or next((one for one in told[: 2 * _EARLY] if one.complaint), None)
    written: list[Statement] = []
    for one in found:
        if one is chosen:
            written += _reason(one, wording)
        else:
            written.append(replace(one, topic="present_illness") if one.topic == "reason" else one)
    return written


def _interest(statement: Statement, spoken_of: Mapping[str, int]) -> int:
    return max((spoken_of.get(name, 0) for name in statement.problems.split(", ")), default=0)


def _reason(statement: Statement, wording: Wording) -> list[Statement]:
    asked = statement.topic == "reason"
    short = "" if asked else statement.problems
    short = short or clinical_reason(statement.text, statement.problems, wording)
    reason = replace(statement, topic="reason", text=short)
    if short == statement.text:
        return [reason]
    story = made_statement("present_illness", statement.text, statement.evidence, wording)
    return [reason, replace(story, weight=story.weight + _TOLD)]


# What a longer answer to the question for the reason tells: about as wanted as one more symptom.
_TOLD = 1.0
