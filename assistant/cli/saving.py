"""``assistant run --save``: each item becomes an encounter, through the durable workflow.

An item's encounter id comes from its content and the account, so that the same command after a kill takes up what
was begun instead of beginning it again.
"""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from assistant.cli.account import actor
from assistant.cli.inputs import Item
from assistant.cli.printing import err, out, show_consultation, show_error
from assistant.config import Settings
from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.encounter import Actor, State
from assistant.domain.language import Language
from assistant.errors import AssistantError, EngineFailed

if TYPE_CHECKING:
    from assistant.exports.texts import Texts
    from assistant.services.workbench import Workbench


def save_all(
    settings: Settings,
    items: Sequence[Item],
    kind: ReportKind,
    language: Language | None,
    context: PatientContext,
    texts: "Texts",
    as_json: bool,
) -> int:
    """Keep and process each item as the logged-in account; how many failed."""
    from assistant.bootstrap import workbench
    from assistant.exports.contract import error_item
    from assistant.exports.lines import line
    from assistant.services import workflow

    failed = 0
    with workbench(settings) as work:
        who = actor(settings, work)
        workflow.launch(work, settings.workflow_database)
        try:
            for item in items:
                try:
                    _save(work, who, item, kind, language, context, texts, as_json)
                except AssistantError as error:
                    failed += 1
                    if as_json:
                        typer.echo(line(error_item(item.id, error)))
                    else:
                        show_error(error, texts, item.id)
        finally:
            workflow.shutdown()
    return failed


def _save(
    work: "Workbench",
    who: Actor,
    item: Item,
    kind: ReportKind,
    language: Language | None,
    context: PatientContext,
    texts: "Texts",
    as_json: bool,
) -> None:
    from assistant.exports.contract import run_item
    from assistant.exports.lines import line
    from assistant.services import encounters, workflow

    if item.error is not None:
        raise item.error
    filename, data = _content(item)
    id = hashlib.sha256(f"{who.account_id}|{kind}|".encode() + data).hexdigest()[:32]
    known = {summary.encounter.id for summary in encounters.list_encounters(work, who)}
    if id in known:
        err().print(texts("run.resumed", name=item.id))
    else:
        encounters.open_encounter(
            work, who, kind=kind, language=language, context=context, consent_given=True, encounter_id=id
        )
    if encounters.source(work, who, id) is None:
        encounters.attach(work, who, id, filename, data)
    workflow.start(work, who, id)
    state = workflow.wait(id)
    file = encounters.read(work, who, id)
    if state is State.FAILED or file.consultation is None:
        raise EngineFailed(f"The processing failed: {file.encounter.failure}.", file.failure_hint)
    if as_json:
        typer.echo(line({**run_item(item.id, file.consultation), "saved": id}))
        return
    out().rule(item.id)
    show_consultation(file.consultation, texts)
    out().print(texts("run.saved", id=id))


def _content(item: Item) -> tuple[str, bytes]:
    """What is kept of an item: a recording as it came, a transcript in the product's own form."""
    from assistant.cli.inputs import read_file
    from assistant.pipeline.transcripts.writing import transcript_json

    if item.transcript is None:
        return item.path.name, read_file(item.path)
    return "transcript.json", transcript_json(item.transcript)
