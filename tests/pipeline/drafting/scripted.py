"""Chat models that answer by a script, and the draft that comes of them."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, Drafted, ReportKind
from assistant.domain.transcript import Transcript
from assistant.pipeline.drafting import draft_with_model, load_prompts, load_template
from assistant.pipeline.drafting.overhearing import Follower
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.segmenting import segments
from assistant.ports import ChatModel, Heard
from tests.pipeline.drafting.conftest import LEXICONS, PROMPTS, TEMPLATES, facts_of

Reply = Callable[[str, list[str]], dict[str, Any]]


class ScriptedChat:
    """Answers every question by a function of the user prompt and of the ids that it may cite."""

    name = "scripted"

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self.seen: list[tuple[str, str, dict[str, Any]]] = []

    def answer(
        self, system: str, user: str, schema: dict[str, Any], max_tokens: int, heard: Heard | None = None
    ) -> dict[str, Any]:
        self.seen.append((system, user, schema))
        item = schema["properties"]["sentences"]["items"]
        reply = self._reply(user, item["properties"]["evidence"]["items"]["enum"])
        for piece in re.findall(r"(?s)\S+\s*", json.dumps(reply, ensure_ascii=False)) if heard else ():
            heard(piece)
        return reply

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        raise NotImplementedError


def model_draft(
    chat: ChatModel,
    transcript: Transcript,
    context: PatientContext | None = None,
    kind: ReportKind = ReportKind.CONSULTATION,
    follower: Follower | None = None,
) -> Drafted:
    """The model's draft with the delivered prompts, template and lexicon."""
    language = transcript.language
    return draft_with_model(
        chat,
        load_prompts(PROMPTS, language),
        transcript,
        segments(transcript),
        facts_of(transcript),
        context or PatientContext(),
        load_template(TEMPLATES, kind, language),
        load_lexicon(LEXICONS, language),
        (),
        follower,
    )


def copied(user: str, ids: list[str]) -> dict[str, Any]:
    """A model that copies: every shown line as it was said."""
    lines = [line for line in user.splitlines() if line.split(" ", 1)[0] in ids]
    return {"sentences": [{"text": line.split("] ", 1)[1], "evidence": [line.split(" ", 1)[0]]} for line in lines]}


def in_plan(reply: Reply) -> Reply:
    """The reply for the plan, copies elsewhere."""
    plan = ("Section: Plan", "Section : Conduite")
    return lambda user, ids: (reply if user.startswith(plan) else copied)(user, ids)


def fallbacks(draft: Draft) -> dict[str, str]:
    """The sections that the model failed."""
    return {name: why for name, why in draft.provenance.versions if name.startswith("fallback:")}
