"""One thing said, and how much a report wants it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import DrugAction, Fact, FactKind
from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon

# Beyond this the facts of one sentence add nothing: a list of ten is not ten times as wanted.
_MOST_WORTH = 7.0
_ABBREVIATION = re.compile(r"\w+?[A-Z\d]|[A-Z] ?\d")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said. ``absent`` marks ``text`` as the name of something denied, to be grouped ("Pas de …").

    ``weight`` says how much a report wants it (higher is more); ``keys`` are its informative words. A ``thin`` one
    says too little to stand alone; a ``leaning`` one is about what the sentence before names (a reaction, its drug);
    a ``complaint`` holds a problem, ``problems`` by their clinical names; a ``dosing`` one is about a drug, a
    ``continuing`` one about the drug that the statement before names; ``drugs`` are the concepts it speaks of.
    ``guessed`` marks a conclusion that no word but the problem's name tells; ``onset`` is since when or how long, said
    of a complaint told before; ``flags`` are the red flags that it grants.
    """

    topic: str
    text: str
    evidence: tuple[SegmentEvidence, ...]
    weight: float
    keys: frozenset[str]
    absent: bool = False
    thin: bool = False
    leaning: bool = False
    complaint: bool = False
    problems: str = ""
    dosing: bool = False
    continuing: bool = False
    drugs: frozenset[str] = frozenset()
    guessed: bool = False
    onset: bool = False
    flags: frozenset[str] = frozenset()


def worth(facts: Sequence[Fact], lexicon: Lexicon) -> float:
    """What the facts add to a statement's weight: the drugs with a dose or stopped and the red flags most."""
    total = 0.0
    for fact in facts:
        concept = lexicon.concepts.get(fact.concept)
        refused = fact.kind is FactKind.DRUG and fact.qualifiers.negated
        telling = fact.dose is not None or fact.action is DrugAction.STOPPED or refused
        total += 0.7 + (1.0 if concept is not None and concept.red_flag else 0.0) + (1.5 if telling else 0.0)
    return min(total, _MOST_WORTH)


# A reason for the visit in more words than these is named by its problems.
_LONG_REASON = 8
_CLAUSE = re.compile(r"[^,;:.…]+")


def clinical_reason(text: str, problems: str, wording: Wording) -> str:
    """A reason for the visit as a clinician writes it: the words where they are few and nobody's own, else the
    problems by their names, else the clauses in which nobody speaks of himself; "" where nothing is left."""
    quoted = text.startswith(wording.phrases["quoted"][:1])
    if not quoted and (len(text.split()) <= _LONG_REASON or not problems):
        return text
    errands = [one.lower() for one in wording.errands.findall(text)]
    if problems:
        return _first_capital(", ".join(dict.fromkeys([*errands, problems])))
    clauses = [one.strip(" «»“”") for one in _CLAUSE.findall(text)]
    kept = [one for one in clauses if informative(one, wording) and not wording.first_person.left.search(one)]
    return _first_capital(wording.item_article.sub("", ", ".join(kept or dict.fromkeys(errands))))


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text as it continues a line; an abbreviation in capitals stays."""
    return text if _ABBREVIATION.match(text) else text[:1].lower() + text[1:]


def place(segment: Segment) -> SegmentEvidence:
    """The segment as evidence."""
    return SegmentEvidence(segment.turn, segment.span)


def made_statement(
    topic: str, text: str, evidence: tuple[SegmentEvidence, ...], wording: Wording, absent: bool = False
) -> Statement:
    """A statement weighed by its topic and its words: informative ones count for it, length and quotation against."""
    keys = informative(text, wording)
    information = min(0.4 * len(keys), 2.5)
    length = 0.12 * len(text.split())
    quoted = 2.0 if text.startswith(wording.phrases["quoted"][:1]) else 0.0
    weight = wording.weights.get(topic, 1.0) + information - length - quoted
    return Statement(topic, text, evidence, weight, keys, absent)
