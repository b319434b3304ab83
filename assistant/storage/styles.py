"""Personal styles: one small file an account and language under ``DATA_DIR/style``, readable by its owner only."""

import re
from pathlib import Path

from assistant.domain.codec import from_json, to_json
from assistant.domain.language import LANGUAGES, Language
from assistant.domain.style import Style
from assistant.storage.files import plain_errors, write_whole

_ID = re.compile(r"[\w-]+")


class StyleFiles:
    """What was learned, by account."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, account_id: str, language: Language) -> Style:
        """What is known; an empty style where nothing is."""
        path = self._path(account_id, language)
        return from_json(Style, path.read_bytes()) if path.exists() else Style()

    def put(self, account_id: str, language: Language, style: Style) -> None:
        """Keep it. Raises ``StorageError``, ``StorageFull``."""
        with plain_errors():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._path(account_id, language), to_json(style))

    def forget(self, account_id: str) -> None:
        """Erase everything that was learned of the account."""
        with plain_errors():
            for language in LANGUAGES:
                self._path(account_id, language).unlink(missing_ok=True)

    def _path(self, account_id: str, language: Language) -> Path:
        assert _ID.fullmatch(account_id)
        return self._folder / f"{account_id}.{language}.json"
