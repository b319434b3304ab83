"""The drafter without a model: what was said, chosen, shortened and put in its section."""

from collections.abc import Sequence

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, Provenance, Sentence
from assistant.domain.evidence import Evidence
from assistant.domain.fact import Fact
from assistant.domain.transcript import Segment, Transcript
from assistant.pipeline.drafting.record import record_lines
from assistant.pipeline.drafting.selecting import FULL, SHORT, grouped, listed, selected
from assistant.pipeline.drafting.statement import Statement
from assistant.pipeline.drafting.statements import statements
from assistant.pipeline.drafting.template import Profile, Template
from assistant.pipeline.lexicon import Lexicon

NAME = "extractive"
VERSION = "5"


def draft_extractive(
    transcript: Transcript,
    segments: Sequence[Segment],
    facts: Sequence[Fact],
    context: PatientContext,
    template: Template,
    lexicon: Lexicon,
    profile: Profile = "short",
) -> Draft:
    """A draft in the template's sections, made of the dialogue's own words.

    Every sentence carries the segments it rests on, or the entry of the patient's record. ``full`` is a longer
    form for measuring; ``short`` is what a clinician reads. Deterministic. Raises ``ConfigError`` where the template
    is of another language, and nothing on odd transcripts.
    """
    template.check_language(transcript.language)
    lines = chosen_lines(statements(segments, facts, template, lexicon), template, profile)
    for key, line in reversed(list(record_lines(context, template))):
        lines[key].insert(0, line)
    sections = {key: numbered(key, section) for key, section in lines.items()}
    return Draft(
        kind=template.kind,
        language=template.language,
        title=template.title,
        sections=template.filled(sections),
        provenance=Provenance(NAME, None, versions(template, profile)),
        footer=template.footer,
    )


def versions(template: Template, profile: Profile) -> tuple[tuple[str, str], ...]:
    """What the extractive drafter's words depend on."""
    return (
        ("drafter:extractive", VERSION),
        ("profile", profile),
        (f"template:{template.id}", template.version),
        (f"wording:{template.language}", template.wording.digest),
    )


Line = tuple[str, tuple[Evidence, ...]]


def chosen_lines(said: Sequence[Statement], template: Template, profile: Profile) -> dict[str, list[Line]]:
    """The statements that fit the profile's length, worded and grouped, by section key."""
    placed = [one for one in said if template.section_of(one.topic) is not None]
    appetite = SHORT if profile == "short" else FULL
    chosen = selected(placed, template, dict(template.max_words)[profile], appetite)
    return {
        section.key: _lines([one for one in chosen if one.topic in section.takes], template)
        for section in template.sections
    }


def _lines(found: list[Statement], template: Template) -> list[Line]:
    return [_line(one) for one in listed(grouped(found, template))]


def _line(statement: Statement) -> Line:
    text = statement.text.strip()
    stop = "" if text.endswith((".", "!", "?", "…")) else "."
    return f"{text[:1].upper()}{text[1:]}{stop}", statement.evidence


def numbered(key: str, lines: Sequence[Line]) -> tuple[Sentence, ...]:
    """The lines as sentences of a section, with ids that name the section and the place."""
    return tuple(Sentence(f"{key}-{number}", text, evidence) for number, (text, evidence) in enumerate(lines, 1))
