"""The drafter with a language model: it may word what was said better, and can neither add to it nor lose any of it.

Section by section the model is asked; every sentence goes through the checker; one that is refused is asked again
with the missing evidence, then gives way to the extractive sentence, or is left out. The trace stays in the draft.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, Drafted, Provenance, Repair, Sentence
from assistant.domain.fact import Fact
from assistant.domain.knowledge import RankedPassage
from assistant.domain.transcript import Segment, Transcript
from assistant.pipeline.drafting.answered import Proposed, Rejected
from assistant.pipeline.drafting.asking import Asker
from assistant.pipeline.drafting.extractive import Line, chosen_lines, numbered, versions
from assistant.pipeline.drafting.merging import Verified, merge
from assistant.pipeline.drafting.offering import offered_segments
from assistant.pipeline.drafting.prompts import Prompts
from assistant.pipeline.drafting.record import record_lines
from assistant.pipeline.drafting.statement import Statement
from assistant.pipeline.drafting.statements import statements
from assistant.pipeline.drafting.template import Template
from assistant.pipeline.drafting.verifying import Bench, verified
from assistant.pipeline.lexicon import Lexicon
from assistant.ports import ChatModel

NAME = "model"


@dataclass(slots=True)
class _Answers:
    """What the model wrote, by section, and the sections that it failed with the reason."""

    proposed: dict[str, list[Proposed]] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)


def draft_with_model(
    chat: ChatModel,
    prompts: Prompts,
    transcript: Transcript,
    segments: Sequence[Segment],
    facts: Sequence[Fact],
    context: PatientContext,
    template: Template,
    lexicon: Lexicon,
    passages: Sequence[RankedPassage],
) -> Drafted:
    """A draft in the model's words where they hold, in the extractive drafter's elsewhere.

    Whatever the model answers, every extractive sentence is in the draft, or each fact, number and clinical idea of
    it is in sentences that the checker passed. ``Draft.repairs`` says what was refused and what stands instead; a
    section that the model failed altogether is extractive, and ``Provenance.versions`` says why under
    ``fallback:SECTION``. Raises ``ConfigError`` where the template is of another language, ``EngineMissing`` where
    there is no model.
    """
    template.check_language(transcript.language)
    said = statements(segments, facts, template, lexicon)
    asker = Asker(chat, prompts, template)
    answers = _asked(asker, said, segments, template, passages)
    bench = Bench.deaf_to_instructions(transcript, segments, facts, context, template, lexicon)
    wrote = verified(answers.proposed, bench, asker.again)
    lines, repairs = _merged(wrote, chosen_lines(said, template, "short"), template, lexicon)
    for key, line in reversed(list(record_lines(context, template))):
        lines[key].insert(0, line)
    draft = Draft(
        kind=template.kind,
        language=template.language,
        title=template.title,
        sections=template.filled(_sentences(lines)),
        provenance=Provenance(NAME, chat.name, _versions(prompts, template, answers.failed)),
        footer=template.footer,
        repairs=tuple(repairs),
    )
    wordings = {key: [(one.text, one.evidence) for one in section] for key, section in answers.proposed.items()}
    return Drafted(draft, tuple(one for one in template.filled(_sentences(wordings)) if one.sentences))


def _asked(
    asker: Asker,
    said: Sequence[Statement],
    segments: Sequence[Segment],
    template: Template,
    passages: Sequence[RankedPassage],
) -> _Answers:
    answers = _Answers()
    for section in template.sections:
        offered = offered_segments([one for one in said if one.topic in section.takes], segments)
        if not offered:
            continue
        try:
            answers.proposed[section.key] = asker.section(section, offered, passages)
        except Rejected as reason:
            answers.failed.append((f"fallback:{section.key}", str(reason)))
    return answers


def _merged(
    wrote: Mapping[str, Sequence[Verified]], extracted: Mapping[str, list[Line]], template: Template, lexicon: Lexicon
) -> tuple[dict[str, list[Line]], list[Repair]]:
    """Each section's lines. What sentences add beyond the extractive draft must fit the template's length."""
    used = sum(len(text.split()) for section in extracted.values() for text, _ in section)
    room = max(dict(template.max_words)["short"] - used, 0)
    elsewhere = [text for section in extracted.values() for text, _ in section]
    lines: dict[str, list[Line]] = {}
    repairs: list[Repair] = []
    for section in template.sections:
        own = [text for text, _ in extracted[section.key]]
        merged = merge(
            section.key,
            wrote.get(section.key, ()),
            extracted[section.key],
            room,
            [text for text in elsewhere if text not in own],
            template.language,
            lexicon,
        )
        elsewhere += [text for text, _ in merged.lines]
        lines[section.key] = list(merged.lines)
        repairs += merged.repairs
        room = max(room - merged.added, 0)
    return lines, repairs


def _sentences(lines: Mapping[str, Sequence[Line]]) -> dict[str, tuple[Sentence, ...]]:
    return {key: numbered(key, section) for key, section in lines.items()}


def _versions(prompts: Prompts, template: Template, failed: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    prompt = (f"prompt:{prompts.id}.{prompts.language}", f"{prompts.version} ({prompts.digest})")
    return (prompt, *versions(template, "short"), *failed)
