"""What the practice knew before the consultation, handed over as JSON."""

from datetime import date
from typing import Any

from assistant.domain.context import PatientContext, Sex
from assistant.errors import UnreadableDocument, UnreadableTranscript
from assistant.pipeline.transcripts.decoding import clean, decode
from assistant.pipeline.transcripts.json_turns import loaded

_LISTS = ("allergies", "treatments", "problems")
_DATES = ("birth_date", "visit_date", "admission_date", "discharge_date")
_TEXTS = ("name", "admission_mode", "discharge_mode", "gp", "referrer", "addressee", "author")
_FIELDS = ("sex", *_DATES, *_TEXTS, *_LISTS)
_HINT = (
    'It must be {"name": "…", "birth_date": "1958-03-21", "sex": "female", "male" or "other", "allergies": ["…"], '
    '"treatments": ["…"], "problems": ["…"]}; every field may be left out. For letters also: visit_date, '
    "admission_date, discharge_date, admission_mode, discharge_mode, gp, referrer, addressee, author."
)
_SEXES = {"f": Sex.FEMALE, "m": Sex.MALE, **{sex.value: sex for sex in Sex}}


def read_context(data: bytes) -> PatientContext:
    """The patient context of a JSON file (UTF-8).

    Raises ``UnreadableDocument`` saying which field is wrong; a field it does not know is wrong too, since a
    misspelt "allergies" must not be lost in silence.
    """
    value = _value(data)
    unknown = [key for key in value if key not in _FIELDS]
    if unknown:
        raise UnreadableDocument(f"The patient context has an unknown field {unknown[0][:40]!r}.", _HINT)
    given: dict[str, Any] = {
        **{field: _date(_text(value, field), field) for field in _DATES},
        **{field: _text(value, field) for field in _TEXTS},
        **{field: _texts(value, field) for field in _LISTS},
    }
    return PatientContext(sex=_sex(_text(value, "sex")), **given)


def _value(data: bytes) -> dict[str, Any]:
    try:
        value = loaded(decode(data), _HINT)
    except UnreadableTranscript as error:
        raise UnreadableDocument(f"The patient context cannot be read. {error.message}", error.hint) from error
    if not isinstance(value, dict):
        raise UnreadableDocument("The patient context is not a JSON object.", _HINT)
    return value


def _text(value: dict[str, Any], field: str) -> str | None:
    text = value.get(field)
    if text is None:
        return None
    if not isinstance(text, str):
        raise UnreadableDocument(f"The patient context's {field!r} is not a text.", _HINT)
    return clean(text).strip() or None


def _texts(value: dict[str, Any], field: str) -> tuple[str, ...]:
    texts = value.get(field)
    if texts is None:
        return ()
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UnreadableDocument(f"The patient context's {field!r} is not a list of texts.", _HINT)
    return tuple(cleaned for text in texts if (cleaned := clean(text).strip()))


def _date(text: str | None, field: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        name = field.replace("_", " ")
        raise UnreadableDocument(f"The {name} {text[:20]!r} is not a date like 1958-03-21.", _HINT) from error


def _sex(text: str | None) -> Sex | None:
    if text is None:
        return None
    if text.lower() not in _SEXES:
        raise UnreadableDocument(f"The sex {text[:20]!r} is not one of: female, male, other.", _HINT)
    return _SEXES[text.lower()]
