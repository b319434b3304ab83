import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AssistantError, UnreadableTranscript
from assistant.pipeline.transcripts import read_transcripts

FRENCH = "Médecin : Où est la fièvre, à la tête ?\nPatiente : Là, ça m'a gênée dès l'été, même hier.\n"


def read(data, filename="visit.txt"):
    ((_, transcript),) = read_transcripts(data, filename, "fr")
    return [turn.text for turn in transcript.turns]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "mac_roman", "cp850"],
)
def test_encodings_of_french_text(encoding):
    assert read(FRENCH.encode(encoding)) == ["Où est la fièvre, à la tête ?", "Là, ça m'a gênée dès l'été, même hier."]


def test_utf16_big_endian_with_a_mark():
    assert read(codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"))[0] == "Où est la fièvre, à la tête ?"


def test_composed_accents():
    assert read("Patiente : J'ai de la fie\u0300vre.".encode()) == ["J'ai de la fièvre."]


def test_control_and_invisible_characters_are_removed():
    text = "Patient: peni\x00cillin\x07 \u202egives\u202c me\u200b a\x1b rash"
    assert read(text.encode()) == ["penicillin gives me a rash"]


def test_control_characters_inside_json_strings_are_removed():
    assert read(b'{"turns": [{"text": "no\\u0000 \\ud800pain\\u202e"}]}', "a.json") == ["no pain"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        ("\ufeff".encode(), "no visible text"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "sound"),
        (b"OggS\x00\x02", "sound"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"<!DOCTYPE html><p>hello", "web page"),
        (b"\x89PNG\r\n", "image"),
        (bytes(range(256)) * 4, "encoding is not known"),
        (b"\x00\x01\x02\x03" * 50, "not text"),
        (FRENCH.encode()[:3] + b"\xc3(" + FRENCH.encode(), "encoding is not known"),
        (FRENCH.encode("utf-16")[:-1], "breaks off"),
        (bytes(range(1, 32)) * 9, "control characters"),
        (b"a" * 50_000_001, "larger than 50 MB"),
    ],
)
def test_what_is_no_text_is_refused(data, message):
    with pytest.raises(UnreadableTranscript, match=message) as caught:
        read(data)
    assert caught.value.hint


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.json", "a.vtt", "a.srt", "a.TextGrid", "a.csv", "a"]))
def test_any_bytes_give_a_transcript_or_a_clear_error(data, filename):
    check_total(data, filename)


FRAGMENTS = [
    "WEBVTT\n\n", "00:01.000 --> 00:02.000\n", "1\n00:00:01,000 --> 00:00:02,000\n", "<v Doctor>", "Doctor: ",
    "[patient] ", "\n", '{"turns": [', '{"text": "a"}', "]}", '"', "id,dialogue\n", "1e999 ", "é", "\ud7ff", ": ",
    'File type = "ooTextFile"\nObject class = "TextGrid"\n', "0 60 <exists> 1\n", '"IntervalTier" "Speaker" 0 60 1\n',
    '0 1 "hello"\n', "\n\n",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), max_size=12),
    st.sampled_from(["a.txt", "a.json", "a.vtt", "a.TextGrid", "a.csv"]),
)
def test_any_mixture_of_formats_gives_a_transcript_or_a_clear_error(parts, filename):
    check_total("".join(parts).encode("utf-8", "replace"), filename)


def check_total(data, filename):
    try:
        transcripts = read_transcripts(data, filename)
    except AssistantError as error:
        assert error.message
        assert error.hint
        return
    for _, transcript in transcripts:
        assert any(turn.text.strip() for turn in transcript.turns)
        for turn in transcript.turns:
            assert turn.speaker
            turn.text.encode()
            assert all(word.span.end <= len(turn.text) for word in turn.words)
