"""What the terminal shows of stays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from assistant.cli.printing import out
from assistant.domain.coding import dotted
from assistant.domain.stay import StayCode
from assistant.domain.stay_review import DecisionKind, StayReview

if TYPE_CHECKING:
    from assistant.domain.stay_figures import StayFigures
    from assistant.exports.stay_lines import StayLineItem
    from assistant.exports.texts import Texts

_STYLE = {
    DecisionKind.ACCEPTED: "green",
    DecisionKind.EDITED: "cyan",
    DecisionKind.REJECTED: "red",
    DecisionKind.ADDED: "cyan",
}


def show_stays(items: "Sequence[StayLineItem]", texts: "Texts") -> None:
    """The list."""
    table = Table(box=None, show_header=False)
    for item in items:
        dates = f"{item['entry'] or '?'} → {item['discharge'] or '?'}"
        state = texts(f"stay_state.{item['state']}")
        code = dotted(item["principal"]) if item["principal"] else ""
        left = texts("stays.damaged") if item["damaged"] else texts("stays.left", left=item["undecided"])
        table.add_row(Text(item["id"], style="bold"), state, dates, code, Text(", ".join(item["documents"])), left)
    out().print(table if items else texts("stays.none"))


def show_stay(id: str, review: StayReview, texts: "Texts") -> None:
    """A stay: its codes with proof and rule, what was rejected and why, the questions."""
    from assistant.exports.stay import edition_held_item, edition_words

    console = out()
    stay = review.stay
    dates = f"{stay.entry or '?'} → {stay.exit or '?'}"
    console.print(Text(f"{id}  {texts(f'stay_state.{review.state}')}  {dates}", style="bold"))
    held = edition_held_item(review.coded)
    console.print(Text(edition_words(held, texts), style="dim" if held["valid_that_day"] else "yellow"))
    for code in (*review.coded.codes, *review.added()):
        _show_code(code, review, texts)
    _show_units(review, texts)
    _show_uncoded_acts(review, texts)
    if review.coded.rejected:
        console.print(Text(f"\n{texts('stays.rejected')}", style="bold"))
    for rejected in review.coded.rejected:
        rule = f" [{rejected.rule.id}]" if rejected.rule else ""
        console.print(Text(f"  {dotted(rejected.code)}  {rejected.label}{rule}"))
        console.print(Text(f"      {rejected.reason}", style="dim"))
    _show_questions(review, texts)


def _show_code(code: StayCode, review: StayReview, texts: "Texts") -> None:
    console, last = out(), review.last(code.code)
    line = Text(f"{code.role:4}", style="bold") + Text(f"{dotted(code.code):8}", style="bold")
    line.append(f"{code.label}  ({texts.word('nomenclature', code.nomenclature)} {code.year}, {code.confidence:.0%})")
    console.print()
    console.print(line)
    if last:
        instead = f" → {last.instead.role} {dotted(last.instead.code)} {last.instead.label}" if last.instead else ""
        why = f" : {last.why}" if last.why else ""
        words = f"    {texts(f'stay_decision.{last.kind}')}{instead} ({last.by}){why}"
        console.print(Text(words, style=_STYLE[last.kind]))
    for span in code.evidence:
        console.print(Text(f"    « {span.text} »  {span.document}:{span.span.start}"))
    for rule in code.rules:
        console.print(Text(f"    [{rule.id}] {rule.text} ({rule.source})", style="dim"))


def _show_units(review: StayReview, texts: "Texts") -> None:
    console, units = out(), review.units()
    if units:
        console.print(Text(f"\n{texts('stays.units')}", style="bold"))
    for unit in units:
        code = f"{dotted(unit.code.code)} {unit.code.label}" if unit.code else texts("stays.no_principal")
        console.print(Text(f"  {unit.unit}: {code}" + (f" ({texts('stays.leads')})" if unit.leads else "")))
        if unit.rule:
            console.print(Text(f"    [{unit.rule.id}] {unit.rule.text} ({unit.rule.source})", style="dim"))


def _show_uncoded_acts(review: StayReview, texts: "Texts") -> None:
    console, coded = out(), review.coded
    if not coded.uncoded_acts:
        return
    console.print(Text(f"\n{texts('stays.uncoded_acts')}", style="bold"))
    for act in coded.uncoded_acts:
        console.print(Text(f"  {act.words}  ({act.evidence.document}:{act.evidence.span.start})"))
    if coded.acts is None:
        console.print(Text(f"  {texts('acts.hint')}", style="yellow"))


def show_figures(figures: "StayFigures", texts: "Texts") -> None:
    """A line a department."""
    console = out()
    for each in figures.departments:
        console.print(Text(texts(
            "stays.department", department=each.department or texts("stays.no_department"), stays=each.stays,
            proposed=each.proposed, decided=each.decided, accepted=each.accepted, edited=each.edited,
            rejected=each.rejected, added=each.added, acceptance=_share(each.acceptance),
            precision=_share(each.precision),
        )))  # fmt: skip
    if not figures.departments:
        console.print(texts("stays.no_figures"))
    if figures.damaged:
        console.print(Text(texts("stays.damaged_left_out", n=figures.damaged), style="yellow"))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _show_questions(review: StayReview, texts: "Texts") -> None:
    console = out()
    if review.asked and review.asked.left_open:
        console.print(Text(f"\n{review.asked.question}", style="bold"))
        console.print(Text(f"  {texts('stays.left_open', why=review.asked.left_open)}", style="yellow"))
    elif review.asked:
        console.print(Text(f"\n{texts('stays.asked', question=review.asked.question)}", style="bold yellow"))
    elif review.coded.queries:
        console.print(Text(f"\n{texts('stays.queries')}", style="bold"))
        for number, query in enumerate(review.coded.queries, start=1):
            console.print(Text(f"  {number}. {query.question}", style="yellow"))
            for choice in query.choices:
                console.print(Text(f"     - {choice}"))
