"""Questions to the knowledge base and to an encounter's record."""

from assistant.domain.context import PatientContext
from assistant.domain.knowledge import RecordLine, RecordPart
from assistant.services.dossier import EncounterFile


def record_lines(file: EncounterFile) -> list[RecordLine]:
    """All that the record says, line by line: what was known before, what was said, the report as it stands."""
    turns = file.transcript.turns if file.transcript else ()
    placed = file.checked.report.placed if file.checked else ()
    return [
        *_known(file.context),
        *(RecordLine(RecordPart.TRANSCRIPT, at, turn.speaker, turn.text) for at, turn in enumerate(turns, start=1)),
        *(
            RecordLine(RecordPart.REPORT, at, item.section_key, item.sentence.text)
            for at, item in enumerate(placed, start=1)
        ),
    ]


def _known(context: PatientContext) -> list[RecordLine]:
    entries = [
        (kind, text)
        for kind, texts in (
            ("allergies", context.allergies),
            ("treatments", context.treatments),
            ("problems", context.problems),
        )
        for text in texts
    ]
    return [RecordLine(RecordPart.CONTEXT, at, kind, text) for at, (kind, text) in enumerate(entries, start=1)]
