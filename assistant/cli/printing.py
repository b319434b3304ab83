"""What the terminal shows. Results go to stdout, progress and errors to stderr."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from assistant.domain.coding import CodeSuggestion, dotted
from assistant.domain.consultation import Consultation
from assistant.domain.draft import CheckedDraft, Draft, Sentence
from assistant.domain.evidence import AssertionEvidence, ContextEvidence, SegmentEvidence
from assistant.domain.finding import Claim, Finding, NoteCheck, Omission, Severity, Verdict
from assistant.domain.language import Language
from assistant.errors import AssistantError
from assistant.exports.repairs import repairs_summary, titles_of
from assistant.exports.texts import Texts, load_texts
from assistant.messages import told, translated

STYLE: dict[Verdict, str] = {
    Verdict.SUPPORTED: "green",
    Verdict.INFERRED: "cyan",
    Verdict.PARTLY: "yellow",
    Verdict.UNSUPPORTED: "red",
    Verdict.CONTRADICTED: "bold red",
    Verdict.NOT_CHECKABLE: "magenta",
}
SEVERITY_STYLE: dict[Severity, str] = {
    Severity.CRITICAL: "bold white on red",
    Severity.MAJOR: "bold yellow",
    Severity.MINOR: "dim",
}


def out() -> Console:
    """Where results go; not cut at the width of a pipe."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=110)


def err() -> Console:
    """Where progress and errors go."""
    return Console(stderr=True, highlight=False)


def words(language: Language) -> Texts:
    """The command line's words, over those of reports."""
    return load_texts(language, (Path(__file__).parent / f"texts.{language}.toml",))


def show_error(error: AssistantError, texts: Texts, name: str | None = None) -> None:
    """An error and what to do about it, on stderr."""
    console = err()
    message, hint = told(error, texts.language)
    where = f"{name}: " if name else ""
    console.print(Text(f"{texts('error.error')}: {where}{message}", style="bold red"))
    if hint:
        console.print(Text(f"{texts('error.hint')}: {hint}"))


def show_consultation(consultation: Consultation, texts: Texts) -> None:
    """One processed consultation: report, findings, omissions, codes, guidelines."""
    console = out()
    checked = consultation.checked
    show_report(checked, texts)
    _show_repairs(checked.draft, texts)
    show_findings(checked, texts)
    _show_tasks(checked, texts)
    _show_codes(consultation.codes, checked.draft.language, texts)
    console.print()
    if not consultation.passages:
        console.print(texts("show.no_guidelines"), style="dim")
    else:
        console.print(texts("show.guidelines"), style="bold")
    for ranked in consultation.passages:
        source = ranked.passage.source
        console.print(Text(f"  [{ranked.passage.id}] {source.title} — {source.publisher}, {source.year}"))
        console.print(Text(f"      {ranked.passage.section}: {ranked.passage.text}"), style="dim")
        console.print(Text(f"      {source.url}"), style="blue")
    timings = ", ".join(
        f"{texts.word('run', 'step_' + name)} {seconds:.2f} s" for name, seconds in consultation.timings_s
    )
    console.print()
    console.print(
        f"{texts('show.drafter', drafter=checked.draft.provenance.drafter)}. {texts('show.timings')}: {timings}",
        style="dim",
    )


def _show_repairs(draft: Draft, texts: Texts) -> None:
    console, titles = out(), titles_of(draft)
    whys: dict[str, list[str]] = {}
    for key, why in draft.provenance.fallbacks:
        whys.setdefault(translated(why, texts.language), []).append(titles.get(key, key))
    for reason, sections in whys.items():
        console.print(Text(texts("report.fallback", section=", ".join(sections), reason=reason), style="yellow"))
    if draft.repairs:
        console.print(Text(texts("repair.heading", summary=repairs_summary(draft.repairs, texts)), style="yellow"))
    for repair in draft.repairs:
        if repair.said:
            reason = translated(repair.reason, texts.language)
            console.print(Text(f"  {texts(f'repair.{repair.outcome}')} : « {repair.said} » ({reason})", style="dim"))


def show_report(checked: CheckedDraft, texts: Texts) -> None:
    """The report, section by section, each sentence with its mark and the turns that hold it."""
    console = out()
    console.print(Text(checked.draft.title, style="bold underline"))
    console.print(texts("show.legend"), style="dim")
    for line in checked.draft.header:
        console.print(Text(line))
    claims = dict(zip((placed.sentence.id for placed in checked.report.placed), checked.claims, strict=True))
    part = ""
    for section in checked.draft.sections:
        if not section.sentences and not section.placeholder:
            continue
        console.print()
        if section.part != part:
            part = section.part
            console.print(Text(part.upper(), style="bold dim"), end="\n" if part else "")
        console.print(Text(section.title, style="bold"))
        if not section.sentences:
            console.print(Text(f"  {section.placeholder}", style="dim"))
        for sentence in section.sentences:
            if sentence.id in claims:
                console.print(_sentence_line(sentence, claims[sentence.id], texts))
    for line in checked.draft.closing:
        console.print(Text(line))
    if checked.draft.footer:
        console.print()
        console.print(Text(checked.draft.footer, style="italic dim"))


