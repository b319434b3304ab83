"""``assistant codes``: search the nomenclatures."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli import codes_run
from assistant.cli.inputs import read_file
from assistant.cli.options import Json
from assistant.cli.printing import out, words
from assistant.config import load_settings
from assistant.domain.coding import Nomenclature, dotted
from assistant.errors import InputError

app = typer.Typer(no_args_is_help=True)

_Nomenclature = Annotated[Nomenclature, typer.Option("--nomenclature", help="Which code system.")]


app.command("run")(codes_run.run)


@app.callback()
def _group() -> None:
    """Search the nomenclatures; code existing reports."""


@app.command("search")
def search(
    phrase: Annotated[str | None, typer.Argument(help="A clinician's words.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Many phrases: a text file, one a line.")] = None,
    nomenclature: _Nomenclature = Nomenclature.CIM10,
    top: Annotated[int, typer.Option("--top", min=1, help="How many codes a phrase.")] = 10,
    json: Json = False,
) -> None:
    """Rank the codes for a PHRASE, or for each line of a file."""
    from assistant.bootstrap import code_retriever
    from assistant.exports.contract import code_search_item
    from assistant.exports.lines import line
    from assistant.pipeline.transcripts.decoding import decode

    if (phrase is None) == (file is None):
        raise InputError("One phrase or a file is needed.", 'assistant codes search "HTA", or --file phrases.txt')
    settings = load_settings()
    texts = words(settings.locale)
    phrases = [phrase] if phrase is not None else decode(read_file(file)).splitlines() if file else []
    retriever = code_retriever(settings)
    for each in phrases:
        found = retriever.codes(each, nomenclature, top)
        if json:
            typer.echo(line(code_search_item(each, found)))
            continue
        table = Table(title=each, title_justify="left", title_style="bold", box=None, show_header=False)
        for ranked in found:
            table.add_row(
                Text(dotted(ranked.entry.code), style="bold"), Text(ranked.entry.label), f"{ranked.score:.0%}"
            )
        out().print(table if found else Text(f"{each}: {texts('codes.nothing')}"))
    if nomenclature is Nomenclature.CIM10 and not json:
        out().print(texts("show.cim10_year"), style="dim")


@app.command("show")
def show(
    code: Annotated[str, typer.Argument(help="A code, with or without its dot.")],
    nomenclature: _Nomenclature = Nomenclature.CIM10,
) -> None:
    """Print one code."""
    from assistant.bootstrap import code_retriever
    from assistant.errors import NotFound

    entry = code_retriever(load_settings()).entry(code.replace(".", "").upper(), nomenclature)
    if entry is None:
        raise NotFound(f"{code} is not a code of {nomenclature}.", "Search it: assistant codes search PHRASE")
    out().print(Text(f"{dotted(entry.code)}  {entry.label}  ({entry.nomenclature} {entry.year})"))
    for term in entry.terms:
        out().print(Text(f"  {term}", style="dim"))
