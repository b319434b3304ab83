"""Domain objects to JSON and back, in one place."""

from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")


@lru_cache(maxsize=64)
def _adapter(kind: type):  # type: ignore[no-untyped-def]
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def to_json(value: object) -> bytes:
    """The object as UTF-8 JSON."""
    return bytes(_adapter(type(value)).dump_json(value))


def from_json(kind: type[T], data: bytes) -> T:
    """The object of that type. Raises ``pydantic.ValidationError`` where the data is not one."""
    value: T = _adapter(kind).validate_json(data)
    return value
