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
    """The chart as the practice handed it over, and the encounter's own particulars.

    The particulars (dates, modes of admission and discharge, names of clinicians) go into headers and signature blocks
    as they are.
    """

    name: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    allergies: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    visit_date: date | None = None
    admission_date: date | None = None
    discharge_date: date | None = None
    admission_mode: str | None = None
    discharge_mode: str | None = None
    gp: str | None = None
    referrer: str | None = None
    addressee: str | None = None
    author: str | None = None

    def age_on(self, day: date) -> float | None:
        """Age in years on a day, months counted; ``None`` where the date of birth is unknown or lies after it."""
        if self.birth_date is None or self.birth_date > day:
            return None
        return (day - self.birth_date).days / 365.25
