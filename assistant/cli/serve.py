"""``assistant serve``: the web application."""

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.printing import err, words
from assistant.config import HOME, Settings, load_settings
from assistant.domain.context import PatientContext
from assistant.domain.encounter import AccountRole, Actor
from assistant.domain.transcript import Transcript

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.exports.texts import Texts
    from assistant.services.workbench import Workbench

DEMO_FOLDER = HOME / "demo-data"
DEMO_ACCOUNTS = {
    "admin": AccountRole.ADMINISTRATOR,
    "medecin": AccountRole.CLINICIAN,
    "codeur": AccountRole.CODER,
    "secretaire": AccountRole.SECRETARY,
}


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; this machine only by default.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
    samples: Annotated[
        bool,
        typer.Option("--samples", help="With the sample consultations and demo accounts, in a folder of their own."),
    ] = False,
) -> None:
    """Open the web application."""
    import uvicorn

    from assistant.bootstrap import workbench

    settings = load_settings(**({"data_dir": DEMO_FOLDER} if samples else {}))
    texts = words(settings.locale)
    url = f"http://{host}:{port}"
    with workbench(settings) as work:
        if samples:
            _prepare_demo(settings, work, texts)
        else:
            _welcome(work, url, texts)
        err().print(texts("serve.listening", url=url), style="bold")
        uvicorn.run(
            _application(settings, work), host=host, port=port, log_level="warning", timeout_graceful_shutdown=3
        )


def _application(settings: Settings, work: "Workbench") -> "FastAPI":
    """The web application over a workbench; the workflow starts and stops with it."""
    from assistant.services import workflow
    from assistant.web.app import create_app

    return create_app(
        work,
        locale_default=settings.locale,
        check=lambda note, transcript, context: _verdict(settings, note, transcript, context),
        launch=lambda: workflow.launch(work, settings.workflow_database),
        shutdown=workflow.shutdown,
        upload_limit_bytes=settings.max_upload_mb * 1024 * 1024,
    )


def _verdict(settings: Settings, note: str, transcript: Transcript, context: PatientContext) -> dict[str, Any]:
    from assistant.bootstrap import entailer, interactions
    from assistant.exports.contract import check_item
    from assistant.services.auditing import Question, check_question

    question = Question("note", note, transcript, context)
    checked = check_question(question, settings.lexicons, interactions(settings), entailer(settings))
    return {**check_item("note", transcript.language, checked)}


def _welcome(work: "Workbench", url: str, texts: "Texts") -> None:
    from assistant.services.accounts import has_accounts

    if not has_accounts(work):
        err().print(texts("serve.first_start", url=url))


def _prepare_demo(settings: Settings, work: "Workbench", texts: "Texts") -> None:
    """Demo accounts and the samples, in the demo's own data folder only."""
    from assistant.services import samples as sample_service
    from assistant.services import workflow
    from assistant.services.accounts import create_account, has_accounts, log_in, who

    password_file = settings.data_dir / "demo-password"
    if not has_accounts(work):
        password = f"demo-{secrets.token_hex(4)}"
        _write_private(password_file, password)
        admin: Actor | None = None
        for name, role in DEMO_ACCOUNTS.items():
            created = create_account(work, admin, name, password, role, name.capitalize())
            admin = admin or created
    password = password_file.read_text()
    clinician = who(work, log_in(work, "medecin", password))
    err().print(texts("serve.loading"))
    workflow.launch(work, settings.workflow_database)
    try:
        for sample in sample_service.samples(settings.knowledge_dir / "samples"):
            sample_service.load(work, clinician, sample)
        coder = who(work, log_in(work, "codeur", password))
        sample_service.load_stays(work, coder, settings.knowledge_dir / "samples" / "stays")
    finally:
        workflow.shutdown()
    accounts = ", ".join(DEMO_ACCOUNTS)
    err().print(texts("serve.demo_accounts", folder=settings.data_dir, accounts=accounts, password=password))


def _write_private(path: Path, text: str) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
