"""Meaning beside words: which wordings of a nomenclature mean nearly what a phrase means, by sentence vectors.

The vectors of the embedded nomenclature's wordings are made once (``python -m eval.label_vectors``) and shipped, cut
to their main directions and one byte a number: embedding them at set-up would take minutes. A wording that the file
does not hold (another edition's) is found by its words alone.
"""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.pipeline.retrieval import Floats, Ints
from assistant.ports import Embedder

BYTE = 127.0


def text_digest(text: str) -> int:
    """What names a wording in the file: 64 bits of its folded-case text's BLAKE2b."""
    return int.from_bytes(hashlib.blake2b(text.casefold().encode(), digest_size=8).digest(), "big")


class LabelVectors:
    """The vectors of one nomenclature's wordings; ``embedder`` is the model that they were made with.

    ``file`` (npz) holds ``digests`` (sorted, 64 bits), ``vectors`` (one a digest, bytes, length 1 when divided by 127),
    ``projection`` and ``mean`` (from the model's space to theirs).
    """

    def __init__(self, file: Path, embedder: Embedder) -> None:
        with np.load(file) as arrays:
            self._digests: NDArray[np.uint64] = arrays["digests"]
            # Column by column: one phrase against all is then twice as fast.
            self._vectors: Floats = np.asfortranarray(arrays["vectors"].astype(np.float32) / BYTE)
            self._projection: Floats = arrays["projection"].astype(np.float32)
            self._mean: Floats = arrays["mean"].astype(np.float32)
        self._embedder = embedder

    def positions(self, digests: NDArray[np.uint64]) -> Ints:
        """Where each wording's vector is; past the end where there is none."""
        at = np.searchsorted(self._digests, digests)
        held = self._digests[np.minimum(at, len(self._digests) - 1)] == digests
        return np.where(held, at, len(self._digests)).astype(np.int32)

    def likeness(self, phrase: str) -> Floats:
        """The cosine of the phrase with each vector, in the order of ``positions``, and 0 for what has none."""
        given = np.array(self._embedder.embed([phrase])[0], dtype=np.float32)
        cosines = self._vectors @ projected(given[None, :], self._mean, self._projection)[0]
        return np.concatenate([cosines, np.zeros(1, dtype=np.float32)])


def projected(vectors: Floats, mean: Floats, projection: Floats) -> Floats:
    """The vectors along the main directions, of length 1."""
    cut = (vectors - mean) @ projection
    lengths: Floats = np.linalg.norm(cut, axis=1, keepdims=True).astype(np.float32)
    unit: Floats = (cut / np.maximum(lengths, 1e-6)).astype(np.float32)
    return unit
