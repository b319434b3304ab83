"""What the patient's record said before the consultation: printed as such, never as something said."""

from collections.abc import Iterator

from assistant.domain.context import PatientContext
from assistant.domain.evidence import ContextEvidence, Evidence
from assistant.pipeline.drafting.template import Template

# The record's fields, and the topic whose section shows them.
_TOPICS = (("problems", "history"), ("treatments", "treatments"), ("allergies", "allergies"))


def record_lines(context: PatientContext, template: Template) -> Iterator[tuple[str, tuple[str, tuple[Evidence, ...]]]]:
    """Section key, and one labelled line an entry with its place in the record."""
    for field, topic in _TOPICS:
        key = template.section_of(topic)
        entries: tuple[str, ...] = getattr(context, field)
        for index, entry in enumerate(entries):
            if key is not None and entry.strip():
                text = template.wording.phrases["from_record"].format(item=entry.strip().rstrip("."))
                yield key, (f"{text}.", (ContextEvidence(field, index),))
