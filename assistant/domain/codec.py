"""Domain objects to JSON and back, in one place."""

from typing import Any, TypeVar

T = TypeVar("T")

_ADAPTERS: dict[type[Any], Any] = {}


def _adapter(kind: type[Any]) -> Any:  # noqa: ANN401 - pydantic's adapter, imported when it is first needed
    from pydantic import TypeAdapter

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(value: object) -> bytes:
    """The object as UTF-8 JSON."""
    return bytes(_adapter(type(value)).dump_json(value))


def from_json(kind: type[T], data: bytes) -> T:
    """The object of that type. Raises ``pydantic.ValidationError`` where the data is not one."""
    value: T = _adapter(kind).validate_json(data)
    return value
