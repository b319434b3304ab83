import json
import re
import subprocess
import tomllib
from pathlib import Path

import jiwer
import numpy as np
import pytest

from assistant.domain.codec import to_json
from assistant.domain.transcript import SpeakerRole
from assistant.engines.sphinx import SphinxTranscriber
from assistant.errors import EngineMissing, UnknownLanguage, UnreadableAudio
from tests.engines.sound import silence, write

SAMPLES = Path(__file__).resolve().parents[2] / "knowledge" / "samples"


@pytest.fixture(scope="module")
def sphinx():
    return SphinxTranscriber()


def words(text):
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def test_the_recorded_sample_is_understood(sphinx):
    index = tomllib.loads((SAMPLES / "samples.toml").read_text(encoding="utf-8"))
    (sample,) = [sample for sample in index["sample"] if "audio" in sample]
    reference = re.sub(r"(?m)^\w+: ", "", (SAMPLES / sample["files"][0]).read_text(encoding="utf-8"))
    shares = []
    transcript = sphinx.transcribe(SAMPLES / sample["audio"], None, shares.append)
    heard = " ".join(turn.text for turn in transcript.turns)
    assert jiwer.wer(words(reference), words(heard)) < 0.10
    assert (transcript.language, transcript.source) == ("en", "pocketsphinx")
    assert len(transcript.turns) == 18
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    for turn in transcript.turns:
        assert (turn.speaker, turn.role) == ("speaker", SpeakerRole.UNKNOWN)
        assert " ".join(word.span.of(turn.text) for word in turn.words) == turn.text
        assert all(turn.start_s <= word.start_s <= word.end_s <= turn.end_s for word in turn.words)
        assert all(0.0 <= word.confidence <= 1.0 for word in turn.words)
    assert json.loads(to_json(transcript))["language"] == "en"


def test_french_is_refused_before_the_file_is_opened(sphinx, tmp_path):
    with pytest.raises(EngineMissing, match="French recording needs a Whisper model") as caught:
        sphinx.transcribe(tmp_path / "there is no such file.wav", "fr")
    assert "CTranslate2" in caught.value.hint
    assert sphinx.languages() == {"en"}


@pytest.mark.parametrize("samples", [silence(3.0), np.random.default_rng(0).integers(-60, 60, 48_000, np.int16)])
def test_silence_gives_no_words(sphinx, tmp_path, samples):
    with pytest.raises(UnreadableAudio, match="No speech"):
        sphinx.transcribe(write(tmp_path / "a.wav", samples), "en")


def test_no_recording_is_refused(sphinx, tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(b"not a recording")
    with pytest.raises(UnreadableAudio):
        sphinx.transcribe(path, "en")


@pytest.mark.full(reason="needs espeak-ng, which speaks the French")
def test_french_speech_of_unnamed_language_is_not_written_as_english(tmp_path):
    path = tmp_path / "voix.wav"
    said = "Bonjour docteur, j'ai mal à la gorge depuis trois jours, je n'ai pas de fièvre mais je tousse la nuit."
    subprocess.run(["espeak-ng", "-v", "fr", "-w", str(path), said], check=True)
    with pytest.raises(UnknownLanguage):
        SphinxTranscriber().transcribe(path, None)
