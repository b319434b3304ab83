"""A model handed over as a folder or an archive, for a machine without network.

An archive comes from elsewhere: nothing in it may name a place outside the folder, be a link, or be hidden.
"""

import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from assistant.domain.model import ModelKind
from assistant.errors import InputError
from assistant.storage.files import plain_errors

_HINT = "Hand over a folder or archive with a .gguf file, or with model.bin and config.json (Whisper, CTranslate2)."


def bring(source: Path, folder: Path) -> None:
    """Copy the files of a folder, a .gguf file, a .zip or a .tar(.gz) into ``folder``, which is emptied first.

    Raises ``InputError`` where it is none of these or holds something that must not be there, ``StorageFull``.
    """
    if not source.exists():
        raise InputError(f"{source} does not exist.", "Check the path.")
    with plain_errors(), _opened(source) as entries:
        shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
        for name, stream in entries:
            with (folder / _safe(name)).open("xb") as out:
                shutil.copyfileobj(stream, out)


def kind_of(folder: Path) -> ModelKind:
    """What kind of model the files are. Raises ``InputError`` where they are none."""
    names = {path.name for path in folder.iterdir()}
    if any(name.endswith(".gguf") for name in names):
        return ModelKind.LLM
    if {"model.bin", "config.json"} <= names:
        return ModelKind.SPEECH
    raise InputError("There is no model in it.", _HINT)


@contextmanager
def _opened(source: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    if source.is_dir():
        yield _files(sorted(path for path in source.rglob("*") if not path.is_dir()))
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            yield _zipped(archive)
    elif source.suffix == ".gguf":
        yield _files([source])
    else:
        try:
            with tarfile.open(source) as archive:
                yield _tarred(archive)
        except tarfile.TarError as error:
            raise InputError(f"{source.name} is not an archive that can be read.", _HINT) from error


def _files(paths: list[Path]) -> Iterator[tuple[str, IO[bytes]]]:
    for path in paths:
        if path.is_symlink() or not path.is_file():
            raise _refused(path.name)
        with path.open("rb") as stream:
            yield path.name, stream


def _zipped(archive: zipfile.ZipFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in archive.infolist():
        _safe(entry.filename.rstrip("/"))
        if entry.is_dir():
            continue
        # The upper half of the attributes is the Unix mode; a link is 0o12 in its first digits.
        if (entry.external_attr >> 28) == 0o12:
            raise _refused(entry.filename)
        with archive.open(entry) as stream:
            yield entry.filename, stream


def _tarred(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in archive:
        _safe(entry.name)
        if entry.isdir():
            continue
        stream = archive.extractfile(entry) if entry.isreg() else None
        if stream is None:
            raise _refused(entry.name)
        with stream:
            yield entry.name, stream


def _safe(name: str) -> str:
    """The file's own name. Raises ``InputError`` where the path leads out of the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in name
    if outside or not path.name or any(ord(character) < 32 for character in name):
        raise _refused(name)
    return path.name


def _refused(name: str) -> InputError:
    return InputError(
        f"The archive holds {name!r}, which is no ordinary file inside it.", "Do not use it: ask for another copy."
    )
