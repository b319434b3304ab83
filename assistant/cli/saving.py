"""``assistant run --save``: each item becomes an encounter, through the durable workflow.

An item's encounter id comes from its content and the account, so that the same command after a kill takes up what
was begun instead of beginning it again. It is keyed with the installation's key: ids are in clear, and nobody without
the key can tell from one whether a guessed content was kept.
"""

import hmac
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
    from assistant.services import encounters, workflow
    from assistant.storage.keys import installation_key

    failed = 0
    with workbench(settings) as work:
        who = actor(settings, work)
        secret = installation_key(settings.key_file, settings.installation_key)
        known = {summary.encounter.id for summary in encounters.list_encounters(work, who)}
        workflow.launch(work, settings.workflow_database)
        try:
            for item in items:
                try:
                    filename, data = _content(item)
                    id = hmac.digest(secret, f"{who.account_id}|{kind}|".encode() + data, "sha256").hex()[:32]
                    if id in known:
                        err().print(texts("run.resumed", name=item.id))
                    else:
                        _open(work, who, id, kind, language, context)
                        known.add(id)
                    _process(work, who, item.id, id, filename, data, texts, as_json)
                except AssistantError as error:
                    failed += 1
                    if as_json:
                        typer.echo(line(error_item(item.id, error, texts.language)))
                    else:
                        show_error(error, texts, item.id)
        finally:
            workflow.shutdown()
    return failed


def _open(
    work: "Workbench", who: Actor, id: str, kind: ReportKind, language: Language | None, context: PatientContext
) -> None:
    from assistant.services.encounters import open_encounter

    open_encounter(work, who, kind=kind, language=language, context=context, consent_given=True, encounter_id=id)


def _process(
    work: "Workbench", who: Actor, name: str, id: str, filename: str, data: bytes, texts: "Texts", as_json: bool
) -> None:
    """Bring an encounter to its draft and print it; what was done before is not done again."""
    from assistant.exports.contract import run_item
    from assistant.exports.lines import line
    from assistant.services import encounters, workflow

    if encounters.source(work, who, id) is None:
        encounters.attach(work, who, id, filename, data)
    workflow.start(work, who, id)
    state = workflow.wait(id)
    file = encounters.read(work, who, id)
    if state is State.FAILED or file.consultation is None:
        raise EngineFailed(file.failure_message or "The processing failed.", file.failure_hint)
    if as_json:
        typer.echo(line({**run_item(name, file.consultation), "saved": id}))
        return
    out().rule(name)
    show_consultation(file.consultation, texts)
    out().print(texts("run.saved", id=id))


def _content(item: Item) -> tuple[str, bytes]:
    """What is kept of an item: a recording as it came, a transcript in the product's own form.

    Raises the item's own error where it could not be read.
    """
    from assistant.cli.inputs import read_file
    from assistant.pipeline.transcripts.writing import transcript_json

    if item.error is not None:
        raise item.error
    if item.transcript is None:
        return item.path.name, read_file(item.path)
    return "transcript.json", transcript_json(item.transcript)
