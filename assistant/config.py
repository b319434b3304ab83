"""Typed settings: from the environment (``ASSISTANT_…``), then a file, then these defaults."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from assistant.domain.language import Language
from assistant.errors import ConfigError

HOME = Path(__file__).resolve().parent.parent
"""The checkout: ``knowledge/`` and ``prompts/`` lie beside the package."""


def _language_of_the_desk() -> Language:
    """French unless the environment asks for English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if spoken.lower().startswith("en") else "fr"


def settings_file() -> Path:
    """The settings file: ``ASSISTANT_CONFIG``, or ``~/.config/assistant/assistant.toml``."""
    named = os.environ.get("ASSISTANT_CONFIG")
    return Path(named) if named else Path.home() / ".config" / "assistant" / "assistant.toml"


class Settings(BaseSettings):
    """Everything that can be set, with its default. README lists them."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", frozen=True, extra="forbid")

    locale: Language = Field(default_factory=_language_of_the_desk)
    data_dir: Path = Path.home() / ".local" / "share" / "assistant"
    cache_dir: Path = Path.home() / ".cache" / "assistant"
    knowledge_dir: Path = HOME / "knowledge"
    prompts_dir: Path = HOME / "prompts"
    database_url: str | None = None
    installation_key: str | None = None
    drafter: Literal["extractive", "llm"] = "extractive"
    whisper_model: Path | None = None
    llm_model: Path | None = None
    llm_url: str | None = None
    llm_name: str | None = None
    egress: bool = True
    entailment_model: Path | None = None
    judge: bool = False
    max_audio_hours: float = Field(default=3.0, gt=0)
    max_upload_mb: int = Field(default=500, gt=0)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Explicit arguments, then the environment, then the settings file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file())

    @property
    def database(self) -> str:
        """The database's address: a SQLite file in the data folder unless one is named."""
        return self.database_url or f"sqlite:///{self.data_dir / 'assistant.db'}"

    @property
    def lexicons(self) -> Path:
        """The clinical vocabulary."""
        return self.knowledge_dir / "lexicons"

    @property
    def models_dir(self) -> Path:
        """The models that were fetched or imported."""
        return self.data_dir / "models"

    @property
    def interactions(self) -> Path:
        """The practice's own table of drug interactions, once imported."""
        return self.data_dir / "interactions.json"

    @property
    def key_file(self) -> Path:
        """Where the installation's key lies, unless it is given."""
        return self.data_dir / "keys" / "installation.key"

    @property
    def workflow_database(self) -> str:
        """Where the durable workflow keeps its steps (ids only)."""
        return f"sqlite:///{self.data_dir / 'workflow.db'}"


def load_settings(**given: object) -> Settings:
    """The settings in force. Raises ``ConfigError`` naming each value that is not usable."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise ConfigError(
            f"A setting is not usable: {wrong}.", f"Environment (ASSISTANT_…) or {settings_file()}."
        ) from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"The settings file cannot be read: {error}", str(settings_file())) from error
