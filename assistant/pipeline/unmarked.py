"""Questions of a dialogue that was written down without punctuation: known by their opening words, or by the answer."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript
from assistant.pipeline.text import PhraseTable, tokens

_FILE = Path(__file__).resolve().parents[2] / "knowledge" / "lexicons" / "joints.toml"
_END = re.compile(r"[.!?…]")
_WORDS_PER_END = 50
"""Words a mark at an end above which a dialogue counts as without: written ones have one in 6 to 15."""
_SHORT, _SHORTEST = 12, 6
"""Words of a sentence that a *yes* makes a question (a *no* does of any), and of one like *and the cigarettes*."""


@dataclass(frozen=True, eq=False)
class Asking:
    """The words by which questions and their answers are known; the file explains them."""

    asks: PhraseTable[str]
    asks_within: PhraseTable[str]
    asks_short: PhraseTable[str]
    leads: PhraseTable[str]
    no: PhraseTable[str]
    yes: PhraseTable[str]
    tells: PhraseTable[str]


@lru_cache(maxsize=2)
def load_asking(language: Language) -> Asking:
    """Read one language's words."""
    held = tomllib.loads(_FILE.read_text(encoding="utf-8"))[language]
    names = ("asks", "asks_within", "asks_short", "leads", "no", "yes", "tells")
    return Asking(*(PhraseTable((phrase, phrase) for phrase in held[name]) for name in names))


def is_bare(transcript: Transcript) -> bool:
    """Whether a dialogue has hardly a mark at the end of a sentence, as speech recognition leaves it."""
    ends = sum(len(_END.findall(turn.text)) for turn in transcript.turns)
    return ends * _WORDS_PER_END < sum(len(turn.text.split()) for turn in transcript.turns)


def asks(sentence: str, role: SpeakerRole, reply: str | None, language: Language) -> bool:
    """Whether a sentence without its mark asks: by its own words, or, of a clinician, because the turn after it, which
    opens with ``reply``, says yes or no. ``None``: more of the turn follows."""
    known = load_asking(language)
    words = tokens(sentence)
    opening = 0
    while opening < len(words) and (lead := known.leads.at(words, opening)):
        opening = lead.last + 1
    if opening < len(words) and known.asks.at(words, opening):
        return True
    if known.asks_within.find(words):
        return True
    if not words or reply is None or role is SpeakerRole.PATIENT:
        return False
    told = bool(known.tells.find(words)) or len(words) > _SHORT
    if not told and len(words) <= _SHORTEST and known.asks_short.at(words, 0):
        return True
    return _opens(known.no, reply) or (not told and _opens(known.yes, reply))


def _opens(table: PhraseTable[str], reply: str) -> bool:
    """Whether a reply begins so, one hesitation apart."""
    words = tokens(reply)
    return any(table.at(words, at) for at in range(min(len(words), 2)))
