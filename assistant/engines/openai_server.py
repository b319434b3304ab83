"""A language model served on this machine or in this building by any OpenAI-compatible server.

vLLM, llama.cpp's server, Ollama, LM Studio and the like. No patient word leaves the building: only loopback and
private addresses are taken, no proxy from the environment is used, and no redirect is followed.
"""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import openai
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai.chat_models.base import BaseChatOpenAI

from assistant.errors import ConfigError, EngineFailed, EngineMissing


class OpenAICompatibleChat(BaseChatOpenAI):  # type: ignore[misc]  # its stubs are skipped
    """langchain's OpenAI client whose errors are the product's: ``EngineMissing`` where no server answers or it
    has no such model, ``EngineFailed`` where the answer is an error, broken, empty or late.

    Made by ``openai_compatible_chat``. Invoking streams, so that the caller can stop a long answer.
    """

    streaming: bool = True

    @property
    def _llm_type(self) -> str:
        return "openai-compatible"

    def _get_request_payload(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  (langchain's)
        # In the body as it is: given by name, the client takes a path that expects OpenAI's own answers to the letter.
        payload: dict[str, Any] = super()._get_request_payload(*args, **kwargs)
        if response_format := payload.pop("response_format", None):
            payload["extra_body"] = {"response_format": response_format}
        return payload

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:  # noqa: ANN401  (langchain's)
        answered = False
        try:
            for chunk in super()._stream(*args, **kwargs):
                answered = True
                yield chunk
        except (openai.OpenAIError, httpx.HTTPError) as error:
            raise self._server_error(error, answered) from error
        except ValueError as error:
            raise EngineFailed(f"{self._server} sent an answer that cannot be read.", _LOG_HINT) from error
        if not answered:
            raise EngineFailed(f"{self._server} sent an empty answer.", _LOG_HINT)

    @property
    def _server(self) -> str:
        return f"The language model server {self.openai_api_base}"

    def _server_error(self, error: Exception, answered: bool) -> EngineFailed | EngineMissing:
        match error:
            case openai.APITimeoutError() | httpx.TimeoutException():
                return EngineFailed(
                    f"{self._server} did not answer in time.", "Use a smaller model or raise the time limit."
                )
            case openai.NotFoundError():
                return EngineMissing(
                    f"{self._server} does not know the model {self.model_name}.",
                    "Check the model's name in the settings, and that the address ends where the server says (/v1).",
                )
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return EngineFailed(f"{self._server} refused the key.", "Check the server's key in the settings.")
            case openai.APIStatusError():
                return EngineFailed(f"{self._server} answered with status {error.status_code}.", _LOG_HINT)
            case openai.APIConnectionError() if not answered:
                return EngineMissing(f"{self._server} cannot be reached.", "Start it, or check its address.")
            case _:
                return EngineFailed(f"{self._server} broke off its answer.", _LOG_HINT)


_LOG_HINT = "Look at the server's own log, try again, or draft without a model."


def openai_compatible_chat(
    base_url: str,
    model: str,
    *,
    api_key: str = "none",
    timeout_s: float = 60.0,
    max_retries: int = 1,
    seed: int = 0,
    allow_public_host: bool = False,
) -> OpenAICompatibleChat:
    """The chat model ``model`` at ``base_url`` (such as ``http://127.0.0.1:8000/v1``).

    ``timeout_s`` bounds the wait for the connection and for each next piece of the answer. Raises
    ``ConfigError`` for an address that is not one, or is outside the building without ``allow_public_host``.
    """
    host = _host(base_url)
    if not allow_public_host:
        _require_private(host)
    closed: dict[str, Any] = {"timeout": timeout_s, "trust_env": False, "follow_redirects": False}
    return OpenAICompatibleChat(
        name=f"{model}@{host}",
        model=model,
        base_url=base_url,
        api_key=api_key,
        temperature=0.0,
        seed=seed,
        timeout=timeout_s,
        max_retries=max_retries,
        openai_proxy=None,
        http_client=httpx.Client(**closed),
        http_async_client=httpx.AsyncClient(**closed),
        stream_usage=False,
        use_responses_api=False,
    )


def _host(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise ConfigError(f"{base_url!r} is not a server's address.", "It looks like http://127.0.0.1:8000/v1.")
    return host


def _require_private(host: str) -> None:
    """Raise ``ConfigError`` unless every address of the host is loopback or private."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError) as error:
        raise ConfigError(f"The host {host} is not known.", "Check the server's address in the settings.") from error
    outside = sorted(address for address in found if not _is_private(address))
    if outside:
        raise ConfigError(
            f"The language model server {host} ({outside[0]}) is outside the building: what patients say would be "
            "sent there.",
            "Use a server on this machine or in your own network, or allow this host explicitly in the settings.",
        )


def _is_private(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    return ip.is_loopback or ip.is_private or ip.is_link_local
