"""The encrypting store: every patient word on the disk goes through here.

A blob is the file ``FOLDER/SCOPE/NAME``: 4 bytes that name the format, a 12-byte random nonce, then AES-256-GCM of the
data under the scope's key. Scope and name are bound in as associated data, so a blob moved elsewhere does not open.
In clear: scopes (encounter ids) and names, which the product chooses and which hold no patient word, and sizes.
"""

import hashlib
import secrets
import shutil
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.errors import NotFound, StorageError
from assistant.storage.files import plain_errors, write_whole
from assistant.storage.keys import NONCE_BYTES, KeyRing, checked_name

_FORMAT = b"ABL1"


class EncryptedFiles:
    """The ``BlobStore`` on a local disk. The first argument of each method is the scope: an encounter's id."""

    def __init__(self, folder: Path, keys: KeyRing) -> None:
        self._folder = folder
        self._keys = keys
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, encounter_id: str, name: str, data: bytes) -> str:
        """Keep the data, replacing atomically; the SHA-256 (hex) of the plain data.

        Raises ``StorageFull`` (nothing is left half-written), ``Erased``, ``StorageError``.
        """
        path = self._path(encounter_id, name)
        cipher = AESGCM(self._keys.obtain(encounter_id))
        with plain_errors():
            path.parent.mkdir(mode=0o700, exist_ok=True)
        nonce = secrets.token_bytes(NONCE_BYTES)
        write_whole(path, _FORMAT + nonce + cipher.encrypt(nonce, data, _bound(encounter_id, name)))
        return hashlib.sha256(data).hexdigest()

    def get(self, encounter_id: str, name: str) -> bytes:
        """The data. Raises ``NotFound``, ``Erased``, or ``StorageError`` where it was altered or moved."""
        path = self._path(encounter_id, name)
        cipher = AESGCM(self._keys.fetch(encounter_id))
        try:
            with plain_errors():
                stored = path.read_bytes()
        except FileNotFoundError as error:
            raise NotFound("Nothing is kept under this name.") from error
        start, nonce, sealed = stored[:4], stored[4 : 4 + NONCE_BYTES], stored[4 + NONCE_BYTES :]
        try:
            if start != _FORMAT:
                raise InvalidTag
            return cipher.decrypt(nonce, sealed, _bound(encounter_id, name))
        except (InvalidTag, ValueError) as error:
            raise StorageError(
                "A stored file was altered or damaged.", "Restore it from a backup; the audit trail says what it was."
            ) from error

    def erase(self, encounter_id: str) -> None:
        """Destroy the key, then remove the files. Doing it again changes nothing."""
        folder = self._folder / checked_name(encounter_id)
        self._keys.destroy(encounter_id)
        with plain_errors():
            if folder.exists():
                shutil.rmtree(folder)

    def _path(self, scope: str, name: str) -> Path:
        return self._folder / checked_name(scope) / checked_name(name)


def _bound(scope: str, name: str) -> bytes:
    return b"assistant blob\0" + scope.encode() + b"\0" + name.encode()
