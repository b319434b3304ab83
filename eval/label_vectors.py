"""The sentence vectors of ICD-10-CM's wordings: ``python -m eval.label_vectors`` writes ``icd10cm_vectors.npz``.

Labels of codes of up to five characters, inclusion terms and what other codes' notes say, external causes left out;
embedded with the shipped model (some minutes), cut to their main directions, one byte a number. To be made again where
the model or the embedded edition changes.
"""

import numpy as np
from numpy.typing import NDArray

from assistant.config import Settings
from assistant.diagnosis import MINILM
from assistant.domain.coding import Nomenclature
from assistant.engines.embeddings import OnnxEmbedder
from assistant.pipeline.coding.indexing import TOLD
from assistant.pipeline.coding.vectors import BYTE, projected, text_digest
from assistant.storage.codes import further_wordings
from assistant.storage.codes_sources import read_packaged
from eval.coding_terms import EXTERNAL

DIRECTIONS = 128
_SAMPLED = 3
"""One vector in so many is enough to find the main directions."""


def texts() -> dict[int, str]:
    """The texts by their digest."""
    entries = [entry for entry in read_packaged(Nomenclature.ICD10CM) if entry.code[0] not in EXTERNAL]
    told = [term for entry in entries for term in entry.terms]
    told += [term for terms in further_wordings(Nomenclature.ICD10CM, {}).values() for term in terms]
    told += [entry.label for entry in entries if len(entry.code) <= TOLD]
    return {text_digest(text): text for text in told}


def directions(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean and the main directions (one a column)."""
    mean = vectors.mean(axis=0)
    _, _, axes = np.linalg.svd((vectors - mean)[::_SAMPLED], full_matrices=False)
    return mean, axes[:DIRECTIONS].T


def main() -> None:
    """Embed, and write the file."""
    by_digest = dict(sorted(texts().items()))
    vectors = np.array(OnnxEmbedder(MINILM).embed(list(by_digest.values())), dtype=np.float32)
    mean, projection = directions(vectors)
    file = Settings().knowledge_dir / "coding" / "icd10cm_vectors.npz"
    np.savez(
        file,
        digests=np.array(list(by_digest), dtype=np.uint64),
        vectors=np.round(projected(vectors, mean, projection) * BYTE).astype(np.int8),
        projection=projection.astype(np.float16),
        mean=mean.astype(np.float16),
    )
    print(f"{len(by_digest)} texts, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
