"""Questions to a language model, section by section, and what came back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.domain.knowledge import RankedPassage
from assistant.domain.transcript import Segment
from assistant.errors import EngineFailed
from assistant.pipeline.drafting.answered import Proposed, Rejected, read_answer
from assistant.pipeline.drafting.offering import repair_prompt, user_prompt
from assistant.pipeline.drafting.overhearing import Follower, overheard
from assistant.pipeline.drafting.prompts import Prompts
from assistant.pipeline.drafting.template import SectionTemplate, Template
from assistant.pipeline.text import tokens
from assistant.ports import ChatModel

MAX_ANSWER_TOKENS = 500
_PATIENCE = 2
"""Failures of the engine in a row after which it is not asked again: one that hangs would hang at every section."""
TOLD = "it repeats the instructions or the examples of the prompt"
_TOO_SHORT_TO_COPY = 3
_MOST_AGAIN = 8
"""Refused sentences of a draft that are asked again: a model that fails more often is not worth waiting for."""


class Asker:
    """Asks one model for one draft. Each question raises ``Rejected``, which says why there is no answer."""

    def __init__(self, chat: ChatModel, prompts: Prompts, template: Template, follower: Follower) -> None:
        self._chat, self._prompts, self._template, self._follower = chat, prompts, template, follower
        self._failed_in_a_row = 0
        self._asked_again = 0

    def section(
        self, section: SectionTemplate, offered: Sequence[Segment], passages: Sequence[RankedPassage]
    ) -> list[Proposed]:
        """The sentences that the model writes for a section."""
        question = user_prompt(self._prompts, section, offered, passages, self._template.tone)
        return self._ask(section, question, offered, most=12)

    def again(self, section: SectionTemplate, text: str, reason: str, offered: Sequence[Segment]) -> Proposed | None:
        """A refused sentence in other words, from the evidence that it should have rested on; ``None``: withdrawn."""
        if self._asked_again >= _MOST_AGAIN:
            raise Rejected("the model was asked again often enough")
        self._asked_again += 1
        question = repair_prompt(self._prompts, section.title, text, reason, offered)
        written = self._ask(section, question, offered, most=1)
        return written[0] if written else None

    def _ask(self, section: SectionTemplate, user: str, offered: Sequence[Segment], most: int) -> list[Proposed]:
        if self._failed_in_a_row >= _PATIENCE:
            raise Rejected("the language model failed twice in a row and was not asked again")
        schema = _schema([one.id for one in offered], most)
        hear = overheard(section.key, self._follower.writes)
        try:
            answer = self._chat.answer(self._prompts.system, user, schema, MAX_ANSWER_TOKENS, hear)
        except EngineFailed as error:
            self._failed_in_a_row += 1
            raise Rejected(str(error)) from error
        self._failed_in_a_row = 0
        proposed = read_answer(answer, offered, self._template.wording)[:most]
        return [
            one if one.refused or not self._is_told(one.text) else replace(one, refused=TOLD, ill_formed=True)
            for one in proposed
        ]

    def _is_told(self, text: str) -> bool:
        """Whether a sentence is out of the prompt: small models copy what they are told to do, and other patients'
        symptoms and doses from the examples. Where one happens to be true, the extractive draft has it already."""
        told = " ".join((*self._prompts.guidance.values(), self._prompts.system, self._template.tone))
        said = " ".join(token.key for token in tokens(text))
        return len(said.split()) > _TOO_SHORT_TO_COPY and said in " ".join(token.key for token in tokens(told))


def _schema(ids: list[str], most: int) -> dict[str, Any]:
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
        "properties": {"sentences": {"type": "array", "items": sentence, "maxItems": most}},
        "required": ["sentences"],
        "additionalProperties": False,
    }
