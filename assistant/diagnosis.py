"""What every engine of this installation is, and what is not there. Floor 4, like ``bootstrap``: it names engines.

Nothing is loaded: files and packages are looked at, so that the answer comes at once.
"""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from assistant.config import Settings
from assistant.domain.coding import Nomenclature
from assistant.errors import AssistantError

MINILM = Path(__file__).parent / "models" / "minilm"


@dataclass(frozen=True, slots=True)
class Note:
    """A text of the catalogue: its key, and what to fill in."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EngineState:
    """One engine: ``in_use`` says which (``None``: none), ``advice`` what is missing and how to get it."""

    engine: str
    ready: bool
    in_use: Note | None
    advice: Note | None = None


def diagnose(settings: Settings) -> list[EngineState]:
    """The state of every engine, in the order in which a consultation meets them."""
    looks: tuple[Callable[[Settings], EngineState], ...] = (
        _speech, _language_model, _embeddings, _entailment, _knowledge, _codes, _interactions, _database, _keys,
    )  # fmt: skip
    return [look(settings) for look in looks]


def _note(key: str, **values: object) -> Note:
    return Note(key, tuple((name, str(value)) for name, value in values.items()))


def _speech(settings: Settings) -> EngineState:
    folder = settings.whisper_model
    if folder is None:
        return EngineState("speech", True, _note("speech_sphinx"), _note("speech_advice"))
    if (folder / "model.bin").is_file() and (folder / "config.json").is_file():
        return EngineState("speech", True, _note("speech_whisper", path=folder))
    return EngineState("speech", False, None, _note("speech_broken", path=folder))


def _language_model(settings: Settings) -> EngineState:
    from assistant.engines.model_files import embedded_gguf, require_gguf

    if settings.llm_url:
        return EngineState("llm", True, _note("llm_server", url=settings.llm_url, name=settings.llm_name or "?"))
    path = settings.llm_model or embedded_gguf()
    if path is None:
        return EngineState("llm", False, None, _note("llm_missing"))
    try:
        require_gguf(path)
    except AssistantError:
        return EngineState("llm", False, None, _note("llm_broken", path=path))
    if settings.llm_model:
        return EngineState("llm", True, _note("llm_file", path=path))
    return EngineState("llm", True, _note("llm_embedded"), _note("llm_advice"))


def _embeddings(settings: Settings) -> EngineState:
    if (MINILM / "model.onnx").is_file():
        return EngineState("embeddings", True, _note("embeddings_shipped"))
    return EngineState("embeddings", False, None, _note("embeddings_missing", path=MINILM))


def _entailment(settings: Settings) -> EngineState:
    folder = settings.entailment_model
    if settings.judge and folder is not None:
        return EngineState("entailment", False, None, _note("entailment_two"))
    if settings.judge:
        return EngineState("entailment", _language_model(settings).ready, _note("entailment_judge"))
    if folder is None:
        return EngineState("entailment", True, _note("entailment_none"), _note("entailment_advice"))
    if find_spec("torch") is None:
        return EngineState("entailment", False, None, _note("entailment_no_torch"))
    return EngineState("entailment", True, _note("entailment_folder", path=folder))


def _knowledge(settings: Settings) -> EngineState:
    folder = settings.knowledge_dir / "guidelines"
    count = sum(1 for _ in folder.rglob("*.md"))
    if not count:
        return EngineState("knowledge", False, None, _note("knowledge_missing", folder=folder))
    return EngineState("knowledge", True, _note("knowledge_ready", count=count, folder=folder))


def _codes(settings: Settings) -> EngineState:
    from assistant.storage.codes_sources import packaged

    try:
        for nomenclature in (Nomenclature.CIM10, Nomenclature.ICD10CM):
            packaged(nomenclature)
    except AssistantError:
        return EngineState("codes", False, None, _note("codes_missing", package="edsnlp / simple-icd-10-cm"))
    return EngineState("codes", True, _note("codes_ready"), _note("codes_advice"))


def _interactions(settings: Settings) -> EngineState:
    from assistant.storage.interactions import InteractionFile

    try:
        table = InteractionFile(settings.interactions).table()
    except AssistantError:
        broken = _note("interactions_broken", path=settings.interactions)
        return EngineState("interactions", False, None, broken)
    if table is None:
        return EngineState("interactions", True, _note("interactions_none"), _note("interactions_advice"))
    return EngineState("interactions", True, _note("interactions_ready", count=len(table.rows), name=table.origin))


def _database(settings: Settings) -> EngineState:
    url = settings.database
    made = not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()
    return EngineState("database", True, _note("database_ready" if made else "database_new", url=url))


def _keys(settings: Settings) -> EngineState:
    if settings.installation_key:
        return EngineState("keys", True, _note("keys_external"))
    path = settings.key_file
    if not path.exists():
        return EngineState("keys", True, _note("keys_new", path=path))
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return EngineState("keys", False, _note("keys_ready", path=path), _note("keys_open", path=path))
    return EngineState("keys", True, _note("keys_ready", path=path))
