"""Where somebody speaks, and what a recogniser heard there: text, times and confidence of every word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.domain.span import Span
from assistant.domain.transcript import UNLABELLED, SpeakerRole, Turn, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST_S = 20.0
_PAUSE_MS = 600


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word with its times in the recording and the engine's confidence (0 to 1)."""

    text: str
    start_s: float
    end_s: float
    confidence: float


def heard_turn(heard: Sequence[HeardWord]) -> Turn:
    """One turn of the words, by a speaker nobody knows."""
    text = ""
    words: list[Word] = []
    for word in heard:
        start = len(text) + bool(text)
        text += " " * bool(text) + word.text
        # Engines give numpy numbers, which JSON does not take.
        times = round(float(word.start_s), 3), round(float(word.end_s), 3)
        words.append(Word(Span(start, len(text)), *times, round(min(max(float(word.confidence), 0.0), 1.0), 4)))
    return Turn(UNLABELLED, SpeakerRole.UNKNOWN, text, words[0].start_s, words[-1].end_s, tuple(words))


def speech_stretches(samples: "NDArray[np.int16]") -> list[tuple[int, int]]:
    """Where somebody speaks, as sample offsets: the Silero detector that faster-whisper bundles, cut at pauses."""
    import numpy as np
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=_PAUSE_MS, max_speech_duration_s=_LONGEST_S, speech_pad_ms=200)
    found = get_speech_timestamps(samples.astype(np.float32) / 32768.0, options)
    return [(stretch["start"], stretch["end"]) for stretch in found]
