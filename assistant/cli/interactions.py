"""``assistant interactions``: the practice's own table of drug interactions, without which none is ever named."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from assistant.cli.inputs import read_file
from assistant.cli.options import Json
from assistant.cli.printing import out, words
from assistant.config import Settings, load_settings

if TYPE_CHECKING:
    from assistant.pipeline.interactions import TableWords
    from assistant.pipeline.lexicon import Lexicon

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Drug interactions, from a table of the practice alone."""


@app.command("import")
def import_table(
    file: Annotated[
        Path,
        typer.Argument(help="CSV or TSV. Columns: substance, class or ATC code 1 and 2, level, what to do, source."),
    ],
) -> None:
    """Take in a FILE in the place of the former table; a file with a bad line changes nothing."""
    from assistant.bootstrap import interactions
    from assistant.pipeline.interactions import read_table, unknown_names

    settings = load_settings()
    table = read_table(read_file(file), file.name, *_vocabulary(settings))
    interactions(settings).keep(table)
    texts = words(settings.locale)
    out().print(Text(texts("interactions.imported", count=len(table.rows), name=file.name)))
    unknown = unknown_names(table)
    if unknown:
        out().print(Text(texts("interactions.unknown", count=len(unknown)), style="yellow"))
    for name in unknown:
        out().print(Text(f"  {name}"))


@app.command("list")
def list_interactions(
    drug: Annotated[str | None, typer.Argument(help="Only those of this substance, class or ATC code.")] = None,
    json: Json = False,
) -> None:
    """List the interactions, or those of one DRUG."""
    from assistant.bootstrap import interactions
    from assistant.exports.contract import interaction_item
    from assistant.exports.lines import line
    from assistant.pipeline.interactions import names_drug

    settings = load_settings()
    texts = words(settings.locale)
    table = interactions(settings).table()
    rows = () if table is None else table.rows
    if drug is not None and rows:
        vocabulary = _vocabulary(settings)
        rows = tuple(row for row in rows if any(names_drug(one, drug, *vocabulary) for one in (row.first, row.second)))
    for row in rows:
        if json:
            typer.echo(line(interaction_item(row)))
        else:
            level = texts(f"interactions.{row.level}")
            out().print(Text(f"{row.first.name} + {row.second.name}: {level}", style="bold"))
            out().print(Text(f"    {row.advice or '—'}  ({row.source})", style="dim"))
    if not json and not rows:
        out().print(Text(texts("interactions.none" if table is None else "interactions.nothing")))


@app.command("remove")
def remove() -> None:
    """Forget the table: no interaction is named any more."""
    from assistant.bootstrap import interactions

    settings = load_settings()
    interactions(settings).remove()
    out().print(words(settings.locale)("interactions.removed"))


def _vocabulary(settings: Settings) -> "tuple[TableWords, list[Lexicon]]":
    """What a table's words may be: its names are looked up in both languages."""
    from assistant.domain.language import LANGUAGES
    from assistant.pipeline.interactions import load_table_words
    from assistant.pipeline.lexicon import load_lexicon

    lexicons = [load_lexicon(settings.lexicons, language) for language in LANGUAGES]
    return load_table_words(settings.knowledge_dir / "interactions"), lexicons
