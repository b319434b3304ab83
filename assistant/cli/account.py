"""``assistant login``, ``logout``, ``accounts``: who acts on stored patients from this terminal."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from assistant.cli.printing import out, words
from assistant.config import Settings, load_settings
from assistant.domain.encounter import AccountRole, Actor
from assistant.errors import InputError, NotLoggedIn

if TYPE_CHECKING:
    from assistant.services.workbench import Workbench

app = typer.Typer(no_args_is_help=True)

Username = Annotated[str, typer.Argument(help="The account's name.")]


@app.callback()
def _group() -> None:
    """Accounts of this installation."""


def login(username: Username) -> None:
    """Log in on this terminal. The password is asked for, or read from ASSISTANT_PASSWORD."""
    from assistant.bootstrap import workbench
    from assistant.services.accounts import log_in, who

    settings = load_settings()
    with workbench(settings) as work:
        token = log_in(work, username, _password(settings))
        _keep(_session_file(settings), token)
        _say(settings, "account.logged_in", who(work, token))


def logout() -> None:
    """End the session of this terminal."""
    from assistant.bootstrap import workbench
    from assistant.services.accounts import log_out

    settings = load_settings()
    path = _session_file(settings)
    if path.exists():
        with workbench(settings) as work:
            log_out(work, path.read_text())
        path.unlink()
    out().print(words(settings.locale)("account.logged_out"))


@app.command("add")
def add(
    username: Username,
    role: Annotated[AccountRole, typer.Option("--role", help="What the account is for.")],
    name: Annotated[str, typer.Option("--name", help="The name printed on what the account signs.")] = "",
) -> None:
    """Create an account. The first one is the administrator; later ones are created by an administrator."""
    from assistant.bootstrap import workbench
    from assistant.services.accounts import create_account, has_accounts

    settings = load_settings()
    with workbench(settings) as work:
        creator = actor(settings, work) if has_accounts(work) else None
        created = create_account(work, creator, username, _password(settings, twice=True), role, name)
    _say(settings, "account.created", created)


@app.command("list")
def list_all() -> None:
    """List the accounts."""
    from assistant.bootstrap import workbench
    from assistant.services.accounts import list_accounts

    settings = load_settings()
    table = Table(box=None, show_header=False)
    with workbench(settings) as work:
        for account in list_accounts(work, actor(settings, work)):
            table.add_row(account.username, account.role, account.display_name)
    out().print(table)


def actor(settings: Settings, work: "Workbench") -> Actor:
    """Who is logged in on this terminal. Raises ``NotLoggedIn``."""
    from assistant.services.accounts import who

    path = _session_file(settings)
    if not path.exists():
        raise NotLoggedIn("Nobody is logged in on this terminal.", "assistant login USERNAME")
    return who(work, path.read_text())


def _session_file(settings: Settings) -> Path:
    return settings.data_dir / "terminal-session"


def _keep(path: Path, token: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(token)


def _password(settings: Settings, twice: bool = False) -> str:
    given = os.environ.get("ASSISTANT_PASSWORD")
    if given is not None:
        return given
    texts = words(settings.locale)
    password: str = typer.prompt(texts("account.password"), hide_input=True, err=True)
    if twice and typer.prompt(texts("account.password_again"), hide_input=True, err=True) != password:
        raise InputError(texts("account.mismatch"), texts("account.mismatch_hint"))
    return password


def _say(settings: Settings, key: str, account: Actor) -> None:
    out().print(words(settings.locale)(key, username=account.username, role=account.role))
