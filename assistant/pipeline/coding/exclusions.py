"""Rules that take candidates away, each a function from the candidates to what it rejects and why."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from assistant.pipeline.coding.candidates import WHY, Candidate
from assistant.pipeline.coding.drug_effects import CODES
from assistant.pipeline.coding.sections import CONCLUSION

Candidates = Mapping[str, Candidate]
Rejected = tuple[str, str]
"""A code and the id of the rule that rejects it."""

_GERMS = ("B95", "B96", "B97", "B98", "U82", "U83", "U84")
_NAMES_ITS_GERM = ("A", "B", "J13", "J14", "J15", "G00", "M000", "U07", "P36", "J10", "J21")
_INFECTIONS = (
    "N10", "N136", "N15", "N30", "N39", "N41", "N45", "N7", "L0", "T814", "T827", "T826", "T835", "T845", "T846",
    "T847", "T857", "T874", "K35", "K57", "K61", "K63", "K65", "K75", "K80", "K81", "K83", "J18", "J20", "J44", "J69",
    "J85", "J86", "I33", "I30", "M00", "M46", "M86", "M72", "O23", "O85", "O86", "O91", "G06", "H6", "H05", "E1150",
    "J36", "J851", "J852", "L97", "L89", "L98", "R572", "N49", "N61", "K04", "K12", "K25", "K26", "K29",
)  # fmt: skip
_WOMEN = (
    "O",
    "C51",
    "C52",
    "C53",
    "C54",
    "C55",
    "C56",
    "N7",
    "N80",
    "N81",
    "N82",
    "N83",
    "N84",
    "N85",
    "N9",
    "D25",
    "Z37",
)
_DIABETES = ("E10", "E11", "E12", "E13", "E14")
_MEN = ("C60", "C61", "C62", "C63", "N40", "N41", "N42", "N43", "N44", "N45", "N47", "N48", "N49")
_DELIVERY = ("O80", "O81", "O82", "O83", "O84", "Z37")
_SINGLE = ("I48", "I50", "N18", "E66", "J45", "I21", "K85", "O82", "F31", "F32", "D50")
_POISONINGS = ("T36", "T37", "T38", "T39", "T4", "T50", "X4", "X6")
_CHILDBEARING = 9
_OF_CARE = "T8"
_INJURIES = ("S", "T0", "T1", "T2", "T3", "T68", "T79", "M80")


@dataclass(frozen=True, slots=True)
class Superfluous:
    """Code prefixes that say nothing more where a code of one of ``because_of`` stands."""

    prefix: str
    because_of: tuple[str, ...]
    rule: str


@lru_cache(maxsize=2)
def load_superfluous(file: Path) -> tuple[Superfluous, ...]:
    """The table ``superfluous_fr.tsv``."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return tuple(Superfluous(row["superfluous"], tuple(row["because_of"].split()), row["rule"]) for row in rows)


def incompatible(found: Candidates, sex: str | None, age: int | None) -> Iterator[Rejected]:
    """Codes that the patient's sex, age or pregnancy forbids."""
    delivered = any(code.startswith(_DELIVERY) for code in found)
    for code in found:
        too_young = age is not None and age < _CHILDBEARING and code.startswith("O")
        wrong_sex = (sex == "M" and code.startswith(_WOMEN)) or (sex == "F" and code.startswith(_MEN))
        newborn = age == 0 and any(other.startswith("P") for other in found)
        not_newborn = code.startswith("P") and ((delivered and age != 0) or (age is not None and age > 1))
        not_mother = newborn and code.startswith(("O", "Z37"))
        if wrong_sex or too_young or not_newborn or not_mother:
            yield code, "COMPATIBLE"


def superfluous(found: Candidates, table: tuple[Superfluous, ...]) -> Iterator[Rejected]:
    """Symptoms beside their cause, and what a more precise code already says. What a complication of care is (an
    abscess after the operation of an appendicitis) is said apart."""
    apart = {candidate.condition for code, candidate in found.items() if code.startswith(_OF_CARE)}
    for code, candidate in found.items():
        if candidate.condition in apart:
            continue
        others = [other for other in found if other != code]
        for row in table:
            if code.startswith(row.prefix) and any(
                other.startswith(row.because_of) and not other.startswith(row.prefix) for other in others
            ):
                yield code, row.rule
                break


def one_of_a_kind(found: Candidates) -> Iterator[Rejected]:
    """Of several codes of a category that can hold only one, the one concluded on, then the most often named, stays."""
    for category in _SINGLE:
        group = [candidate for code, candidate in found.items() if code.startswith(category)]
        if len(group) < 2:
            continue
        best = max(group, key=lambda c: (c.concluded_at is not None, not c.entry.code.endswith("9"), len(c.mentions)))
        yield from ((candidate.code, "PRECISION") for candidate in group if candidate is not best)


def diabetes(found: Candidates) -> Iterator[Rejected]:
    """A diabetes without complication beside one with."""
    kinds = {code[:3] for code in found if code[:3] in _DIABETES and code[3] != "9"}
    yield from ((code, "DIABETE") for code in found if code[:3] in kinds and code[3] == "9")


def diabetes_concluded(found: Candidates) -> dict[str, Candidate]:
    """What the conclusion or the reason says of a diabetes holds for those of its complications that were cared for."""
    plain = {code[:3]: each for code, each in found.items() if code[:3] in _DIABETES and code[3] == "9"}
    result = dict(found)
    for code, candidate in found.items():
        base = plain.get(code[:3])
        if base is not None and code[3] != "9" and candidate.care is not None and candidate.concluded_at is None:
            mentions = sorted({*candidate.mentions, *base.within(CONCLUSION, *WHY)}, key=lambda mention: mention.span)
            result[code] = replace(candidate, mentions=tuple(mentions))
    return result


def germs(found: Candidates) -> Iterator[Rejected]:
    """A germ without an infection whose code leaves it unnamed."""
    if not any(code.startswith(_INFECTIONS) and not code.startswith(_NAMES_ITS_GERM) for code in found):
        yield from ((code, "GERME") for code in found if code.startswith(_GERMS))


def external_causes(found: Candidates) -> Iterator[Rejected]:
    """An external cause without an injury or poisoning; the cause of a drug's adverse effect beside a poisoning."""
    injured = any(code.startswith(_INJURIES) or code.startswith(("T4", "T5")) for code in found)
    poisoned = any(code.startswith(_POISONINGS) for code in found)
    for code in found:
        adverse = code.startswith(CODES)
        if code[0] in "VWXY" and (poisoned if adverse else not injured):
            yield code, "CAUSE-EXTERNE"


def other_purposes(found: Candidates, main: Candidate | None) -> Iterator[Rejected]:
    """Purposes of a stay (a session, a follow-up) that are not why this one took place; palliative care is also given
    in stays for something else."""
    for code, candidate in found.items():
        if candidate.has("p") and candidate.has("r") and candidate is not main:
            yield code, "DP-Z"
