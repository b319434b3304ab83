import json

import pytest

from assistant.domain.transcript import SpeakerRole
from assistant.errors import UnknownLanguage, UnreadableTranscript
from assistant.pipeline.transcripts import pair_textgrids, paired_textgrids, read_each, read_transcripts

VTT = """WEBVTT - a visit

NOTE made by hand

1
00:01.000 --> 00:03.000 align:start
<v Dr Smith>Hello, what brings
you in

00:00:03.100 --> 00:00:04.000
<v.loud Dr Smith>today, <i>then</i> &amp; why?</v>

00:00:05.000 --> 00:00:09.500
<v Patient>I have had a cough for</v>

00:00:09.600 --> 00:00:11.000
<v Patient>three weeks.</v> <v Mother>He has.</v>
"""
SRT = """1
00:00:01,000 --> 00:00:02,000
Doctor: Do you have any pain?

2
00:00:02,500 --> 00:00:04,000
- Patient: No, I do not.
- Wife: He does.

3
00:00:04,100 --> 00:00:05,000
At night.
"""


def read(text, filename, language=None):
    ((item_id, transcript),) = read_transcripts(text.encode(), filename, language)
    assert item_id == filename.rpartition(".")[0]
    return transcript


def said(transcript):
    return [(turn.speaker, turn.text, turn.start_s, turn.end_s) for turn in transcript.turns]


def grid(*tiers, short=False):
    """A TextGrid of (name, [(start, end, text)]) tiers in the long or the short form."""
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", "xmax = 60 ", "tiers? <exists> "]
    lines += [f"size = {len(tiers)} ", "item []: "]
    for number, (name, intervals) in enumerate(tiers, 1):
        lines += [f"    item [{number}]:", '        class = "IntervalTier"', f'        name = "{name}"']
        lines += ["        xmin = 0", "        xmax = 60", f"        intervals: size = {len(intervals)}"]
        for index, (start, end, text) in enumerate(intervals, 1):
            quoted = text.replace('"', '""')
            lines += [f"        intervals [{index}]:", f"            xmin = {start}", f"            xmax = {end}"]
            lines += [f'            text = "{quoted}"']
    if short:
        lines = [line.rpartition(" = ")[2].strip() for line in lines if " = " in line or "<exists>" in line]
        lines = ["<exists>" if "<exists>" in line else line for line in lines]
    return "\n".join(lines)


DOCTOR = [(0, 2, "Any pain?"), (2, 6, ""), (6.2, 8, "Say <UNIN/> that again.")]
PATIENT = [(0, 2.5, ""), (2.5, 6, 'My <UNSURE>left knee</UNSURE>, she said "knee".<INAUDIBLE_SPEECH/>')]


def test_webvtt_voices_join_into_turns():
    transcript = read(VTT, "visit.vtt")
    assert transcript.source == "vtt"
    assert said(transcript) == [
        ("Dr Smith", "Hello, what brings you in today, then & why?", 1.0, 4.0),
        ("Patient", "I have had a cough for three weeks.", 5.0, 11.0),
        ("Mother", "He has.", 9.6, 11.0),
    ]


def test_srt_labels_and_a_cue_that_goes_on():
    transcript = read(SRT, "visit.srt")
    assert transcript.source == "srt"
    assert said(transcript) == [
        ("Doctor", "Do you have any pain?", 1.0, 2.0),
        ("Patient", "No, I do not.", 2.5, 4.0),
        ("Wife", "He does. At night.", 2.5, 5.0),
    ]


def test_subtitles_without_speakers_keep_sentences_whole():
    text = "1\n00:00:01,000 --> 00:00:02,000\nWhere is the pain and\n\n2\n00:00:02,000 --> 00:00:03,000\nwhen? Now.\n\n"
    transcript = read(text + "3\n00:00:03,000 --> 00:00:04,000\nIn the knee.\n", "visit.srt")
    assert [turn.text for turn in transcript.turns] == ["Where is the pain and when? Now.", "In the knee."]


