"""The sample consultations that come with the product: written for it, no real patient.

``knowledge/samples/samples.toml`` lists them and says how each came to be.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.encounter import Actor
from assistant.domain.language import Language
from assistant.domain.transcript import Transcript
from assistant.errors import ConfigError
from assistant.pipeline.transcripts import pair_textgrids, read_context, read_transcripts
from assistant.pipeline.transcripts.writing import transcript_json
from assistant.services import encounters, stays, workflow
from assistant.services.report_coding import report_text, stay_of_reports
from assistant.services.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample. ``audio`` is the same consultation as sound: then ``files`` is its reference transcript."""

    id: str
    title: str
    language: Language
    kind: ReportKind
    files: tuple[Path, ...]
    context: Path | None
    audio: Path | None


def samples(folder: Path) -> tuple[Sample, ...]:
    """The samples of a folder, in the order listed. Raises ``ConfigError`` where the list is missing or broken."""
    listed = folder / "samples.toml"
    try:
        entries = tomllib.loads(listed.read_text(encoding="utf-8"))["sample"]
        return tuple(
            Sample(
                entry["id"],
                entry["title"],
                entry["language"],
                ReportKind(entry["kind"]),
                tuple(folder / name for name in entry["files"]),
                folder / entry["context"] if "context" in entry else None,
                folder / entry["audio"] if "audio" in entry else None,
            )
            for entry in entries
        )
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"The samples cannot be read: {listed}: {error}.", "Fetch the project again.") from error


def transcript_of(sample: Sample) -> Transcript:
    """What was said in a sample."""
    contents = [file.read_bytes() for file in sample.files]
    if len(contents) == 2:
        return pair_textgrids(contents[0], contents[1], sample.language)
    return read_transcripts(contents[0], sample.files[0].name, sample.language)[0][1]


def context_of(sample: Sample) -> PatientContext:
    """What the practice knew of a sample's patient."""
    return read_context(sample.context.read_bytes()) if sample.context else PatientContext()


def load(work: Workbench, actor: Actor, sample: Sample) -> None:
    """Keep a sample as an encounter of its own and bring it to review; one that is there already is left alone."""
    id = f"sample-{sample.id}"
    if any(summary.encounter.id == id for summary in encounters.list_encounters(work, actor)):
        return
    encounters.open_encounter(
        work,
        actor,
        kind=sample.kind,
        language=sample.language,
        context=context_of(sample),
        consent_given=True,
        encounter_id=id,
    )
    if len(sample.files) == 1:
        encounters.attach(work, actor, id, sample.files[0].name, sample.files[0].read_bytes())
    else:
        encounters.attach(work, actor, id, f"{sample.id}.json", transcript_json(transcript_of(sample)))
    workflow.start(work, actor, id)
    workflow.wait(id)


def load_stays(work: Workbench, coder: Actor, folder: Path) -> None:
    """Take in the reports of sample stays, a stay each, where there is no stay yet. Their dates are in the reports.

    Raises ``ConfigError`` where the folder has none, and as ``stays.import_stay`` does.
    """
    reports = sorted(folder.glob("*.txt"))
    if not reports:
        raise ConfigError(f"There is no sample stay in {folder}.", "Fetch the project again.")
    if stays.list_stays(work, coder):
        return
    for path in reports:
        stays.import_stay(work, coder, stay_of_reports([(path.name, report_text(path))], work.coding()))
