"""The catalogue of models, ``knowledge/models/catalogue.toml``."""

import tomllib
from pathlib import Path
from typing import Any

from assistant.domain.model import CatalogueModel, ModelFile, ModelKind
from assistant.errors import ConfigError


def load_catalogue(path: Path) -> dict[str, CatalogueModel]:
    """The models by name. Raises ``ConfigError`` where the file is missing or is no catalogue."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))["models"]
        return {one["name"]: _model(one) for one in raw}
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ConfigError(
            f"The catalogue of models cannot be used: {error}.",
            "Check knowledge/models/catalogue.toml, or put back the one that was delivered.",
        ) from error


def _model(raw: dict[str, Any]) -> CatalogueModel:
    base = raw.get("base", "")
    return CatalogueModel(
        name=raw["name"],
        kind=ModelKind(raw["kind"]),
        title=raw["title"],
        licence=raw["licence"],
        licence_url=raw["licence_url"],
        languages=tuple(raw["languages"]),
        memory_gb=float(raw["memory_gb"]),
        revision=raw["revision"],
        gated=bool(raw["gated"]),
        files=tuple(
            ModelFile(one["name"], int(one["size"]), one["sha256"].lower(), one.get("url") or base + one["name"])
            for one in raw["files"]
        ),
    )
