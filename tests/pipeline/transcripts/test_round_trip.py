import html
import json

from hypothesis import given
from hypothesis import strategies as st

from assistant.pipeline.transcripts import read_transcripts

SPEAKERS = ["Doctor", "Patient", "Mother", "Zorg"]
WORDS = st.text(st.sampled_from("abcdeéèàçœ'0123 ,-()%°·"), min_size=1, max_size=40)
SENTENCES = (
    WORDS.map(lambda words: " ".join(words.split())).filter(lambda text: any(map(str.isalpha, text))).map("{}.".format)
)


@st.composite
def dialogues(draw):
    """(speaker, text) pairs, no speaker twice in a row."""
    texts = draw(st.lists(SENTENCES, min_size=1, max_size=8))
    first = draw(st.integers(0, 3))
    steps = [draw(st.integers(1, 3)) for _ in texts]
    numbers = [first := (first + step) % len(SPEAKERS) for step in steps]
    return [(SPEAKERS[number], text) for number, text in zip(numbers, texts, strict=True)]


def read(text, filename):
    ((_, transcript),) = read_transcripts(text.encode(), filename, "en")
    return [(turn.speaker, turn.text) for turn in transcript.turns]


def clock(seconds, point):
    return f"00:{seconds // 60:02d}:{seconds % 60:02d}{point}000"


@given(dialogues())
def test_plain_text(dialogue):
    assert read("\n".join(f"{speaker}: {text}" for speaker, text in dialogue), "a.txt") == dialogue
    assert read("\n".join(f"[{speaker}] {text}" for speaker, text in dialogue), "a.txt") == dialogue


@given(dialogues())
def test_webvtt(dialogue):
    cues = [
        f"{clock(at, '.')} --> {clock(at + 1, '.')}\n<v {speaker}>{html.escape(text)}</v>\n"
        for at, (speaker, text) in enumerate(dialogue)
    ]
    assert read("WEBVTT\n\n" + "\n".join(cues), "a.vtt") == dialogue


@given(dialogues())
def test_srt(dialogue):
    cues = [
        f"{at + 1}\n{clock(at, ',')} --> {clock(at + 1, ',')}\n{speaker}: {text}\n"
        for at, (speaker, text) in enumerate(dialogue)
    ]
    assert read("\n".join(cues), "a.srt") == dialogue


@given(dialogues())
def test_json(dialogue):
    turns = [{"speaker": speaker, "text": text} for speaker, text in dialogue]
    assert read(json.dumps({"turns": turns}), "a.json") == dialogue
