"""Negation and hypothesis on E3C's French clinical cases: the gold EVENT spans, what qualifies each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from assistant.domain.span import Span
from assistant.pipeline.facts.qualifiers import qualifiers_at
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import sentence_spans
from eval.harness import Measure, data, interval

_EVENT = "{http:///webanno/custom.ecore}EVENT"
_SOFA = "{http:///uima/cas.ecore}Sofa"
_MODAL = ("HYPOTHETICAL", "HEDGED")
"""Modalities of what did not surely happen; the hypothetical ones end in ``-IF`` or ``-OTHER``."""


@dataclass(frozen=True, slots=True)
class Event:
    """A gold event: what the annotators say of it and what the product does, for one question."""

    case: str
    gold: bool
    found: bool


def _events(path: Path, lexicon: Lexicon) -> Iterator[tuple[Event, Event]]:
    """(negated, hypothetical or hedged) of each event of a case."""
    root = ElementTree.parse(path).getroot()
    sofa = root.find(_SOFA)
    text = "" if sofa is None else sofa.get("sofaString", "")
    sentences = sentence_spans(text)
    for event in root.iter(_EVENT):
        span = Span(int(event.get("begin", 0)), int(event.get("end", 0)))
        inside = next((one for one in sentences if one.start <= span.start < one.end), Span(0, len(text)))
        held = qualifiers_at(inside.of(text), span.shifted(-inside.start), lexicon)
        modal = event.get("contextualModality", "").startswith(_MODAL)
        yield (
            Event(path.stem, event.get("polarity") == "NEG", held.negated),
            Event(path.stem, modal, held.conditional or held.uncertain),
        )


def f1(events: list[Event]) -> float:
    """F1 of the positive answer."""
    hits = sum(one.gold and one.found for one in events)
    claimed, wanted = sum(one.found for one in events), sum(one.gold for one in events)
    return 2 * hits / (claimed + wanted) if claimed + wanted else 1.0


def e3c_measures(lexicon: Lexicon) -> list[Measure]:
    """F1 of negated and of hypothetical or hedged, with intervals over cases. Raises ``DataMissing``."""
    found = [pair for path in sorted(data("e3c-fr").glob("*.xml")) for pair in _events(path, lexicon)]
    measures = []
    for name, at, target in (("negated", 0, 0.9), ("hypothetical or hedged", 1, None)):
        events = [pair[at] for pair in found]
        cases = [[one for one in events if one.case == case] for case in sorted({one.case for one in events})]
        low, high = interval(cases, lambda ones: f1(list(ones)))
        wanted = sum(one.gold for one in events)
        measures.append(Measure(f"fr e3c F1 {name} ({wanted} of)", f1(events), len(events), low, high, target))
    return measures
