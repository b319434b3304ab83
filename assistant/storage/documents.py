"""A practice's own documents (PDF, DOCX, HTML, Markdown, plain text) as titled sections of text."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from assistant.errors import UnreadableDocument

_LONGEST = 1200
_HEADING_LENGTH = 80
_HEADING_WORDS = 10
_PARAGRAPH_ENDS = (".", ":", ";", ",", "!", "?")
_SPACES = re.compile(r"[ \t\u00a0]+")
_HTML_BLOCKS = ["h1", "h2", "h3", "h4", "p", "li", "td", "pre"]


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A heading and the text below it, at most about 1,200 characters."""

    heading: str
    text: str


Line = tuple[bool, str]
"""Whether it is a heading, and its text."""


def read_document(data: bytes, filename: str) -> list[DocumentSection]:
    """The sections of a document, in order; what stands before the first heading has the file's name as heading.

    Raises ``UnreadableDocument`` where the format is unknown, the file is broken, or no text is in it.
    """
    reader = _READERS.get(PurePath(filename).suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise UnreadableDocument(f"{filename}: not a format that can be read.", f"Use one of: {known}.")
    sections = list(_sections(reader(data, filename), PurePath(filename).stem))
    if not sections:
        raise UnreadableDocument(
            f"{filename}: there is no text in it.", "A scanned document needs text recognition (OCR) first."
        )
    return sections


def document_text(data: bytes, filename: str) -> str:
    """The whole text of a document, a line a paragraph. Raises as ``read_document`` does."""
    reader = _READERS.get(PurePath(filename).suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise UnreadableDocument(f"{filename}: not a format that can be read.", f"Use one of: {known}.")
    text = "\n".join(line for _, line in reader(data, filename))
    if not text.strip():
        raise UnreadableDocument(
            f"{filename}: there is no text in it.", "A scanned document needs text recognition (OCR) first."
        )
    return text


def _sections(lines: list[Line], title: str) -> Iterator[DocumentSection]:
    heading, kept = title, ""
    for is_heading, raw in lines:
        text = _SPACES.sub(" ", raw).strip()
        if not text:
            continue
        if is_heading or len(kept) + len(text) > _LONGEST:
            if kept:
                yield DocumentSection(heading, kept)
            heading, kept = (text, "") if is_heading else (heading, text)
        else:
            kept = f"{kept} {text}".strip()
    if kept:
        yield DocumentSection(heading, kept)


def _markdown(data: bytes, filename: str) -> list[Line]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"{filename}: not UTF-8 text.", "Save it again as UTF-8.") from error
    return [(line.startswith("#"), line.lstrip("#")) for line in text.splitlines()]


def _html(data: bytes, filename: str) -> list[Line]:
    from bs4 import BeautifulSoup

    page = BeautifulSoup(data, "html.parser")
    for hidden in page(["script", "style", "nav", "footer"]):
        hidden.decompose()
    blocks = page.find_all(_HTML_BLOCKS)
    # A block inside another block would be read twice.
    return [
        (block.name.startswith("h"), block.get_text(" ", strip=True))
        for block in blocks
        if not block.find(_HTML_BLOCKS)
    ]


def _docx(data: bytes, filename: str) -> list[Line]:
    import zipfile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableDocument(f"{filename}: not a Word document (DOCX).", "Open it and save it again.") from error
    paragraphs = [
        ((paragraph.style.name or "").startswith(("Heading", "Title")) if paragraph.style else False, paragraph.text)
        for paragraph in document.paragraphs
    ]
    cells = [(False, " | ".join(cell.text for cell in row.cells)) for table in document.tables for row in table.rows]
    return paragraphs + cells


def _pdf(data: bytes, filename: str) -> list[Line]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what goes wrong is raised below

    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    except (PyPdfError, ValueError, KeyError) as error:
        message = f"{filename}: not a PDF, or a broken or locked one."
        raise UnreadableDocument(message, "Open it and save it again.") from error
    return [(_looks_like_heading(line), line) for page in pages for line in page.splitlines()]


def _looks_like_heading(line: str) -> bool:
    """PDF has no headings: a short line that starts like a title and does not end like a sentence is one."""
    text = line.strip()
    starts = text[:1].isupper() or text[:1].isdigit()
    short = 3 < len(text) <= _HEADING_LENGTH and len(text.split()) <= _HEADING_WORDS
    return starts and short and not text.endswith(_PARAGRAPH_ENDS)


_READERS: dict[str, Callable[[bytes, str], list[Line]]] = {
    ".md": _markdown,
    ".txt": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
}
