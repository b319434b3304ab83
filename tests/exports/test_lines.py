"""The shipped JSON Schemas are those of the code."""

import json

import pytest
from jsonschema import Draft202012Validator

from assistant.exports.lines import LINES, SCHEMAS, schemas


def test_every_line_has_its_shipped_schema():
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(LINES)


@pytest.mark.parametrize("name", sorted(LINES))
def test_shipped_schema_is_the_codes(name):
    shipped = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    assert shipped == schemas()[name], "run: python -m assistant.exports.lines"
    Draft202012Validator.check_schema(shipped)
