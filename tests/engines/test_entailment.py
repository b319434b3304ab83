"""The entailment engine: a clear error without torch; with it, a tiny model with random weights."""

import json
import sys

import pytest

from assistant.engines.entailment import NliEntailer
from assistant.errors import EngineFailed, EngineMissing

PAIRS = [("he has a fever", "he is ill"), ("no fever", "he has a fever"), ("he " * 3000, "he is ill")]


def tiny_model(folder, labels):
    """A folder with a classifier of two layers and the given labels, its weights random but fixed."""
    torch = pytest.importorskip("torch", reason="needs the [hub] extra")
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "he", "has", "a", "fever", "is", "ill", "no"]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        id2label=dict(enumerate(labels)),
        label2id={label: index for index, label in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def test_without_torch_the_error_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(EngineMissing, match="torch") as caught:
        NliEntailer(tmp_path)
    assert "make hub" in caught.value.hint
    assert "[hub]" in caught.value.hint


def test_a_missing_folder(tmp_path):
    with pytest.raises(EngineMissing, match=r"model\.safetensors") as caught:
        NliEntailer(tmp_path / "none")
    assert caught.value.hint


@pytest.mark.full(reason="needs torch")
@pytest.mark.parametrize("labels", [["contradiction", "neutral", "ENTAILMENT"], ["entailment", "not_entailment"]])
def test_one_probability_a_pair_whatever_the_batch(tmp_path, labels):
    entailer = NliEntailer(tiny_model(tmp_path / "tiny", labels))
    scores = entailer.entails(PAIRS * 10)
    assert len(scores) == 30
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert scores == pytest.approx([entailer.entails([pair])[0] for pair in PAIRS] * 10, abs=1e-5)
    assert entailer.entails([]) == []
    assert entailer.name.startswith("tiny@")


@pytest.mark.full(reason="needs torch")
def test_the_labels_decide_which_column_is_entailment(tmp_path):
    folder = tiny_model(tmp_path / "tiny", ["entailment", "neutral", "contradiction"])
    first = NliEntailer(folder).entails(PAIRS[:1])[0]
    config = json.loads((folder / "config.json").read_text())
    config["id2label"] = {"0": "contradiction", "1": "neutral", "2": "entailment"}
    config["label2id"] = {"contradiction": 0, "neutral": 1, "entailment": 2}
    (folder / "config.json").write_text(json.dumps(config))
    assert NliEntailer(folder).entails(PAIRS[:1])[0] != first


@pytest.mark.full(reason="needs torch")
def test_labels_without_entailment_are_refused(tmp_path):
    folder = tiny_model(tmp_path / "tiny", ["positive", "negative"])
    with pytest.raises(EngineFailed, match="negative, positive"):
        NliEntailer(folder)


@pytest.mark.full(reason="needs torch")
def test_broken_weights_are_an_engine_error(tmp_path):
    folder = tiny_model(tmp_path / "tiny", ["entailment", "neutral"])
    (folder / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EngineFailed, match="cannot be loaded"):
        NliEntailer(folder)
