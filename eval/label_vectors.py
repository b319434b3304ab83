"""The sentence vectors of ICD-10-CM's wordings: ``python -m eval.label_vectors`` writes ``icd10cm_vectors.npz``.

Labels of codes of up to five characters, inclusion terms and what other codes' notes say, external causes left out;
embedded with the shipped model (some minutes), cut to their main directions, one byte a number. To be made again where
the model or the embedded edition changes; ``--check 100`` says how well the file fits both, by that many texts.
"""

import argparse
from pathlib import Path

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
from eval.harness import seeded

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


def check(file: Path, by_digest: dict[int, str], count: int) -> None:
    """Print how many texts the file holds, and by how much the vectors of some of them differ from new ones."""
    with np.load(file) as held:
        digests, mean, projection = held["digests"], held["mean"], held["projection"]
        common = sorted(set(by_digest) & set(digests.tolist()))
        drawn = seeded("label vectors").sample(common, min(count, len(common)))
        vectors = np.array(OnnxEmbedder(MINILM).embed([by_digest[digest] for digest in drawn]), dtype=np.float32)
        made = projected(vectors, mean.astype(np.float32), projection.astype(np.float32)) * BYTE
        kept = held["vectors"][np.searchsorted(digests, np.array(drawn, dtype=np.uint64))]
    print(f"{len(by_digest)} texts, {len(digests)} in the file, {len(common)} in both")
    print(f"{len(drawn)} embedded again: the largest difference is {np.abs(np.round(made) - kept).max():.0f} of 127")


def main() -> None:
    """Embed, and write the file; or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", type=int, default=0, help="so many texts, without writing")
    count = parser.parse_args().check
    by_digest = dict(sorted(texts().items()))
    file = Settings().knowledge_dir / "coding" / "icd10cm_vectors.npz"
    if count:
        check(file, by_digest, count)
        return
    vectors = np.array(OnnxEmbedder(MINILM).embed(list(by_digest.values())), dtype=np.float32)
    mean, projection = directions(vectors)
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
