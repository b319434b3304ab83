"""``assistant codes run``: a folder of existing reports to codes."""

import json as json_module
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.options import Json
from assistant.cli.printing import err, out, words
from assistant.config import Settings, load_settings
from assistant.domain.coding import dotted
from assistant.domain.stay import Setting
from assistant.errors import AssistantError, InputError

if TYPE_CHECKING:
    from assistant.exports.texts import Texts


def run(
    folder: Annotated[Path, typer.Argument(help="The folder of reports: txt, docx, pdf.")],
    to: Annotated[
        Path | None,
        typer.Option("--to", help="Also write the JSON lines here, in clear; what stands there is not done again."),
    ] = None,
    setting: Annotated[Setting, typer.Option(help="Whose coding rules hold.")] = Setting.FR_MCO,
    json: Json = False,
) -> None:
    """Code every report of a FOLDER. A file that cannot be read is named, and the rest goes on."""
    from assistant.bootstrap import stay_tools
    from assistant.services.report_coding import reports_in
    from assistant.services.spreading import spread

    settings = load_settings()
    texts = words(settings.locale)
    if setting not in (Setting.FR_MCO, Setting.GP):
        raise InputError(
            "Reports are read in French only so far.",
            "Use --setting fr_mco or gp; the American tables wait for English.",
        )
    files = reports_in(folder)
    if not files:
        raise InputError(f"{folder} holds no file.", "Put the reports (txt, docx, pdf) there.")
    done = _done(to) if to else {}
    stay_tools(settings)  # says at once where a table is broken
    coded = spread(partial(_one, settings=settings, setting=setting), [one for one in files if one.name not in done])
    failed = 0
    for path in _with_progress(files):
        known = done.get(path.name)
        line, wrong = (known, False) if known else next(coded)[1]
        failed += wrong
        if to and not known:
            with to.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        if json:
            typer.echo(line)
        else:
            _show(path.name, line, texts)
    raise typer.Exit(1 if failed else 0)


def _one(path: Path, settings: Settings, setting: Setting) -> tuple[str, bool]:
    """The JSON line of one report, and whether it could not be coded."""
    from assistant.bootstrap import stay_tools
    from assistant.exports.lines import line
    from assistant.exports.stay import coded_report_item, uncoded_report_item
    from assistant.services.report_coding import code_report

    try:
        coded = code_report(path, stay_tools(settings), setting)
    except AssistantError as error:
        return line(uncoded_report_item(path.name, error, settings.locale)), True
    except OSError as error:
        failure = InputError(f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.")
        return line(uncoded_report_item(path.name, failure, settings.locale)), True
    return line(coded_report_item(path.name, coded, settings.locale)), False


def _done(to: Path) -> dict[str, str]:
    """The coded reports of an earlier run by file; a line that was cut off is taken out of the file."""
    from assistant.services.report_coding import finished

    if not to.exists():
        return {}
    lines = list(finished(to.read_text(encoding="utf-8")))
    try:
        items = [(json_module.loads(line), line.rstrip("\n")) for line in lines]
        coded = {item["file"]: line for item, line in items if "edition" in item}
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{to} does not hold the lines of an earlier run.", "Name another file with --to.") from error
    kept = to.with_suffix(to.suffix + ".part")
    kept.write_text("".join(line + "\n" for line in coded.values()), encoding="utf-8")
    kept.replace(to)
    return coded


def _with_progress(files: list[Path]) -> Iterable[Path]:
    from rich.progress import track

    return track(files, description="", console=err()) if err().is_terminal else files


def _show(name: str, line: str, texts: "Texts") -> None:
    from assistant.exports.stay import edition_words

    item = json_module.loads(line)
    if "error" in item:
        err().print(Text(f"{name}: {item['error']} {item['hint']}"), style="red")
        return
    table = Table(title=name, title_justify="left", title_style="bold", box=None, show_header=False)
    for code in item["suggestions"]:
        proof = code["evidence"][0]["text"] if code["evidence"] else ""
        rules = " ".join(rule["id"] for rule in code["rules"])
        table.add_row(code["role"], Text(dotted(code["code"]), style="bold"), code["label"], Text(proof), rules)
    out().print(table if item["suggestions"] else Text(f"{name}: {texts('codes.nothing')}"))
    out().print(Text(edition_words(item["edition"], texts)), style="dim")
    for query in item["queries"]:
        out().print(Text(f"? {query['question']}"), style="yellow")
    # Lines that an earlier version wrote say nothing of acts.
    acts = item.get("acts", {"uncoded": [], "hint": None})
    if acts["uncoded"]:
        words = " ; ".join(act["words"] for act in acts["uncoded"])
        out().print(Text(f"{texts('stays.uncoded_acts')} : {words}. {acts['hint'] or ''}".rstrip()), style="dim")
