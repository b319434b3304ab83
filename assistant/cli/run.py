"""``assistant run``: recordings and transcripts to checked, coded drafts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.inputs import Item, items
from assistant.cli.options import ContextFile, DrafterChoice, Json, Lang, context_of, language_of
from assistant.cli.printing import err, out, show_consultation, show_error, words
from assistant.config import Settings, load_settings
from assistant.domain.consultation import Consultation
from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.language import Language
from assistant.domain.transcript import Transcript
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.exports.texts import Texts


def run(
    files: Annotated[list[Path], typer.Argument(help="Recordings and transcripts.")],
    drafter: Annotated[DrafterChoice | None, typer.Option(help="Who drafts; extractive by default.")] = None,
    kind: Annotated[ReportKind, typer.Option(help="The report to write.")] = ReportKind.CONSULTATION,
    lang: Lang = None,
    context: ContextFile = None,
    save: Annotated[
        bool,
        typer.Option(
            "--save", help="Keep them as encounters of the logged-in account, who states that the patients consented."
        ),
    ] = False,
    swap_speakers: Annotated[
        bool, typer.Option("--swap-speakers", help="Exchange the labels of clinician and patient first.")
    ] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Also write each report as an HTML file here.")] = None,
    json: Json = False,
) -> None:
    """Draft, check and code each FILE; without --save nothing is kept."""
    settings = load_settings(**({"drafter": drafter.value} if drafter else {}))
    texts = words(settings.locale)
    known = context_of(context)
    work = [_labelled(item, swap_speakers, texts) for item in items(files, language_of(lang))]
    if save:
        from assistant.cli.saving import save_all

        failed = save_all(settings, work, kind, language_of(lang), known, texts, json)
    else:
        process_one = processor(settings, kind, language_of(lang), known)
        failed = sum(not _one(item, process_one, texts, json, html) for item in _with_progress(work, texts))
    raise typer.Exit(1 if failed else 0)


def _labelled(item: Item, swap: bool, texts: "Texts") -> Item:
    """The item with its speakers exchanged where that is asked for; else a warning where they seem to be."""
    from assistant.pipeline.transcripts import seem_swapped, swapped

    if item.transcript is None:
        return item
    if swap:
        return replace(item, transcript=swapped(item.transcript))
    if seem_swapped(item.transcript):
        err().print(texts("run.swapped", id=item.id))
    return item


def processor(
    settings: Settings, kind: ReportKind, language: Language | None, context: PatientContext
) -> Callable[[Item], Consultation]:
    """A function from an item to its consultation. The engines are made once, when they are first needed."""
    from assistant.bootstrap import tools, transcriber
    from assistant.services.processing import process

    bench = tools(settings)

    def consult(item: Item) -> Consultation:
        transcript: Transcript | None = item.transcript
        if item.error is not None:
            raise item.error
        if transcript is None:
            transcript = transcriber(settings, language).transcribe(item.path, language)
        return process(bench, transcript, context, kind)

    return consult


def _one(
    item: Item, process_one: Callable[[Item], Consultation], texts: "Texts", as_json: bool, html: Path | None
) -> bool:
    from assistant.exports.contract import error_item, run_item
    from assistant.exports.lines import line

    try:
        consultation = process_one(item)
    except AssistantError as error:
        if as_json:
            typer.echo(line(error_item(item.id, error, texts.language)))
        else:
            show_error(error, texts, item.id)
        return False
    if as_json:
        typer.echo(line(run_item(item.id, consultation)))
    else:
        out().rule(item.id)
        show_consultation(consultation, texts)
    if html is not None:
        path = write_html(html, item.id, consultation)
        err().print(texts("run.html", path=path))
    return True


def write_html(folder: Path, name: str, consultation: Consultation) -> Path:
    """One self-contained HTML file of a report; its path."""
    from assistant.exports.html import report_html

    folder.mkdir(parents=True, exist_ok=True)
    safe = "".join(character if character.isalnum() or character in "-_." else "_" for character in name)
    path = folder / f"{safe}.html"
    path.write_text(report_html(consultation.checked, consultation), encoding="utf-8")
    return path.resolve()


def _with_progress(work: list[Item], texts: "Texts") -> Iterator[Item]:
    """The items, with a bar on stderr where someone watches and there is more than one."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = err()
    if len(work) < 2 or not console.is_terminal:
        yield from work
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console) as progress:
        task = progress.add_task("", total=len(work))
        for item in work:
            progress.update(task, description=item.id)
            yield item
            progress.advance(task)
