"""Keys: the installation's own, and one for each encounter, wrapped by it.

A wrapped key is a file of its own (``FOLDER/SCOPE.key``), not a database row, so that destroying it leaves no copy in
a journal or a free page: it is overwritten in place with random bytes and synchronised, and the file, renamed to
``SCOPE.erased``, stays behind and forbids a new key under the old name. On media that write elsewhere (flash,
snapshots, backups) the overwritten block may survive; it is worth nothing without the installation key.
"""

import base64
import binascii
import contextlib
import os
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.errors import ConfigError, Erased, NotFound, StorageError
from assistant.storage.files import plain_errors, sync_folder, write_new

KEY_BYTES = 32
"""AES-256."""

NONCE_BYTES = 12
"""What AES-GCM is specified for (NIST SP 800-38D, 8.2)."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


def checked_name(name: str) -> str:
    """The name, if it is safe as a file's. Raises ``StorageError``."""
    if not _NAME.fullmatch(name):
        raise StorageError("A stored thing cannot have this name.", "Letters, digits, dot, dash and underscore.")
    return name


def installation_key(path: Path, given: str | None = None) -> bytes:
    """The installation's 32 bytes: ``given`` in base64, or the file's, which the first start creates (mode 0600).

    Raises ``ConfigError`` where neither is 32 bytes in base64.
    """
    if given is not None:
        return _decoded(given, "the setting installation_key")
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Where another process was first, its key is the key.
        with contextlib.suppress(FileExistsError):
            write_new(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n", mode=0o600)
    return _decoded(path.read_text("ascii", errors="replace"), str(path))


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ConfigError(
            f"The installation key in {where} is not 32 bytes in base64.", "Restore it: without it nothing can be read."
        )
    return key


class KeyRing:
    """The wrapped keys of a folder, one a scope (an encounter, or the signed reports of one)."""

    def __init__(self, folder: Path, installation: bytes) -> None:
        self._folder = folder
        self._wrapper = AESGCM(installation)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def obtain(self, scope: str) -> bytes:
        """The scope's key, made at the first call. Raises ``Erased``, ``StorageFull``, ``StorageError``."""
        if not self._path(scope).exists():
            self._refuse_erased(scope)
            nonce = secrets.token_bytes(NONCE_BYTES)
            wrapped = nonce + self._wrapper.encrypt(nonce, secrets.token_bytes(KEY_BYTES), self._bound(scope))
            # Where another writer was faster, the key that is there counts.
            with contextlib.suppress(FileExistsError):
                write_new(self._path(scope), wrapped, mode=0o600)
        return self.fetch(scope)

    def fetch(self, scope: str) -> bytes:
        """The scope's key. Raises ``NotFound``, ``Erased``, or ``StorageError`` where it cannot be unwrapped."""
        self._refuse_erased(scope)
        try:
            wrapped = self._path(scope).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("Nothing is kept under this name.") from error
        try:
            return self._wrapper.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], self._bound(scope))
        except (InvalidTag, ValueError) as error:
            raise StorageError(
                "The key of this encounter cannot be opened.",
                "It was altered, or the installation key is not the one it was made with: restore the right one.",
            ) from error

    def destroy(self, scope: str) -> None:
        """Make the key unusable for good. Doing it again changes nothing. Raises ``StorageError``."""
        path, tombstone = self._path(scope), self._tombstone(scope)
        with plain_errors():
            if path.exists():
                with path.open("r+b") as file:
                    file.write(secrets.token_bytes(path.stat().st_size))
                    file.flush()
                    os.fsync(file.fileno())
                path.replace(tombstone)
            else:
                tombstone.touch(mode=0o600)
            sync_folder(self._folder)

    def _refuse_erased(self, scope: str) -> None:
        if self._tombstone(scope).exists():
            raise Erased("This content was erased.", "Its key was destroyed: nobody can bring it back.")

    def _path(self, scope: str) -> Path:
        return self._folder / f"{checked_name(scope)}.key"

    def _tombstone(self, scope: str) -> Path:
        return self._folder / f"{checked_name(scope)}.erased"

    @staticmethod
    def _bound(scope: str) -> bytes:
        return b"assistant key\0" + scope.encode()
