"""The patient's age where somebody says it: *il a huit mois*, *I'm forty-five*."""

from collections.abc import Iterator

from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.facts.spoken import spoken_numbers
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold, tokens

_OLDEST = 115
_OPENING = 3
"""Words within which an answer names the age that was asked for."""
_YEAR_S = 31_557_600
_NAMES = {
    SpeakerRole.PATIENT: ("patient",),
    SpeakerRole.COMPANION: ("child",),
    SpeakerRole.CLINICIAN: ("clinician",),
}


def spoken_age(transcript: Transcript, lexicon: Lexicon) -> float | None:
    """Age in years, the first that is said of the patient; ``None`` where nobody says it.

    A third person's age is the patient's only where a companion speaks for a child: the cue groups ``age`` say which
    opening words count from whom.
    """
    return next(_ages(transcript, lexicon), None)


def _ages(transcript: Transcript, lexicon: Lexicon) -> Iterator[float]:
    asked = False
    for turn in transcript.turns:
        yield from _told(turn, asked, lexicon)
        asked = any(cue.name == "asks" for cue in lexicon.cues("age", turn.text))


def _told(turn: Turn, asked: bool, lexicon: Lexicon) -> Iterator[float]:
    """The ages of a turn. ``asked``: the turn before asks for it, so that a number that opens this one is one."""
    names = _NAMES.get(turn.role, ())
    words = tokens(turn.text)
    numbers = {number.span.start: number for number in spoken_numbers(fold(turn.text), words, lexicon.numbers)}
    cues = lexicon.cues("age", turn.text)
    lengths = {cue.span.start for cue in cues if cue.name == "length"}
    opening = [word.start for word in words[:_OPENING] if word.start in numbers][:1] if asked else []
    after = [
        next((word.start for word in words if word.start >= cue.span.end), -1) for cue in cues if cue.name in names
    ]
    for start in (*opening, *after):
        if start not in numbers:
            continue
        number = numbers[start]
        rest = [word for word in words if word.start >= number.span.end][:2]
        unit = lexicon.unit_terms.get(fold(rest[0].raw)) if rest else None
        if unit is not None and (unit.dimension != "time" or any(word.start in lengths for word in rest)):
            continue
        seconds = unit.factor if unit is not None else _YEAR_S
        told = unit is not None or start in opening
        if told and number.value * seconds <= _OLDEST * _YEAR_S:
            yield number.value * seconds / _YEAR_S
