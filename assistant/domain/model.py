"""Models as files: what the catalogue offers, and what lies on this machine."""

from dataclasses import dataclass
from enum import StrEnum


class ModelKind(StrEnum):
    """What a model is for."""

    LLM = "llm"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file. ``size`` in bytes, 0 where it is not known; ``sha256`` hex, "" where it is not known."""

    name: str
    size: int
    sha256: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """A model that can be fetched. ``memory_gb``: about what it needs in use; ``gated``: only after a log-in."""

    name: str
    kind: ModelKind
    title: str
    licence: str
    licence_url: str
    languages: tuple[str, ...]
    memory_gb: float
    revision: str
    gated: bool
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """Bytes to fetch, as far as known."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model on this machine. ``origin``: ``pulled`` or ``imported``; ``proved``: its checksums were known beforehand,
    and not only recorded when it came."""

    name: str
    kind: ModelKind
    licence: str
    revision: str
    origin: str
    proved: bool
    files: tuple[ModelFile, ...]
