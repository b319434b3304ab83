"""What the checker knows as data: headings, bridges between lay and clinical words, sentences, coefficients."""

import csv
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.finding import FindingType, Severity
from assistant.domain.language import Language
from assistant.errors import ConfigError
from assistant.pipeline.checking.texts.bridges import Bridge, BridgeTable
from assistant.pipeline.text import word_key

CHECKER_FOLDER = Path(__file__).resolve().parents[4] / "knowledge" / "checker"


@dataclass(frozen=True, eq=False)
class CheckerKnowledge:
    """All of it for one language."""

    headings: Mapping[str, str]
    bridges: BridgeTable
    stop: frozenset[str]
    certain: frozenset[str]
    other: frozenset[str]
    contrast: frozenset[str]
    condition: frozenset[str]
    none: frozenset[str]
    hazard: frozenset[str]
    circumstance: frozenset[str]
    background: frozenset[str]
    asking: tuple[str, ...]
    generic: tuple[str, ...]
    belief: tuple[str, ...]
    attributed: tuple[str, ...]
    presumed: tuple[str, ...]
    tentative: tuple[str, ...]
    soon: tuple[str, ...]
    found: tuple[str, ...]
    examined: tuple[str, ...]
    felt: frozenset[str]
    histories: tuple[str, ...]
    retelling: tuple[str, ...]
    opinion: tuple[str, ...]
    physicians: tuple[str, ...]
    judged: tuple[str, ...]
    examining: tuple[str, ...]
    symptoms: frozenset[str]
    substances: frozenset[str]
    day_ends: Mapping[str, frozenset[str]]
    this: frozenset[str]
    plain: frozenset[str]
    rivals: Mapping[str, frozenset[str]]
    rejecting: tuple[str, ...]
    agreeing: tuple[str, ...]
    ended: tuple[str, ...]
    youth: tuple[str, ...]
    over: frozenset[str]
    several: frozenset[str]
    single: frozenset[str]
    never: frozenset[str]
    current: frozenset[str]
    yet: frozenset[str]
    performed: frozenset[str]
    awaited: frozenset[str]
    gone: tuple[str, ...]
    past_days: frozenset[str]
    coming_days: frozenset[str]
    childhood: frozenset[str]
    done: frozenset[str]
    every: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]
    own: frozenset[str]
    first: frozenset[str]
    third: frozenset[str]
    same: frozenset[str]
    determiners: frozenset[str]
    of: frozenset[str]
    side: frozenset[str]
    which: frozenset[str]
    theirs: frozenset[str]
    distant: frozenset[str]
    kin_adjectives: tuple[str, ...]
    factors: Mapping[str, float]
    approximate: tuple[str, ...]
    months: tuple[str, ...]
    tens: Mapping[str, tuple[float, ...]]
    weekdays: tuple[str, ...]
    days: Mapping[str, float]
    twelve: frozenset[str]
    excepting: frozenset[str]
    leading: frozenset[str]
    past: tuple[str, ...]
    to: tuple[str, ...]
    change: tuple[str, ...]
    total: tuple[str, ...]
    over_number: tuple[str, ...]
    under_number: tuple[str, ...]
    was: tuple[str, ...]
    open_question: frozenset[str]
    concede: tuple[str, ...]
    hesitate: tuple[str, ...]
    owning: tuple[str, ...]
    moving: tuple[str, ...]
    start: frozenset[str]
    former: tuple[str, ...]
    later: tuple[str, ...]
    present: tuple[str, ...]
    compared: tuple[str, ...]
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...]
    sentences: Mapping[str, Mapping[str, str]]
    severities: Mapping[FindingType, Severity]
    coefficients: Mapping[str, float]
    trust: Mapping[str, float]

    def reason(self, kind: str, claim: str, evidence: str) -> str:
        """Why, in the note's language; ``kind`` is a type of finding or ``misheard``."""
        return self.sentences[kind]["reason"].format(claim=claim, evidence=evidence)

    def fix(self, kind: str) -> str:
        """What would settle it."""
        return self.sentences[kind]["fix"]


