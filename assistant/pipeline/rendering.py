"""A draft as one text: title, sections under their headings, one sentence a line, footer."""

from assistant.domain.draft import Draft, PlacedSentence, RenderedReport, Section
from assistant.domain.language import Language
from assistant.domain.span import Span

# French typography puts a space before the colon of a heading.
_HEADING_END: dict[Language, str] = {"fr": " :", "en": ":"}


class _Page:
    """Text that grows, and knows where each sentence landed."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.placed: list[PlacedSentence] = []

    def write(self, text: str) -> Span:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return Span(start, self._length)

    def text(self) -> str:
        return "".join(self._parts)


def render(draft: Draft) -> RenderedReport:
    """The whole report and the place of every sentence in it.

    Spans are code points of ``RenderedReport.text``, end exclusive, in reading order, and cover exactly
    ``sentence.text``. Sentences of white space only are left out; an empty section is left out too, unless it has
    a placeholder. Header, headings, placeholders, closing and footer are no sentences and claim nothing.
    """
    page = _Page()
    page.write(f"{draft.title}\n")
    _write_lines(page, draft.header)
    part = ""
    for section in draft.sections:
        if section.part != part and (section.placeholder or any(one.text.strip() for one in section.sentences)):
            part = section.part
            page.write(f"\n{part.upper()}\n" if part else "")
        _write_section(page, section, _HEADING_END[draft.language])
    _write_lines(page, draft.closing)
    if draft.footer:
        page.write(f"\n{draft.footer}\n")
    return RenderedReport(page.text(), tuple(page.placed))


def _write_lines(page: _Page, lines: tuple[str, ...]) -> None:
    """Lines of the header or the closing: they come from the encounter and claim nothing."""
    if lines:
        page.write("\n" + "\n".join(lines) + "\n")


def _write_section(page: _Page, section: Section, heading_end: str) -> None:
    sentences = [sentence for sentence in section.sentences if sentence.text.strip()]
    if not sentences and not section.placeholder:
        return
    page.write(f"\n{section.title}{heading_end}\n")
    if not sentences:
        page.write(f"{section.placeholder}\n")
    for sentence in sentences:
        span = page.write(sentence.text)
        page.placed.append(PlacedSentence(section.key, sentence, span))
        page.write("\n")
