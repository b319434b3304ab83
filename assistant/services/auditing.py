"""Checking any note against any transcript: what ``check`` and ``POST /api/v1/check`` do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from json import JSONDecodeError, dumps, loads
from pathlib import Path
from typing import Any

from assistant.domain.context import PatientContext
from assistant.domain.finding import NoteCheck
from assistant.domain.language import Language
from assistant.domain.transcript import Transcript
from assistant.errors import InputError
from assistant.pipeline.checking import check_note
from assistant.pipeline.checking.opinions import with_opinions
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.transcripts import read_transcripts
from assistant.pipeline.transcripts.decoding import decode
from assistant.pipeline.transcripts.json_turns import language_of
from assistant.ports import Entailer
from assistant.services.spreading import spread
from assistant.storage.interactions import InteractionFile

_SHAPE = 'A line is {"id", "note", "transcript", "language"?}, the transcript a text with speaker labels or turns.'


@dataclass(frozen=True, slots=True)
class Question:
    """A note and what it has to be checked against."""

    id: str
    note: str
    transcript: Transcript
    context: PatientContext


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no question, and why."""

    id: str
    error: InputError


def read_note(data: bytes) -> str:
    """A note's text, whatever its encoding. Raises ``UnreadableTranscript`` where it is no text."""
    return decode(data)


def question_of(entry: dict[str, Any], context: PatientContext) -> Question:
    """A question from ``{"id"?, "note", "transcript", "language"?}``. Raises ``InputError``."""
    note, said = entry.get("note"), entry.get("transcript")
    if not isinstance(note, str) or not isinstance(said, str | list | dict):
        raise InputError("The note or the transcript is missing.", _SHAPE)
    language = language_of(entry.get("language"))
    transcript = _transcript(said, language)
    return Question(str(entry.get("id", "note")), note, transcript, context)


def questions(data: bytes, context: PatientContext) -> Iterator[Question | BadLine]:
    """The questions of a JSONL file, one a line; a bad line comes as such and the rest goes on."""
    for number, text in enumerate(decode(data).splitlines(), start=1):
        if not text.strip():
            continue
        id = f"line {number}"
        try:
            entry = loads(text)
            if not isinstance(entry, dict):
                raise InputError("The line is not a JSON object.", _SHAPE)
            id = str(entry.get("id", id))
            yield question_of({**entry, "id": id}, context)
        except JSONDecodeError as error:
            yield BadLine(id, InputError(f"The line is not JSON: {error}.", _SHAPE))
        except RecursionError:
            yield BadLine(id, InputError("The line is nested too deeply.", _SHAPE))
        except InputError as error:
            yield BadLine(id, error)


def check_question(
    question: Question, lexicons: Path, interactions: InteractionFile, entailer: Entailer | None = None
) -> NoteCheck:
    """The verdict on a note; ``lexicons`` is the folder of the clinical vocabulary, ``interactions`` where the
    practice's table lies, ``entailer`` a second opinion."""
    lexicon = load_lexicon(lexicons, question.transcript.language)
    table = interactions.table()
    checked = check_note(question.note, question.transcript, question.context, lexicon, table)
    return checked if entailer is None else with_opinions(checked, question.transcript, entailer)


def check_all(
    asked: Iterable[Question | BadLine],
    lexicons: Path,
    interactions: InteractionFile,
    entailer: Entailer | None = None,
) -> Iterator[tuple[Question | BadLine, NoteCheck | None]]:
    """Every question with its verdict, in order, as soon as there is one; a bad line with none. They are spread over
    the processors, except where a model gives a second opinion: it is loaded once."""
    work = partial(_checked, lexicons=lexicons, interactions=interactions, entailer=entailer)
    return spread(work, asked) if entailer is None else ((one, work(one)) for one in asked)


def _checked(
    one: Question | BadLine, lexicons: Path, interactions: InteractionFile, entailer: Entailer | None
) -> NoteCheck | None:
    return None if isinstance(one, BadLine) else check_question(one, lexicons, interactions, entailer)


def _transcript(said: str | list[Any] | dict[str, Any], language: Language | None) -> Transcript:
    if isinstance(said, str):
        return read_transcripts(said.encode("utf-8", "surrogatepass"), "transcript.txt", language)[0][1]
    turns = said if isinstance(said, dict) else {"turns": said}
    return read_transcripts(dumps(turns).encode(), "transcript.json", language)[0][1]
