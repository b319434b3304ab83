"""``assistant templates``: report templates from example notes."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from assistant.cli.inputs import read_file
from assistant.cli.options import Lang, language_of
from assistant.cli.printing import err, out, words
from assistant.config import load_settings
from assistant.domain.draft import ReportKind

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Report templates."""


@app.command("propose")
def propose(
    notes: Annotated[list[Path], typer.Argument(help="Two or three of your own notes (text, Markdown, DOCX, PDF).")],
    kind: Annotated[ReportKind, typer.Option(help="The report that they are.")] = ReportKind.CONSULTATION,
    lang: Lang = None,
    to: Annotated[Path | None, typer.Option("--to", help="A file; stdout otherwise.")] = None,
) -> None:
    """Propose a template with the sections, their order and the length of the NOTES."""
    from assistant.pipeline.drafting import load_template
    from assistant.pipeline.drafting.proposing import propose as proposed
    from assistant.storage.files import write_new

    settings = load_settings()
    texts = words(settings.locale)
    base = load_template(settings.knowledge_dir / "templates", kind, language_of(lang) or settings.locale)
    proposal = proposed([_text(path) for path in notes], base)
    if proposal.unknown:
        err().print(Text(texts("templates.unknown", titles=", ".join(proposal.unknown)), style="yellow"))
    if to is None:
        typer.echo(proposal.text, nl=False)
        return
    try:
        write_new(to, proposal.text.encode(), mode=0o644)
    except FileExistsError as error:
        from assistant.errors import InputError

        raise InputError(f"{to} is there already.", "Choose another file.") from error
    out().print(texts("templates.written", path=to))


def _text(path: Path) -> str:
    """A note as lines; a document's headings each on a line of their own."""
    from assistant.pipeline.transcripts.decoding import decode
    from assistant.storage.documents import read_document

    data = read_file(path)
    if path.suffix.lower() in (".docx", ".pdf", ".html", ".htm"):
        return "\n".join(f"{one.heading} :\n{one.text}" for one in read_document(data, path.name))
    return decode(data)
