import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.engines.audio import blocks, is_audio, probe
from assistant.errors import UnreadableAudio
from tests.engines.sound import CODECS, RATE_HZ, silence, tone, write


@pytest.mark.parametrize("suffix", CODECS)
def test_every_format_gives_its_sound(tmp_path, suffix):
    path = write(tmp_path / f"a.{suffix}", tone(3.0))
    info = probe(path)
    assert info.duration_s == pytest.approx(3.0, abs=0.15)
    assert (info.channels, info.sample_rate_hz in (16_000, 48_000)) == (1, True)
    samples = np.concatenate([block.samples for block in blocks(path)])
    assert len(samples) / RATE_HZ == pytest.approx(3.0, abs=0.15)
    assert samples.dtype == np.int16
    strongest_hz = np.abs(np.fft.rfft(samples.astype(float))).argmax() * RATE_HZ / len(samples)
    assert strongest_hz == pytest.approx(220.0, abs=2.0)
    assert is_audio(path)
    assert is_audio(path.read_bytes()[:64])


def test_stereo_becomes_mono(tmp_path):
    path = write(tmp_path / "a.wav", np.repeat(tone(1.0), 2), "stereo")
    assert probe(path).channels == 2
    (block,) = blocks(path)
    assert len(block.samples) == pytest.approx(RATE_HZ, abs=50)


def test_a_renamed_recording_is_read(tmp_path):
    path = write(tmp_path / "a.mp3", tone(1.0)).rename(tmp_path / "a.wav")
    assert probe(path).codec.startswith("mp3")


def test_blocks_are_cut_in_the_silence_and_lose_nothing(tmp_path):
    sound = np.concatenate([tone(8.0), silence(1.0), tone(8.0), silence(1.0), tone(3.0)])
    path = write(tmp_path / "a.wav", sound)
    parts = list(blocks(path, block_s=10.0))
    assert np.array_equal(np.concatenate([part.samples for part in parts]), sound)
    assert [part.start_s for part in parts][0] == 0.0
    assert 8.0 <= parts[1].start_s <= 9.0
    ends = [part.start_s + len(part.samples) / RATE_HZ for part in parts]
    assert ends[:-1] == pytest.approx([part.start_s for part in parts[1:]])


@pytest.mark.parametrize("suffix", CODECS)
def test_a_recording_that_breaks_off_is_refused(tmp_path, suffix):
    data = write(tmp_path / f"a.{suffix}", tone(6.0)).read_bytes()
    path = tmp_path / f"b.{suffix}"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableAudio, match="breaks off|cut off") as caught:
        list(blocks(path))
    assert caught.value.hint


def test_a_damaged_recording_is_refused(tmp_path):
    data = bytearray(write(tmp_path / "a.flac", tone(20.0)).read_bytes())
    data[len(data) // 4 : 3 * len(data) // 4] = os.urandom(len(data) // 2)
    path = tmp_path / "b.flac"
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableAudio):
        list(blocks(path))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"this is a text with a wrong name\n" * 20, "not sound"),
        (b"#EXTM3U\n/etc/passwd\n", "not sound"),
        (bytes(4096), "not sound"),
        (b"RIFF\x24\x00\x00\x00WAVE", "damaged|no sound|zero|cut off"),
        (b"OggS" + bytes(500), "damaged|no sound"),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(500), "damaged|no sound"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path, data, message):
    path = tmp_path / "a.wav"
    path.write_bytes(data)
    with pytest.raises(UnreadableAudio, match=message) as caught:
        probe(path)
    assert caught.value.hint


def test_no_file(tmp_path):
    with pytest.raises(UnreadableAudio, match="no file"):
        probe(tmp_path / "a.wav")


def test_a_film_without_sound_is_refused(tmp_path):
    path = tmp_path / "film.webm"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libvpx", rate=10, width=16, height=16)
        stream.pix_fmt = "yuv420p"
        container.mux(stream.encode(av.VideoFrame(16, 16, "yuv420p")))
        container.mux(stream.encode(None))
    with pytest.raises(UnreadableAudio, match="no sound track"):
        probe(path)


def test_too_long_says_what_to_do(tmp_path):
    path = write(tmp_path / "a.wav", tone(3.0))
    with pytest.raises(UnreadableAudio, match="limit") as caught:
        list(blocks(path, max_duration_s=2.0))
    assert "Split it" in caught.value.hint


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"RIFF\x00\x00\x00\x00WAVE", b"fLaC", b"OggS\x00\x02", b"ID3\x04", b"\xff\xfb\x90\x00"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_sound_or_a_clear_error(tmp_path, data, start):
    path = tmp_path / "a.bin"
    path.write_bytes(start + data)
    try:
        list(blocks(path))
    except UnreadableAudio as error:
        assert error.message
        assert error.hint


LONG = """
import resource, sys
from pathlib import Path
import av, numpy as np
from assistant.engines.audio import blocks
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(len(block.samples) for block in blocks(Path(sys.argv[1])))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_memory_does_not_grow_with_the_recording(tmp_path):
    path = write(tmp_path / "long.flac", np.tile(tone(30.0), 120))
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", LONG, str(path)], capture_output=True, text=True, check=True, cwd=root)
    count, grown_mib = map(int, done.stdout.split())
    assert count == 3600 * RATE_HZ
    assert grown_mib < 100  # one hour as samples would be 110 MiB
