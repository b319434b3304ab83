"""The drafter with a language model: section by section, and never more than the model was shown."""

from collections.abc import Sequence
from typing import Any

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, Provenance, Sentence
from assistant.domain.fact import Fact
from assistant.domain.knowledge import RankedPassage
from assistant.domain.transcript import Segment, Transcript
from assistant.errors import EngineFailed
from assistant.pipeline.drafting.answered import Rejected, read_answer
from assistant.pipeline.drafting.extractive import Line, chosen_lines, numbered, versions
from assistant.pipeline.drafting.offering import offered_segments, user_prompt
from assistant.pipeline.drafting.prompts import Prompts
from assistant.pipeline.drafting.record import record_lines
from assistant.pipeline.drafting.statements import statements
from assistant.pipeline.drafting.template import SectionTemplate, Template
from assistant.pipeline.lexicon import Lexicon
from assistant.ports import ChatModel

NAME = "model"
MAX_ANSWER_TOKENS = 500


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
) -> Draft:
    """A draft in the model's words, each sentence with the segments that the model names.

    A section whose answer fails (engine error, wrong form, a segment that was not shown, words that share nothing
    with what they cite) holds the extractive sentences instead, and ``Provenance.versions`` says so and why under
    ``fallback:SECTION``. Raises ``EngineFailed`` where no section that was asked could be used, ``ConfigError``
    where the template is of another language.
    """
    template.check_language(transcript.language)
    said = statements(segments, facts, template, lexicon)
    fallback = chosen_lines(said, template, "short")
    lines: dict[str, list[Line]] = {}
    for key, line in record_lines(context, template):
        lines.setdefault(key, []).append(line)
    asked, failed = 0, []
    for section in template.sections:
        offered = offered_segments([one for one in said if one.topic in section.takes], segments)
        if not offered:
            continue
        asked += 1
        try:
            answer = _ask(chat, prompts, section, offered, passages, template)
        except (EngineFailed, Rejected) as reason:
            failed.append((f"fallback:{section.key}", str(reason)))
            answer = fallback.get(section.key, [])
        lines.setdefault(section.key, []).extend(answer)
    if asked and len(failed) == asked:
        raise EngineFailed(
            f"The language model {chat.name} gave no usable section: {failed[0][1]}",
            "Draft with the extractive drafter, or choose another model.",
        )
    return Draft(
        kind=template.kind,
        language=template.language,
        title=template.title,
        sections=template.filled(_sentences(lines)),
        provenance=Provenance(NAME, chat.name, _versions(prompts, template, failed)),
        footer=template.footer,
    )


def _ask(
    chat: ChatModel,
    prompts: Prompts,
    section: SectionTemplate,
    offered: Sequence[Segment],
    passages: Sequence[RankedPassage],
    template: Template,
) -> list[Line]:
    user = user_prompt(prompts, section, offered, passages)
    answer = chat.answer(prompts.system, user, _schema([one.id for one in offered]), MAX_ANSWER_TOKENS)
    return read_answer(answer, offered, template.wording)


def _schema(ids: list[str]) -> dict[str, Any]:
    """The form of an answer: only ids of segments that were shown can be written."""
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "minLength": 1, "maxLength": 400},
            "evidence": {"type": "array", "items": {"type": "string", "enum": ids}, "minItems": 1, "maxItems": 6},
        },
        "required": ["text", "evidence"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": sentence, "maxItems": 12}},
        "required": ["sentences"],
        "additionalProperties": False,
    }


def _sentences(lines: dict[str, list[Line]]) -> dict[str, tuple[Sentence, ...]]:
    return {key: numbered(key, section) for key, section in lines.items()}


def _versions(prompts: Prompts, template: Template, failed: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    prompt = (f"prompt:{prompts.id}.{prompts.language}", f"{prompts.version} ({prompts.digest})")
    return (prompt, *versions(template, "short"), *failed)
