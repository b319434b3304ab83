"""The confidence of a code is a chance, from the coefficients that are shipped."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.config import Settings
from assistant.errors import ConfigError
from assistant.pipeline.coding.confidence import ConfidenceModel, load_confidence

FILE = Settings().knowledge_dir / "coding" / "confidence.json"
MODEL = load_confidence(FILE)


@given(st.fixed_dictionaries({name: st.booleans() for name in MODEL.weights}), st.sampled_from(sorted(MODEL.weights)))
def test_a_feature_moves_the_chance_as_its_weight_says(found, name):
    without, beside = MODEL.of({**found, name: False}), MODEL.of({**found, name: True})
    assert 0 < without < 1 and 0 < beside < 1
    assert beside >= without if MODEL.weights[name] > 0 else beside <= without


def test_a_certain_score_is_still_no_certainty():
    assert ConfidenceModel(100.0, {}).of({}) == 0.95
    assert ConfidenceModel(-100.0, {}).of({}) == 0.05


@pytest.mark.parametrize("content", ["{", json.dumps({"intercept": 1}), json.dumps({"intercept": 0, "weights": []})])
def test_a_broken_file_is_named(tmp_path, content):
    file = tmp_path / "confidence.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match="confidence"):
        load_confidence(file)
