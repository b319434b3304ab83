"""Bridges: the words in which notes and speech say one idea."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from assistant.pipeline.text import Token, fold, word_key


@dataclass(frozen=True, slots=True)
class Bridge:
    """Words that stand for one idea in a note and in speech. ``kind``: problem, topic (a problem whose
    lay words say nothing by themselves of presence or absence), site, exam, act, habit, person, or word (no clinical
    content of its own)."""

    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class BridgeMatch:
    """A bridge found on tokens ``first`` to ``last``, both included. ``denies``: the words say that the problem is
    absent (*apyrétique*); ``worded``: a negation is part of them (*touche pas à son assiette*) and negates nothing."""

    bridge: Bridge
    first: int
    last: int
    denies: bool = False
    worded: bool = False


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A term after its first word."""

    rest: tuple[str, ...]
    bridge: Bridge
    denies: bool
    worded: bool


class BridgeTable:
    """Finds bridges in tokens. A term is one or more words; ``*`` at the end of a word stands for any ending,
    alone for any one word; a ``!`` before the term says that it denies the idea. ``negations``: the words that may be
    part of a term that negates nothing."""

    def __init__(self, rows: Sequence[tuple[Bridge, str]], negations: frozenset[str]) -> None:
        # By the first two words: hundreds of terms open with *mal* or *can't*.
        self._words: dict[tuple[str, ...], list[_Pattern]] = {}
        self._stems: dict[str, list[_Pattern]] = {}
        for bridge, term in rows:
            words = fold(term).removeprefix("!").replace("'", " ").replace("-", " ").split()
            first, *rest = (word if word.endswith("*") else word_key(word) for word in words)
            worded = bool(negations.intersection((first, *rest)))
            pattern = _Pattern(tuple(rest), bridge, term.startswith("!"), worded)
            if first.endswith("*"):
                self._stems.setdefault(first.rstrip("*"), []).append(pattern)
            else:
                second = [word for word in rest[:1] if not word.endswith("*")]
                self._words.setdefault((first, *second), []).append(pattern)
        self._lengths = sorted({len(stem) for stem in self._stems})

    def find(self, words: Sequence[Token]) -> list[BridgeMatch]:
        """Every bridge of every token; a word may stand on several."""
        found: list[BridgeMatch] = []
        for at, word in enumerate(words):
            opening = tuple(one.key for one in words[at : at + 2])
            openings = [self._words.get(key, ()) for key in dict.fromkeys((opening[:1], opening))]
            openings += [self._stems.get(word.key[:size], ()) for size in self._lengths if size <= len(word.key)]
            for one in chain.from_iterable(openings):
                if _fits(one.rest, words, at + 1):
                    found.append(BridgeMatch(one.bridge, at, at + len(one.rest), one.denies, one.worded))
        persons = [match for match in found if match.bridge.kind == "person"]
        return [match for match in found if not any(_swallows(other, match) for other in persons)]


def _swallows(longer: BridgeMatch, match: BridgeMatch) -> bool:
    """*Grand-mère* is no mother. ``longer`` is a person."""
    if match.bridge.kind != "person":
        return False
    inside = longer.first <= match.first and match.last <= longer.last
    return inside and longer.last - longer.first > match.last - match.first


def _fits(pattern: tuple[str, ...], words: Sequence[Token], at: int) -> bool:
    if at + len(pattern) > len(words):
        return False
    return all(
        word.key.startswith(part[:-1]) if part.endswith("*") else word.key == part
        for part, word in zip(pattern, words[at : at + len(pattern)], strict=True)
    )
