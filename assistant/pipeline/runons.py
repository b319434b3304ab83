"""Speech and dictation that were written down without punctuation, cut at the joints that their own words show.

Where a sentence may begin is data: ``knowledge/lexicons/joints.toml``, one table a register. Most weighs what stands
before: nothing is cut after a word that needs another, and a clause of its own begins only after a few words.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from assistant.domain.span import Span
from assistant.pipeline.text import PhraseTable, Token, fold, tokens, word_key

Register = Literal["fr", "en", "fr_report"]

_FILE = Path(__file__).resolve().parents[2] / "knowledge" / "lexicons" / "joints.toml"
_LONG, _ENDLESS = 25, 60
"""Words above which a sentence without, and one with a mark at its end is looked at. On 116 visits with punctuation
the longest sentence without a mark inside had 36 words."""
_WORDS_PER_MARK = 25
_MARK = re.compile(r"[,;:.!?…()]")
_END = re.compile(r"[.!?…–—-][\s\"'»)\]]*$")
_NOUN = 3
"""Words within which a noun that is a subject has its verb."""


@dataclass(frozen=True, eq=False)
class Joints:
    """The joints of one register, as the file explains them. ``least``, in words: short, whole, long."""

    least: tuple[int, int, int]
    opens: PhraseTable[str]
    may_open: PhraseTable[str]
    leads: PhraseTable[str]
    joins: PhraseTable[str]
    subjects: PhraseTable[str]
    waits: PhraseTable[str]
    pronouns: frozenset[str]
    clitics: frozenset[str]
    nouns: frozenset[str]
    takes: frozenset[str]
    verbs: re.Pattern[str]
    third: re.Pattern[str]
    holds: re.Pattern[str]


@lru_cache(maxsize=3)
def load_joints(register: Register) -> Joints:
    """Read the table of a register."""
    held = tomllib.loads(_FILE.read_text(encoding="utf-8"))[register]
    short, whole, long = held["least"]
    return Joints(
        least=(short, whole, long),
        opens=_table(held["opens"]),
        may_open=_table(held["may_open"]),
        leads=_table(held["leads"]),
        joins=_table(held["joins"]),
        subjects=_table(held["subjects"]),
        waits=_table(held["waits"]),
        pronouns=_keys(held["pronouns"]),
        clitics=_keys(held["clitics"]),
        nouns=_keys(held["nouns"]),
        takes=_keys(held["takes"]),
        verbs=_pattern(held["verbs"]),
        third=_pattern(held["third"]),
        holds=_pattern(held["holds"]),
    )


def _table(phrases: Iterable[str]) -> PhraseTable[str]:
    return PhraseTable((phrase, phrase) for phrase in phrases)


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word_key(fold(word)) for word in words)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(_form(word).replace("-", r"\w+") for word in words) or r"(?!)")


def _form(word: str) -> str:
    """The word folded; *à* is not *a*, the verb."""
    return word if word == "à" else fold(word)


def pieces(text: str, sentence: Span, register: Register, bare: bool = False) -> list[Span]:
    """The sentence of ``text`` cut at its joints, where it is long and has hardly a mark; else as it is. The pieces
    hold every character of it that is not a space. ``bare``: nothing around it has marks, so that a short one
    is cut too."""
    words = sentence.of(text)
    if not (bare or _runs_on(words)):
        return [sentence]
    cuts = [0, *_cuts(words, load_joints(register)), len(words)]
    return [
        Span(start, start + len(words[start:end].rstrip())).shifted(sentence.start)
        for start, end in zip(cuts, cuts[1:], strict=False)
    ]


def _runs_on(words: str) -> bool:
    count = len(words.split())
    if count <= (_ENDLESS if _END.search(words) else _LONG):
        return False
    return len(_MARK.findall(words)) <= count / _WORDS_PER_MARK


def _cuts(text: str, joints: Joints) -> Iterator[int]:
    """Where pieces begin, the first left out. The clause that another waits for (*if it hurts…*) is not cut from it."""
    words = tokens(text)
    since, waits = 0, False
    for at in range(1, len(words) - joints.least[0] + 1):
        waits = waits or joints.waits.at(words, at - 1) is not None
        if not text[words[at].start - 1].isspace():
            continue
        least = _least(words, at, joints)
        if least is None or at - since < least:
            continue
        if waits:
            waits = False
            continue
        yield words[at].start
        since = at


def _least(words: Sequence[Token], at: int, joints: Joints) -> int | None:
    """How many words a piece must have for the next to begin at this word; ``None``: however many, it does not."""
    short, whole, long = joints.least
    if joints.holds.fullmatch(_form(words[at - 1].raw.lower())):
        return None
    led = _after(joints.leads, words, at)
    if (
        _finds(joints.opens, words, led)
        or _finds(joints.opens, words, at)
        or (led > at and _clause(words, led, joints))
    ):
        return short
    if _clause(words, at, joints):
        return None if words[at - 1].key in joints.takes else whole
    joined = _after(joints.joins, words, at)
    if _finds(joints.may_open, words, at) or (joined > at and _clause(words, joined, joints)):
        return long
    return None


def _finds(table: PhraseTable[str], words: Sequence[Token], at: int) -> bool:
    return at < len(words) and table.at(words, at) is not None


def _after(table: PhraseTable[str], words: Sequence[Token], at: int) -> int:
    """Where the words go on after all phrases of the table that stand here."""
    while at < len(words) and (found := table.at(words, at)):
        at = found.last + 1
    return at


def _clause(words: Sequence[Token], at: int, joints: Joints) -> bool:
    """Whether a subject and its verb stand here: a pronoun (*vous le prenez*), or a noun (*the pain is*)."""
    if _finds(joints.subjects, words, at):
        return True
    first = words[at].key if at < len(words) else ""
    if first in joints.pronouns:
        following = next((word for word in words[at + 1 :] if word.key not in joints.clitics), None)
        return following is not None and bool(joints.verbs.fullmatch(_form(following.raw.lower())))
    return first in joints.nouns and _is_subject(words[at + 1 : at + 2 + _NOUN], joints)


def _is_subject(noun: Sequence[Token], joints: Joints) -> bool:
    for number, word in enumerate(noun):
        form = _form(word.raw.lower())
        if number and joints.third.fullmatch(form):
            return True
        if word.key not in joints.clitics and (word.key in joints.nouns or joints.holds.fullmatch(form)):
            return False
    return False
