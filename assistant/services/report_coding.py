"""Coding of reports that exist as files, without any consultation."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from assistant.domain.stay import CodedStay, Setting, Sex, Stay, StayDocument, Unit
from assistant.errors import InputError, UnreadableDocument
from assistant.pipeline.coding.patient import stay_of
from assistant.pipeline.coding.stay import code_stay
from assistant.pipeline.coding.tools import StayTools
from assistant.pipeline.transcripts.decoding import decode

REPORT_ENDINGS = (".txt", ".docx", ".pdf")


def reports_in(folder: Path) -> list[Path]:
    """The files of a folder in order of name; hidden ones are left out. Raises ``InputError`` if it is no folder."""
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder.", "Name the folder that holds the reports.")
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def report_text(path: Path) -> str:
    """``text_of`` a file. Raises ``OSError`` too."""
    return text_of(path.name, path.read_bytes())


def text_of(name: str, data: bytes) -> str:
    """The text of a report; of plain text in UTF-8 exactly what the file holds, line ends as one character.

    Raises ``UnreadableDocument`` or ``UnreadableTranscript`` where there is no text to be had.
    """
    from assistant.storage.documents import document_text

    ending = Path(name).suffix.lower()
    if ending not in REPORT_ENDINGS:
        raise UnreadableDocument(f"{name}: not a format that can be read.", f"Use one of: {', '.join(REPORT_ENDINGS)}.")
    if ending != ".txt":
        return document_text(data, name)
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


def stay_of_reports(
    reports: Sequence[tuple[str, str]],
    tools: StayTools,
    *,
    entry: date | None = None,
    discharge: date | None = None,
    age: int | None = None,
    sex: Sex | None = None,
    setting: Setting = Setting.FR_MCO,
    a_unit_each: bool = False,
    department: str | None = None,
) -> Stay:
    """A stay from its reports, (name, text) each, in order: of one unit, or of a unit (RUM) a report.

    What is not given is taken from the first report that says it. Raises ``InputError`` without a report or without
    words in it, where the day of discharge is not known (it chooses the nomenclature), or where dates or age are wrong.
    """
    if not reports or any(not text.strip() for _, text in reports):
        raise InputError("A stay needs its report, and words in it.", "Give one report or several.")
    said = [stay_of(text, name, tools.status.patterns, setting) for name, text in reports]
    day = discharge or max((each.exit for each in said if each.exit), default=None)
    if day is None:
        raise InputError("The day of discharge is not known.", "Say it (--discharge YYYY-MM-DD): it chooses the codes.")
    documents = tuple(StayDocument(name, text) for name, (_, text) in zip(_distinct(reports), reports, strict=True))
    apart = tuple(Unit(each.id, (each,), *_within(own, entry, day)) for each, own in zip(documents, said, strict=True))
    units = apart if a_unit_each else (Unit(documents[0].id, documents),)
    return Stay(
        units,
        entry or min((each.entry for each in said if each.entry), default=None),
        day,
        age if age is not None else next((each.age for each in said if each.age is not None), None),
        sex or next((each.sex for each in said if each.sex), None),
        exit_mode=next((each.exit_mode for each in reversed(said) if each.exit_mode), None),
        setting=setting,
        department=department,
    )


def _within(said: Stay, entry: date | None, day: date) -> tuple[date | None, date | None]:
    """The days that a unit's report gives, where they lie in the stay."""
    inside = said.entry and said.exit and (entry is None or entry <= said.entry) and said.exit <= day
    return (said.entry, said.exit) if inside else (None, None)


def _distinct(reports: Sequence[tuple[str, str]]) -> list[str]:
    """The reports' names; one that comes again gets a number."""
    seen: Counter[str] = Counter()
    names = []
    for name, _ in reports:
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