def test_a_cue_that_ends_before_it_begins_keeps_its_words():
    transcript = read("WEBVTT\n\n00:09.000 --> 00:03.000\n<v Doctor>How is the pain today?\n", "visit.vtt")
    assert said(transcript) == [("Doctor", "How is the pain today?", None, None)]


@pytest.mark.parametrize("short", [False, True])
def test_textgrid_with_a_tier_a_speaker(short):
    transcript = read(grid(("Doctor", DOCTOR), ("Patient", PATIENT), short=short), "visit.TextGrid")
    assert transcript.source == "textgrid"
    assert said(transcript) == [
        ("Doctor", "Any pain?", 0.0, 2.0),
        ("Patient", 'My left knee, she said "knee".', 2.5, 6.0),
        ("Doctor", "Say that again.", 6.2, 8.0),
    ]


def test_unsure_words_have_a_low_confidence():
    turn = read(grid(("Doctor", DOCTOR), ("Patient", PATIENT)), "visit.TextGrid").turns[1]
    assert [word.span.of(turn.text) for word in turn.words] == ["left", "knee"]
    assert all(word.confidence < 0.5 for word in turn.words)


def test_a_pair_of_textgrids_is_merged_by_time():
    doctor, patient = (grid(("Speaker", tier)).encode() for tier in (DOCTOR, PATIENT))
    transcript = pair_textgrids(doctor, patient, "en")
    assert [(turn.speaker, turn.role) for turn in transcript.turns] == [
        ("doctor", SpeakerRole.CLINICIAN),
        ("patient", SpeakerRole.PATIENT),
        ("doctor", SpeakerRole.CLINICIAN),
    ]


def test_one_half_of_a_pair_takes_its_speaker_from_the_name():
    transcript = read(grid(("Speaker", DOCTOR)), "day1_doctor.TextGrid")
    assert {turn.role for turn in transcript.turns} == {SpeakerRole.CLINICIAN}


def test_pairs_are_found_by_name():
    names = ["a_patient.TextGrid", "b.txt", "a_doctor.TextGrid", "c_doctor.TextGrid"]
    assert paired_textgrids(names) == [
        ("a_doctor.TextGrid", "a_patient.TextGrid"),
        ("b.txt",),
        ("c_doctor.TextGrid",),
    ]


def test_json_turns_come_one_for_one():
    turns = [
        {"speaker": "Patiente", "text": "J'ai mal.", "start_s": 1, "end_s": 2.5},
        {"speaker": "Patiente", "text": ""},
        {"text": "Où ?"},
    ]
    transcript = read(json.dumps({"language": "fr", "turns": turns}), "visit.json")
    assert transcript.language == "fr"
    assert said(transcript) == [
        ("Patiente", "J'ai mal.", 1.0, 2.5),
        ("Patiente", "", None, None),
        ("speaker", "Où ?", None, None),
    ]


def test_a_bare_json_list_of_turns():
    transcript = read('[{"speaker": "doctor", "text": "Where is the pain and since when?"}]', "visit.json")
    assert transcript.source == "json"


def test_csv_as_aci_bench_and_mts_dialog_write_it():
    aci = 'dataset,encounter_id,dialogue,note\naci,D1,"[doctor] hi , how is the ""knee"" ?\n[patient] it hurts .",x\n'
    mts = 'ID,section_header,section_text,dialogue\n7,CC,x,"Doctor: How are you? \n Patient: I am fine, and you?"\n'
    ((first_id, first),) = read_transcripts(aci.encode(), "a.csv")
    ((second_id, second),) = read_transcripts(mts.encode(), "b.csv")
    assert (first_id, second_id) == ("D1", "7")
    assert [turn.text for turn in first.turns] == ['hi , how is the "knee" ?', "it hurts ."]
    assert [turn.speaker for turn in second.turns] == ["Doctor", "Patient"]


