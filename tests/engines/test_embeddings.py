"""The shipped sentence model, through the embedder's public face."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.engines.embeddings import OnnxEmbedder
from assistant.engines.model_files import EMBEDDED_MINILM
from assistant.errors import EngineFailed, EngineMissing

REFERENCE = Path(__file__).parent / "data" / "minilm_reference.npz"


@pytest.fixture(scope="module")
def embedder():
    return OnnxEmbedder(EMBEDDED_MINILM)


def similarity(embedder, left, right):
    return float(np.dot(*np.array(embedder.embed([left, right]))))


def test_the_shipped_model_is_close_to_the_original(embedder):
    reference = np.load(REFERENCE)
    sentences, original = reference["sentences"].tolist(), reference["vectors"].astype(np.float32)
    assert len(sentences) >= 20
    shipped = np.array(embedder.embed(sentences))
    cosines = (shipped * original).sum(axis=1)
    assert cosines.min() > 0.995
    assert cosines.mean() > 0.998
    assert np.abs(shipped @ shipped.T - original @ original.T).max() < 0.05


def test_like_meanings_are_nearer_than_unlike_ones(embedder):
    near = similarity(embedder, "fever for three days", "high temperature since Monday")
    far = similarity(embedder, "fever for three days", "the parking lot is being repaved")
    assert near > far + 0.3


def test_vectors_are_unit_vectors_of_one_length(embedder):
    vectors = np.array(embedder.embed(["a", "", "Fièvre depuis trois jours.", "🩺", "word " * 5000]))
    assert vectors.shape == (5, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_text_no_vector(embedder):
    assert embedder.embed([]) == []


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=40))
def test_a_vector_depends_on_its_text_only(embedder, texts):
    together = np.array(embedder.embed(texts))
    alone = np.array(embedder.embed([texts[0]])[0])
    assert np.dot(together[0], alone) > 0.9999


def test_the_name_tells_models_apart(embedder, tmp_path):
    assert embedder.name.startswith("minilm@")
    other = tmp_path / "minilm"
    shutil.copytree(EMBEDDED_MINILM, other)
    assert OnnxEmbedder(other).name == embedder.name


@pytest.mark.parametrize("gone", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path, gone):
    folder = tmp_path / "minilm"
    shutil.copytree(EMBEDDED_MINILM, folder)
    (folder / gone).unlink()
    with pytest.raises(EngineMissing, match=gone) as caught:
        OnnxEmbedder(folder)
    assert caught.value.hint


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_a_broken_file_is_an_engine_error(tmp_path, broken):
    folder = tmp_path / "minilm"
    shutil.copytree(EMBEDDED_MINILM, folder)
    (folder / broken).write_bytes(b"not a model")
    with pytest.raises(EngineFailed) as caught:
        OnnxEmbedder(folder)
    assert caught.value.hint
