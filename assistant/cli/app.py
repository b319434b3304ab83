"""All commands, by name."""

import typer

from assistant.cli import (
    account,
    ask,
    check,
    codes,
    demo,
    doctor,
    interactions,
    knowledge,
    models,
    prepare,
    records,
    run,
    serve,
    stays,
    style,
    templates,
)

app = typer.Typer(
    name="assistant",
    help="Drafts, checks and codes consultation reports on this machine. Nothing leaves it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("doctor")(doctor.doctor)
app.command("run")(run.run)
app.command("check")(check.check)
app.command("ask")(ask.ask)
app.command("list")(records.list_encounters)
app.command("show")(records.show)
app.command("sign")(records.sign)
app.command("resolve")(records.resolve)
app.command("export")(records.export)
app.command("login")(account.login)
app.command("logout")(account.logout)
app.command("prepare", hidden=True)(prepare.prepare)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.add_typer(account.app, name="accounts", help="Accounts of this installation.")
app.add_typer(knowledge.app, name="knowledge", help="Guidelines that plans can cite.")
app.add_typer(interactions.app, name="interactions", help="The practice's own table of drug interactions.")
app.add_typer(models.app, name="models", help="Models on this machine.")
app.add_typer(stays.app, name="stays", help="Hospital stays: review their codes, from proposal to export.")
app.add_typer(codes.app, name="codes", help="Search the nomenclatures, import their files.")
app.add_typer(style.app, name="style", help="Your own style, as learned from what you signed.")
app.add_typer(templates.app, name="templates", help="Report templates.")
