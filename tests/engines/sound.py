"""Sound made for tests: a voice-like tone, and files in every format that is read."""

from pathlib import Path

import av
import numpy as np

RATE_HZ = 16_000
CODECS = {"wav": "pcm_s16le", "flac": "flac", "mp3": "libmp3lame", "m4a": "aac", "ogg": "libopus", "webm": "libopus"}


def tone(seconds: float, hertz: float = 220.0) -> np.ndarray:
    """Mono samples (int16) of a tone that swells and fades."""
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (8000 * np.sin(2 * np.pi * hertz * at) * np.sin(np.pi * at / seconds)).astype(np.int16)


def silence(seconds: float) -> np.ndarray:
    """Mono samples (int16) of silence."""
    return np.zeros(int(seconds * RATE_HZ), np.int16)


def write(path: Path, samples: np.ndarray, layout: str = "mono") -> Path:
    """The samples as a file; the suffix names the format. Stereo samples are interleaved."""
    codec = CODECS[path.suffix[1:]]
    rate_hz = 48_000 if codec == "libopus" else RATE_HZ
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz, layout=layout)
        resampler = av.AudioResampler(format=stream.format.name, layout=layout, rate=rate_hz)
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout=layout)
        frame.sample_rate = RATE_HZ
        for part in (frame, None):
            for sound in resampler.resample(part):
                sound.pts = None
                container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    return path
