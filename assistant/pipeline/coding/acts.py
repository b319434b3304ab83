"""What the report says was done, as acts of the nomenclature of acts, each with its words; what no act suits stays
uncoded."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from assistant.domain.coding import CodeRole, Nomenclature, RankedCode
from assistant.domain.span import Span
from assistant.domain.stay import ReportSpan, RuleCitation, StayCode, UncodedAct
from assistant.errors import ConfigError
from assistant.pipeline.coding.dated import DatedCodes
from assistant.pipeline.coding.proof import Parts, sentence_span
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.status import Status, StatusReader

_LEAST_SCORE = 0.66
_MOST_WORDS = 12
_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class ActWords:
    """How acts are named: words that open a name, what ends it, the sections that tell what was done."""

    names: re.Pattern[str]
    ends: re.Pattern[str]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedAct:
    """An act as the report words it, with its sentence."""

    words: str
    where: ReportSpan


@lru_cache(maxsize=2)
def load_act_words(file: Path) -> ActWords:
    """The table ``acts_fr.toml``. Raises ``ConfigError`` where it is broken."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        names = re.compile("|".join(f"(?:{name})" for name in data["names"]))
        return ActWords(names, re.compile(data["ends"]), tuple(data["sections"]))
    except (OSError, ValueError, KeyError, re.error) as error:
        raise ConfigError(f"The words for acts in {file} cannot be read: {error}", "Restore the file.") from error


def named_acts(report: Report, reader: StatusReader, words: ActWords, parts: Parts) -> list[NamedAct]:
    """The acts that the report says were done in the stay, each wording once, in order."""
    found: dict[str, NamedAct] = {}
    for at, sentence in enumerate(report.sentences):
        if sentence.section not in words.sections or reader.patterns["planned"].search(sentence.folded):
            continue
        for span in _names(sentence.folded, words):
            span = span.shifted(sentence.span.start)
            if reader.status(at, span, chronic=False) is Status.AFFIRMED:
                where = sentence_span(at, report, parts)
                found.setdefault(span.of(report.folded), NamedAct(span.of(report.text).strip(), where))
    return list(found.values())


def _names(folded: str, words: ActWords) -> Iterator[Span]:
    reached = 0
    for match in words.names.finditer(folded):
        if match.start() < reached:
            continue
        end = words.ends.search(folded, match.end())
        reached = end.start() if end else len(folded)
        named = folded[match.start() : reached].split()[:_MOST_WORDS]
        yield Span(match.start(), match.start() + len(" ".join(named)))


def code_acts(
    named: Sequence[NamedAct], codes: DatedCodes, rule: RuleCitation
) -> tuple[tuple[StayCode, ...], tuple[UncodedAct, ...]]:
    """The acts that the nomenclature of the day names, and what it does not; all of them without an edition of it."""
    coded: dict[str, StayCode] = {}
    uncoded = []
    for act in named:
        ranked = codes.codes(act.words, Nomenclature.CCAM, _ALTERNATIVES) if Nomenclature.CCAM in codes.editions else []
        if not ranked or ranked[0].score < _LEAST_SCORE:
            uncoded.append(UncodedAct(act.words, act.where))
            continue
        code = _act(act, ranked, rule)
        known = coded.get(code.code)
        evidence = dict.fromkeys((*(known.evidence if known else ()), act.where))
        best = known if known and known.confidence >= code.confidence else code
        coded[code.code] = replace(best, evidence=tuple(evidence))
    return tuple(coded.values()), tuple(uncoded)


def _act(act: NamedAct, ranked: Sequence[RankedCode], rule: RuleCitation) -> StayCode:
    entry, score = ranked[0].entry, ranked[0].score
    others = tuple(hit.entry.code for hit in ranked[1:])
    return StayCode(
        entry.code, entry.label, entry.nomenclature, entry.year, CodeRole.ACT, round(min(score, 0.95), 2),
        (act.where,), (rule,), others,
    )  # fmt: skip
