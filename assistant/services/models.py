"""Models: fetched from the catalogue, handed over by hand, verified, removed. Afterwards everything is offline."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.domain.model import CatalogueModel, InstalledModel, ModelFile
from assistant.errors import AssistantError, ConfigError, InputError, NotFound, StorageError
from assistant.storage.fetching import digest_of, fetch
from assistant.storage.model_archives import bring, kind_of
from assistant.storage.model_shelf import MANIFEST, ModelShelf

Progress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that are there, and its size (0: not known)."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A model read anew: ``wrong`` are its files that are missing or altered; ``proved`` says whether its checksums
    come from the catalogue, or only from the day it came."""

    name: str
    wrong: tuple[str, ...]
    proved: bool


def pull(
    shelf: ModelShelf,
    catalogue: Mapping[str, CatalogueModel],
    name: str,
    *,
    egress: bool,
    sha256: str = "",
    record: bool = False,
    progress: Progress = lambda *_: None,
) -> Path:
    """Fetch a model of the catalogue; its folder. An interrupted download is gone on with.

    Raises ``ConfigError`` where downloads are switched off, ``NotFound`` where the catalogue has no such model,
    ``InputError`` where a checksum is not known and neither given nor to be recorded, ``StorageError``.
    """
    if not egress:
        raise ConfigError(
            "Downloads are switched off on this machine (egress).",
            "Download the model elsewhere, then: assistant models import FOLDER.",
        )
    model = _known(catalogue, name)
    expected = _expected(model, sha256.lower(), record)
    incoming = shelf.making(name)
    got: list[ModelFile] = []
    for file in expected:
        done = incoming / file.name
        if not (file.sha256 and done.is_file() and digest_of(done) == file.sha256):
            got.append(fetch(file, incoming, lambda there, file=file: progress(file.name, there, file.size)))  # type: ignore[misc]
        else:
            got.append(replace(file, size=done.stat().st_size))
    proved = all(file.sha256 for file in expected)
    return shelf.keep(InstalledModel(name, model.kind, model.licence, model.revision, "pulled", proved, tuple(got)))


def import_model(
    shelf: ModelShelf, catalogue: Mapping[str, CatalogueModel], source: Path, name: str, licence: str = ""
) -> Path:
    """Take in a model from a folder, a file or an archive; its folder.

    Under a name of the catalogue its files must be those of the catalogue. Raises ``InputError``, ``StorageError``.
    """
    incoming = shelf.making(name)
    try:
        bring(source, incoming)
        kind = kind_of(incoming)
        (incoming / MANIFEST).unlink(missing_ok=True)
        files = tuple(ModelFile(path.name, path.stat().st_size, digest_of(path)) for path in sorted(incoming.iterdir()))
        model = catalogue.get(name)
        proved = model is not None and _is_of_catalogue(model, files)
    except AssistantError:
        shutil.rmtree(incoming)
        raise
    known = licence or (model.licence if model else "")
    return shelf.keep(InstalledModel(name, kind, known, model.revision if model else "", "imported", proved, files))


def verify(shelf: ModelShelf, name: str | None = None) -> list[Verified]:
    """Every model, or one, with its checksums worked out anew. Raises ``NotFound``."""
    models = [shelf.get(name)] if name else shelf.installed()
    return [Verified(model.name, tuple(shelf.wrong(model)), model.proved) for model in models]


def _known(catalogue: Mapping[str, CatalogueModel], name: str) -> CatalogueModel:
    model = catalogue.get(name)
    if model is None:
        raise NotFound(f"The catalogue has no model {name}.", "See: assistant models list.")
    return model


def _expected(model: CatalogueModel, sha256: str, record: bool) -> list[ModelFile]:
    """The files with the checksums that they must have."""
    unknown = [file for file in model.files if not file.sha256]
    if not unknown or record:
        return list(model.files)
    if not sha256 or len(unknown) > 1:
        raise InputError(
            f"The checksum of {unknown[0].name} is not known to the catalogue.",
            "Give the publisher's with --sha256, or accept what comes and keep its checksum with --record.",
        )
    return [replace(file, sha256=file.sha256 or sha256) for file in model.files]


def _is_of_catalogue(model: CatalogueModel, files: tuple[ModelFile, ...]) -> bool:
    """Whether every checksum of the catalogue was found. Raises ``StorageError`` where a file has another one."""
    got = {file.name: file.sha256 for file in files}
    for file in model.files:
        if file.sha256 and got.get(file.name) != file.sha256:
            raise StorageError(
                f"{file.name} is not the file of the catalogue.",
                "Check the copy, or import it under another name with --name.",
            )
    return all(file.sha256 for file in model.files)
