"""``assistant style``: what was learned of the logged-in clinician's way of writing."""

import typer
from rich.text import Text

from assistant.cli.options import Json
from assistant.cli.printing import out
from assistant.exports.house_lines import StyleItem

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Your own style, learned from the reports that you signed on this machine."""


@app.command("show")
def show(json: Json = False) -> None:
    """Show what was learned, and what of it is followed."""
    from assistant.cli.desk import desk
    from assistant.exports.lines import line
    from assistant.pipeline.styling import ENOUGH
    from assistant.services import style

    with desk() as (work, who, texts):
        found = style.show(work, who)
        items: list[StyleItem] = []
        for language, own in found:
            for one in own.choices:
                items.append(
                    {"language": language, "what": one.what, "instead_of": one.instead_of, "chosen": one.chosen,
                     "count": one.count, "followed": one.count >= ENOUGH}
                )  # fmt: skip
            for order in own.orders:
                items.append(
                    {"language": language, "what": f"order:{order.kind}", "instead_of": "",
                     "chosen": ", ".join(order.keys), "count": order.count, "followed": order.count >= ENOUGH}
                )  # fmt: skip
        for item in items:
            if json:
                typer.echo(line(item))
            else:
                key = "style.followed" if item["followed"] else "style.seen"
                what = f"{item['instead_of']} → {item['chosen']}" if item["instead_of"] else item["chosen"]
                out().print(Text(texts(key, language=item["language"], what=what, count=item["count"])))
        if not items and not json:
            out().print(texts("style.none"))


@app.command("forget")
def forget() -> None:
    """Erase everything that was learned."""
    from assistant.cli.desk import desk
    from assistant.services import style

    with desk() as (work, who, texts):
        style.forget(work, who)
        out().print(texts("style.forgotten"))
