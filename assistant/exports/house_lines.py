"""The lines about the installation: engines, encounters, models, styles, and an error."""

from typing_extensions import TypedDict  # typing's own needs Python 3.12 for pydantic


class ErrorItem(TypedDict):
    """A line about an item that could not be done."""

    id: str
    error: str
    hint: str


class EngineItem(TypedDict):
    """A line of ``doctor --json``."""

    engine: str
    ready: bool
    in_use: str
    advice: str


class EncounterItem(TypedDict):
    """A line of ``list --json``."""

    id: str
    state: str
    kind: str
    language: str | None
    created_at: str
    created_by: str
    version: int


class ModelItem(TypedDict):
    """A line of ``models list --json``: on this machine (``path`` says where), or in the catalogue (``path`` "").

    ``proved``: its checksums are known from the catalogue, and not only from the day it came.
    """

    name: str
    kind: str
    path: str
    size_mb: float
    in_use: bool
    title: str
    licence: str
    languages: list[str]
    memory_gb: float | None
    revision: str
    gated: bool
    proved: bool


class ModelCheckItem(TypedDict):
    """A line of ``models verify --json``: ``wrong`` are the files that are missing or altered."""

    name: str
    intact: bool
    wrong: list[str]
    proved: bool


class StyleItem(TypedDict):
    """A line of ``style show --json``."""

    language: str
    what: str
    instead_of: str
    chosen: str
    count: int
    followed: bool
