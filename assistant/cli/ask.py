"""``assistant ask``: a question answered by quotations alone."""

from typing import Annotated

import typer
from rich.text import Text

from assistant.cli.options import Json, Lang, language_of
from assistant.cli.printing import out, words
from assistant.config import Settings, load_settings
from assistant.domain.knowledge import Answer, RecordLine


def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    encounter: Annotated[str | None, typer.Option("--encounter", help="Also look in this encounter's record.")] = None,
    lang: Lang = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many passages, and how many lines of the record.")] = 3,
    json: Json = False,
) -> None:
    """Quote what the knowledge base and the record say about a QUESTION; nothing is made up, none is an answer too."""
    from assistant.bootstrap import answer_question
    from assistant.exports.contract import answer_item
    from assistant.exports.lines import line

    settings = load_settings()
    record = _record(settings, encounter) if encounter else []
    found = answer_question(settings, question, language_of(lang) or settings.locale, record, top)
    if json:
        typer.echo(line(answer_item(question, found)))
    else:
        _print(settings, found)


def _record(settings: Settings, encounter: str) -> list[RecordLine]:
    from assistant.bootstrap import workbench
    from assistant.cli.account import actor
    from assistant.services import encounters
    from assistant.services.asking import record_lines

    with workbench(settings) as work:
        return record_lines(encounters.read(work, actor(settings, work), encounter))


def _print(settings: Settings, found: Answer) -> None:
    texts = words(settings.locale)
    console = out()
    for ranked in found.passages:
        passage, source = ranked.passage, ranked.passage.source
        console.print(Text(f"« {passage.text} »"))
        console.print(Text(f"    [{passage.id}] {source.title} — {source.publisher}, {source.year}", style="bold"))
        approved = texts("ask.approved", name=passage.approver) if passage.approver else texts("ask.not_approved")
        until = texts("ask.until", day=passage.review_date.isoformat())
        console.print(Text(f"    {passage.section} · {until} · {approved} · {source.url}", style="dim"))
    for quoted in found.record:
        console.print(Text(f"« {quoted.text} »"))
        console.print(
            Text(f"    {texts('ask.' + quoted.part, place=quoted.place, heading=quoted.heading)}", style="bold")
        )
    for passage in found.not_citable:
        console.print(
            texts(
                "ask.not_citable",
                id=passage.id,
                title=passage.source.title,
                status=texts("ask.status_" + passage.status),
                day=passage.review_date.isoformat(),
            ),
            style="dim",
        )
    if not found.passages and not found.record:
        console.print(texts("ask.nothing"))
