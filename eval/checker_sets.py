"""The sets the checker is measured on, as cases."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.domain.language import Language
from assistant.domain.transcript import Transcript
from assistant.pipeline.checking.texts.claims import note_sentences
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.transcripts import read_transcripts
from eval.cases import Case
from eval.harness import LABELS, data
from eval.visits import Visit, french_visits

GOOD = frozenset({"supported", "inferred"})


def pairs(path: Path, language: Language, parity: int | None = None) -> Iterator[Case]:
    """The items of a file of pairs (a transcript excerpt and a note sentence); those with even (0) or odd (1) ids."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if parity is None or int(row["id"][1:]) % 2 == parity:
            ((_, transcript),) = read_transcripts(row["transcript"].encode(), "pair.txt", language)
            yield Case(row["id"], row["note"], transcript, row["label"] == "supported", row["type"])


def french_pairs(parity: int) -> Iterator[Case]:
    """The pairs of fr-consult: even ids (0) to develop on, odd ids (1) to measure."""
    return pairs(data("fr-consult") / "pairs.jsonl", "fr", parity)


def visit_cases(visits: Iterable[Visit]) -> Iterator[Case]:
    """What must pass (each sentence of a good note) and what must be flagged (each trap) of the French visits."""
    for visit in visits:
        yield from untouched(visit)
        for trap in visit.gold["traps"]:
            yield Case(visit.id, trap["wrong"], visit.transcript, False, "trap")


def gold_facts(visits: Iterable[Visit]) -> Iterator[Case]:
    """The gold facts of the French visits as claims: each must pass."""
    for visit in visits:
        for fact in visit.gold["gold_facts"]:
            yield Case(visit.id, fact["text"], visit.transcript, True, "gold_fact")


def untouched(visit: Visit) -> Iterator[Case]:
    """A clinician's own sentences, as they are: about one in seven holds what nobody said."""
    for sentence in note_sentences(visit.note, load_knowledge(visit.transcript.language).headings):
        yield Case(visit.id, sentence.text, visit.transcript, True, "untouched", sentence.section)


def _labels(name: str) -> dict[str, str]:
    """Id to verdict, as given by reading."""
    with (LABELS / f"{name}.labels.tsv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["verdict"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def labelled_untouched(visits: Iterable[Visit]) -> Iterator[Case]:
    """Clinicians' sentences that were labelled by reading; the label names them by visit and place in its note, and
    ``kind`` is the label."""
    known = _labels("untouched")
    for visit in visits:
        for sentence in note_sentences(visit.note, load_knowledge(visit.transcript.language).headings):
            label = known.get(f"{visit.id}/{sentence.span.start}-{sentence.span.end}")
            if label is not None and label != "none":
                yield Case(visit.id, sentence.text, visit.transcript, label in GOOD, label, sentence.section)


def model_sentences(visits: Iterable[Visit]) -> Iterator[Case]:
    """Sentences that the embedded model wrote, labelled by reading before any verdict was seen."""
    transcripts: dict[str, Transcript] = {visit.id: visit.transcript for visit in visits}
    known = _labels("model_drafts")
    for line in (LABELS / "model_drafts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        label = known.get(row["id"], "none")
        if row["visit"] in transcripts and label != "none":
            yield Case(row["visit"], row["text"], transcripts[row["visit"]], label in GOOD, label)


def french_gold() -> list[Visit]:
    """The eight visits."""
    return list(french_visits())
