"""``assistant knowledge``: the guidelines that plans can cite."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from assistant.cli.inputs import read_file
from assistant.cli.options import Json, Lang, LanguageChoice, language_of
from assistant.cli.printing import out, words
from assistant.config import load_settings

if TYPE_CHECKING:
    from assistant.domain.knowledge import Passage, RankedPassage

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Guidelines that plans can cite."""


@app.command("list")
def list_passages(json: Json = False) -> None:
    """List every passage, the practice's own first."""
    from assistant.bootstrap import knowledge_base

    for passage in knowledge_base(load_settings()).passages():
        _print(passage, json)


@app.command("search")
def search(
    question: Annotated[str, typer.Argument(help="A problem or a question.")],
    lang: Lang = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many passages.")] = 3,
    json: Json = False,
) -> None:
    """Find the passages relevant to a QUESTION; none is an answer too."""
    from assistant.bootstrap import passage_retriever

    settings = load_settings()
    language = language_of(lang) or settings.locale
    found = passage_retriever(settings).passages(question, language, top)
    for ranked in found:
        _print(ranked, json)
    if not found and not json:
        out().print(words(settings.locale)("knowledge.nothing"))


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="A PDF, DOCX, HTML or Markdown file.")],
    lang: Annotated[LanguageChoice, typer.Option("--lang", help="Its language.")],
    title: Annotated[str | None, typer.Option(help="Its title; the file's name otherwise.")] = None,
    publisher: Annotated[str, typer.Option(help="Who wrote it.")] = "—",
    year: Annotated[int | None, typer.Option(help="Its year; this year otherwise.")] = None,
    url: Annotated[str, typer.Option(help="Its address.")] = "",
    approver: Annotated[str, typer.Option(help="Who approved it.")] = "",
    review: Annotated[str | None, typer.Option(help="Valid until, YYYY-MM-DD; two years from today otherwise.")] = None,
) -> None:
    """Take in the practice's own FILE; the same title again supersedes it."""
    from assistant.bootstrap import knowledge_base
    from assistant.domain.knowledge import Source
    from assistant.errors import InputError

    settings = load_settings()
    today = date.today()
    try:
        until = date.fromisoformat(review) if review else today.replace(year=today.year + 2, day=min(today.day, 28))
    except ValueError as error:
        raise InputError(f"{review} is not a date.", "Write it as YYYY-MM-DD.") from error
    source = Source(title or file.stem, publisher, year or today.year, url)
    language = language_of(lang)
    assert language is not None
    passages = knowledge_base(settings).add(
        read_file(file), file.name, language=language, source=source, review_date=until, approver=approver
    )
    out().print(words(settings.locale)("knowledge.added", count=len(passages), name=file.name))


@app.command("withdraw")
def withdraw(title: Annotated[str, typer.Argument(help="The title of a document of the practice.")]) -> None:
    """Withdraw the practice's document of that TITLE: it is kept, and never cited again."""
    from assistant.bootstrap import knowledge_base

    settings = load_settings()
    knowledge_base(settings).remove(title)
    out().print(words(settings.locale)("knowledge.withdrawn", title=title))


@app.command("versions")
def versions(
    title: Annotated[str, typer.Argument(help="The title of a document of the practice.")], json: Json = False
) -> None:
    """List the earlier versions of the practice's document of that TITLE."""
    from assistant.bootstrap import knowledge_base

    for version in knowledge_base(load_settings()).versions(title):
        for passage in version:
            _print(passage, json)


def _print(found: "Passage | RankedPassage", as_json: bool) -> None:
    from assistant.exports.contract import passage_item
    from assistant.exports.lines import line

    item = passage_item(found)
    if as_json:
        typer.echo(line(item))
        return
    console = out()
    console.print(Text(f"[{item['id']}] {item['title']} — {item['publisher']}, {item['year']}", style="bold"))
    console.print(Text(f"    {item['section']}: {item['text']}"))
    console.print(
        Text(f"    {item['url']}  ({item['status']}, {item['review_date']}, {item['approver'] or '—'})", style="dim")
    )
