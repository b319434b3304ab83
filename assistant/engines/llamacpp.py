"""A GGUF file in this process, through llama.cpp, behind langchain's chat-model interface."""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import llama_cpp
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.utils import convert_to_openai_messages
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from assistant.engines.model_files import model_digest, require_gguf
from assistant.errors import ConfigError, EngineFailed

_log = logging.getLogger(__name__)
_GGML_ERROR = 4
"""``GGML_LOG_LEVEL_ERROR`` of ggml.h."""
_llama_errors: deque[str] = deque(maxlen=5)
# Loading redirects the process's own standard error, which two threads may not do at once.
_loading = threading.Lock()


class LlamaCppChat(BaseChatModel):
    """A chat model on this machine: greedy, with a fixed seed, so that the same question has the same answer.

    ``name`` is the file's name and the start of its SHA-256. One call at a time: a second thread waits.
    ``reading_limit_s`` bounds the time to read a question, whoever asks bounds the answer's.
    ``response_format`` of the OpenAI kind (``json_schema``) becomes a grammar. Raises ``EngineMissing`` where the
    file is not there, ``EngineFailed`` where it is no GGUF model or does not fit in memory, ``ConfigError`` where
    ``n_ctx`` (tokens) is more than the model was trained for.
    """

    model_path: Path
    n_ctx: int = Field(default=4096, gt=0)
    n_threads: int = Field(default_factory=lambda: min(os.cpu_count() or 1, 8), gt=0)
    seed: int = 0
    reading_limit_s: float = Field(default=120.0, gt=0)
    _llama: Any = PrivateAttr()
    _turn: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def model_post_init(self, context: object, /) -> None:
        """Load the model."""
        super().model_post_init(context)
        require_gguf(self.model_path)
        self.name = f"{self.model_path.stem}@{model_digest(self.model_path)[:12]}"
        self._llama = _load(self.model_path, n_ctx=self.n_ctx, n_threads=self.n_threads, seed=self.seed)
        trained = _trained_context(self._llama.metadata)
        if self.n_ctx > trained:
            raise ConfigError(
                f"{self.model_path.name} reads {trained} tokens at most; the context size is set to {self.n_ctx}.",
                f"Set the context size to {trained} or less.",
            )

    @property
    def _llm_type(self) -> str:
        return "llama.cpp"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"name": self.name, "n_ctx": self.n_ctx, "seed": self.seed}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401  (langchain's signature)
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        *,
        max_tokens: int | None = None,
        response_format: dict[str, Any] | None = None,
        **kwargs: Any,  # noqa: ANN401  (langchain's signature)
    ) -> Iterator[ChatGenerationChunk]:
        with self._turn:
            # An answer must not depend on what was asked before: no reuse of the last prompt's state.
            self._llama.reset()
            self._llama.deadline_s = time.monotonic() + self.reading_limit_s
            try:
                for piece in self._llama.create_chat_completion(
                    messages=convert_to_openai_messages(messages),
                    max_tokens=max_tokens,
                    response_format=_llama_format(response_format),
                    stop=stop or [],
                    temperature=0.0,
                    seed=self.seed,
                    stream=True,
                ):
                    self._llama.deadline_s = float("inf")
                    chunk = _chunk(piece["choices"][0])
                    if run_manager:
                        run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                    yield chunk
            except (ValueError, RuntimeError) as error:
                raise _asked_wrongly(error, self.n_ctx) from error


def _trained_context(metadata: dict[str, str]) -> int:
    """Tokens that the model was trained to read at once (``<architecture>.context_length`` of a GGUF file)."""
    return int(metadata[f"{metadata['general.architecture']}.context_length"])


def _chunk(choice: dict[str, Any]) -> ChatGenerationChunk:
    finish = choice["finish_reason"]
    return ChatGenerationChunk(
        message=AIMessageChunk(content=choice["delta"].get("content") or ""),
        generation_info={"finish_reason": finish} if finish else None,
    )


def _llama_format(response_format: dict[str, Any] | None) -> dict[str, Any] | None:
    """llama.cpp's form of an OpenAI-style response format."""
    if response_format and response_format["type"] == "json_schema":
        return {"type": "json_object", "schema": response_format["json_schema"]["schema"]}
    return response_format


def _asked_wrongly(error: Exception, n_ctx: int) -> EngineFailed:
    if "exceed context window" in str(error):
        return EngineFailed(
            f"The text is longer than the language model can read at once ({n_ctx} tokens).",
            "Shorten the text, raise the context size in the settings, or draft without a model.",
        )
    return EngineFailed(f"llama.cpp could not answer: {error}", "Try another model, or draft without a model.")


class _StoppableLlama(llama_cpp.Llama):  # type: ignore[misc]  # it has no types
    """Looks at the clock between the batches of a long prompt, which the library reads in one call."""

    deadline_s = float("inf")

    def eval(self, tokens: Sequence[int]) -> None:
        for start in range(0, len(tokens), self.n_batch):
            if time.monotonic() > self.deadline_s:
                raise EngineFailed(
                    "The language model took too long to read the text.",
                    "Use a smaller model, shorten the text, or draft without a model.",
                )
            super().eval(tokens[start : start + self.n_batch])


def _load(path: Path, **options: int) -> _StoppableLlama:
    with _loading:
        llama_cpp.llama_log_set(_collect_errors, None)
        _llama_errors.clear()
        try:
            return _StoppableLlama(model_path=str(path), verbose=False, **options)
        except (ValueError, RuntimeError, OSError) as error:
            details = "; ".join(_llama_errors) or str(error)
            raise EngineFailed(
                f"The language model {path.name} cannot be loaded: {details}",
                "The file may be incomplete, too new for this version of llama.cpp, or too large for the memory.",
            ) from error


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
def _collect_errors(level: int, text: bytes, user_data: object) -> None:
    """Send llama.cpp's own messages to this module's log (debug level) and keep its last errors for ours."""
    message = text.decode("utf-8", "replace").strip()
    _log.debug("%s", message)
    if level == _GGML_ERROR and message:
        _llama_errors.append(message)
