"""The consultations of the evaluation sets, each read the way the product reads its input."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.language import Language
from assistant.domain.transcript import Transcript
from assistant.pipeline.transcripts import read_transcripts
from assistant.pipeline.transcripts.reading import pair_textgrids
from assistant.services.samples import samples, transcript_of
from eval.harness import DATA, data

_ROOT = DATA.parents[1]


@dataclass(frozen=True, slots=True)
class Visit:
    """A consultation with the note its clinician wrote. ``gold``: the rest of what a French visit holds
    (``gold_facts``, ``traps``)."""

    id: str
    transcript: Transcript
    note: str
    gold: dict[str, Any]


def aci_bench(split: str, count: int | None = None) -> Iterator[Visit]:
    """Visits of ACI-Bench (``train``, ``valid``), the first ``count``. Raises ``DataMissing``."""
    path = data("aci-bench") / f"{split}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[:count]
    read = read_transcripts(path.read_bytes(), path.name, "en")[:count]
    for row, (_, transcript) in zip(rows, read, strict=True):
        yield Visit(row["encounter_id"], transcript, row["note"], {})


def primock(count: int | None = None) -> Iterator[Visit]:
    """Consultations of PriMock57, the first ``count``. Raises ``DataMissing``."""
    folder = data("primock57")
    for path in sorted((folder / "notes").glob("*.json"))[:count]:
        doctor, patient = (folder / "transcripts" / f"{path.stem}_{who}.TextGrid" for who in ("doctor", "patient"))
        transcript = pair_textgrids(doctor.read_bytes(), patient.read_bytes(), "en")
        yield Visit(path.stem, transcript, json.loads(path.read_text(encoding="utf-8"))["note"], {})


def mts_dialog(count: int | None = None, split: str = "valid") -> Iterator[Visit]:
    """Snippets of MTS-Dialog (``train``, ``valid``), the longest ``count`` of them. Raises ``DataMissing``."""
    path = data("mts-dialog") / f"{split}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    read = [transcript for _, transcript in read_transcripts(path.read_bytes(), path.name, "en")]
    pairs = sorted(zip(rows, read, strict=True), key=lambda pair: -len(pair[0]["dialogue"]))[:count]
    prefix = "mts" if split == "valid" else f"mts-{split}-"
    for row, transcript in pairs:
        yield Visit(f"{prefix}{row['ID']}", transcript, row["section_text"], {})


def french_visits() -> Iterator[Visit]:
    """The eight visits of fr-consult. Raises ``DataMissing``."""
    yield from _with_gold(data("fr-consult").glob("v*.json"))


def later_visits(language: Language) -> Iterator[Visit]:
    """The visits of one language that nobody who makes rules has read."""
    everything = _with_gold((DATA / "visits_later").glob("w*.json"))
    yield from (visit for visit in everything if visit.transcript.language == language)


def _with_gold(paths: Iterable[Path]) -> Iterator[Visit]:
    for path in sorted(paths):
        gold = json.loads(path.read_text(encoding="utf-8"))
        ((_, transcript),) = read_transcripts(path.read_bytes(), path.name, gold.get("language", "fr"))
        yield Visit(gold["id"], transcript, gold["note"], gold)


def own_visits() -> Iterator[Visit]:
    """The project's own consultations: its samples, then those written for the drafter's tests. They have no note."""
    for sample in samples(_ROOT / "knowledge" / "samples"):
        yield Visit(sample.id, transcript_of(sample), "", {})
    for path in sorted((_ROOT / "tests" / "pipeline" / "drafting" / "visits").glob("*.txt")):
        language: Language = "fr" if path.stem.startswith("fr-") else "en"
        ((_, transcript),) = read_transcripts(path.read_bytes(), path.name, language)
        yield Visit(path.stem, transcript, "", {})
