"""``assistant models``: the models of the catalogue and those on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.options import Json
from assistant.cli.printing import err, out, words
from assistant.config import Settings, load_settings
from assistant.domain.model import CatalogueModel, InstalledModel, ModelKind
from assistant.exports.house_lines import ModelItem

if TYPE_CHECKING:
    from assistant.services.models import Progress
    from assistant.storage.model_shelf import ModelShelf

app = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The model's name, as `list` prints it.")]
_SETTING = {ModelKind.LLM: "ASSISTANT_LLM_MODEL", ModelKind.SPEECH: "ASSISTANT_WHISPER_MODEL"}


@app.callback()
def _group() -> None:
    """Models: on this machine, and in the catalogue."""


@app.command("list")
def list_models(json: Json = False) -> None:
    """List the models on this machine, then what the catalogue offers."""
    from assistant.exports.lines import line

    settings = load_settings()
    texts = words(settings.locale)
    table = Table(box=None, show_header=False)
    for column in range(8):
        table.add_column(no_wrap=column == 2)
    for item in _models(settings):
        if json:
            typer.echo(line(item))
        mark = Text("✓" if item["in_use"] else "·", style="green" if item["in_use"] else "dim")
        where = Text(item["path"], style="dim") if item["path"] else Text(texts("models.to_pull"), style="dim")
        size = f"{item['size_mb']:.0f} MB" if item["size_mb"] else "?"
        memory = texts("models.memory", gb=item["memory_gb"]) if item["memory_gb"] else ""
        languages = ", ".join(item["languages"])
        name = Text(item["name"], style="bold")
        table.add_row(mark, texts(f"doctor.{item['kind']}"), name, size, memory, languages, item["licence"], where)
    if not json:
        out().print(table)


@app.command("pull")
def pull(
    name: Name,
    sha256: Annotated[
        str, typer.Option("--sha256", help="The publisher's checksum, where the catalogue has none.")
    ] = "",
    record: Annotated[
        bool, typer.Option("--record", help="Take what comes, and keep its checksum, where none is known.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="The licence was read and is accepted.")] = False,
) -> None:
    """Fetch a model of the catalogue; the same command goes on with an interrupted download."""
    from assistant.services import models

    settings = load_settings()
    texts = words(settings.locale)
    catalogue, shelf = _catalogue(settings), _shelf(settings)
    if settings.egress and name in catalogue:
        _show_licence(catalogue[name], settings, yes)
    with _bar() as progress:
        folder = models.pull(
            shelf, catalogue, name, egress=settings.egress, sha256=sha256, record=record, progress=progress
        )
    model = shelf.get(name)
    out().print(texts("models.pulled", name=name, path=folder))
    _say_how_to_use(model, folder, settings)


@app.command("import")
def import_model(
    source: Annotated[Path, typer.Argument(help="A folder, a .gguf file, a .zip or a .tar.gz.")],
    name: Annotated[str | None, typer.Option("--name", help="Its name; the source's otherwise.")] = None,
    licence: Annotated[str, typer.Option("--licence", help="Its licence, where the catalogue does not say.")] = "",
) -> None:
    """Take in a model that was brought to this machine by hand."""
    from assistant.services import models

    settings = load_settings()
    chosen = name or source.name.lower().removesuffix(".gz").rsplit(".tar", 1)[0].removesuffix(".zip")
    chosen = chosen.removesuffix(".gguf").replace(" ", "-")
    shelf = _shelf(settings)
    folder = models.import_model(shelf, _catalogue(settings), source, chosen, licence)
    out().print(words(settings.locale)("models.imported", name=chosen, path=folder))
    _say_how_to_use(shelf.get(chosen), folder, settings)


@app.command("verify")
def verify(
    name: Annotated[str | None, typer.Argument(help="One model; all otherwise.")] = None, json: Json = False
) -> None:
    """Work out every checksum anew. Exit status 1 where a file is missing or altered."""
    from assistant.exports.lines import line
    from assistant.services import models

    settings = load_settings()
    texts = words(settings.locale)
    found = models.verify(_shelf(settings), name)
    for one in found:
        if json:
            item = {"name": one.name, "intact": not one.wrong, "wrong": list(one.wrong), "proved": one.proved}
            typer.echo(line(item))
        elif one.wrong:
            out().print(Text(texts("models.altered", name=one.name, files=", ".join(one.wrong)), style="bold red"))
        else:
            key = "models.intact" if one.proved else "models.intact_recorded"
            out().print(Text(texts(key, name=one.name), style="green"))
    if not found and not json:
        out().print(texts("models.none"))
    raise typer.Exit(1 if any(one.wrong for one in found) else 0)


@app.command("remove")
def remove(name: Name) -> None:
    """Delete a model from this machine."""
    settings = load_settings()
    _shelf(settings).remove(name)
    out().print(words(settings.locale)("models.removed", name=name))


def _shelf(settings: Settings) -> "ModelShelf":
    from assistant.storage.model_shelf import ModelShelf

    return ModelShelf(settings.models_dir)


def _catalogue(settings: Settings) -> dict[str, CatalogueModel]:
    from assistant.storage.model_catalogue import load_catalogue

    return load_catalogue(settings.knowledge_dir / "models" / "catalogue.toml")


def _show_licence(model: CatalogueModel, settings: Settings, accepted: bool) -> None:
    """The licence, and whether it is accepted where somebody is there to be asked."""
    texts, console = words(settings.locale), out()
    console.print(Text(model.title, style="bold"))
    console.print(texts("models.licence", licence=model.licence, url=model.licence_url))
    if model.gated:
        console.print(Text(texts("models.gated"), style="yellow"))
    if not accepted and console.is_terminal and not typer.confirm(texts("models.accept")):
        raise typer.Exit(1)


@contextmanager
def _bar() -> Iterator["Progress"]:
    """A progress bar on stderr, one line a file, where someone watches."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=err(), disable=not err().is_terminal) as bar:
        tasks = {}

        def progress(name: str, there: int, size: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=size or None)
            bar.update(tasks[name], completed=there)

        yield progress


