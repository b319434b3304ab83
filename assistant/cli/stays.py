"""``assistant stays``: the coding of hospital stays, from proposal to export, as the logged-in account."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.text import Text

from assistant.cli.desk import desk
from assistant.cli.inputs import read_file
from assistant.cli.options import Json
from assistant.cli.printing import out
from assistant.cli.stays_printing import show_figures, show_stay, show_stays
from assistant.domain.coding import CodeRole, dotted
from assistant.domain.stay import Setting
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.domain.stay_review import StayReview
    from assistant.exports.texts import Texts

app = typer.Typer(no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The stay's id, as `stays list` prints it.")]
Code = Annotated[str, typer.Argument(help="A code of the stay, with or without its dot.")]
Why = Annotated[str, typer.Option("--why", help="The reason, in a few words; kept in the log.")]
Role = Annotated[CodeRole | None, typer.Option("--role", help="Its role: DP, DR or DAS.")]


@app.callback()
def _group() -> None:
    """Hospital stays: review their codes, from proposal to export."""


@app.command("import")
def import_stay(
    reports: Annotated[list[Path], typer.Argument(help="The stay's reports in order: txt, docx, pdf.")],
    entry: Annotated[str | None, typer.Option("--entry", help="Day of admission, YYYY-MM-DD.")] = None,
    discharge: Annotated[
        str | None, typer.Option("--discharge", help="Day of discharge, YYYY-MM-DD: it chooses the nomenclature.")
    ] = None,
    age: Annotated[int | None, typer.Option("--age", help="The patient's age in years.")] = None,
    sex: Annotated[Literal["F", "M"] | None, typer.Option("--sex", help="The patient's sex.")] = None,
    department: Annotated[str | None, typer.Option("--department", help="The department, for `stays figures`.")] = None,
    a_unit_each: Annotated[bool, typer.Option("--units", help="Each report is of a unit (RUM) of its own.")] = False,
    json: Json = False,
) -> None:
    """Take in a stay and propose its codes. What is not given is read in the REPORTs."""
    from assistant.exports.lines import line
    from assistant.exports.stay_items import stay_item
    from assistant.services import stays
    from assistant.services.report_coding import stay_of_reports, text_of

    with desk() as (work, who, texts):
        stay = stay_of_reports(
            [(path.name, text_of(path.name, read_file(path))) for path in reports],
            work.coding(),
            entry=_date(entry),
            discharge=_date(discharge),
            age=age,
            sex=sex,
            setting=Setting.FR_MCO,
            a_unit_each=a_unit_each,
            department=(department or "").strip() or None,
        )
        file = stays.import_stay(work, who, stay)
        if json:
            typer.echo(line(stay_item(file.id, file.review, texts.language)))
            return
        show_stay(file.id, file.review, texts)


@app.command("list")
def list_stays(json: Json = False) -> None:
    """List the stays, the newest first."""
    from assistant.exports.lines import line
    from assistant.exports.stay_items import stay_line_item
    from assistant.services import stays

    with desk() as (work, who, texts):
        found = [stay_line_item(s.id, s.state, s.created_at, s.review) for s in stays.list_stays(work, who)]
        if not json:
            show_stays(found, texts)
            return
        for item in found:
            typer.echo(line(item))


@app.command("figures")
def figures(json: Json = False) -> None:
    """How the proposals fared by department: accepted, edited, rejected, added. Never by person."""
    from assistant.exports.lines import line
    from assistant.exports.stay_items import department_item
    from assistant.services.stay_figures import stay_figures

    with desk() as (work, who, texts):
        found = stay_figures(work, who)
        if not json:
            show_figures(found, texts)
            return
        for department in found.departments:
            typer.echo(line(department_item(department)))


@app.command("show")
def show(id: Id, json: Json = False) -> None:
    """Print a stay: its codes with proof and rule, what was rejected and why, the questions, the decisions."""
    from assistant.exports.lines import line
    from assistant.exports.stay_items import stay_item
    from assistant.services import stays

    with desk() as (work, who, texts):
        file = stays.read_stay(work, who, id)
        if json:
            typer.echo(line(stay_item(id, file.review, texts.language)))
        else:
            show_stay(id, file.review, texts)


@app.command("accept")
def accept(id: Id, code: Code, why: Why = "") -> None:
    """A proposed code is right."""
    from assistant.services import stays

    with desk() as (work, who, texts):
        _say(stays.accept(work, who, id, code, why), texts)


@app.command("reject")
def reject(id: Id, code: Code, why: Why = "") -> None:
    """A proposed code is wrong, and why."""
    from assistant.services import stays

    with desk() as (work, who, texts):
        _say(stays.reject(work, who, id, code, why), texts)


@app.command("edit")
def edit(
    id: Id,
    code: Code,
    to: Annotated[str | None, typer.Option("--to", help="The code that takes its place.")] = None,
    role: Role = None,
    why: Why = "",
) -> None:
    """Another code, another role, or both, in the place of a proposed code."""
    from assistant.services import stays

    with desk() as (work, who, texts):
        _say(stays.edit(work, who, id, code, to, role, why), texts)


@app.command("add")
def add(id: Id, code: Code, role: Role = CodeRole.DAS, why: Why = "") -> None:
    """A code that was not proposed."""
    from assistant.services import stays

    with desk() as (work, who, texts):
        _say(stays.add(work, who, id, code, role or CodeRole.DAS, why), texts)


@app.command("ask")
def ask(
    id: Id, question: Annotated[str, typer.Argument(help="The number of a listed question, or your own words.")]
) -> None:
    """Put a question to the clinician; the stay waits for the answer."""
    from assistant.services import stays

    with desk() as (work, who, texts):
        _say(stays.ask(work, who, id, question), texts)


@app.command("answer")
def answer(id: Id, text: Annotated[str, typer.Argument(help="The clinician's words, as in a report.")]) -> None:
    """A clinician answers the open question; the stay is coded anew with the answer as evidence."""
    from assistant.services import stays

    with desk() as (work, who, texts):
        stays.answer(work, who, id, text)
        show_stay(id, stays.read_stay(work, who, id).review, texts)


@app.command("validate")
def validate(id: Id, why: Why = "") -> None:
    """The coding is complete: every code decided, one principal diagnosis. An open question needs a reason (--why)."""
    from assistant.services import stays

    with desk() as (work, who, texts):
        _say(stays.validate(work, who, id, why), texts)


@app.command("reopen")
def reopen(id: Id) -> None:
    """Take up again a stay that was validated or exported."""
    from assistant.services import stays

    with desk() as (work, who, texts):
        _say(stays.reopen(work, who, id), texts)


@app.command("export")
def export(
    id: Id,
    form: Annotated[Literal["csv", "fhir", "text"], typer.Option("--as", help="The form.")] = "csv",
    to: Annotated[Path | None, typer.Option("--to", help="A file; stdout otherwise.")] = None,
) -> None:
    """Write the validated codes."""
    from assistant.services.stay_exporting import export_stay
    from assistant.storage.files import write_whole

    with desk() as (work, who, texts):
        written = export_stay(work, who, id, form, texts)
        if to is None:
            typer.echo(written, nl=False)
            return
        write_whole(to, written.encode())
        out().print(texts("records.exported", path=to))


def _say(review: "StayReview", texts: "Texts") -> None:
    """Where the stay stands now."""
    codes = ", ".join(f"{code.role} {dotted(code.code)}" for code in review.codes()) or texts("stays.no_code")
    state = texts(f"stay_state.{review.state}")
    out().print(Text(texts("stays.now", state=state, codes=codes, left=len(review.undecided()))))


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"{text} is not a date.", "Write it as YYYY-MM-DD.") from error
