"""``assistant list``, ``show``, ``resolve``, ``sign``, ``export``: stored encounters, as the logged-in account."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.desk import desk
from assistant.cli.options import Json
from assistant.cli.printing import SEVERITY_STYLE, out, show_consultation
from assistant.domain.consultation import Consultation
from assistant.domain.encounter import Actor, State
from assistant.errors import StateError

if TYPE_CHECKING:
    from assistant.exports.house_lines import EncounterItem
    from assistant.services.dossier import EncounterFile
    from assistant.services.encounters import EncounterSummary
    from assistant.services.workbench import Workbench

Id = Annotated[str, typer.Argument(help="The encounter's id.")]


def list_encounters(json: Json = False) -> None:
    """List the stored encounters, the newest first."""
    from assistant.exports.lines import line
    from assistant.services import encounters

    with desk() as (work, who, texts):
        found = encounters.list_encounters(work, who)
        if json:
            for summary in found:
                typer.echo(line(_encounter_item(summary)))
            return
        table = Table(box=None, show_header=False)
        for summary in found:
            encounter = summary.encounter
            when = texts.moment(encounter.created_at)
            table.add_row(Text(encounter.id, style="bold"), encounter.state, encounter.kind, encounter.language, when)
        out().print(table if found else texts("records.none"))


def show(id: Id, json: Json = False) -> None:
    """Print an encounter: its report as it stands, findings, codes."""
    from assistant.exports.contract import run_item
    from assistant.exports.lines import line
    from assistant.services import encounters
    from assistant.services.review import open_critical

    with desk() as (work, who, texts):
        file = encounters.read(work, who, id)
        consultation = _consultation(file)
        if json:
            typer.echo(line(run_item(id, consultation)))
            return
        show_consultation(consultation, texts)
        for key, finding in open_critical(file):
            console = out()
            console.print(Text(f" {key} ", style=SEVERITY_STYLE[finding.severity]) + Text(f" {finding.reason}"))
            console.print(Text(f'    assistant resolve {id} {key} "…"', style="dim"))


def resolve(
    id: Id,
    key: Annotated[str, typer.Argument(help="The finding's key, as `show` prints it.")],
    reason: Annotated[str, typer.Argument(help="Why the report is right in spite of it.")],
) -> None:
    """Confirm a finding, with a reason."""
    from assistant.services import review

    with desk() as (work, who, texts):
        _in_review(work, who, id)
        review.resolve_finding(work, who, id, key, reason)
        out().print(texts("records.resolved"))


def sign(id: Id) -> None:
    """Sign the report as it stands. Open critical findings forbid it."""
    from assistant.services import signing

    with desk() as (work, who, texts):
        _in_review(work, who, id)
        signature = signing.sign(work, who, id)
        at = texts.moment(signature.at)
        out().print(texts("records.signed", version=signature.version, at=at, digest=signature.digest))


def export(
    id: Id,
    format: Annotated[Literal["text", "html", "json"], typer.Option("--format", help="The form.")] = "text",
    to: Annotated[Path | None, typer.Option("--to", help="A file; stdout otherwise.")] = None,
) -> None:
    """Write the report: the signed version, or the draft while it is in review."""
    from assistant.services.exporting import export as exported
    from assistant.storage.files import write_whole

    with desk() as (work, who, texts):
        data = exported(work, who, id, format)
        if to is None:
            typer.echo(data.decode("utf-8"))
            return
        write_whole(to, data)
        out().print(texts("records.exported", path=to))


def _in_review(work: "Workbench", who: Actor, id: str) -> None:
    from assistant.services import encounters, review

    if encounters.read(work, who, id).encounter.state is State.DRAFTED:
        review.open_review(work, who, id)


def _consultation(file: "EncounterFile") -> Consultation:
    if file.consultation is None or file.checked is None:
        state = file.encounter.state
        raise StateError(f"There is no report: the encounter is {state}.", file.failure_hint or "Wait for the draft.")
    return replace(file.consultation, checked=file.checked)


def _encounter_item(summary: "EncounterSummary") -> "EncounterItem":
    encounter = summary.encounter
    return {
        "id": encounter.id,
        "state": encounter.state,
        "kind": encounter.kind,
        "language": encounter.language,
        "created_at": encounter.created_at.isoformat(),
        "created_by": encounter.created_by,
        "version": encounter.version,
    }
