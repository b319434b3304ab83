"""``assistant check``: any note against its transcript, from this product or not."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from assistant.cli.inputs import items, read_file
from assistant.cli.options import ContextFile, Json, Lang, context_of, language_of
from assistant.cli.printing import STYLE, out, show_error, show_findings, words
from assistant.config import load_settings
from assistant.domain.context import PatientContext
from assistant.domain.finding import NoteCheck, Severity, Verdict
from assistant.domain.language import Language
from assistant.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.exports.texts import Texts
    from assistant.services.auditing import BadLine, Question

_USAGE = "assistant check NOTE --against TRANSCRIPT, or assistant check --jsonl FILE"


def check(
    note: Annotated[Path | None, typer.Argument(help="The note: a text file.")] = None,
    against: Annotated[Path | None, typer.Option("--against", help="Its transcript.")] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help='Many at once: a file of lines {"id", "note", "transcript", "language"?}.'),
    ] = None,
    context: ContextFile = None,
    lang: Lang = None,
    fail_on: Annotated[
        Severity | None, typer.Option("--fail-on", help="Exit status 1 where a finding is at least this severe.")
    ] = None,
    json: Json = False,
) -> None:
    """Check a NOTE, or many, sentence by sentence against what was said."""
    from assistant.bootstrap import entailer, interactions
    from assistant.services.auditing import BadLine, check_all

    settings = load_settings()
    texts = words(settings.locale)
    failed = False
    asked = _questions(note, against, jsonl, context_of(context), language_of(lang))
    for question, checked in check_all(asked, settings.lexicons, interactions(settings), entailer(settings)):
        if isinstance(question, BadLine):
            _show_bad_line(question, texts, json)
            failed = True
        elif checked is not None:
            _show(question, checked, texts, json)
            failed = failed or (fail_on is not None and _worst(checked) <= fail_on.rank)
    raise typer.Exit(1 if failed else 0)


def _questions(
    note: Path | None, against: Path | None, jsonl: Path | None, context: PatientContext, language: Language | None
) -> "Iterable[Question | BadLine]":
    from assistant.services.auditing import Question, questions, read_note

    if jsonl is not None and note is None:
        return questions(read_file(jsonl), context)
    if note is None or against is None or jsonl is not None:
        raise InputError("Nothing to check, or too much at once.", _USAGE)
    said = list(items([against], language))
    if said[0].error is not None:
        raise said[0].error
    if len(said) != 1 or said[0].transcript is None:
        raise InputError(f"{against} is not one transcript.", "A recording has to be transcribed first: assistant run.")
    return [Question(note.name, read_note(read_file(note)), said[0].transcript, context)]


def _worst(checked: NoteCheck) -> int:
    """The rank of the worst finding or omission; past the last rank where there is none."""
    found = [finding for claim in checked.claims for finding in claim.findings]
    severities = [finding.severity for finding in (*found, *checked.findings)]
    severities += [omission.severity for omission in checked.omissions]
    return min((severity.rank for severity in severities), default=len(Severity))


def _show_bad_line(bad: "BadLine", texts: "Texts", as_json: bool) -> None:
    from assistant.exports.contract import error_item
    from assistant.exports.lines import line

    if as_json:
        typer.echo(line(error_item(bad.id, bad.error, texts.language)))
    else:
        show_error(bad.error, texts, bad.id)


def _show(question: "Question", checked: NoteCheck, texts: "Texts", as_json: bool) -> None:
    from assistant.exports.contract import check_item
    from assistant.exports.lines import line

    if as_json:
        typer.echo(line(check_item(question.id, question.transcript.language, checked)))
        return
    console = out()
    console.rule(texts("check.title", name=question.id))
    for claim in checked.claims:
        mark = texts(f"mark.{claim.verdict}").split(" ", 1)[0]
        console.print(Text(f" {mark} {claim.score:4.0%}  {claim.text}", style=STYLE[claim.verdict]))
    show_findings(checked, texts)
    fine = (Verdict.SUPPORTED, Verdict.INFERRED)
    flagged = sum(claim.verdict not in fine or bool(claim.findings) for claim in checked.claims)
    counts = {"claims": len(checked.claims), "flagged": flagged, "omissions": len(checked.omissions)}
    console.print(texts("check.summary", **counts), style="bold")
