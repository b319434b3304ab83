"""Any langchain chat model as the product's ``ChatModel``: JSON that fits a schema, within a time limit."""

import json
import re
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from assistant.errors import ConfigError, EngineFailed
from assistant.ports import Heard

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TIME_LIMIT_S = 120.0
_CONTROL = re.compile(
    r"[<\[](?=[|｜].*?[|｜]>|/?s>|[be]os>|(?:start|end)_of_turn>"
    r"|/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT)\])"
)
"""Opens a marker by which chat templates tell who speaks: ``<|im_end|>`` (ChatML, Llama 3, Phi), ``<s>`` and
``[INST]`` (Llama 2, Mistral), ``<end_of_turn>`` (Gemma), ``<｜User｜>`` (DeepSeek)."""


class JsonChat:
    """Asks ``model`` with one system and one user message.

    The schema travels as the OpenAI-style ``response_format``, which local servers and ``LlamaCppChat`` turn into
    a grammar; the answer is validated all the same. ``clock`` gives seconds that only grow. The time limit is looked
    at after each piece of the answer, so a model that reads a long prompt slowly overruns it by that reading.
    Raises ``ConfigError`` where langchain is set to send what it does to a tracing service.
    """

    def __init__(
        self, model: "BaseChatModel", time_limit_s: float = TIME_LIMIT_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        _refuse_tracing()
        self.name = model.name or model.__class__.__name__
        self._model = model
        self._time_limit_s = time_limit_s
        self._clock = clock

    def answer(
        self, system: str, user: str, schema: dict[str, Any], max_tokens: int, heard: Heard | None = None
    ) -> dict[str, Any]:
        """The answer as an object that fits ``schema`` (a JSON Schema of an object). ``heard`` is told each piece of
        its text, before anybody knows whether it will fit.

        Raises ``EngineFailed`` where the answer is cut off, is not such an object, or takes too long.
        """
        named = {"name": "answer", "schema": schema, "strict": True}
        form = {"type": "json_schema", "json_schema": named}
        text = ""
        with closing(self._pieces(system, user, max_tokens, response_format=form)) as pieces:
            for piece in pieces:
                text += piece
                if heard is not None:
                    heard(piece)
        return _parsed(text, schema)

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """The answer as text, piece by piece. Raises ``EngineFailed`` like ``answer``."""
        return self._pieces(system, user, max_tokens)

    def _pieces(self, system: str, user: str, max_tokens: int, **kwargs: Any) -> Generator[str, None, None]:  # noqa: ANN401  (the model's own options)
        deadline = self._clock() + self._time_limit_s
        messages = [("system", _as_words(system)), ("human", _as_words(user))]
        for chunk in self._model.stream(messages, max_tokens=max_tokens, **kwargs):
            if text := str(chunk.text):
                yield text
            if chunk.response_metadata.get("finish_reason") == "length":
                raise EngineFailed(
                    f"The language model's answer was cut off after {max_tokens} tokens or at the end of its context.",
                    "Ask for less at once, allow more tokens, or use a model with a larger context.",
                )
            if self._clock() > deadline:
                raise EngineFailed(
                    f"The language model took more than {self._time_limit_s:g} seconds.",
                    "Use a smaller model, raise the time limit, or draft without a model.",
                )


def _as_words(text: str) -> str:
    """The text with a space inside each control marker: pasted or spoken, it must not end the user's turn."""
    return _CONTROL.sub(r"\g<0> ", text)


def _parsed(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    import jsonschema

    # The answer may hold patient words: no error quotes it.
    hint = "Try again, use another model, or draft without a model."
    try:
        answer: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        raise EngineFailed(f"The language model's answer is not JSON ({error.msg}).", hint) from None
    try:
        jsonschema.validate(answer, schema)
    except jsonschema.ValidationError as error:
        raise EngineFailed(f"The language model's answer does not fit ({error.json_path}).", hint) from None
    return answer


def _refuse_tracing() -> None:
    from langsmith.utils import tracing_is_enabled

    if tracing_is_enabled():
        raise ConfigError(
            "LangSmith tracing is switched on: what patients say would be sent to an outside service.",
            "Unset LANGSMITH_TRACING and LANGCHAIN_TRACING_V2.",
        )
