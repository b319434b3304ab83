"""The models on this machine: a folder each under ``DATA_DIR/models``, with ``model.json`` saying what it is."""

import re
import shutil
from pathlib import Path

from pydantic import ValidationError

from assistant.domain.codec import from_json, to_json
from assistant.domain.model import InstalledModel
from assistant.errors import InputError, NotFound
from assistant.storage.fetching import digest_of
from assistant.storage.files import plain_errors, write_whole

MANIFEST = "model.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class ModelShelf:
    """The models under a folder. Names are lower-case letters, digits, dots, dashes and underscores."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, name: str) -> Path:
        """The folder of a model, there or not. Raises ``InputError`` for a name that is none."""
        if not _NAME.fullmatch(name):
            raise InputError(f"{name!r} is not a model's name.", "Use lower-case letters, digits, dots and dashes.")
        return self._folder / name

    def making(self, name: str) -> Path:
        """A folder to gather a model's files in; what an earlier attempt left in it is still there."""
        folder = self._incoming(name)
        with plain_errors():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def _incoming(self, name: str) -> Path:
        # Upper case, which no model's name has.
        return self.place(name).with_name(f"{name}.INCOMING")

    def keep(self, model: InstalledModel) -> Path:
        """Make the gathered files the model, replacing an older one; its folder."""
        incoming, final = self.making(model.name), self.place(model.name)
        write_whole(incoming / MANIFEST, to_json(model))
        with plain_errors():
            if final.exists():
                shutil.rmtree(final)
            incoming.replace(final)
        return final

    def installed(self) -> list[InstalledModel]:
        """Every model, by name. A folder without a readable ``model.json`` is none."""
        found = (self._manifest(folder) for folder in sorted(self._folder.glob("*")) if folder.is_dir())
        return [model for model in found if model is not None]

    def get(self, name: str) -> InstalledModel:
        """A model. Raises ``NotFound``."""
        model = self._manifest(self.place(name))
        if model is None:
            raise NotFound(f"There is no model {name} on this machine.", "See: assistant models list.")
        return model

    def remove(self, name: str) -> None:
        """Delete a model, or what an interrupted download left of it. Raises ``NotFound``."""
        folders = [folder for folder in (self.place(name), self._incoming(name)) if folder.is_dir()]
        if not folders:
            raise NotFound(f"There is no model {name} on this machine.", "See: assistant models list.")
        with plain_errors():
            for folder in folders:
                shutil.rmtree(folder)

    def wrong(self, model: InstalledModel) -> list[str]:
        """The names of its files that are missing or no longer what they were, read anew."""
        folder = self.place(model.name)
        return [
            file.name
            for file in model.files
            if not (folder / file.name).is_file() or digest_of(folder / file.name) != file.sha256
        ]

    def _manifest(self, folder: Path) -> InstalledModel | None:
        try:
            return from_json(InstalledModel, (folder / MANIFEST).read_bytes())
        except (OSError, ValidationError):
            return None