@lru_cache(maxsize=4)
def load_knowledge(language: Language, folder: Path = CHECKER_FOLDER) -> CheckerKnowledge:
    """The checker's data for a language. Raises ``ConfigError`` where a file is missing or broken."""
    try:
        tables = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
        words = tables["any"] | tables[language]
        severities = tomllib.loads((folder / "severity.toml").read_text(encoding="utf-8"))
        return CheckerKnowledge(
            headings={row["heading"]: row["section"] for row in _rows(folder / "headings.tsv")},
            bridges=BridgeTable(
                [
                    (Bridge(row["concept"], row["kind"]), term)
                    for row in _rows(folder / f"bridges.{language}.tsv")
                    for term in row["terms"].split("|")
                ]
            ),
            stop=frozenset(word_key(word) for word in words["stop"].split()),
            certain=frozenset(word_key(word) for word in words["certain"].split()),
            contrast=frozenset(word_key(word) for word in words["contrast"].split()),
            other=frozenset(word_key(word) for word in words["other"].split()),
            condition=frozenset(words["condition"].split()),
            none=frozenset(word_key(word) for word in words["none"].split()),
            hazard=frozenset(word_key(word) for word in words["hazard"].split()),
            circumstance=frozenset(word_key(word) for word in words["circumstance"].split()),
            background=frozenset(word_key(word) for word in words["background"].split()),
            asking=tuple(words["asking"]),
            generic=tuple(words["generic"]),
            belief=tuple(words["belief"]),
            attributed=tuple(words["attributed"]),
            presumed=tuple(words["presumed"]),
            tentative=tuple(words["tentative"]),
            soon=tuple(words["soon"]),
            found=tuple(words["found"]),
            examined=tuple(words["examined"]),
            felt=frozenset(words["felt"].split()),
            histories=tuple(words["histories"]),
            retelling=tuple(words["retelling"]),
            opinion=tuple(words["opinion"]),
            physicians=tuple(words["physicians"]),
            judged=tuple(words["judged"]),
            examining=tuple(words["examining"]),
            symptoms=frozenset(words["symptoms"].split()),
            substances=frozenset(words["substances"].split()),
            day_ends={name: frozenset(map(word_key, forms.split())) for name, forms in words["day_ends"].items()},
            this=frozenset(map(word_key, words["this"].split())),
            plain=frozenset(words["plain"].split()),
            rivals=_rivals(tomllib.loads((folder / "rivals.toml").read_text(encoding="utf-8"))["groups"]),
            rejecting=tuple(words["rejecting"]),
            agreeing=tuple(words["agreeing"]),
            ended=tuple(words["ended"]),
            youth=tuple(words["youth"]),
            yet=frozenset(word_key(word) for word in words["yet"].split()),
            performed=frozenset(word_key(word) for word in words["performed"].split()),
            awaited=frozenset(word_key(word) for word in words["awaited"].split()),
            current=frozenset(word_key(word) for word in words["current"].split()),
            gone=tuple(words["gone"]),
            past_days=frozenset(words["past_days"].split()),
            coming_days=frozenset(words["coming_days"].split()),
            never=frozenset(word_key(word) for word in words["never"].split()),
            several=frozenset(word_key(word) for word in words["several"].split()),
            single=frozenset(word_key(word) for word in words["single"].split()),
            over=frozenset(word_key(word) for word in words["over"].split()),
            childhood=frozenset(word_key(word) for word in words["childhood"].split()),
            done=frozenset(word_key(word) for word in words["done"].split()),
            every=tuple(words["every"]),
            before=frozenset(word_key(word) for word in words["before"].split()),
            after=frozenset(word_key(word) for word in words["after"].split()),
            factors={word_key(word): float(value) for word, value in words["factors"].items()},
            approximate=tuple(words["approximate"]),
            months=tuple(words["months"].split()),
            own=frozenset(word_key(word) for word in words["own"].split()),
            first=frozenset(word_key(word) for word in words["first"].split()),
            third=frozenset(word_key(word) for word in words["third"].split()),
            same=frozenset(word_key(word) for word in words["same"].split()),
            determiners=frozenset(word_key(word) for word in words["determiners"].split()),
            of=frozenset(word_key(word) for word in words["of"].split()),
            side=frozenset(word_key(word) for word in words["side"].split()),
            which=frozenset(word_key(word) for word in words["which"].split()),
            theirs=frozenset(word_key(word) for word in words["theirs"].split()),
            distant=frozenset(words["distant"].split()),
            kin_adjectives=tuple(words["kin_adjectives"]),
            weekdays=tuple(words["weekdays"].split()),
            tens={word_key(word): _values(value) for word, value in words["tens"].items()},
            days={word: float(value) for word, value in words["days"].items()},
            excepting=frozenset(words["excepting"].split()),
            leading=frozenset(words["leading"].split()),
            twelve=frozenset(words["twelve"].split()),
            past=tuple(words["past"]),
            to=tuple(words["to"]),
            change=tuple(words["change"]),
            total=tuple(words["total"]),
            over_number=tuple(words["over_number"]),
            under_number=tuple(words["under_number"]),
            was=tuple(words["was"]),
            open_question=frozenset(words["open_question"].split()),
            concede=tuple(words["concede"]),
            hesitate=tuple(words["hesitate"]),
            owning=tuple(words["owning"]),
            moving=tuple(words["moving"]),
            start=frozenset(words["from"].split()),
            former=tuple(words["former"]),
            later=tuple(words["later"]),
            present=tuple(words["present"]),
            compared=tuple(words["compared"]),
            opposites=tuple(
                (frozenset(map(word_key, one.split())), frozenset(map(word_key, other.split())))
                for one, other in words["opposites"]
            ),
            sentences=tomllib.loads((folder / f"findings.{language}.toml").read_text(encoding="utf-8")),
            severities={FindingType(name): Severity(value) for name, value in severities.items()},
            coefficients=json.loads((folder / "coefficients.json").read_text(encoding="utf-8"))[language],
            trust=json.loads((folder / "trust.json").read_text(encoding="utf-8")),
        )
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"The checker's data in {folder} cannot be read: {error!r}", "Restore it.") from error


def _rivals(groups: Sequence[str]) -> dict[str, frozenset[str]]:
    """Each problem with those that stand in a group with it."""
    sets = [frozenset(group.split()) for group in groups]
    names = frozenset().union(*sets)
    return {name: frozenset().union(*(one for one in sets if name in one)) - {name} for name in names}


def _values(value: float | list[float]) -> tuple[float, ...]:
    return tuple(map(float, value)) if isinstance(value, list) else (float(value),)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
