"""``assistant demo``: the sample consultations, from text and from audio, and one report in full."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.printing import err, out, show_consultation, words
from assistant.cli.run import write_html
from assistant.config import HOME, Settings, load_settings
from assistant.domain.consultation import Consultation

if TYPE_CHECKING:
    from assistant.exports.texts import Texts
    from assistant.services.processing import Tools
    from assistant.services.samples import Sample

SHOWN = {"fr": "fr-diabete", "en": "en-falls"}
"""The sample whose report is printed, by the language of the desk: a hard one."""


def demo(
    to: Annotated[Path, typer.Option("--to", help="Where the HTML report goes.")] = HOME / "out",
) -> None:
    """Process the sample consultations and print one report; nothing is kept but its HTML file."""
    from assistant.bootstrap import tools
    from assistant.services.processing import process
    from assistant.services.samples import context_of, samples, transcript_of

    settings = load_settings()
    texts = words(settings.locale)
    bench = tools(settings)
    out().print(texts("demo.intro"), style="bold")
    shown: Consultation | None = None
    for sample in samples(settings.knowledge_dir / "samples"):
        started = time.perf_counter()
        consultation = process(bench, transcript_of(sample), context_of(sample), sample.kind)
        out().print(_line(sample, consultation, time.perf_counter() - started, texts))
        if sample.audio is not None:
            out().print(_audio_line(settings, bench, sample, texts), style="yellow")
        if sample.id == SHOWN[settings.locale]:
            shown = consultation
    if shown is not None:
        name = SHOWN[settings.locale]
        out().rule(texts("demo.report", id=name))
        show_consultation(shown, texts)
        out().print(texts("run.html", path=write_html(to, name, shown)), style="bold", soft_wrap=True)
    err().print(texts("demo.next"))


def _line(sample: "Sample", consultation: Consultation, seconds: float, texts: "Texts") -> str:
    checked = consultation.checked
    return "  " + texts(
        "demo.line",
        id=sample.id,
        language=sample.language,
        kind=sample.kind,
        words=sum(len(turn.text.split()) for turn in consultation.transcript.turns),
        sentences=len(checked.claims),
        flags=sum(len(claim.findings) for claim in checked.claims) + len(checked.omissions) + len(checked.findings),
        codes=len(consultation.codes),
        seconds=seconds,
    )


def _audio_line(settings: Settings, bench: "Tools", sample: "Sample", texts: "Texts") -> str:
    """Transcribe a recorded sample, draft from what was heard, and say how well it was heard."""
    import jiwer

    from assistant.bootstrap import transcriber
    from assistant.services.processing import process
    from assistant.services.samples import context_of, transcript_of

    assert sample.audio is not None
    started = time.perf_counter()
    engine = transcriber(settings, sample.language)
    heard = engine.transcribe(sample.audio, sample.language)
    took = time.perf_counter() - started
    process(bench, heard, context_of(sample), sample.kind)
    plain = jiwer.Compose(
        [
            jiwer.ToLowerCase(),
            jiwer.RemovePunctuation(),
            jiwer.RemoveMultipleSpaces(),
            jiwer.Strip(),
            jiwer.ReduceToListOfListOfWords(),
        ]
    )
    reference = " ".join(turn.text for turn in transcript_of(sample).turns)
    hypothesis = " ".join(turn.text for turn in heard.turns)
    wer = jiwer.wer(reference, hypothesis, reference_transform=plain, hypothesis_transform=plain)
    seconds = heard.turns[-1].end_s or 0.0
    return "  " + texts("demo.audio", id=sample.id, seconds=seconds, took=took, engine=engine.name, wer=wer)
