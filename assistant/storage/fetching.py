"""A large file from an address to the disk: resumed where it was cut, and taken only if it is the one expected."""

import hashlib
import ipaddress
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from assistant.domain.model import ModelFile
from assistant.errors import ConfigError, StorageError
from assistant.storage.files import plain_errors

Progress = Callable[[int], None]
"""Called with the bytes that are there."""

_ATTEMPTS = 5
_BLOCK = 1 << 20
_TIMEOUT_S = 60.0
_OK, _PARTIAL, _COMPLETE = 200, 206, 416


def fetch(file: ModelFile, folder: Path, progress: Progress = lambda _: None) -> ModelFile:
    """Bring the file into the folder; the file with its real size and digest.

    What has come of it lies beside it as ``NAME.part`` and is gone on with, in this call and in a later one. Raises
    ``StorageError`` where it cannot be had or is not the one expected (then nothing is kept), ``StorageFull`` (then
    what has come is), ``ConfigError`` where the address is not https.
    """
    _require_https(file.url)
    part = folder / f"{file.name}.part"
    with plain_errors():
        _download(file, part, progress)
        got = ModelFile(file.name, part.stat().st_size, digest_of(part), file.url)
        if (file.sha256 and got.sha256 != file.sha256) or (file.size and got.size != file.size):
            part.unlink()
            raise StorageError(
                f"{file.name} is not the file of the catalogue: its checksum is {got.sha256}.",
                "Nothing was kept. Try again; if it happens again, do not use this source.",
            )
        os.replace(part, folder / file.name)
    return got


def digest_of(path: Path) -> str:
    """SHA-256 (hex) of a file, read now."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _download(file: ModelFile, part: Path, progress: Progress) -> None:
    with httpx.Client(timeout=_TIMEOUT_S, follow_redirects=True, event_hooks={"request": [_still_https]}) as client:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return _stream(client, file, part, progress)
            except httpx.HTTPError as error:
                if attempt == _ATTEMPTS:
                    raise StorageError(
                        f"{file.name} could not be downloaded: {type(error).__name__}.",
                        "What has come is kept: run the same command again to go on.",
                    ) from error


def _stream(client: httpx.Client, file: ModelFile, part: Path, progress: Progress) -> None:
    there = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={there}-"} if there else {}
    headers["Accept-Encoding"] = "identity"
    with client.stream("GET", file.url, headers=headers) as answer:
        if answer.status_code == _COMPLETE and there:
            return
        if answer.status_code not in (_OK, _PARTIAL):
            raise StorageError(
                f"{file.name} could not be downloaded: the server answered {answer.status_code}.",
                "Check the address in the catalogue; a gated model is downloaded by hand and imported.",
            )
        # A server that knows no ranges sends all of it again.
        there = there if answer.status_code == _PARTIAL else 0
        with part.open("ab" if there else "wb") as out:
            for block in answer.iter_raw():
                out.write(block)
                there += len(block)
                progress(there)


def _require_https(url: str) -> None:
    """Raise ``ConfigError`` for anything but https; this machine itself may be asked over http."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname or "")):
        return
    raise ConfigError(f"{url!r} is not an https address.", "Correct the address in the catalogue.")


def _still_https(request: httpx.Request) -> None:
    _require_https(str(request.url))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
