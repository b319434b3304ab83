"""The patient's age where somebody says it: *il a huit mois*, *I'm forty-five*."""

from collections.abc import Iterator

from assistant.domain.transcript import SpeakerRole, Transcript
from assistant.pipeline.facts.spoken import spoken_numbers
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold, tokens

_OLDEST = 115
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
    for turn in transcript.turns:
        names = _NAMES.get(turn.role, ())
        folded = fold(turn.text)
        words = tokens(turn.text)
        numbers = {number.span.start: number for number in spoken_numbers(folded, words, lexicon.numbers)}
        cues = lexicon.cues("age", turn.text)
        lengths = {cue.span.start for cue in cues if cue.name == "length"}
        for cue in cues:
            after = next((word.start for word in words if word.start >= cue.span.end), -1)
            if cue.name not in names or after not in numbers:
                continue
            number = numbers[after]
            rest = [word for word in words if word.start >= number.span.end][:2]
            unit = lexicon.unit_terms.get(fold(rest[0].raw)) if rest else None
            if unit is None or unit.dimension != "time" or any(word.start in lengths for word in rest):
                continue
            if number.value * unit.factor <= _OLDEST * _YEAR_S:
                yield number.value * unit.factor / _YEAR_S
