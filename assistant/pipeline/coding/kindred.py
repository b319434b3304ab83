"""Words that say the same, or nearly: learned from the wordings of a whole nomenclature, and read from a table.

Where the wordings of codes in several categories differ by one word alone ("stricture of ureter", "stenosis of
ureter"), the two words are kin. A pair that tells sibling codes apart as often ("mild", "severe") is not.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from assistant.domain.coding import CodeEntry
from assistant.domain.language import Language
from assistant.pipeline.coding.wording import ABSENT, Wording
from assistant.pipeline.retrieval import plain_words, stem

CATEGORY = 3
LIKE = 0.9
"""How much a word of one's family is worth."""

_LEAST_SUPPORT = 2
_MOST_WORDINGS = 40
_EXTENDED = 7
_LEARNED = {2: 0.65, 3: 0.7}
_LEARNED_BEST = 0.75

Kin = Mapping[str, Mapping[str, float]]
"""For each stem the stems that may stand for it, with how much each is worth, 0 to 1."""


def learn_kin(entries: Sequence[CodeEntry], wordings: Sequence[Sequence[Wording]]) -> Kin:
    """The kin among the stems of ``wordings``, those of each entry with its label first."""
    together: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry, own in zip(entries, wordings, strict=True):
        if len(entry.code) < _EXTENDED:
            for pair in _pairs(own[:_MOST_WORDINGS]):
                together[pair].add(entry.code[:CATEGORY])
    apart = _contrasts(entries, [own[0] for own in wordings])
    kin: dict[str, dict[str, float]] = defaultdict(dict)
    for (one, other), categories in together.items():
        if len(categories) >= _LEAST_SUPPORT and len(categories) > len(apart.get((one, other), ())):
            worth = _LEARNED.get(len(categories), _LEARNED_BEST)
            kin[one][other] = kin[other][one] = worth
    return kin


def _contrasts(entries: Sequence[CodeEntry], labels: Sequence[Wording]) -> dict[tuple[str, str], set[str]]:
    """The pairs by which labels of siblings differ, with the categories where they do."""
    siblings: dict[str, list[Wording]] = defaultdict(list)
    for entry, label in zip(entries, labels, strict=True):
        if len(entry.code) < _EXTENDED:
            siblings[entry.code[:-1]].append(label)
    apart: dict[tuple[str, str], set[str]] = defaultdict(set)
    for parent, held in siblings.items():
        for pair in _pairs(held):
            apart[pair].add(parent[:CATEGORY])
    return apart


def _pairs(wordings: Iterable[Wording]) -> Iterator[tuple[str, str]]:
    stems = [frozenset(wording.stems) for wording in wordings]
    for one, other in combinations(dict.fromkeys(stems), 2):
        left, right = one - other, other - one
        if len(left) == len(right) == 1 and one & other:
            first, second = sorted((*left, *right))
            if first.isalpha() and second.isalpha() and ABSENT not in first + second:
                yield first, second


@lru_cache(maxsize=8)
def load_families(file: Path, language: Language) -> Kin:
    """The families of one language from a table: ``language``, ``words`` with ``|`` between."""
    kin: dict[str, dict[str, float]] = defaultdict(dict)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["language"] != language:
                continue
            family = {stem(word, language) for text in row["words"].split("|") for word in plain_words(text)}
            for one in family:
                kin[one] |= {other: LIKE for other in family if other != one}
    return kin
