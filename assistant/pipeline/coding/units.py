"""The principal diagnosis of each unit (RUM) of a stay of several, and the unit that gives the stay's own."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.domain.coding import CodeRole
from assistant.domain.stay import CodedStay, RuleCitation, Stay, StayCode, Unit, UnitDiagnosis

_GIVES_WAY = ("R", "Z")

CodeAlone = Callable[[Stay], CodedStay]
"""The coding of a stay of one unit."""


def unit_diagnoses(
    stay: Stay, alone: CodeAlone, operated: Callable[[Unit], bool], rule: RuleCitation
) -> tuple[UnitDiagnosis, ...]:
    """Each unit's principal diagnosis, coded from its own documents; exactly one leads where any unit has one.

    Rule: the unit of the operation leads, else the longest, else the first; a symptom or a reason for contact (R, Z)
    gives way to a disease. Without the grouper's tables an operation is known by the unit's own account of it.
    """
    found = [UnitDiagnosis(unit.name, _principal(alone(_of_one_unit(stay, unit)))) for unit in stay.units]
    able = [at for at, each in enumerate(found) if each.code]
    if not able:
        return tuple(found)
    first = min(able, key=lambda at: (*_rank(stay.units[at], found[at].code, operated), at))
    found[first] = replace(found[first], leads=True, rule=rule)
    return tuple(found)


def _of_one_unit(stay: Stay, unit: Unit) -> Stay:
    return replace(stay, units=(unit,))


def _principal(coded: CodedStay) -> StayCode | None:
    return next((code for code in coded.codes if code.role is CodeRole.DP), None)


def _rank(unit: Unit, code: StayCode | None, operated: Callable[[Unit], bool]) -> tuple[bool, bool, int]:
    days = (unit.exit - unit.entry).days if unit.entry and unit.exit else 0
    return not operated(unit), code is None or code.code.startswith(_GIVES_WAY), -days


def leading(units: Sequence[UnitDiagnosis]) -> str | None:
    """The compact code of the unit that gives the stay's principal diagnosis."""
    return next((unit.code.code for unit in units if unit.leads and unit.code), None)
