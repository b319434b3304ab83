"""How a sentence answers a question: *yes*, *no*, *I don't know*; a *no* that is taken back or holds for today."""

from dataclasses import dataclass

from assistant.domain.span import Span
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.lexicon import CueMatch

_BREATH = 6
"""Characters after an answer within which it may be taken back."""


_POLARITY = {"contrary": "yes", "now": "no"}
"""The cues that answer in a way of their own: a *yes* against a *no* (*si*), a *no* of today (*plus maintenant*)."""
_NO_ANSWER = frozenset({"filler", "turned", "granted"})


@dataclass(frozen=True, slots=True)
class Answer:
    """How a sentence answers: ``yes``, ``no``, ``unsure`` or ``over`` (it was so and is no more), and where in it."""

    polarity: str
    span: Span


def answer_of(reading: Reading, following: Reading | None = None) -> Answer | None:
    """The answer that a sentence opens with, hesitations apart; a *yes* or *no* between commas counts too.
    ``following``: the sentence after it, which may take back a *no*."""
    position = after_fillers(reading)
    for cue in reading.cues("answer"):
        if cue.name in _NO_ANSWER or _opens_condition(reading, cue.span):
            continue
        begins = not any(word.start >= position and word.end <= cue.span.start for word in reading.words)
        if (begins and not (cue.name == "no" and _determines(reading, cue.span))) or (
            not begins and _between_commas(reading, cue.span)
        ):
            return Answer(_polarity(reading, cue, following), cue.span)
    return None


def _polarity(reading: Reading, cue: CueMatch, following: Reading | None) -> str:
    polarity = _POLARITY.get(cue.name, cue.name)
    if polarity != "no":
        return polarity
    if cue.name == "now" and (reading.named("answer", "yes", "contrary") or _opens(following, "contrary", "turned")):
        return "over"
    return "yes" if _turned(reading, cue) or _opens(following, "contrary", "turned", "granted") else "no"


def _opens(reading: Reading | None, *names: str) -> bool:
    """Whether a sentence opens by granting after all (*Non… Si. Une fois au marché*; *No. Once, in June*)."""
    if reading is None:
        return False
    position = after_fillers(reading)
    return any(
        span.start <= position and not _opens_condition(reading, span) for span in reading.named("answer", *names)
    )


def _turned(reading: Reading, cue: CueMatch) -> bool:
    """*Non, enfin si*: a *no* that is taken back in the same breath."""
    return any(
        again.start - cue.span.end <= _BREATH and cue.span.start <= again.start
        for again in reading.named("answer", "turned", "granted")
    )


def after_fillers(reading: Reading) -> int:
    """Where the first word stands that is no hesitation."""
    position = 0
    fillers = {cue.span.start: cue.span.end for cue in reading.cues("answer") if cue.name == "filler"}
    for word in reading.words:
        if word.start < position:
            continue
        if word.start not in fillers:
            return word.start
        position = fillers[word.start]
    return position


def _opens_condition(reading: Reading, span: Span) -> bool:
    """*Si vous voulez*: the French *yes* to a negative question is also *if*; only what follows tells."""
    following = reading.folded[span.end :].lstrip(" ")
    conditions = reading.named("conditional", "before")
    return any(cue.start == span.start for cue in conditions) and bool(following) and following[0].isalpha()


def _determines(reading: Reading, span: Span) -> bool:
    """*No fever*: the word belongs to the noun after it, it answers nothing by itself."""
    following = reading.folded[span.end :].lstrip(" ")
    if not following or following[0] in ",.;:!?…-":
        return False
    return any(span.end <= term.span.start <= span.end + 12 for term in reading.terms)


def _between_commas(reading: Reading, span: Span) -> bool:
    before, after = reading.folded[: span.start].rstrip(), reading.folded[span.end :].lstrip()
    return before.endswith((",", "…")) and (not after or after[0] in ",.!?…;")
