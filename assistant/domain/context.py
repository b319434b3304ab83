"""What was known of the patient before the consultation. Never mixed with what was said."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    """Administrative sex."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PatientContext:
    """The chart as the practice handed it over."""

    name: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    allergies: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
