"""What a report says of the patient and the stay: age, sex, dates, how the stay ended."""

import re
from collections.abc import Mapping
from datetime import date

from assistant.domain.stay import Setting, Sex, Stay, StayDocument, Unit
from assistant.pipeline.text import fold

_AGE = re.compile(r"(?:\bage\w* (?:de )?|\bde |[,;:.(/–-] ?|\n)(\d{1,3}) ?ans\b")
_DATES = re.compile(r"\bdu (\d{1,2})[/.-](\d{1,2})[/.-](\d{4}) au (\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
Patterns = Mapping[str, re.Pattern[str]]
"""Patterns by name, of ``status_fr.toml``."""

_HEAD = 600
_OPENING = 220


def stay_of(text: str, document: str, patterns: Patterns, setting: Setting = Setting.FR_MCO) -> Stay:
    """A stay of one unit with one report. Raises ``InputError`` where the report's dates are in the wrong order."""
    folded = fold(text)
    head = folded[:_HEAD]
    entry, exit = _dates(folded)
    mode = next((mode for mode in ("death", "transfer") if patterns[mode].search(folded)), None)
    unit = Unit(document, (StayDocument(document, text),), entry, exit)
    return Stay((unit,), entry, exit, _age(head, patterns), _sex(head, patterns), exit_mode=mode, setting=setting)


def _age(head: str, patterns: Patterns) -> int | None:
    if patterns["newborn"].search(head[:_OPENING]):
        return 0
    found = _AGE.search(head)
    if found:
        years = int(found.group(1))
        return years if years <= 130 else None
    return 0 if patterns["infant"].search(head) else None


def _sex(head: str, patterns: Patterns) -> Sex | None:
    """The sex of whichever word for the patient comes first."""
    female, male = patterns["female"].search(head), patterns["male"].search(head)
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
