"""Omissions measured: what the checker says is left out of the French visits' good notes, with one critical fact
taken out at a time. Critical are the gold facts so marked of the types that a patient comes to harm by: allergies,
treatments, the plan.

A critical gold fact counts as written where half of its words and numbers (each from its first five letters) stand in
one sentence of the note. Taking a fact out removes every such sentence; the omission is found where one is reported
whose evidence lies in a turn that the gold fact names. A reported omission is right where it is not reported
on the whole note (what was taken out held it), or where the note lacks a critical gold fact of its turn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.context import PatientContext
from assistant.domain.finding import Omission
from assistant.pipeline.checking import check_note
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import sentence_spans, tokens
from eval.harness import Measure, interval
from eval.visits import Visit

_PREFIX = 5
_NEAR = 1
SAFETY = frozenset({"allergie", "traitement", "plan"})
"""Types of gold facts whose omission harms: allergies, drugs started, stopped and changed, what is planned."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A critical fact taken out of a note: whether its omission was reported."""

    visit: str
    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Reported:
    """An omission reported: whether the note does lack a critical fact there."""

    visit: str
    text: str
    right: bool


def _keys(text: str) -> frozenset[str]:
    return frozenset(one.key[:_PREFIX] for one in tokens(text) if one.key.isdigit() or len(one.key) > 2)


def _lines(note: str) -> list[str]:
    return [line for line in note.splitlines() if line.strip()]


def _holds(sentence: str, fact: dict[str, Any]) -> bool:
    wanted = _keys(fact["text"])
    return len(wanted & _keys(sentence)) >= len(wanted) / 2


def _without(note: str, fact: dict[str, Any]) -> str:
    """The note without the sentences that hold the fact."""
    kept = []
    for line in _lines(note):
        sentences = [span.of(line) for span in sentence_spans(line)]
        kept.append(" ".join(one for one in sentences if not _holds(one, fact)))
    return "\n".join(kept)


def _near(omission: Omission, fact: dict[str, Any]) -> bool:
    return any(abs(omission.evidence.turn - turn) <= _NEAR for turn in fact["turns"])


def _right(omission: Omission, note: str, critical: Sequence[dict[str, Any]]) -> bool:
    sentences = [span.of(line) for line in _lines(note) for span in sentence_spans(line)]
    lacking = [fact for fact in critical if not any(_holds(one, fact) for one in sentences)]
    return any(_near(omission, fact) for fact in lacking)


def taken_out(visit: Visit, lexicon: Lexicon) -> Iterator[Taken | Reported]:
    """Every critical fact of a visit's note taken out in turn, and everything that is reported on the way."""
    critical = [fact for fact in visit.gold["gold_facts"] if fact["critical"] and fact["type"] in SAFETY]
    whole = check_note(visit.note, visit.transcript, PatientContext(), lexicon).omissions
    for fact in critical:
        less = _without(visit.note, fact)
        if len(less) == len("\n".join(_lines(visit.note))):
            continue
        omissions = check_note(less, visit.transcript, PatientContext(), lexicon).omissions
        yield Taken(visit.id, fact["text"], any(_near(one, fact) for one in omissions))
        for one in omissions:
            yield Reported(visit.id, one.text, one not in whole or _right(one, less, critical))


def omission_measures(visits: Sequence[Visit], lexicon: Lexicon) -> tuple[list[Measure], list[str]]:
    """Recall of critical facts taken out, precision of what is reported; and the facts that were missed."""
    groups = [list(taken_out(visit, lexicon)) for visit in visits]
    found = [one for group in groups for one in group]
    taken = [one for one in found if isinstance(one, Taken)]
    reported = [one for one in found if isinstance(one, Reported)]
    measures = [
        Measure("fr omissions recall", _recall(found), len(taken), *interval(groups, _recall), target=0.9),
        Measure("fr omissions precision", _precision(found), len(reported), *interval(groups, _precision), target=0.8),
    ]
    return measures, [f"{one.visit}: {one.text}" for one in taken if not one.found]


def _recall(found: Sequence[Taken | Reported]) -> float:
    taken = [one.found for one in found if isinstance(one, Taken)]
    return sum(taken) / max(1, len(taken))


def _precision(found: Sequence[Taken | Reported]) -> float:
    reported = [one.right for one in found if isinstance(one, Reported)]
    return sum(reported) / max(1, len(reported))
