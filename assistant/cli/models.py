"""``assistant models``: the model files on this machine."""

from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.options import Json
from assistant.cli.printing import out, words
from assistant.config import Settings, load_settings
from assistant.exports.lines import ModelItem

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Models on this machine."""


@app.command("list")
def list_models(json: Json = False) -> None:
    """List the models that are configured or embedded."""
    from assistant.exports.lines import line

    settings = load_settings()
    texts = words(settings.locale)
    table = Table(box=None, show_header=False)
    for item in _models(settings):
        if json:
            typer.echo(line(item))
        mark = Text("✓" if item["in_use"] else "·", style="green" if item["in_use"] else "dim")
        table.add_row(mark, texts(f"doctor.{item['kind']}"), Text(item["name"], style="bold"), f"{item['size_mb']} MB")
    if not json:
        out().print(table)


def _models(settings: Settings) -> list[ModelItem]:
    from assistant.diagnosis import MINILM
    from assistant.engines.model_files import embedded_gguf

    embedded = embedded_gguf()
    llm_in_use = settings.llm_model or (None if settings.llm_url else embedded)
    named = [
        ("speech", settings.whisper_model, True),
        ("llm", settings.llm_model, True),
        ("llm", embedded, embedded is not None and llm_in_use == embedded),
        ("embeddings", MINILM, True),
        ("entailment", settings.entailment_model, True),
    ]
    return [_item(kind, path, in_use) for kind, path, in_use in named if path is not None and path.exists()]


def _item(kind: str, path: Path, in_use: bool) -> ModelItem:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    return {"name": path.name, "kind": kind, "path": str(path), "size_mb": round(size / 1e6, 1), "in_use": in_use}
