"""``assistant doctor``: what is in use, what is not there, and how to get it."""

from typing import TYPE_CHECKING

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.options import Json, Lang, language_of
from assistant.cli.printing import out, words
from assistant.config import load_settings

if TYPE_CHECKING:
    from assistant.diagnosis import Note
    from assistant.exports.texts import Texts


def doctor(lang: Lang = None, json: Json = False) -> None:
    """Say of every engine what is in use, what is missing, and how to get it."""
    from assistant.diagnosis import diagnose
    from assistant.exports.house_lines import EngineItem
    from assistant.exports.lines import line

    settings = load_settings()
    texts = words(language_of(lang) or settings.locale)
    states = diagnose(settings)
    if json:
        for state in states:
            item: EngineItem = {
                "engine": state.engine,
                "ready": state.ready,
                "in_use": _text(state.in_use, texts),
                "advice": _text(state.advice, texts),
            }
            typer.echo(line(item))
    else:
        table = Table(title=texts("doctor.title"), title_justify="left", title_style="bold", show_lines=True)
        for column in ("engine", "in_use", "advice"):
            table.add_column(texts(f"doctor.{column}"), overflow="fold")
        for state in states:
            mark = Text("✓ " if state.ready else "✗ ", style="green" if state.ready else "red")
            name = mark + Text(texts(f"doctor.{state.engine}"), style="bold")
            table.add_row(
                name, Text(_text(state.in_use, texts) or texts("doctor.missing")), Text(_text(state.advice, texts))
            )
        out().print(table)
    raise typer.Exit(0 if all(state.ready for state in states) else 1)


def _text(note: "Note | None", texts: "Texts") -> str:
    return texts(f"doctor.{note.key}", **dict(note.values)) if note else ""
