"""The embedded English recogniser, for trying the product out: no download, many wrong words."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from assistant.domain.language import Language
from assistant.domain.transcript import Transcript, Turn
from assistant.engines.audio import MAX_DURATION_S, SAMPLE_RATE_HZ, Block, blocks, probe
from assistant.engines.heard import HeardWord, heard_turn, speech_stretches
from assistant.errors import EngineMissing, UnknownLanguage, UnreadableAudio
from assistant.ports import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FRAMES_PER_S = 100
_SURE_ENOUGH = 0.5
"""Mean word confidence. Measured: a French sentence 0.28, the English sample 0.80 (both synthetic voices)."""


class SphinxTranscriber:
    """``Transcriber`` over pocketsphinx and its bundled US English model; one turn between two pauses."""

    name = "pocketsphinx"

    def __init__(self, max_duration_s: float = MAX_DURATION_S) -> None:
        from pocketsphinx import Decoder

        self._one_at_a_time = Lock()
        self._decoder: Any = Decoder(loglevel="FATAL", samprate=float(SAMPLE_RATE_HZ))
        self._max_duration_s = max_duration_s

    def languages(self) -> frozenset[Language]:
        """English only."""
        return frozenset({"en"})

    def transcribe(self, audio: Path, language: Language | None, progress: Progress | None = None) -> Transcript:
        """The transcript; ``None`` as language is taken as English unless it does not sound like it.

        Raises ``EngineMissing`` for French before the file is opened, ``UnknownLanguage`` where no language was named
        and the words are too doubtful to be English, ``UnreadableAudio`` for a bad recording or one in which nobody
        speaks.
        """
        if language not in (None, "en"):
            raise EngineMissing(
                "The embedded speech engine understands English only: a French recording needs a Whisper model.",
                "Put a Whisper model in CTranslate2 form (for example faster-whisper-small) in a folder and name the "
                "folder in the settings (whisper_model), or hand in a written transcript. The recording is kept.",
            )
        duration_s = probe(audio, self._max_duration_s).duration_s
        turns: list[Turn] = []
        for block in blocks(audio, self._max_duration_s):
            for turn in self._turns(block):
                turns.append(turn)
                if progress and turn.end_s is not None:
                    progress(min(turn.end_s / duration_s, 1.0))
        if not turns:
            raise UnreadableAudio("No speech was heard in the recording.", "Check the microphone and the volume.")
        if language is None:
            _require_english(turns)
        if progress:
            progress(1.0)
        return Transcript("en", tuple(turns), self.name)

    def _turns(self, block: Block) -> Iterator[Turn]:
        for start, end in speech_stretches(block.samples):
            with self._one_at_a_time:
                words = list(self._words(block.samples[start:end], block.start_s + start / SAMPLE_RATE_HZ))
            if words:
                yield heard_turn(words)

    def _words(self, samples: "NDArray[np.int16]", start_s: float) -> Iterator[HeardWord]:
        decoder = self._decoder
        decoder.start_utt()
        decoder.process_raw(samples.tobytes(), full_utt=True)
        decoder.end_utt()
        for heard in decoder.seg():
            # Fillers are <s>, <sil>, [NOISE], ++UH++; a second pronunciation is written "the(2)".
            if heard.word[0] in "<[+":
                continue
            times = start_s + heard.start_frame / _FRAMES_PER_S, start_s + (heard.end_frame + 1) / _FRAMES_PER_S
            yield HeardWord(re.sub(r"\(\d+\)$", "", heard.word), *times, heard.prob)


def _require_english(turns: Sequence[Turn]) -> None:
    words = [word.confidence for turn in turns for word in turn.words]
    sure = sum(words) / len(words)
    if sure < _SURE_ENOUGH:
        raise UnknownLanguage(
            f"This does not sound like English to the embedded speech engine, the only one here ({sure:.0%} sure).",
            "A French recording needs a Whisper model (assistant doctor). If it is English, say so: --lang en.",
        )