def test_a_bad_csv_row_does_not_stop_the_others():
    table = "id;dialogue\na;Doctor: How are you, is the pain better?\nb;\n"
    (good_id, good), (bad_id, bad) = read_each(table.encode(), "rows.csv")
    assert (good_id, bad_id) == ("a", "b")
    assert good.turns[0].text == "How are you, is the pain better?"
    assert isinstance(bad, UnreadableTranscript)
    with pytest.raises(UnreadableTranscript):
        read_transcripts(table.encode(), "rows.csv")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (VTT, "vtt"),
        (SRT, "srt"),
        (grid(("Doctor", DOCTOR)), "textgrid"),
        ('{"turns": [{"speaker": "doctor", "text": "Where is the pain and since when?"}]}', "json"),
        ("id,dialogue\n1,Doctor: Where is the pain and since when?\n", "csv"),
        ("[doctor] Where is the pain and since when?", "text"),
    ],
)
@pytest.mark.parametrize("name", ["renamed.txt", "renamed", "renamed.doc"])
def test_the_content_tells_the_format(text, source, name):
    ((_, transcript),) = read_transcripts(text.encode(), name)
    assert transcript.source == source


@pytest.mark.parametrize(
    ("text", "filename", "message"),
    [
        ('{"turns": [{"speaker": "a", "text": "b"}', "a.json", "broken at line 1, column 41"),
        ('{"turns": {}}', "a.json", '"turns" is an object, not a list'),
        ('{"items": []}', "a.json", 'no "turns"'),
        ('{"turns": [{"speaker": "a", "text": "b"}, 3]}', "a.json", r"turns\[1\] is a number"),
        ('{"turns": [{"speaker": "a"}]}', "a.json", r'turns\[0\]\["text"\] is missing'),
        ('{"turns": [{"speaker": 4, "text": "b"}]}', "a.json", r'turns\[0\]\["speaker"\] is a number'),
        ('{"turns": [{"text": "b", "start_s": "1"}]}', "a.json", r'turns\[0\]\["start_s"\] is a text'),
        ('{"turns": [{"text": "b", "start_s": NaN}]}', "a.json", "out of range"),
        ('{"turns": [{"text": "b", "start_s": 3, "end_s": 1}]}', "a.json", "before it begins"),
        ('{"turns": []}', "a.json", "Nobody says anything"),
        ('"text"', "a.json", "holds a text where an object"),
        ("[" * 100_000, "a.json", "broken|nested"),
        ("how are you", "a.json", "broken at line 1"),
        ("a,b\n1,2\n", "a.csv", "no column 'dialogue'"),
        ("id,dialogue\n", "a.csv", "no row"),
        ("id,dialogue\n1,hello\n1,hello\n", "a.csv", "stands in 2 rows"),
        (grid(("Doctor", DOCTOR))[:300], "a.TextGrid", "cut off before"),
        ("how are you", "a.TextGrid", "not a Praat TextGrid"),
        ('ooTextFile TextGrid "a" "b" 0 1e999 1', "a.TextGrid", "too large"),
        ("WEBVTT\n\nno cue at all\n", "a.vtt", "no cue"),
        ("WEBVTT\n\n00:01 --> soon\nHello\n", "a.vtt", "not a time line"),
    ],
)
def test_wrong_shapes_say_what_and_where(text, filename, message):
    with pytest.raises(UnreadableTranscript, match=message) as caught:
        read_transcripts(text.encode(), filename, "en")
    assert caught.value.hint


def test_other_languages_are_refused():
    with pytest.raises(UnknownLanguage):
        read_transcripts(b'{"language": "de", "turns": [{"text": "Guten Tag"}]}', "a.json")
    with pytest.raises(UnknownLanguage):
        read_transcripts(b"Guten Tag, ich habe seit drei Tagen Kopfschmerzen und Fieber.", "a.txt")
