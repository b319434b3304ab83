"""JSON: ``{"language"?: "fr"|"en", "turns": [{"speaker", "text", "start_s"?, "end_s"?}]}``, or the bare list.

The turns come out one for one, in the order given, so that a turn's number means the same inside and outside.
"""

import json
import math
from typing import Any

from assistant.domain.language import LANGUAGES, Language
from assistant.domain.transcript import Turn
from assistant.errors import UnknownLanguage, UnreadableTranscript
from assistant.pipeline.transcripts.decoding import clean
from assistant.pipeline.transcripts.turns import Piece, turn

_SHAPE = 'It must be {"language": "fr" or "en" (optional), "turns": [{"speaker": "…", "text": "…"}, …]}.'


def parse_json(text: str) -> tuple[list[Turn], Language | None]:
    """The turns, and the language if the file names it.

    Raises ``UnreadableTranscript`` saying what is wrong and where, ``UnknownLanguage`` for another language.
    """
    value = loaded(text, _SHAPE)
    if isinstance(value, list):
        return turns_of(value), None
    if not isinstance(value, dict):
        raise UnreadableTranscript(f"The JSON holds {_kind(value)} where an object must be.", _SHAPE)
    if "turns" not in value:
        keys = ", ".join(list(value)[:8]) or "none"
        raise UnreadableTranscript(f'The JSON object has no "turns" (its keys: {keys}).', _SHAPE)
    return turns_of(value["turns"]), language_of(value.get("language"))


def loaded(text: str, hint: str) -> Any:  # noqa: ANN401 - JSON is any value until its shape is checked
    """The JSON value. Raises ``UnreadableTranscript`` with line and column."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableTranscript(f"The JSON is broken at {where}: {error.msg}.", hint) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableTranscript("The JSON is nested too deeply or holds too long a number.", hint) from error


def language_of(value: object) -> Language | None:
    """The language code as ``Language``; ``None`` for none. Raises ``UnknownLanguage``."""
    if value is None or value == "":
        return None
    code = value.strip().lower()[:2] if isinstance(value, str) else ""
    if code not in LANGUAGES:
        raise UnknownLanguage(f"The language {str(value)[:20]!r} is not one of: {', '.join(LANGUAGES)}.", _SHAPE)
    return code


def turns_of(value: object) -> list[Turn]:
    """The turns of an already parsed list of ``{"speaker", "text", "start_s"?, "end_s"?}``, one for one.

    Raises ``UnreadableTranscript`` naming the turn (counted from 0) and the field.
    """
    if not isinstance(value, list):
        raise UnreadableTranscript(f'"turns" is {_kind(value)}, not a list.', _SHAPE)
    return [_turn(item, f"turns[{number}]") for number, item in enumerate(value)]


def _turn(item: object, where: str) -> Turn:
    if not isinstance(item, dict):
        raise UnreadableTranscript(f"{where} is {_kind(item)}, not an object.", _SHAPE)
    if not isinstance(item.get("text"), str):
        raise UnreadableTranscript(f'{where}["text"] is {_kind(item.get("text"))}, not a text.', _SHAPE)
    speaker = item.get("speaker")
    if not isinstance(speaker, str | None):
        raise UnreadableTranscript(f'{where}["speaker"] is {_kind(speaker)}, not a text.', _SHAPE)
    start_s, end_s = _seconds(item, "start_s", where), _seconds(item, "end_s", where)
    if start_s is not None and end_s is not None and end_s < start_s:
        raise UnreadableTranscript(f"{where} ends ({end_s} s) before it begins ({start_s} s).", _SHAPE)
    return turn(Piece(clean(speaker or "").strip() or None, clean(item["text"]), start_s, end_s))


def _seconds(item: dict[str, Any], field: str, where: str) -> float | None:
    value = item.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableTranscript(f'{where}["{field}"] is {_kind(value)}, not a number.', "It is a time in seconds.")
    if not 0 <= value <= 1e7 or not math.isfinite(value):
        raise UnreadableTranscript(f'{where}["{field}"] is out of range.', "It is a time in seconds, from 0.")
    return float(value)


def _kind(value: object) -> str:
    if value is None:
        return "missing"
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return names.get(type(value), "a number")
