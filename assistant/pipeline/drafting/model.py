"""The drafter with a language model: it may word what was said better, and can neither add to it nor lose any of it.

Section by section the model is asked; every sentence goes through the checker; one that is refused is asked again
with the missing evidence, then gives way to the extractive sentence, or is left out. The trace stays in the draft.
Each section is verified before the next is asked, so that nobody waits for the last to have the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, Drafted, Provenance, Repair, Section, Sentence
from assistant.domain.fact import Fact
from assistant.domain.knowledge import RankedPassage
from assistant.domain.transcript import Segment, Transcript
from assistant.pipeline.drafting.answered import Rejected
from assistant.pipeline.drafting.asking import Asker
from assistant.pipeline.drafting.extractive import Line, chosen_lines, numbered, versions
from assistant.pipeline.drafting.finishing import reworded
from assistant.pipeline.drafting.merging import Verified, merge
from assistant.pipeline.drafting.offering import offered_segments
from assistant.pipeline.drafting.overhearing import Follower
from assistant.pipeline.drafting.prompts import Prompts
from assistant.pipeline.drafting.record import record_lines
from assistant.pipeline.drafting.statements import statements
from assistant.pipeline.drafting.template import SectionTemplate, Template
from assistant.pipeline.drafting.verifying import Bench, verified
from assistant.pipeline.lexicon import Lexicon
from assistant.ports import ChatModel

NAME = "model"


@dataclass(slots=True)
class _Made:
    """What is there so far: each section's verified lines, the model's own words, what was done to them, the sections
    that the model failed with the reason, and the words that are left to add."""

    room: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    proposed: dict[str, list[Line]] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
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
    follower: Follower | None = None,
) -> Drafted:
    """A draft in the model's words where they hold, in the extractive drafter's elsewhere.

    Whatever the model answers, every extractive sentence is in the draft, or each fact, number and clinical idea of
    it is in sentences that the checker passed. ``Draft.repairs`` says what was refused and what stands instead; a
    section that the model failed altogether is extractive, and ``Provenance.versions`` says why under
    ``fallback:SECTION``. Raises ``ConfigError`` where the template is of another language, ``EngineMissing`` where
    there is no model, and what the ``follower`` raises.
    """
    template.check_language(transcript.language)
    follower = follower or Follower()
    follower.begins(chat.name)
    said = statements(segments, facts, template, lexicon)
    extracted = chosen_lines(said, template, "short")
    asker = Asker(chat, prompts, template, follower)
    bench = Bench.deaf_to_instructions(transcript, segments, facts, context, template, lexicon)
    made = _Made(_room(extracted, template))
    record = list(record_lines(context, template))
    for section in template.sections:
        offered = offered_segments([one for one in said if one.topic in section.takes], segments)
        wrote = _wrote(asker, section, offered, passages, bench, made) if offered else []
        _merge(section, wrote, extracted, bench, made)
        made.lines[section.key] = [*(line for key, line in record if key == section.key), *made.lines[section.key]]
        follower.finished(reworded(_filled(section, made.lines, template), template))
    draft = Draft(
        kind=template.kind,
        language=template.language,
        title=template.title,
        sections=template.filled(_sentences(made.lines)),
        provenance=Provenance(NAME, chat.name, _versions(prompts, template, made.failed)),
        footer=template.footer,
        repairs=tuple(made.repairs),
    )
    return Drafted(draft, tuple(one for one in template.filled(_sentences(made.proposed)) if one.sentences))


def _wrote(
    asker: Asker,
    section: SectionTemplate,
    offered: Sequence[Segment],
    passages: Sequence[RankedPassage],
    bench: Bench,
    made: _Made,
) -> list[Verified]:
    """The section's sentences in the model's words, verified; none, and the reason kept, where it failed."""
    try:
        proposed = asker.section(section, offered, passages)
    except Rejected as reason:
        made.failed.append((f"fallback:{section.key}", str(reason)))
        return []
    made.proposed[section.key] = [(one.text, one.evidence) for one in proposed]
    return verified(section, proposed, bench, asker.again)


def _room(extracted: Mapping[str, Sequence[Line]], template: Template) -> int:
    """The words that fit the template's length beyond the extractive draft."""
    used = sum(len(text.split()) for section in extracted.values() for text, _ in section)
    return max(dict(template.max_words)["short"] - used, 0)


def _merge(
    section: SectionTemplate,
    wrote: Sequence[Verified],
    extracted: Mapping[str, Sequence[Line]],
    bench: Bench,
    made: _Made,
) -> None:
    """Settle the section's lines; what other sections say, in the extractive draft or by now, is not added."""
    others = [lines for key, lines in extracted.items() if key != section.key]
    elsewhere = [text for lines in (*others, *made.lines.values()) for text, _ in lines]
    language = bench.template.language
    merged = merge(section.key, wrote, extracted[section.key], made.room, elsewhere, language, bench.lexicon)
    made.lines[section.key] = list(merged.lines)
    made.repairs += merged.repairs
    made.room = max(made.room - merged.added, 0)


def _filled(section: SectionTemplate, lines: Mapping[str, Sequence[Line]], template: Template) -> Section:
    return next(one for one in template.filled(_sentences(lines)) if one.key == section.key)


def _sentences(lines: Mapping[str, Sequence[Line]]) -> dict[str, tuple[Sentence, ...]]:
    return {key: numbered(key, section) for key, section in lines.items()}


def _versions(prompts: Prompts, template: Template, failed: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    prompt = (f"prompt:{prompts.id}.{prompts.language}", f"{prompts.version} ({prompts.digest})")
    return (prompt, *versions(template, "short"), *failed)
