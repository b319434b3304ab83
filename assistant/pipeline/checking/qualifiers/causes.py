"""A cause that a claim gives (*oedema due to amlodipine*): whether anybody made that link.

Only two things count against it: that the link was denied (*it isn't the amlodipine*), or that, in what was said, both
are spoken of and never near one another, nor with any word by which people link things. A claim that says whose view
it is, or leaves the link open, is left alone. The words are in ``knowledge/checker/causes.toml``.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.finding import FindingType
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.errors import ConfigError
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import CHECKER_FOLDER, load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit
from assistant.pipeline.text import PhraseTable

_BESIDE = 2
"""Words between a problem, the linking words and the cause."""
_HEARD_WITH = 80
"""Characters around a mention in which a linking word may link it."""
_TOGETHER = 3
"""Passages apart within which two things count as spoken of together."""


@dataclass(frozen=True, eq=False)
class CauseWords:
    """The words of one language. ``spoken`` are searched as folded text, so that beginnings of words do."""

    link: PhraseTable[str]
    close: PhraseTable[str]
    points: PhraseTable[str]
    denied: PhraseTable[str]
    spoken: tuple[str, ...]
    between: frozenset[str]
    open: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Link:
    """What a claim says to come from what; ``span``: from the linking words to the cause."""

    effect: Unit
    cause: Unit
    span: Span


@lru_cache(maxsize=2)
def load_cause_words(language: Language, folder: Path = CHECKER_FOLDER) -> CauseWords:
    """The words of a language. Raises ``ConfigError`` where the file is missing or broken."""
    try:
        words = tomllib.loads((folder / "causes.toml").read_text(encoding="utf-8"))[language]
        return CauseWords(
            link=_phrases(words["link"]),
            close=_phrases(words["close"]),
            points=_phrases(words["points"]),
            denied=_phrases(words["denied"]),
            spoken=tuple(words["spoken"]),
            between=frozenset(words["between"]),
            open=frozenset(words["open"]),
        )
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"The checker's data in {folder} cannot be read: {error!r}", "Restore it.") from error


def _phrases(phrases: Sequence[str]) -> PhraseTable[str]:
    return PhraseTable((phrase, phrase) for phrase in phrases)


def cause_doubts(reading: Reading, base: EvidenceBase) -> Iterator[Doubt]:
    """Links that a claim states and that were denied, or that nobody made."""
    words = load_cause_words(base.language)
    if _left_open(reading, words, base):
        return
    for link in _links(reading, words):
        denied, affirmed = _told(link, words, base)
        if denied and not affirmed:
            yield Doubt(FindingType.CAUSALITY, link.span, denied[-1].evidence())
        elif not denied and not affirmed and _apart(link, base):
            yield Doubt(FindingType.CAUSALITY, link.span, base.passages[base.holding(link.cause)[0]].evidence())


def _left_open(reading: Reading, words: CauseWords, base: EvidenceBase) -> bool:
    """Whether the claim denies, supposes or reports; a long sentence is not looked into for which part it is that
    does."""
    told = reading.folded
    for found in words.link.find(reading.words):  # *en rapport avec* is no *rapporte*
        start, end = reading.words[found.first].start, reading.words[found.last].end
        told = told[:start] + " " * (end - start) + told[end:]
    if any(phrase in told for phrase in load_knowledge(base.language).attributed):
        return True
    return "?" in reading.text or any(word.key in words.open for word in reading.words)


def _links(reading: Reading, words: CauseWords) -> Iterator[_Link]:
    for table, close in ((words.link, False), (words.close, True)):
        for found in table.find(reading.words):
            cue = Span(reading.words[found.first].start, reading.words[found.last].end)
            before = [unit for unit in reading.units if unit.span.end <= cue.start and (unit.problem or not unit.site)]
            effect = before[-1] if before else None
            cause = next((unit for unit in reading.units if unit.span.start >= cue.end), None)
            if (
                effect is None
                or cause is None
                or not effect.problem
                or effect.drug
                or (cause.site and not cause.problem)
                or cause.person
            ):
                continue
            if close and not cause.problem:
                continue
            if _near(reading, effect.span.end, cue.start, words) and _near(reading, cue.end, cause.span.start, words):
                yield _Link(effect, cause, Span(cue.start, cause.span.end))


def _near(reading: Reading, start: int, end: int, words: CauseWords) -> bool:
    """Whether hardly anything stands between, and no punctuation."""
    within = [word for word in reading.words if start <= word.start and word.end <= end]
    full = [word for word in within if word.key not in words.between]
    return len(full) <= _BESIDE and not set(reading.folded[start:end].removeprefix(",")) & set(",;:.()")


def _told(link: _Link, words: CauseWords, base: EvidenceBase) -> tuple[list[Passage], list[Passage]]:
    """Where the cause is denied to be one, and where it or the problem stands with words that may link them."""
    holding = {order: base.passages[order] for unit in (link.cause, link.effect) for order in base.holding(unit)}
    told = [holding[order] for order in sorted(base.holding(link.cause))]
    denied = [one for one in told if _points(words.denied, link.cause, one, words)]
    rest = [one for one in (told if denied else holding.values()) if one not in denied]
    affirmed = [one for one in rest if _points(words.points, link.cause, one, words) or _linked(link, one, words)]
    return denied, affirmed


def _linked(link: _Link, passage: Passage, words: CauseWords) -> bool:
    """Whether a word that links stands near the problem or the cause: some passages run on for minutes."""
    text, keys = passage.reading.folded, link.effect.keys | link.cause.keys
    spans = [unit.span for unit in passage.reading.units if unit.keys & keys]
    near = [text[max(0, span.start - _HEARD_WITH) : span.end + _HEARD_WITH] for span in spans]
    return any(phrase in part for part in near for phrase in words.spoken)


def _points(table: PhraseTable[str], cause: Unit, passage: Passage, words: CauseWords) -> bool:
    """*It isn't the statin*: a phrase with next to nothing between it and the cause, in no question."""
    if passage.segment.text.rstrip().endswith("?"):
        return False
    read = passage.reading
    named = [unit.span for unit in read.units if unit.keys & cause.keys]
    for found in table.find(read.words):
        end = read.words[found.last].end
        for span in named:
            between = [word.key for word in read.words if end <= word.start and word.end <= span.start]
            if end <= span.start and all(key in words.between for key in between):
                return True
    return False


def _apart(link: _Link, base: EvidenceBase) -> bool:
    """Whether both were spoken of, in words that the tables know, and never near one another."""
    if not (_known(link.effect) and _known(link.cause)):
        return False
    effects, causes = base.holding(link.effect), base.holding(link.cause)
    if not effects or not causes or link.effect.keys & link.cause.keys:
        return False
    return all(abs(one - other) > _TOGETHER for one in effects for other in causes)


def _known(unit: Unit) -> bool:
    return any(key.startswith(("b:", "c:")) for key in unit.keys)
