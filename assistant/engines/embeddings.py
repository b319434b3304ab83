"""Sentence vectors from an ONNX model in onnxruntime: no torch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.engines.model_files import model_digest
from assistant.errors import EngineFailed, EngineMissing

MAX_TOKENS = 256
"""What all-MiniLM-L6-v2 was trained on; the rest of a longer text is not read."""
_BATCH = 32
_THREADS = 2


class OnnxEmbedder:
    """A folder with ``model.onnx`` (ids and mask in, one unit vector a text out) and ``tokenizer.json``.

    ``name`` is the folder's name and the start of the model's SHA-256: vectors of different names never mix.
    Raises ``EngineMissing`` where a file is not there, ``EngineFailed`` where one cannot be loaded. May be called
    from several threads.
    """

    def __init__(self, folder: Path) -> None:
        model, tokens = folder / "model.onnx", folder / "tokenizer.json"
        for path in (model, tokens):
            if not path.is_file():
                raise EngineMissing(
                    f"The sentence model in {folder} has no {path.name}.",
                    "Name a folder that holds model.onnx and tokenizer.json, or leave the setting empty to use "
                    "the embedded model.",
                )
        self.name = f"{folder.name}@{model_digest(model)[:12]}"
        self._tokenizer = _tokenizer(tokens)
        self._session = _session(model)

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One unit vector a text, in the order given; no text, no vector."""
        # Texts of like length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors: dict[int, list[float]] = {}
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors.update(zip(batch, self._embed([texts[index] for index in batch]), strict=True))
        return [vectors[index] for index in range(len(texts))]

    def _embed(self, texts: list[str]) -> list[list[float]]:
        import numpy as np

        encodings = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([encoding.ids for encoding in encodings], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64),
        }
        vectors: list[list[float]] = self._session.run(None, inputs)[0].tolist()
        return vectors


def _tokenizer(path: Path) -> Any:  # noqa: ANN401  (tokenizers has no types)
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise EngineFailed(f"The tokenizer {path} cannot be read: {error}", "Copy the model's folder again.") from error
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()
    return tokenizer


def _session(path: Path) -> Any:  # noqa: ANN401  (onnxruntime has no types)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    # A thread that waits busily takes the core from whoever else works; a short text gains nothing by it.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common base of their own
        raise EngineFailed(f"The sentence model {path} cannot be loaded: {error}", "Copy the folder again.") from error
