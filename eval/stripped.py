"""Transcripts as speech recognition leaves them, without marks and capitals: ``python -m eval.stripped``.

*Cuts*: long turns are stripped and cut again. Precision and recall are against the ends of sentences as they were
written; whoever transcribes puts a comma as often as a full stop between two clauses, so that cuts beside any mark are
counted too. *Facts*: those found in stripped words against those found in the written ones (turn, kind, concept and
what qualifies it). *Drafts*: the measures of ``eval.drafting``.
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.domain.fact import Fact
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.domain.transcript import Transcript
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.runons import pieces
from assistant.pipeline.text import sentence_spans
from eval.drafting import KNOWLEDGE, fact_measures
from eval.harness import DataMissing, Measure, interval, report
from eval.visits import Visit, aci_bench, french_visits, later_visits, primock

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W_]+(?:['’-][^\W_]+)*['’]?")
_MARK = re.compile(r"[,;:.!?…–—-]")
_LONG = 25
_MARKED = 0.02
"""Marks at ends by word above which a visit was written with punctuation: half of ACI-Bench was not."""


@dataclass(frozen=True, slots=True)
class Stripped:
    """A turn's words, one space between; ``ends`` and ``marks``: the words (by number) before which a sentence ended,
    before which any mark stood."""

    text: str
    ends: frozenset[int]
    marks: frozenset[int]


def stripped_words(text: str) -> Stripped:
    """A turn without marks and capitals; marks within numbers and words stay."""
    found = list(_WORD.finditer(text))
    stops = [span.end for span in sentence_spans(text)]
    ends = {next((number for number, word in enumerate(found) if word.start() >= stop), 0) for stop in stops}
    gaps = (text[one.end() : two.start()] for one, two in zip(found, found[1:], strict=False))
    marks = {number for number, gap in enumerate(gaps, 1) if _MARK.search(gap)}
    return Stripped(" ".join(word.group().lower() for word in found), frozenset(ends - {0}), frozenset(marks | ends))


def stripped(transcript: Transcript) -> Transcript:
    """The whole dialogue so; turns that hold no word are left empty, so that turns keep their numbers."""
    turns = tuple(replace(turn, text=stripped_words(turn.text).text, words=()) for turn in transcript.turns)
    return replace(transcript, turns=turns)


class Cuts(NamedTuple):
    """Of one turn: cuts made, those at an end, those beside any mark, and the ends there are."""

    made: int
    at_end: int
    at_mark: int
    ends: int


def cuts(text: str, language: Language) -> Cuts:
    """How a turn is cut once it is stripped."""
    bare = stripped_words(text)
    whole = Span(0, len(bare.text))
    starts = {len(bare.text[: span.start].split()) for span in pieces(bare.text, whole, language)} - {0}
    return Cuts(len(starts), len(starts & bare.ends), len(starts & bare.marks), len(bare.ends))


def cut_measures(name: str, visits: Iterable[Visit]) -> list[Measure]:
    """How well long turns are cut."""
    groups = [
        [
            cuts(turn.text, visit.transcript.language)
            for turn in visit.transcript.turns
            if len(turn.text.split()) > _LONG
        ]
        for visit in visits
    ]
    figures: list[tuple[str, Callable[[Sequence[Cuts]], float], float | None]] = [
        ("cuts at the end of a sentence", lambda of: _ratio(of, "at_end", "made"), 0.7),
        ("cuts beside any mark", lambda of: _ratio(of, "at_mark", "made"), None),
        ("ends of sentences found", lambda of: _ratio(of, "at_end", "ends"), None),
    ]
    made = sum(one.made for group in groups for one in group)
    return [
        Measure(f"{name}: {what}", figure([one for group in groups for one in group]), made,
                *interval(groups, figure), target)
        for what, figure, target in figures
    ]  # fmt: skip


def _ratio(of: Sequence[Cuts], part: str, whole: str) -> float:
    parts, wholes = (sum(int(getattr(one, name)) for one in of) for name in (part, whole))
    return parts / max(1, wholes)


def kept_facts(visits: Sequence[Visit]) -> tuple[int, int, int]:
    """Facts found in the written words, in the stripped ones, and in both."""
    written = bare = both = 0
    for visit in visits:
        lexicon = load_lexicon(KNOWLEDGE / "lexicons", visit.transcript.language)
        one = {_key(fact) for fact in transcript_facts(visit.transcript, lexicon)}
        other = {_key(fact) for fact in transcript_facts(stripped(visit.transcript), lexicon)}
        written, bare, both = written + len(one), bare + len(other), both + len(one & other)
    return written, bare, both


def _key(fact: Fact) -> tuple[object, ...]:
    q = fact.qualifiers
    return fact.turn, fact.kind, fact.concept, q.negated, q.family, q.past, q.conditional


def kept_measures(name: str, visits: Sequence[Visit]) -> list[Measure]:
    """How many facts are found all the same."""
    written, bare, both = kept_facts(visits)
    return [
        Measure(f"{name}: facts kept", both / max(1, written), written),
        Measure(f"{name}: of the facts found, as written", both / max(1, bare), bare),
    ]


def _is_marked(visit: Visit) -> bool:
    text = " ".join(turn.text for turn in visit.transcript.turns)
    return sum(text.count(mark) for mark in ".?!") > _MARKED * len(text.split())


def main() -> None:
    """Print the table, and write it to ``out/stripped.json``."""
    try:
        sets = {
            "fr-consult": list(french_visits()),
            "later visits fr": list(later_visits("fr")),
            "later visits en": list(later_visits("en")),
            "aci-bench valid": [visit for visit in aci_bench("valid") if _is_marked(visit)],
            "primock57": list(primock()),
        }
    except DataMissing as missing:
        sys.exit(str(missing))
    measures = [
        *(one for name, visits in sets.items() for one in (*cut_measures(name, visits), *kept_measures(name, visits)))
    ]
    for name in ("fr-consult", "later visits fr", "later visits en"):
        measures += fact_measures("short", name, sets[name])
        bare = [replace(visit, transcript=stripped(visit.transcript)) for visit in sets[name]]
        measures += fact_measures("short", f"{name} stripped", bare)
    report("stripped", measures, {"long": _LONG})


if __name__ == "__main__":
    main()