def _sentence_line(sentence: Sentence, claim: Claim, texts: Texts) -> Text:
    mark = texts(f"mark.{claim.verdict}").split(" ", 1)[0]
    line = Text(f"  {mark} ", style=STYLE[claim.verdict])
    body = Text(
        sentence.text, style="" if claim.verdict in (Verdict.SUPPORTED, Verdict.INFERRED) else STYLE[claim.verdict]
    )
    for finding in claim.findings:
        start, end = finding.claim_span.start - claim.span.start, finding.claim_span.end - claim.span.start
        if 0 <= start < end <= len(sentence.text):
            body.stylize("underline", start, end)
    line.append_text(body)
    for reference in _references(sentence, texts):
        line.append(f" [{reference}]", style="dim")
    for citation in sentence.citations:
        line.append(f" [{citation.id}: {citation.source.publisher} {citation.source.year}]", style="blue")
    return line


def _references(sentence: Sentence, texts: Texts) -> list[str]:
    turns = sorted({item.turn for item in sentence.evidence if isinstance(item, SegmentEvidence)})
    references = [", ".join(str(turn + 1) for turn in turns)] if turns else []
    if any(isinstance(item, ContextEvidence) for item in sentence.evidence):
        references.append(texts("show.chart"))
    if any(isinstance(item, AssertionEvidence) for item in sentence.evidence):
        references.append(texts("show.asserted"))
    return references


def show_findings(checked: CheckedDraft | NoteCheck, texts: Texts) -> None:
    """Findings, worst first, then omissions."""
    console = out()
    found = sorted(
        [(finding, claim.text) for claim in checked.claims for finding in claim.findings]
        + [(finding, "") for finding in checked.findings],
        key=lambda pair: pair[0].severity.rank,
    )
    console.print()
    if not found and not checked.omissions:
        console.print(texts("show.no_findings"), style="green")
        return
    if found:
        console.print(texts("show.findings"), style="bold")
    for finding, text in found:
        _show_finding(console, finding, text, texts)
    if checked.omissions:
        console.print(texts("show.omissions"), style="bold")
    for omission in checked.omissions:
        _show_omission(console, omission, texts)


def _show_finding(console: Console, finding: Finding, text: str, texts: Texts) -> None:
    label = Text("  ")
    label.append(f" {texts(f'severity.{finding.severity}')} ", style=SEVERITY_STYLE[finding.severity])
    label.append(f" {texts.word('finding', finding.type)}: {finding.reason}")
    console.print(label)
    if text:
        console.print(Text(f"      « {text} »", style="dim"))
    if finding.fix:
        console.print(Text("      " + texts("show.fix", fix=finding.fix), style="dim"))


def _show_omission(console: Console, omission: Omission, texts: Texts) -> None:
    label = Text("  ")
    label.append(f" {texts(f'severity.{omission.severity}')} ", style=SEVERITY_STYLE[omission.severity])
    label.append(f" {omission.text} [{texts('show.turn', turn=omission.evidence.turn + 1)}]")
    console.print(label)


def _show_tasks(checked: CheckedDraft, texts: Texts) -> None:
    console = out()
    console.print()
    if not checked.tasks:
        console.print(texts("task.nothing"), style="dim")
        return
    console.print(texts("task.heading"), style="bold")
    for task in checked.tasks:
        turns = ", ".join(map(str, sorted({one.turn + 1 for one in task.evidence if isinstance(one, SegmentEvidence)})))
        condition = f" {texts('task.conditional')}" if task.conditional else ""
        console.print(Text(f"  {texts.word('task', task.kind)}{condition} : {task.text} [{turns}]"))


def _show_codes(codes: Sequence[CodeSuggestion], language: Language, texts: Texts) -> None:
    console = out()
    console.print()
    if not codes:
        console.print(texts("show.no_codes"), style="dim")
        return
    table = Table(title=texts("show.codes"), title_justify="left", title_style="bold", box=None, pad_edge=True)
    for _ in range(5):
        table.add_column()
    for suggestion in codes:
        turns = sorted({item.turn + 1 for item in suggestion.evidence if isinstance(item, SegmentEvidence)})
        table.add_row(
            Text(dotted(suggestion.code), style="bold"),
            escape(suggestion.label),
            suggestion.role,
            f"{suggestion.confidence:.0%}",
            Text(f"[{', '.join(map(str, turns))}]", style="dim"),
        )
    console.print(table)
    if language == "fr":
        console.print(texts("show.cim10_year"), style="dim")
