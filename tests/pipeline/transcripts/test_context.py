import json
from datetime import date

import pytest

from assistant.domain.context import PatientContext, Sex
from assistant.errors import UnreadableDocument
from assistant.pipeline.transcripts import read_context


def test_all_fields():
    value = {
        "name": "Zoé Martin",
        "birth_date": "1958-03-21",
        "sex": "female",
        "allergies": ["pénicilline", " "],
        "treatments": ["ramipril 5 mg"],
        "problems": [],
    }
    assert read_context(json.dumps(value).encode()) == PatientContext(
        "Zoé Martin", date(1958, 3, 21), Sex.FEMALE, ("pénicilline",), ("ramipril 5 mg",), ()
    )


def test_every_field_may_be_left_out():
    assert read_context(b"{}") == PatientContext()
    assert read_context(b'{"sex": "M", "name": null}') == PatientContext(sex=Sex.MALE)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read. The file is empty"),
        (b'{"name": ', "broken at line 1"),
        (b"[]", "not a JSON object"),
        (b'{"name": 3}', "'name' is not a text"),
        (b'{"birth_date": "21/03/1958"}', "not a date"),
        (b'{"sex": "x"}', "'x' is not one of"),
        (b'{"allergies": "penicillin"}', "'allergies' is not a list"),
        (b'{"treatments": [1]}', "'treatments' is not a list"),
        (b'{"allergie": []}', "unknown field 'allergie'"),
    ],
)
def test_what_is_wrong_is_said(data, message):
    with pytest.raises(UnreadableDocument, match=message) as caught:
        read_context(data)
    assert caught.value.hint