def _say_how_to_use(model: InstalledModel, folder: Path, settings: Settings) -> None:
    texts = words(settings.locale)
    gguf = next((file.name for file in model.files if file.name.endswith(".gguf")), None)
    out().print(texts("models.use", setting=f"{_SETTING[model.kind]}={folder / gguf if gguf else folder}"))
    if not model.proved:
        out().print(Text(texts("models.recorded"), style="yellow"))


def _models(settings: Settings) -> Iterator[ModelItem]:
    from assistant.diagnosis import MINILM
    from assistant.engines.model_files import embedded_gguf

    embedded = embedded_gguf()
    llm_in_use = settings.llm_model or (None if settings.llm_url else embedded)
    catalogue = _catalogue(settings)
    installed = {model.name: model for model in _shelf(settings).installed()}
    used = {settings.whisper_model, settings.llm_model}
    for model in installed.values():
        folder = settings.models_dir / model.name
        paths = {folder, *(folder / file.name for file in model.files)}
        yield _installed_item(model, folder, bool(paths & used), catalogue.get(model.name))
    named = [
        ("speech", settings.whisper_model, True),
        ("llm", settings.llm_model, True),
        ("llm", embedded, embedded is not None and llm_in_use == embedded),
        ("embeddings", MINILM, True),
        ("entailment", settings.entailment_model, True),
    ]
    for kind, path, in_use in named:
        if path is not None and path.exists() and settings.models_dir not in path.parents:
            yield _file_item(kind, path, in_use)
    yield from (_catalogue_item(model) for model in catalogue.values() if model.name not in installed)


def _file_item(kind: str, path: Path, in_use: bool) -> ModelItem:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    return {
        "name": path.name, "kind": kind, "path": str(path), "size_mb": round(size / 1e6, 1), "in_use": in_use,
        "title": path.name, "licence": "", "languages": [], "memory_gb": None, "revision": "", "gated": False,
        "proved": False,
    }  # fmt: skip


def _installed_item(model: InstalledModel, folder: Path, in_use: bool, known: CatalogueModel | None) -> ModelItem:
    size = sum(file.size for file in model.files)
    return {
        "name": model.name, "kind": model.kind, "path": str(folder), "size_mb": round(size / 1e6, 1),
        "in_use": in_use, "title": known.title if known else model.name, "licence": model.licence,
        "languages": list(known.languages) if known else [], "memory_gb": known.memory_gb if known else None,
        "revision": model.revision, "gated": False, "proved": model.proved,
    }  # fmt: skip


def _catalogue_item(model: CatalogueModel) -> ModelItem:
    return {
        "name": model.name, "kind": model.kind, "path": "", "size_mb": round(model.size / 1e6, 1), "in_use": False,
        "title": model.title, "licence": model.licence, "languages": list(model.languages),
        "memory_gb": model.memory_gb, "revision": model.revision, "gated": model.gated,
        "proved": all(file.sha256 for file in model.files),
    }  # fmt: skip
