"""Whisper through CTranslate2: any converted folder, on the processor, without network."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.language import LANGUAGES, Language
from assistant.domain.transcript import Transcript, Turn
from assistant.engines.audio import MAX_DURATION_S, Block, blocks, probe
from assistant.engines.heard import HeardWord, heard_turn, speech_stretches
from assistant.errors import EngineFailed, EngineMissing, UnknownLanguage, UnreadableAudio
from assistant.ports import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# tokenizer.json too: without it faster-whisper would ask the network for one.
_NEEDED = ("model.bin", "config.json", "tokenizer.json")
_HINT = (
    "Name a folder with a Whisper model in CTranslate2 form: model.bin, config.json, tokenizer.json and the "
    "vocabulary (for example faster-whisper-small, copied whole)."
)
_THREADS = 2
_PAUSE_S = 0.8
_SENTENCE_ENDS = (".", "?", "!", "…")


class WhisperTranscriber:
    """``Transcriber`` over faster-whisper: int8 weights, voice detection first, a confidence for every word.

    Raises ``EngineMissing`` where the folder is not there or lacks a file, ``EngineFailed`` where it cannot be
    loaded.
    """

    def __init__(self, model_dir: Path, max_duration_s: float = MAX_DURATION_S) -> None:
        missing = [file for file in _NEEDED if not (model_dir / file).is_file()]
        if missing:
            raise EngineMissing(f"The speech model in {model_dir} has no {missing[0]}.", _HINT)
        from faster_whisper import WhisperModel

        try:
            self._model: Any = WhisperModel(str(model_dir), device="cpu", compute_type="int8", cpu_threads=_THREADS)
        except Exception as error:  # CTranslate2 and tokenizers raise bare exceptions
            raise EngineFailed(f"The speech model in {model_dir} cannot be loaded: {error}", _HINT) from error
        self.name = f"whisper:{model_dir.resolve().name}"
        self._max_duration_s = max_duration_s

    def languages(self) -> frozenset[Language]:
        """French and English, or English alone for an English-only model."""
        return frozenset(LANGUAGES) if self._model.model.is_multilingual else frozenset({"en"})

    def transcribe(self, audio: Path, language: Language | None, progress: Progress | None = None) -> Transcript:
        """The transcript, one turn a sentence or stretch between pauses; ``None`` detects French or English.

        Raises ``EngineMissing`` where the model lacks the language, ``UnreadableAudio`` for a bad recording or one
        in which nobody speaks, ``UnknownLanguage`` where it is neither language, ``EngineFailed``.
        """
        if language is not None and language not in self.languages():
            raise EngineMissing(f"The speech model {self.name} understands English only.", _HINT)
        duration_s = probe(audio, self._max_duration_s).duration_s
        turns: list[Turn] = []
        for block in blocks(audio, self._max_duration_s):
            if not speech_stretches(block.samples):
                continue  # Whisper invents words in silence
            samples = _float_samples(block)
            language = language or self._language(samples)
            for turn in self._turns(samples, block.start_s, language):
                turns.append(turn)
                if progress and turn.end_s is not None:
                    progress(min(turn.end_s / duration_s, 1.0))
        if not turns or language is None:
            raise UnreadableAudio("No speech was heard in the recording.", "Check the microphone and the volume.")
        if progress:
            progress(1.0)
        return Transcript(language, tuple(turns), self.name)

    def _language(self, samples: "NDArray[np.float32]") -> Language:
        """The likelier of the two. Raises ``UnknownLanguage`` for a clear third one."""
        if "fr" not in self.languages():
            return "en"
        best, share, ranked = self._model.detect_language(samples, vad_filter=True)
        shares = dict(ranked or [])
        ours: Language = max(LANGUAGES, key=lambda code: shares.get(code, 0.0))
        if best not in LANGUAGES and share > 0.8:
            raise UnknownLanguage(
                f"The recording seems to be in another language ({best}).", "Only French and English are understood."
            )
        return ours

    def _turns(self, samples: "NDArray[np.float32]", start_s: float, language: Language) -> Iterator[Turn]:
        try:
            # Not conditioned on its own earlier text: that is how Whisper falls into repeating itself.
            segments, _ = self._model.transcribe(
                samples, language=language, vad_filter=True, word_timestamps=True,
                condition_on_previous_text=False, temperature=0.0, hallucination_silence_threshold=2.0,
            )  # fmt: skip
            heard: list[HeardWord] = []
            for word in _words(segments, start_s):
                if heard and _ends(heard[-1], word):
                    yield heard_turn(heard)
                    heard = []
                heard.append(word)
        except RuntimeError as error:
            raise EngineFailed(f"The speech model failed: {error}", "Try again, or use a smaller model.") from error
        if heard:
            yield heard_turn(heard)


def _float_samples(block: Block) -> "NDArray[np.float32]":
    import numpy as np

    return block.samples.astype(np.float32) / np.float32(32768)


def _words(segments: Any, start_s: float) -> Iterator[HeardWord]:  # noqa: ANN401 - faster-whisper's segments
    for segment in segments:
        for word in segment.words or ():
            if word.word.strip():
                yield HeardWord(word.word.strip(), start_s + word.start, start_s + word.end, word.probability)


def _ends(last: HeardWord, following: HeardWord) -> bool:
    gap = following.start_s - last.end_s
    # "Dr. Martin" is said without a pause; a new sentence after a full stop rarely is.
    return gap >= _PAUSE_S or (gap > 0.1 and last.text.endswith(_SENTENCE_ENDS))
