import json
from pathlib import Path

import pytest

from assistant.domain.codec import to_json
from assistant.engines.audio import blocks
from assistant.engines.whisper import WhisperTranscriber
from assistant.errors import EngineFailed, EngineMissing, UnknownLanguage, UnreadableAudio
from tests.engines import tiny_whisper
from tests.engines.sound import RATE_HZ, silence, write

SAMPLE = Path(__file__).resolve().parents[2] / "knowledge" / "samples" / "en-throat.ogg"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny_whisper.build(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def speech(tmp_path_factory):
    """Twelve seconds of speech."""
    first = next(iter(blocks(SAMPLE)))
    return write(tmp_path_factory.mktemp("speech") / "a.wav", first.samples[: 12 * RATE_HZ])


@pytest.fixture(scope="module")
def whisper(folder):
    return WhisperTranscriber(folder)


def test_words_have_times_and_confidences(whisper, speech):
    shares = []
    transcript = whisper.transcribe(speech, "fr", shares.append)
    assert (transcript.language, transcript.source, whisper.name) == ("fr", "whisper:tiny", "whisper:tiny")
    assert whisper.languages() == {"fr", "en"}
    assert {turn.text for turn in transcript.turns} == {tiny_whisper.SENTENCE}
    for turn in transcript.turns:
        assert [word.span.of(turn.text) for word in turn.words] == ["fever", "for", "three", "days."]
        assert all(0.0 <= word.confidence <= 1.0 for word in turn.words)
        assert turn.start_s <= turn.words[0].end_s <= turn.end_s
    assert shares[-1] == 1.0
    json.loads(to_json(transcript))


def test_the_language_is_detected(whisper, speech):
    assert whisper.transcribe(speech, None).language == "fr"


def test_a_third_language_is_refused(tmp_path, speech):
    german = WhisperTranscriber(tiny_whisper.build(tmp_path / "german", language="de"))
    with pytest.raises(UnknownLanguage, match="de"):
        german.transcribe(speech, None)


def test_nothing_is_invented_in_silence(whisper, tmp_path):
    with pytest.raises(UnreadableAudio, match="No speech"):
        whisper.transcribe(write(tmp_path / "a.wav", silence(5.0)), None)


def test_an_english_model_refuses_french_before_the_file_is_opened(tmp_path):
    english = WhisperTranscriber(tiny_whisper.build(tmp_path / "english", multilingual=False))
    assert english.languages() == {"en"}
    with pytest.raises(EngineMissing, match="English only"):
        english.transcribe(tmp_path / "there is no such file.wav", "fr")


@pytest.mark.parametrize("file", ["model.bin", "config.json", "tokenizer.json"])
def test_a_folder_that_lacks_a_file(folder, tmp_path, file):
    for path in folder.iterdir():
        if path.name != file:
            (tmp_path / path.name).symlink_to(path)
    with pytest.raises(EngineMissing, match=file) as caught:
        WhisperTranscriber(tmp_path)
    assert caught.value.hint


def test_no_folder(tmp_path):
    with pytest.raises(EngineMissing):
        WhisperTranscriber(tmp_path / "nothing")


def test_a_model_that_is_none(folder, tmp_path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(b"{}" if path.name == "model.bin" else path.read_bytes())
    with pytest.raises(EngineFailed, match="cannot be loaded"):
        WhisperTranscriber(tmp_path)
