"""A nomenclature as a searchable index: every wording of every code that may be suggested.

A code that only groups others lends its wordings to its default: the descendant that adds least to it ("asthme" is
``J459``, "diabète de type 2" is ``E1198``, not insulin-treated unless it is said).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.pipeline.coding.kindred import Kin, learn_kin
from assistant.pipeline.coding.variants import CATEGORY, Variants, learn_variants
from assistant.pipeline.coding.vectors import text_digest
from assistant.pipeline.coding.wording import ABSENT, Wording, WordingRules, read_wording
from assistant.pipeline.retrieval import Arrays, Ints, Postings

VERSION = "9"
"""Changes whenever an index made by this module would differ."""

_ANCESTOR_WEIGHT = 0.4
_EXTERNAL_CAUSES = "VWXY"
_EXTERNAL_LENGTH = 4
TOLD = 5
"""The longest codes whose labels have sentence vectors: beyond, sides and trimesters."""
_LATER_CARE = frozenset("BCDEFGHJKMNPQRS")
UNSPECIFIED, OTHER, EXTERNAL, EXPLICIT = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class CodeIndex:
    """Wordings, one row each: ``entry`` the position of its code in the table, ``own`` and ``above`` its terms
    (compressed rows of vocabulary numbers; of ``own``, ``optional`` says which are in brackets), ``flags`` bits.
    ``home`` is the row of the label that a wording stands beside. The rows of one category stand together:
    ``categories`` gives the first and the end of each. ``kin``: stems that may stand for one another. ``text`` names
    the text whose sentence vector stands for the row's."""

    postings: Postings
    entry: Ints
    own: tuple[Ints, Ints]
    optional: Ints
    above: tuple[Ints, Ints]
    flags: Ints
    home: Ints
    text: NDArray[np.uint64]
    categories: Mapping[str, tuple[int, int]]
    variants: Variants
    kin: Kin

    def arrays(self) -> Arrays:
        """The index as named arrays."""
        return {
            **{f"postings.{name}": array for name, array in self.postings.arrays().items()},
            "entry": self.entry,
            "own.starts": self.own[0],
            "own.terms": self.own[1],
            "optional": self.optional,
            "above.starts": self.above[0],
            "above.terms": self.above[1],
            "flags": self.flags,
            "home": self.home,
            "text": self.text,
            "category.names": np.frombuffer("\n".join(self.categories).encode(), dtype=np.uint8),
            "category.spans": np.array(list(self.categories.values()), dtype=np.int32).ravel(),
            "variants": self.variants.array(),
            "kin": np.frombuffer(json.dumps(self.kin).encode(), dtype=np.uint8),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> "CodeIndex":
        """The index that ``arrays`` gave."""
        prefix = "postings."
        names = arrays["category.names"].tobytes().decode().split("\n")
        inner = {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
        return cls(
            Postings.from_arrays(inner),
            arrays["entry"],
            (arrays["own.starts"], arrays["own.terms"]),
            arrays["optional"],
            (arrays["above.starts"], arrays["above.terms"]),
            arrays["flags"],
            arrays["home"],
            arrays["text"],
            dict(zip(names, map(tuple, arrays["category.spans"].reshape(-1, 2).tolist()), strict=True)),
            Variants.from_array(arrays["variants"]),
            json.loads(arrays["kin"].tobytes().decode()),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    entry: int
    wording: Wording
    above: frozenset[str]
    flags: int
    home: int
    text: str


def build_index(entries: Sequence[CodeEntry], rules: WordingRules) -> CodeIndex:
    """The index of a nomenclature's entries, in their order."""
    read = [[read_wording(text, rules) for text in (label, *entry.terms)] for entry, label in _labelled(entries)]
    made = list(_rows(entries, read))
    order = sorted(range(len(made)), key=lambda at: entries[made[at].entry].code[:CATEGORY])
    placed = {made_at: row_at for row_at, made_at in enumerate(order)}
    rows = [made[at] for at in order]
    documents = [
        {**dict.fromkeys(row.above - set(row.wording.stems), _ANCESTOR_WEIGHT), **dict.fromkeys(row.wording.stems, 1.0)}
        for row in rows
    ]
    postings = Postings.build(documents)
    number = postings.vocabulary
    own = [[number[term] for term in row.wording.stems] for row in rows]
    optional = [[int(term in row.wording.optional) for term in row.wording.stems] for row in rows]
    above = [[number[term] for term in sorted(row.above)] for row in rows]
    return CodeIndex(
        postings,
        np.array([row.entry for row in rows], dtype=np.int32),
        _compressed(own),
        _compressed(optional)[1],
        _compressed(above),
        np.array([row.flags for row in rows], dtype=np.int32),
        np.array([placed[row.home] for row in rows], dtype=np.int32),
        np.array([text_digest(row.text) for row in rows], dtype=np.uint64),
        _spans([entries[row.entry].code[:CATEGORY] for row in rows]),
        learn_variants(entries),
        learn_kin(entries, read),
    )


def _spans(categories: Sequence[str]) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for category, rows in groupby(range(len(categories)), key=lambda row: categories[row]):
        held = list(rows)
        spans[category] = held[0], held[-1] + 1
    return spans


def _compressed(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    return starts, np.array([value for row in rows for value in row], dtype=np.int32)


def _rows(entries: Sequence[CodeEntry], read: Sequence[Sequence[Wording]]) -> Iterator[_Row]:
    at = {entry.code: position for position, entry in enumerate(entries)}
    defaults = _defaults(entries, [wordings[0] for wordings in read], at)
    made = 0
    for position, entry in enumerate(entries):
        target = position if entry.billable else defaults.get(position)
        if target is None or not _searchable(entries[target]):
            continue
        lines = [line for above in _ancestors(entry.code, at) for line in read[above]]
        above = frozenset(term for line in lines for term in line.stems if not term.startswith(ABSENT))
        label, *terms = read[position]
        home = made
        yield _Row(target, _closed(label, above), above, _flags(label, entry), home, _told(entry, entries, at))
        for wording, text in zip(terms, entry.terms, strict=True):
            explicit = EXPLICIT if entry.billable else 0
            flags = _flags(wording, entry) | explicit
            yield _Row(target, _closed(wording, above), above | set(label.stems), flags, home, text)
        made += len(read[position])


def _told(entry: CodeEntry, entries: Sequence[CodeEntry], at: Mapping[str, int]) -> str:
    """The label that is told by its meaning: of a code longer than that, the label of the code it details."""
    lengths = range(min(len(entry.code), TOLD), 2, -1)
    return next((entries[at[entry.code[:n]]].label for n in lengths if entry.code[:n] in at), entry.label)


def _closed(wording: Wording, above: frozenset[str]) -> Wording:
    """A place left open goes unsaid ("otitis media, unspecified ear") unless it is what the category is about."""
    return replace(wording, optional=wording.optional - (wording.open_places & above))


def _labelled(entries: Sequence[CodeEntry]) -> Iterator[tuple[CodeEntry, str]]:
    at = {entry.code: position for position, entry in enumerate(entries)}
    for entry in entries:
        yield entry, _label(entry, entries, at)


def _label(entry: CodeEntry, entries: Sequence[CodeEntry], at: Mapping[str, int]) -> str:
    """The label; what a seventh character adds to it stands in brackets, for a phrase need not say it."""
    if entry.nomenclature is not Nomenclature.ICD10CM or len(entry.code) != 7:
        return entry.label
    base = at.get(entry.code[:6].rstrip("X"))
    stem = entries[base].label if base is not None else entry.label
    added = entry.label.removeprefix(stem)
    return f"{stem} ({added.lstrip(', ')})" if added and added != entry.label else entry.label


def _flags(wording: Wording, entry: CodeEntry) -> int:
    external = EXTERNAL * _is_external(entry)
    return UNSPECIFIED * wording.unspecified + OTHER * wording.other + external


def _is_external(entry: CodeEntry) -> bool:
    return entry.nomenclature is not Nomenclature.CCAM and entry.code[0] in _EXTERNAL_CAUSES


def _searchable(entry: CodeEntry) -> bool:
    """Place and activity extensions, and later or complicated care of one injury, only drown the rest."""
    if entry.nomenclature is Nomenclature.CIM10 and _is_external(entry):
        return len(entry.code) <= _EXTERNAL_LENGTH
    return not (entry.nomenclature is Nomenclature.ICD10CM and len(entry.code) == 7 and entry.code[6] in _LATER_CARE)


def _ancestors(code: str, at: Mapping[str, int]) -> list[int]:
    return [at[code[:length]] for length in range(3, len(code)) if code[:length] in at]


def _defaults(entries: Sequence[CodeEntry], wordings: Sequence[Wording], at: Mapping[str, int]) -> dict[int, int]:
    """For each grouping entry, by position, the suggested descendant that adds least to its label."""
    best: dict[int, tuple[tuple[int, int, int, str], int]] = {}
    for position, entry in enumerate(entries):
        if not entry.billable or not _searchable(entry):
            continue
        for parent in _ancestors(entry.code, at):
            added = set(wordings[position].stems) - set(wordings[parent].stems) - wordings[position].optional
            positive = sum(not term.startswith(ABSENT) for term in added)
            rank = (positive, int(wordings[position].other), len(added), entry.code)
            if parent not in best or rank < best[parent][0]:
                best[parent] = rank, position
    return {parent: position for parent, (_, position) in best.items()}
