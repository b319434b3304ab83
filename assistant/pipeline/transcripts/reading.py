"""Any transcript file to ``Transcript``: the format is told by the content first, by the name only in doubt."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.errors import InputError, UnreadableTranscript
from assistant.pipeline.language import detect_language
from assistant.pipeline.transcripts.decoding import decode
from assistant.pipeline.transcripts.json_turns import language_of, parse_json
from assistant.pipeline.transcripts.plain import parse_plain
from assistant.pipeline.transcripts.speakers import role_of
from assistant.pipeline.transcripts.subtitles import looks_like_subtitles, parse_subtitles
from assistant.pipeline.transcripts.tables import Row, is_table, read_rows
from assistant.pipeline.transcripts.textgrid import is_textgrid, merge_textgrids, parse_textgrid

_ENOUGH_TO_TELL = 20_000
"""Characters that language detection is given: more changes nothing and costs time."""

_PARSERS: dict[str, Callable[[str], list[Turn]]] = {
    "text": parse_plain,
    "vtt": parse_subtitles,
    "srt": parse_subtitles,
}


def read_transcripts(data: bytes, filename: str, language: Language | None = None) -> list[tuple[str, Transcript]]:
    """The transcripts of a file with their ids: the name's stem, or each row's id where the file is a table.

    ``language`` overrides what the file says and what detection would find. Raises ``UnreadableTranscript`` or
    ``UnknownLanguage``: the first problem of the file.
    """
    results: list[tuple[str, Transcript]] = []
    for item_id, item in read_each(data, filename, language):
        if isinstance(item, InputError):
            raise item
        results.append((item_id, item))
    return results


def read_each(
    data: bytes, filename: str, language: Language | None = None
) -> list[tuple[str, Transcript | InputError]]:
    """Like ``read_transcripts``, but a bad row of a table is its error and the other rows are read all the same."""
    stem = PurePath(filename.replace("\\", "/")).stem or "transcript"
    text = decode(data)
    kind = format_of(text, filename)
    if kind != "csv":
        return [(stem, _single(text, kind, stem, language))]
    rows = read_rows(text, stem)
    # A short row may not tell its language: the file as a whole does.
    common = language or _told([row for row in rows if row.language is None])
    return [(row.id, _read_row(row, language, common)) for row in rows]


def format_of(text: str, filename: str = "") -> str:
    """The format: ``vtt``, ``srt``, ``textgrid``, ``json``, ``csv`` or ``text``."""
    start, name = text.lstrip(), filename.lower()
    if is_textgrid(text) or name.endswith(".textgrid"):
        return "textgrid"
    if start.startswith("WEBVTT"):
        return "vtt"
    if looks_like_subtitles(text):
        return "vtt" if name.endswith(".vtt") else "srt"
    if start.startswith("{") or (start.startswith("[") and start[1:].lstrip()[:1] in ("{", "]", '"', "")):
        return "json"
    if name.endswith(".json"):
        return "json"
    if is_table(text) or name.endswith((".csv", ".tsv")):
        return "csv"
    return "text"


def pair_textgrids(doctor: bytes, patient: bytes, language: Language | None = None) -> Transcript:
    """One conversation from two TextGrid files, one a speaker, merged by time.

    Raises ``UnreadableTranscript`` or ``UnknownLanguage``.
    """
    turns = merge_textgrids([("doctor", decode(doctor)), ("patient", decode(patient))])
    return _transcript(turns, language, "textgrid")


def paired_textgrids(filenames: Sequence[str]) -> list[tuple[str, ...]]:
    """The file names in order, ``x_doctor.TextGrid`` and ``x_patient.TextGrid`` together as (doctor, patient)."""
    halves = {half: name for name in filenames if (half := _half(name)) is not None}
    groups: list[tuple[str, ...]] = []
    for name in filenames:
        half = _half(name)
        pair = half and tuple(halves.get((half[0], role)) for role in (SpeakerRole.CLINICIAN, SpeakerRole.PATIENT))
        group = tuple(filter(None, pair)) if pair and all(pair) else (name,)
        if group not in groups:
            groups.append(group)
    return groups


def _half(name: str) -> tuple[str, SpeakerRole] | None:
    path = PurePath(name.replace("\\", "/"))
    stem, _, label = path.stem.rpartition("_")
    if path.suffix.lower() != ".textgrid" or not stem:
        return None
    return str(path.with_name(stem)), role_of(label)


def _single(text: str, kind: str, stem: str, language: Language | None) -> Transcript:
    if kind == "json":
        turns, said = parse_json(text)
        return _transcript(turns, language or said, kind)
    if kind == "textgrid":
        label = stem.rpartition("_")[2]
        known = role_of(label) is not SpeakerRole.UNKNOWN
        return _transcript(parse_textgrid(text, label if known else None), language, kind)
    return _transcript(_PARSERS[kind](text), language, kind)


def _read_row(row: Row, language: Language | None, common: Language | None) -> Transcript | InputError:
    try:
        return _transcript(parse_plain(row.dialogue), language or language_of(row.language) or common, "csv")
    except InputError as error:
        return error


def _told(rows: list[Row]) -> Language | None:
    together = "\n".join(row.dialogue for row in rows)[:_ENOUGH_TO_TELL]
    return detect_language(together) if together.strip() else None


def _transcript(turns: list[Turn], language: Language | None, source: str) -> Transcript:
    if not any(turn.text.strip() for turn in turns):
        raise UnreadableTranscript("Nobody says anything in it.", "Check that the file holds the consultation's words.")
    said = language or detect_language("\n".join(turn.text for turn in turns)[:_ENOUGH_TO_TELL])
    return Transcript(said, tuple(turns), source)
