"""Coding of reports that exist as files, without any consultation."""

from collections.abc import Iterator
from pathlib import Path

from assistant.domain.stay import CodedStay, Setting
from assistant.errors import InputError, UnreadableDocument
from assistant.pipeline.coding.patient import stay_of
from assistant.pipeline.coding.stay import StayTools, code_stay
from assistant.pipeline.transcripts.decoding import decode

REPORT_ENDINGS = (".txt", ".docx", ".pdf")


def reports_in(folder: Path) -> list[Path]:
    """The files of a folder in order of name; hidden ones are left out. Raises ``InputError`` if it is no folder."""
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder.", "Name the folder that holds the reports.")
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def report_text(path: Path) -> str:
    """The text of a report; of plain text in UTF-8 exactly what the file holds, line ends as one character.

    Raises ``UnreadableDocument`` or ``UnreadableTranscript`` where there is no text to be had.
    """
    from assistant.storage.documents import document_text

    ending = path.suffix.lower()
    if ending not in REPORT_ENDINGS:
        raise UnreadableDocument(
            f"{path.name}: not a format that can be read.", f"Use one of: {', '.join(REPORT_ENDINGS)}."
        )
    data = path.read_bytes()
    if ending != ".txt":
        return document_text(data, path.name)
    cleaned = decode(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return cleaned
    return text.replace("\r\n", "\n").replace("\r", "\n")


def code_report(path: Path, tools: StayTools, setting: Setting = Setting.FR_MCO) -> CodedStay:
    """The coding of one report. Raises ``InputError`` where it cannot be read or its dates are in the wrong order."""
    return code_stay(stay_of(report_text(path), path.name, tools.status.patterns, setting), tools)


def finished(lines: str) -> Iterator[str]:
    """The whole lines of an earlier run's output; a last line that was cut off is not one."""
    yield from (line for line in lines.splitlines(keepends=True) if line.endswith("\n") and line.strip())
