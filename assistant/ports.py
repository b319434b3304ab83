"""Floor 1: what the product needs from engines and stores, as Protocols of one to three methods."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.domain.coding import CodeEntry, Nomenclature, RankedCode
from assistant.domain.knowledge import Passage, RankedPassage
from assistant.domain.language import Language
from assistant.domain.transcript import Transcript

Progress = Callable[[float], None]
"""Called with the share done, 0 to 1."""

Heard = Callable[[str], None]
"""Called with each piece of an answer as it is written."""


class Transcriber(Protocol):
    """Speech to text."""

    name: str

    def languages(self) -> frozenset[Language]:
        """The languages that the loaded model can transcribe."""

    def transcribe(self, audio: Path, language: Language | None, progress: Progress | None = None) -> Transcript:
        """The transcript of an audio file. Raises ``UnreadableAudio``, ``EngineMissing`` or ``EngineFailed``."""


class ChatModel(Protocol):
    """A local language model that answers in a JSON schema."""

    name: str

    def answer(
        self, system: str, user: str, schema: dict[str, Any], max_tokens: int, heard: Heard | None = None
    ) -> dict[str, Any]:
        """The answer as an object that fits ``schema``; ``heard`` is told its text piece by piece while it is written.
        Raises ``EngineFailed`` where it does not fit, and what ``heard`` raises, which stops the model."""

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """The answer as text, piece by piece."""


class Embedder(Protocol):
    """Texts to vectors."""

    name: str

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One unit vector a text, all of one length."""


class Entailer(Protocol):
    """A second opinion on whether a premise entails a hypothesis."""

    name: str

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One probability a (premise, hypothesis) pair."""


class PassageRetriever(Protocol):
    """Guideline passages for a question."""

    def passages(self, query: str, language: Language, top: int) -> list[RankedPassage]:
        """The best first; an empty list when nothing is relevant."""

    def not_citable(self, query: str, language: Language, top: int) -> list[Passage]:
        """Relevant passages that are past their review date, superseded or withdrawn: to be named, never quoted."""


class CodeRetriever(Protocol):
    """Codes for a clinician's phrase."""

    def codes(self, phrase: str, nomenclature: Nomenclature, top: int) -> list[RankedCode]:
        """The best first; an empty list when nothing suits."""

    def entry(self, code: str, nomenclature: Nomenclature) -> CodeEntry | None:
        """The entry of a compact code."""


class BlobStore(Protocol):
    """The encrypting store: one key per encounter."""

    def put(self, encounter_id: str, name: str, data: bytes) -> str:
        """Keep the data under that name, replacing atomically; the SHA-256 (hex) of the plain data.
        Raises ``StorageFull``, ``Erased``."""

    def get(self, encounter_id: str, name: str) -> bytes:
        """The data. Raises ``NotFound``, ``Erased``."""

    def erase(self, encounter_id: str) -> None:
        """Destroy the encounter's key: nothing of it can be read again."""
