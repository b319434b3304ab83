"""Files written whole or not at all."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import StorageError, StorageFull

# EFBIG: a file larger than the process may write is, to the user, no room for it.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write through a temporary file and a rename: readers see the old data or the new, never a part.

    Raises ``StorageFull`` or ``StorageError``; then nothing has changed.
    """
    with _temporary(path, data, mode) as temporary:
        os.replace(temporary, path)


def write_new(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Like ``write_whole``, where nothing is yet. Raises ``FileExistsError`` where something is."""
    with _temporary(path, data, mode) as temporary:
        os.link(temporary, path)


def sync_folder(folder: Path) -> None:
    """Make names added to or removed from the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the operating system says into ``StorageFull`` or ``StorageError``."""
    try:
        yield
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull("There is no room left to keep this.", "Free some disk space, then try again.") from error
        raise StorageError(f"The disk refused: {error.strerror}.", "See the data folder's permissions.") from error


@contextlib.contextmanager
def _temporary(path: Path, data: bytes, mode: int) -> Iterator[Path]:
    temporary = path.parent / f".{path.name}.{secrets.token_hex(6)}.part"
    with plain_errors():
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)
