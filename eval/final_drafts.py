"""Two hundred sentences of final drafts, to be labelled by reading: ``python -m eval.final_drafts``.

Writes ``eval/labels/final_drafts.jsonl``, a line a sentence: visit, drafter, section, text, the turns it cites. The
labels beside it (``final_drafts.labels.tsv``: a verdict, and whether the cited turns hold the sentence) were given by
reading, before any verdict of the checker was seen: the checker that repairs cannot be the judge.
"""

import argparse
import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.bootstrap import chat_model
from assistant.config import Settings
from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, ReportKind
from assistant.domain.evidence import SegmentEvidence
from assistant.pipeline.drafting import draft_extractive, draft_with_model, load_prompts, load_template
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.segmenting import segments
from eval.harness import LABELS, Measure, interval, seeded
from eval.visits import Visit, aci_bench, french_visits, mts_dialog, primock

PATH = LABELS / "final_drafts.jsonl"
A_VISIT = 10
"""Sentences of a visit that are labelled, drawn with a seed."""
WRONG = frozenset({"unsupported", "contradicted"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence of a final draft as it was read. ``cited``: ``yes``, ``partly``, ``no``; empty without a citation."""

    visit: str
    verdict: str
    cited: str


def chosen(model: bool) -> Iterator[tuple[str, Visit]]:
    """Drafter and visit: the French visits, eight of ACI-Bench valid and four of PriMock57 by the extractive drafter;
    with ``--model`` short ones by the embedded model with its repair (minutes a visit on two cores)."""
    for visit in (*french_visits(), *aci_bench("valid", 8), *primock(4)):
        yield "extractive", visit
    if model:
        for visit in (*mts_dialog(6), *list(french_visits())[:1]):
            yield "model", visit


def drafted(drafter: str, visit: Visit, settings: Settings) -> Draft:
    """A final draft: with the model, verified and repaired."""
    transcript, language = visit.transcript, visit.transcript.language
    lexicon = load_lexicon(settings.lexicons, language)
    template = load_template(settings.knowledge_dir / "templates", ReportKind.CONSULTATION, language)
    facts, cut = transcript_facts(transcript, lexicon), segments(transcript)
    if drafter == "extractive":
        return draft_extractive(transcript, cut, facts, PatientContext(), template, lexicon)
    prompts = load_prompts(settings.prompts_dir, language)
    made = draft_with_model(
        chat_model(settings), prompts, transcript, cut, facts, PatientContext(), template, lexicon, ()
    )
    return made.draft


def rows(drafter: str, visit: Visit, draft: Draft) -> Iterator[dict[str, object]]:
    """The sentences drawn of a draft."""
    every = [(section.key, sentence) for section in draft.sections for sentence in section.sentences]
    drawn = sorted(seeded(visit.id, drafter).sample(range(len(every)), min(A_VISIT, len(every))))
    for at in drawn:
        section, sentence = every[at]
        cites = sorted({one.turn for one in sentence.evidence if isinstance(one, SegmentEvidence)})
        yield {
            "id": f"{drafter}/{visit.id}/{at}", "visit": visit.id, "drafter": drafter, "section": section,
            "language": visit.transcript.language, "text": sentence.text, "cites": cites,
        }  # fmt: skip


def label_measures() -> list[Measure]:
    """The shares of final sentences that nobody said, in part or whole, of fragments that state nothing, and of
    citations that hold what they stand by; of the first 200, of 65 of other visits after the faults found in those
    were mended, of 120 of the later visits, which nobody who works on the drafter had read (version 4), and of 119 of
    other visits that nobody who works on it had read (version 5)."""
    names = ("final_drafts", "final_drafts_later", "final_drafts_unseen", "final_drafts_last")
    return [one for name in names for one in _labelled_measures(name)]


def _labelled_measures(name: str) -> list[Measure]:
    with (LABELS / f"{name}.labels.tsv").open(encoding="utf-8", newline="") as lines:
        given = {row["id"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    read = [json.loads(line) for line in (LABELS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    every = [Labelled(row["visit"], given[row["id"]]["verdict"], given[row["id"]]["cited"]) for row in read]
    stating = [one for one in every if one.verdict != "none"]
    return [
        _measure(f"{name}: unsupported", stating, _wrong, 0.02),
        _measure(f"{name}: partly supported", stating, _partly, None),
        _measure(f"{name}: states nothing", every, _empty, None),
        _measure(f"{name}: citation precision", [one for one in every if one.cited], _holds, 0.95),
    ]


def _measure(
    name: str, labels: Sequence[Labelled], figure: Callable[[Sequence[Labelled]], float], target: float | None
) -> Measure:
    groups = [[one for one in labels if one.visit == visit] for visit in dict.fromkeys(one.visit for one in labels)]
    return Measure(name, figure(labels), len(labels), *interval(groups, figure), target)


def _wrong(labels: Sequence[Labelled]) -> float:
    return sum(one.verdict in WRONG for one in labels) / max(1, len(labels))


def _partly(labels: Sequence[Labelled]) -> float:
    return sum(one.verdict == "partly" for one in labels) / max(1, len(labels))


def _empty(labels: Sequence[Labelled]) -> float:
    return sum(one.verdict == "none" for one in labels) / max(1, len(labels))


def _holds(labels: Sequence[Labelled]) -> float:
    return sum(one.cited == "yes" for one in labels) / max(1, len(labels))


def main() -> None:
    """Draft, draw and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", action="store_true", help="the embedded model's final drafts too")
    options, settings = parser.parse_args(), Settings()
    with PATH.open("w", encoding="utf-8") as out:
        for drafter, visit in chosen(options.model):
            for row in rows(drafter, visit, drafted(drafter, visit, settings)):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
            print(f"{drafter}: {visit.id}", flush=True)


if __name__ == "__main__":
    main()
