"""``assistant codes``: search the nomenclatures, import their official files."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli import codes_run
from assistant.cli.inputs import read_file
from assistant.cli.options import Json
from assistant.cli.printing import out, words
from assistant.config import Settings, load_settings
from assistant.domain.coding import Nomenclature, printed
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.domain.coding import NomenclatureVersion
    from assistant.pipeline.coding.dated import DatedCodes

app = typer.Typer(no_args_is_help=True)

_Nomenclature = Annotated[Nomenclature, typer.Option("--nomenclature", help="Which code system.")]
_Day = Annotated[
    str | None, typer.Option("--date", help="Day of discharge, YYYY-MM-DD: it chooses the edition. Today otherwise.")
]


app.command("run")(codes_run.run)


@app.callback()
def _group() -> None:
    """Search the nomenclatures, import their official files, code existing reports."""


@app.command("search")
def search(
    phrase: Annotated[str | None, typer.Argument(help="A clinician's words.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Many phrases: a text file, one a line.")] = None,
    nomenclature: _Nomenclature = Nomenclature.CIM10,
    top: Annotated[int, typer.Option("--top", min=1, help="How many codes a phrase.")] = 10,
    day: _Day = None,
    json: Json = False,
) -> None:
    """Rank the codes for a PHRASE, or for each line of a file."""
    from assistant.exports.contract import code_search_item
    from assistant.exports.lines import line
    from assistant.pipeline.transcripts.decoding import decode

    if (phrase is None) == (file is None):
        raise InputError("One phrase or a file is needed.", 'assistant codes search "HTA", or --file phrases.txt')
    settings = load_settings()
    texts = words(settings.locale)
    phrases = [phrase] if phrase is not None else decode(read_file(file)).splitlines() if file else []
    retriever = _retriever(settings, day)
    for each in phrases:
        found = retriever.codes(each, nomenclature, top)
        if json:
            typer.echo(line(code_search_item(each, found)))
            continue
        table = Table(title=each, title_justify="left", title_style="bold", box=None, show_header=False)
        for ranked in found:
            code = printed(ranked.entry.code, nomenclature)
            table.add_row(Text(code, style="bold"), Text(ranked.entry.label), f"{ranked.score:.0%}")
        out().print(table if found else Text(f"{each}: {texts('codes.nothing')}"))
    if not json:
        _say_edition(settings, retriever, nomenclature)


@app.command("show")
def show(
    code: Annotated[str, typer.Argument(help="A code, with or without its dot.")],
    nomenclature: _Nomenclature = Nomenclature.CIM10,
    day: _Day = None,
) -> None:
    """Print one code, if it is valid on the day."""
    settings = load_settings()
    retriever = _retriever(settings, day)
    retriever.codes("", nomenclature, 1)  # says first where the nomenclature is missing, and how to get it
    entry = retriever.required(code.replace(".", "").upper(), nomenclature)
    out().print(Text(f"{printed(entry.code, nomenclature)}  {entry.label}  ({entry.nomenclature} {entry.year})"))
    for term in entry.terms:
        out().print(Text(f"  {term}", style="dim"))
    if entry.activities or entry.phases:
        texts = words(settings.locale)
        out().print(texts("codes.act", activities=", ".join(entry.activities), phases=", ".join(entry.phases)))
    _say_edition(settings, retriever, nomenclature)


@app.command("list")
def list_editions(json: Json = False) -> None:
    """List the editions on this machine, with their validity and origin."""
    from assistant.bootstrap import code_editions
    from assistant.exports.contract import edition_item
    from assistant.exports.lines import line

    settings = load_settings()
    for edition in code_editions(settings).all():
        if json:
            typer.echo(line(edition_item(edition)))
        else:
            _print_edition(settings, edition, "codes.edition")


@app.command("import")
def import_nomenclature(
    file: Annotated[Path, typer.Argument(help="LIBCIM10MULTI.TXT, an ICD-10-CM order file, or a CCAM xlsx or xls.")],
    year: Annotated[int | None, typer.Option(help="Its year, where neither the file nor its name says it.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day of validity, YYYY-MM-DD.")] = None,
    json: Json = False,
) -> None:
    """Take in an official FILE; the same edition again replaces the earlier one, a bad file changes nothing."""
    from assistant.bootstrap import code_editions
    from assistant.exports.contract import edition_item
    from assistant.exports.lines import line
    from assistant.storage.codes_import import import_file

    settings = load_settings()
    edition, is_new = import_file(
        code_editions(settings), read_file(file), file.name, year=year, first=_date(first) if first else None
    )
    if json:
        typer.echo(line(edition_item(edition)))
    else:
        _print_edition(settings, edition, "codes.imported" if is_new else "codes.already")


def _retriever(settings: Settings, day: str | None) -> "DatedCodes":
    from assistant.bootstrap import code_retriever

    return code_retriever(settings, _date(day) if day else None)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text} is not a date.", "Write it as YYYY-MM-DD.") from error


def _say_edition(settings: Settings, retriever: "DatedCodes", nomenclature: Nomenclature) -> None:
    """Which edition was searched; where it does not hold on the day, that it does not."""
    edition = retriever.editions[nomenclature]
    _print_edition(settings, edition, "codes.edition" if edition.covers(retriever.day) else "codes.not_that_day")


def _print_edition(settings: Settings, edition: "NomenclatureVersion", key: str) -> None:
    text = words(settings.locale)(
        key,
        nomenclature=edition.nomenclature,
        year=edition.year,
        first=edition.valid_from.isoformat(),
        last=edition.valid_until.isoformat(),
        count=edition.codes,
        origin=edition.origin,
    )
    out().print(Text(text, style="dim"))
