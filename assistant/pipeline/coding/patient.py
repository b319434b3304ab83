"""What a report says of the patient and the stay: age, sex, dates, how the stay ended."""

import re
from datetime import date

from assistant.domain.stay import Setting, Sex, Stay, StayDocument, Unit
from assistant.pipeline.text import fold

_AGE = re.compile(r"\b(?:age\w* (?:de )?|de |, )(\d{1,3}) ?ans\b")
_NEWBORN = re.compile(r"\bnouveau-? ?nee?\b|\bnee? a \d\d ?(?:sa\b|semaines)")
_INFANT = re.compile(r"\bnouveau-? ?nee?\b|\b(?:nee? a \d\d|age\w* de|de) ?\d* ?(?:jours?|semaines?|mois)\b(?! de vie)")
_FEMALE = re.compile(
    r"\bpatiente\b|\bmadame\b|\bmme\b|\bjeune femme\b|\bune femme\b|\bparturiente\b|\bmlle\b|\bfillette\b|\bhospitalisee\b|\bfemme de\b"
)
_MALE = re.compile(
    r"\bpatient\b|\bmonsieur\b|\bm\. |\bjeune homme\b|\bun homme\b|\bgarcon de\b|\bhospitalise\b|\bhomme de\b"
)
_DATES = re.compile(r"\bdu (\d{1,2})[/.-](\d{1,2})[/.-](\d{4}) au (\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DEATH = re.compile(r"\bdeced\w+ dans\b|\bdeces (?:a|le|survenu)\b")
_TRANSFER = re.compile(r"\btransfer\w+\b")
_HEAD = 600
_OPENING = 220


def stay_of(text: str, document: str, setting: Setting = Setting.FR_MCO) -> Stay:
    """A stay of one unit with one report. Raises ``InputError`` where the report's dates are in the wrong order."""
    folded = fold(text)
    head = folded[:_HEAD]
    entry, exit = _dates(folded)
    mode = "death" if _DEATH.search(folded) else "transfer" if _TRANSFER.search(folded) else None
    unit = Unit(document, (StayDocument(document, text),), entry, exit)
    return Stay((unit,), entry, exit, _age(head), _sex(head), exit_mode=mode, setting=setting)


def _age(head: str) -> int | None:
    if _NEWBORN.search(head[:_OPENING]):
        return 0
    found = _AGE.search(head)
    if found:
        years = int(found.group(1))
        return years if years <= 130 else None
    return 0 if _INFANT.search(head) else None


def _sex(head: str) -> Sex | None:
    """The sex of whichever word for the patient comes first."""
    female, male = _FEMALE.search(head), _MALE.search(head)
    if female and (not male or female.start() <= male.start()):
        return "F"
    return "M" if male else None


def _dates(folded: str) -> tuple[date | None, date | None]:
    found = _DATES.search(folded)
    if not found:
        return None, None
    day, month, year, last_day, last_month, last_year = map(int, found.groups())
    try:
        return date(year, month, day), date(last_year, last_month, last_day)
    except ValueError:
        return None, None
