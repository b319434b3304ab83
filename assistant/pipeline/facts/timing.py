"""How long, and since when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.fact import Fact, FactKind, Quantity
from assistant.domain.span import Span
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.facts.reading import Reading

_AGE = re.compile(r"old$|y\.?o\.?$")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A stretch of time in a sentence. ``span`` includes its cue word; ``text`` is ``3 day``; ``cue`` its name."""

    span: Span
    quantity: Quantity
    cue: str | None
    during: bool

    @property
    def text(self) -> str:
        """The normalised duration, number and unit."""
        high = "" if self.quantity.high is None else f"-{self.quantity.high:g}"
        return f"{self.quantity.value:g}{high} {self.quantity.unit}"


def spans_of_time(reading: Reading) -> Iterator[TimeSpan]:
    """Each number with a unit of time, and the word that says what it measures (``since``, ``during``, ``in``)."""
    for mention in reading.quantities:
        unit = reading.lexicon.units.get(mention.quantity.unit)
        if unit is None or unit.dimension != "time" or _is_age_or_clock(reading, mention):
            continue
        cue = next(
            (c for c in reversed(reading.cues("duration"))
             if c.span.end <= mention.span.start and reading.words_between(c.span.end, mention.span.start) <= 1),
            None,
        )  # fmt: skip
        later = next(
            (c for c in reading.cues("duration")
             if c.name == "since" and mention.span.end <= c.span.start <= mention.span.end + 2),
            None,
        )  # fmt: skip
        name = later.name if later else cue.name if cue else None
        start = cue.span.start if cue else mention.span.start
        end = later.span.end if later else mention.span.end
        yield TimeSpan(Span(start, end), mention.quantity, name, name == "during" or (name is None))


def _is_age_or_clock(reading: Reading, mention: QuantityMention) -> bool:
    """*À huit ans*, *vers quatre heures*, *58-year-old*: a point in a life or a day, no duration."""
    if reading.folded.startswith("old", mention.span.end + 1) or _AGE.search(mention.span.of(reading.folded)):
        return True
    return any(
        span.end <= mention.span.start and not reading.words_between(span.end, mention.span.start)
        for span in reading.named("duration", "point")
    )


def duration_facts(reading: Reading) -> Iterator[Fact]:
    """A fact for each stretch of time; the concept is ``duration``."""
    for time in spans_of_time(reading):
        yield Fact(FactKind.DURATION, "duration", time.span.of(reading.text), 0, time.span, quantity=time.quantity,
                   duration=time.text)  # fmt: skip
