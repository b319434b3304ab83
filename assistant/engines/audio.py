"""Recordings: what they are, whether they are whole, and their sound as mono 16 kHz samples.

Decoded with PyAV (FFmpeg's libraries): WAV, FLAC, MP3, M4A, Ogg, WebM and what else carries sound. What a file is
shows in its first bytes, not in its name; anything that does not begin as a sound file is refused before FFmpeg
sees it, because FFmpeg also reads play lists, which name other files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import UnreadableAudio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
MAX_DURATION_S = 3 * 3600.0
_BLOCK_S = 300.0
_CUT_WITHIN_S = 20.0
_COPY_AGAIN = "Copy it again from the recorder, or open it in a sound program and export what is left as WAV."


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """What a recording is. ``duration_s`` is measured over its packets, not taken from its header."""

    duration_s: float
    sample_rate_hz: int
    channels: int
    codec: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a recording: mono 16-bit samples at 16 kHz, beginning ``start_s`` into it."""

    start_s: float
    samples: "NDArray[np.int16]"


def is_audio(source: bytes | Path) -> bool:
    """Whether the content (a file's bytes or their first 64) begins as a sound or film file does."""
    head = source[:64] if isinstance(source, bytes) else _head(source, 64)
    return (
        (head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE")
        or head.startswith((b"fLaC", b"OggS", b"ID3", b"\x1a\x45\xdf\xa3", b"#!AMR", b"caff", b"\x30\x26\xb2\x75"))
        or head[4:8] == b"ftyp"
        or (head[:4] == b"FORM" and head[8:11] == b"AIF")
        or _is_mpeg_frame(head)
    )


def probe(path: Path, max_duration_s: float = MAX_DURATION_S) -> AudioInfo:
    """What the recording is, after a look at every packet (without decoding).

    Raises ``UnreadableAudio`` where it is empty, no sound, damaged, cut off, or longer than ``max_duration_s``.
    """
    with _opened(path) as container:
        stream = container.streams.audio[0]
        codec = stream.codec_context
        packets = (packet for packet in container.demux(stream) if packet.pts is not None)
        measured = max(
            (float((packet.pts + (packet.duration or 0)) * packet.time_base) for packet in packets), default=0.0
        )
        info = AudioInfo(measured, codec.sample_rate, codec.channels, codec.name)
        declared = (container.duration or 0) / 1_000_000
    if measured <= 0:
        raise UnreadableAudio("The recording holds no sound: its length is zero.", _COPY_AGAIN)
    if _is_cut_off(path, declared, measured):
        raise UnreadableAudio(f"The recording breaks off after {measured:.1f} s: its end is missing.", _COPY_AGAIN)
    if measured > max_duration_s:
        raise UnreadableAudio(
            f"The recording lasts {measured / 60:.0f} minutes; the limit is {max_duration_s / 60:.0f}.",
            "Split it in a sound program, one file a consultation, or raise the limit in the settings.",
        )
    return info


def blocks(path: Path, max_duration_s: float = MAX_DURATION_S, block_s: float = _BLOCK_S) -> Iterator[Block]:
    """The whole recording, piece by piece, each about ``block_s`` long and cut at the quietest place near its end.

    Memory stays at one block however long the recording is. Raises ``UnreadableAudio`` as ``probe`` does, and where
    more than a fiftieth of it cannot be decoded.
    """
    import numpy as np

    info = probe(path, max_duration_s)
    size, done = int(block_s * SAMPLE_RATE_HZ), 0
    waiting = np.zeros(0, np.int16)
    chunks: list[NDArray[np.int16]] = []
    held = 0
    for chunk in _decoded(path):
        chunks.append(chunk)
        held += len(chunk)
        if held >= size:
            waiting = np.concatenate(chunks)
            cut = _quietest(waiting)
            yield Block(done / SAMPLE_RATE_HZ, waiting[:cut])
            done, chunks, held = done + cut, [waiting[cut:]], len(waiting) - cut
    if (done + held) / SAMPLE_RATE_HZ < 0.98 * info.duration_s - 0.5:
        raise UnreadableAudio(
            f"Of {info.duration_s:.0f} s only {(done + held) / SAMPLE_RATE_HZ:.0f} can be read: the rest is damaged.",
            _COPY_AGAIN,
        )
    if held:
        yield Block(done / SAMPLE_RATE_HZ, np.concatenate(chunks))


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _is_mpeg_frame(head: bytes) -> bool:
    """An MPEG or ADTS frame header: eleven ones, then no reserved layer, bit rate or sample rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    is_adts = head[1] & 0xF6 == 0xF0
    return is_adts or (
        head[1] & 0x18 != 0x08 and head[1] & 0x06 != 0 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C
    )


def _opened(path: Path) -> Any:  # noqa: ANN401 - PyAV's container
    import av

    if not path.is_file():
        raise UnreadableAudio(f"There is no file {path.name!r}.", "Check the file's name and folder.")
    if path.stat().st_size == 0:
        raise UnreadableAudio("The recording is empty (0 bytes).", "Check that the recorder had finished writing it.")
    if not is_audio(path):
        raise UnreadableAudio(
            "The file is not sound in any known format.",
            "WAV, FLAC, MP3, M4A, Ogg and WebM are read, whatever the file's name says.",
        )
    try:
        container = av.open(f"file:{path}", metadata_errors="ignore")
    except av.error.FFmpegError as error:
        raise UnreadableAudio("The recording is damaged or cut off: its index cannot be read.", _COPY_AGAIN) from error
    if not container.streams.audio or not container.streams.audio[0].codec_context.sample_rate:
        container.close()
        raise UnreadableAudio("The file has no sound track.", "Export the sound track as WAV, MP3 or M4A.")
    return container


def _is_cut_off(path: Path, declared_s: float, measured_s: float) -> bool:
    head = _head(path, 65_536)
    if head.startswith(b"RIFF"):
        size = int.from_bytes(head[4:8], "little")
        # A recorder that streams leaves the size at zero or at its largest value.
        return 0 < size < 0xFFFF_FF00 and size + 8 > path.stat().st_size + 1
    if head.startswith(b"OggS"):
        return not _ends_with_last_page(path)
    guessed = (head.startswith(b"ID3") or _is_mpeg_frame(head)) and not any(
        mark in head for mark in (b"Xing", b"Info", b"VBRI")
    )
    return not guessed and measured_s < 0.98 * declared_s - 0.5


def _ends_with_last_page(path: Path) -> bool:
    """Whether an Ogg file's last page says that it is the last (RFC 3533, header type flag 0x04)."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 131_072))
        tail = file.read()
    page = tail.rfind(b"OggS")
    return page >= 0 and len(tail) > page + 5 and bool(tail[page + 5] & 0x04)


def _decoded(path: Path) -> "Iterator[NDArray[np.int16]]":
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
    with _opened(path) as container:
        for packet in container.demux(container.streams.audio[0]):
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                continue  # a damaged packet: ``blocks`` counts what is missing at the end
            for frame in frames:
                frame.pts = None
                for sound in resampler.resample(frame):
                    yield sound.to_ndarray()[0]
        for sound in resampler.resample(None):
            yield sound.to_ndarray()[0]


def _quietest(samples: "NDArray[np.int16]") -> int:
    """Where to cut: the middle of the quietest 0.4 s in the last twenty seconds."""
    import numpy as np

    frame = SAMPLE_RATE_HZ // 50
    start = max(0, len(samples) - int(_CUT_WITHIN_S * SAMPLE_RATE_HZ))
    tail = samples[start:]
    frames = tail[: len(tail) // frame * frame].reshape(-1, frame).astype(np.float32)
    energy = np.convolve((frames**2).mean(axis=1), np.ones(20), mode="same")
    return start + int(energy[10:-10].argmin() + 10) * frame if len(energy) > 20 else len(samples)
