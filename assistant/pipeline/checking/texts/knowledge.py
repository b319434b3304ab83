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
    reported: tuple[str, ...]
    presumed: tuple[str, ...]
    tentative: tuple[str, ...]
    declining: tuple[str, ...]
    wishing: tuple[str, ...]
    withheld: tuple[str, ...]
    soon: tuple[str, ...]
    found: tuple[str, ...]
    examined: tuple[str, ...]
    felt: frozenset[str]
    histories: tuple[str, ...]
    retelling: tuple[str, ...]
    opinion: tuple[str, ...]
    own_accord: tuple[str, ...]
    told_to: tuple[str, ...]
    pharmacists: tuple[str, ...]
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
    recent: frozenset[str]
    formerly: frozenset[str]
    taking: frozenset[str]
    yet: frozenset[str]
    performed: frozenset[str]
    begun: frozenset[str]
    awaited: frozenset[str]
    gone: tuple[str, ...]
    past_days: frozenset[str]
    coming_days: frozenset[str]
    childhood: frozenset[str]
    done: frozenset[str]
    advised: frozenset[str]
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
    parents: frozenset[str]
    children: frozenset[str]
    source: frozenset[str]
    passive: frozenset[str]
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

        def keyed(name: str) -> frozenset[str]:
            return frozenset(word_key(word) for word in words[name].split())

        def names(name: str) -> frozenset[str]:
            return frozenset(words[name].split())

        def phrases(name: str) -> tuple[str, ...]:
            return tuple(words[name])

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
            stop=keyed("stop"),
            certain=keyed("certain"),
            contrast=keyed("contrast"),
            other=keyed("other"),
            condition=names("condition"),
            none=keyed("none"),
            hazard=keyed("hazard"),
            circumstance=keyed("circumstance"),
            background=keyed("background"),
            asking=phrases("asking"),
            generic=phrases("generic"),
            belief=phrases("belief"),
            attributed=phrases("attributed"),
            reported=phrases("reported"),
            presumed=phrases("presumed"),
            tentative=phrases("tentative"),
            declining=phrases("declining"),
            wishing=phrases("wishing"),
            withheld=phrases("withheld"),
            soon=phrases("soon"),
            found=phrases("found"),
            examined=phrases("examined"),
            felt=names("felt"),
            histories=phrases("histories"),
            retelling=phrases("retelling"),
            opinion=phrases("opinion"),
            own_accord=phrases("own_accord"),
            told_to=phrases("told_to"),
            pharmacists=phrases("pharmacists"),
            physicians=phrases("physicians"),
            judged=phrases("judged"),
            examining=phrases("examining"),
            symptoms=names("symptoms"),
            substances=names("substances"),
            day_ends={name: frozenset(map(word_key, forms.split())) for name, forms in words["day_ends"].items()},
            this=keyed("this"),
            plain=names("plain"),
            rivals=_rivals(tomllib.loads((folder / "rivals.toml").read_text(encoding="utf-8"))["groups"]),
            rejecting=phrases("rejecting"),
            agreeing=phrases("agreeing"),
            ended=phrases("ended"),
            youth=phrases("youth"),
            yet=keyed("yet"),
            performed=keyed("performed"),
            begun=keyed("begun"),
            awaited=keyed("awaited"),
            current=keyed("current"),
            recent=keyed("recent"),
            formerly=keyed("formerly"),
            taking=keyed("taking"),
            gone=phrases("gone"),
            past_days=names("past_days"),
            coming_days=names("coming_days"),
            never=keyed("never"),
            several=keyed("several"),
            single=keyed("single"),
            over=keyed("over"),
            childhood=keyed("childhood"),
            done=keyed("done"),
            advised=keyed("advised"),
            every=phrases("every"),
            before=keyed("before"),
            after=keyed("after"),
            factors={word_key(word): float(value) for word, value in words["factors"].items()},
            approximate=phrases("approximate"),
            months=tuple(words["months"].split()),
            own=keyed("own"),
            first=keyed("first"),
            third=keyed("third"),
            same=keyed("same"),
            determiners=keyed("determiners"),
            of=keyed("of"),
            side=keyed("side"),
            which=keyed("which"),
            theirs=keyed("theirs"),
            parents=names("parents"),
            children=keyed("children"),
            source=keyed("source"),
            passive=keyed("passive"),
            distant=names("distant"),
            kin_adjectives=phrases("kin_adjectives"),
            weekdays=tuple(words["weekdays"].split()),
            tens={word_key(word): _values(value) for word, value in words["tens"].items()},
            days={word: float(value) for word, value in words["days"].items()},
            excepting=names("excepting"),
            leading=names("leading"),
            twelve=names("twelve"),
            past=phrases("past"),
            to=phrases("to"),
            change=phrases("change"),
            total=phrases("total"),
            over_number=phrases("over_number"),
            under_number=phrases("under_number"),
            was=phrases("was"),
            open_question=names("open_question"),
            concede=phrases("concede"),
            hesitate=phrases("hesitate"),
            owning=phrases("owning"),
            moving=phrases("moving"),
            start=names("from"),
            former=phrases("former"),
            later=phrases("later"),
            present=phrases("present"),
            compared=phrases("compared"),
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
