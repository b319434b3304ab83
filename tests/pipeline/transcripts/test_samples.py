import tomllib
from collections import Counter
from pathlib import Path

import pytest

from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.transcripts import pair_textgrids, read_context, read_transcripts

FOLDER = Path(__file__).resolve().parents[3] / "knowledge" / "samples"
SAMPLES = tomllib.loads((FOLDER / "samples.toml").read_text(encoding="utf-8"))["sample"]


def transcript_of(sample):
    files = [FOLDER / file for file in sample["files"]]
    if len(files) == 2:
        return pair_textgrids(*(file.read_bytes() for file in files))
    ((_, transcript),) = read_transcripts(files[0].read_bytes(), files[0].name)
    return transcript


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_a_sample_is_read_as_its_index_says(sample):
    transcript = transcript_of(sample)
    assert transcript.language == sample["language"]
    roles = {turn.role for turn in transcript.turns}
    assert {SpeakerRole.CLINICIAN, SpeakerRole.PATIENT} <= roles
    assert SpeakerRole.UNKNOWN not in roles
    words = sum(len(turn.text.split()) for turn in transcript.turns)
    assert 400 <= words <= 900 or "audio" in sample
    assert read_context((FOLDER / sample["context"]).read_bytes()).name


def test_there_are_enough_of_each_sort():
    written = [sample for sample in SAMPLES if "audio" not in sample]
    assert Counter(sample["language"] for sample in written) == {"fr": 4, "en": 4}
    assert {sample["language"] for sample in written if sample["setting"] == "hospital"} == {"fr", "en"}
    assert sum(sample["hard"] for sample in written) >= 2
    assert [sample["language"] for sample in SAMPLES if "audio" in sample] == ["en"]
