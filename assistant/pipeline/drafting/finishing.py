"""What a template adds to any drafter's sentences: header and closing from the encounter, and the house's words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, Section
from assistant.domain.language import Language
from assistant.pipeline.drafting.template import FrameLine, Template

_FIELD = re.compile(r"\{(\w+)\}")
_SPOKEN = '"«“'
"""How a quotation opens: what somebody said stays as it was said."""


def finished(draft: Draft, template: Template, context: PatientContext) -> Draft:
    """The draft with its header, its closing and the template's replacements. Only the encounter's own particulars
    are filled in: a name or a date that a drafter wrote cannot get there."""
    return replace(
        draft,
        sections=tuple(reworded(section, template) for section in draft.sections),
        header=frame(template.header, context, template),
        closing=frame(template.closing, context, template),
    )


def frame(lines: Sequence[FrameLine], context: PatientContext, template: Template) -> tuple[str, ...]:
    """The lines filled in; one with an unknown field is left out, or says so where it is required."""
    unknown = template.placeholder.rstrip(".").lower()
    filled: list[str] = []
    for line in lines:
        values = {field: _printed(getattr(context, field), template.language) for field in _FIELD.findall(line.text)}
        if line.required or all(values.values()):
            filled.append(line.text.format(**{field: value or unknown for field, value in values.items()}))
    return tuple(filled)


def _printed(value: object, language: Language) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y" if language == "fr" else "%d %b %Y")
    return "" if value is None else str(value)


def reworded(section: Section, template: Template) -> Section:
    """The section in the words that the template prefers."""
    sentences = tuple(replace(one, text=_house_words(one.text, template)) for one in section.sentences)
    return replace(section, sentences=sentences)


def _house_words(text: str, template: Template) -> str:
    if text[:1] in _SPOKEN:
        return text
    for pattern, to in template.replacements:
        text = pattern.sub(to, text)
    return text[:1].upper() + text[1:]
