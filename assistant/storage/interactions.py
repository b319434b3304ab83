"""The imported table of drug interactions: one file in the data folder, written whole or not at all."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.codec import from_json, to_json
from assistant.domain.interaction import InteractionTable
from assistant.errors import NotFound, StorageError
from assistant.storage.files import plain_errors, write_whole


@dataclass(frozen=True, slots=True)
class InteractionFile:
    """Where the table lies. It can be handed to another process, which then reads the table once itself."""

    path: Path

    def table(self) -> InteractionTable | None:
        """The table as it is on the disk now, read once a version; ``None`` where none was imported.

        Raises ``StorageError`` where the file is damaged: no interaction may be missed in silence.
        """
        with plain_errors():
            try:
                seen = self.path.stat()
            except FileNotFoundError:
                return None
        return _read(self.path, seen.st_mtime_ns, seen.st_ino, seen.st_size)

    def keep(self, table: InteractionTable) -> None:
        """Put it in the place of the former one. Raises ``StorageError``, ``StorageFull``; then nothing has changed."""
        with plain_errors():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self.path, to_json(table))

    def remove(self) -> None:
        """Forget it. Raises ``NotFound`` where none is there."""
        with plain_errors():
            try:
                self.path.unlink()
            except FileNotFoundError as error:
                raise NotFound(
                    "No table of interactions was imported.", "assistant interactions import FILE"
                ) from error


@lru_cache(maxsize=2)
def _read(path: Path, modified_ns: int, inode: int, size: int) -> InteractionTable:
    try:
        return from_json(InteractionTable, path.read_bytes())
    except (OSError, ValueError) as error:
        raise StorageError(
            "The table of interactions cannot be read.", "Import it again: assistant interactions import FILE."
        ) from error
