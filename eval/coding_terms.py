"""Wordings taken out of an index: inclusion terms of ICD-10-CM, and the project's own wordings of CIM-10 FR.

The categories are split in two by a digest of their three characters: wordings of the one half teach the order of the
codes found (``eval.fitting_codes``), those of the other measure it (``eval.coding``).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.bootstrap import code_orderings
from assistant.config import Settings
from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.domain.language import Language
from assistant.pipeline.coding.search import CodeSearch, Ordering
from assistant.pipeline.coding.synonyms import load_synonyms
from assistant.pipeline.coding.wording import load_rules
from assistant.storage.codes import further_wordings, read_wordings, worded
from assistant.storage.codes_sources import read_packaged
from eval.harness import seeded

CATEGORY = 3
EXTERNAL = "VWXY"
SPOKEN: dict[Nomenclature, Language] = {Nomenclature.CIM10: "fr", Nomenclature.ICD10CM: "en"}

Wording = tuple[str, str]
"""Code, wording."""


class WithoutTerms:
    """A nomenclature in memory, some wordings left out."""

    def __init__(self, entries: Sequence[CodeEntry], held_out: frozenset[Wording]) -> None:
        unseen = {(code, term.casefold()) for code, term in held_out}
        self._entries = [
            replace(entry, terms=tuple(term for term in entry.terms if (entry.code, term.casefold()) not in unseen))
            for entry in entries
        ]

    def table(
        self, nomenclature: Nomenclature, build: Callable[[Sequence[CodeEntry]], Mapping[str, Any]], version: str
    ) -> Mapping[str, Any]:
        """The arrays of the index."""
        return build(self._entries)

    def rows(self, nomenclature: Nomenclature, positions: Sequence[int]) -> list[CodeEntry]:
        """Entries by position."""
        return [self._entries[position] for position in positions]

    def entry(self, nomenclature: Nomenclature, code: str) -> CodeEntry | None:
        """An entry by code."""
        return next((entry for entry in self._entries if entry.code == code), None)


def teaches(code: str) -> bool:
    """Whether a code's category is of the half that teaches; the other half measures."""
    return hashlib.sha256(code[:CATEGORY].encode()).digest()[-1] % 2 == 0


def wordings(settings: Settings, nomenclature: Nomenclature) -> tuple[list[CodeEntry], list[Wording]]:
    """All entries of an embedded nomenclature, and those wordings that may be taken out.

    For ICD-10-CM the project's tables of further wordings are left out: they were written by people who knew the
    nomenclature. CIM-10 FR, whose embedded edition has no inclusion terms, has those tables alone.
    """
    entries = read_packaged(nomenclature)
    if nomenclature is Nomenclature.ICD10CM:
        pool = [(e.code, term) for e in entries if len(e.code) < 7 and e.code[0] not in EXTERNAL for term in e.terms]
        return worded(entries, further_wordings(nomenclature, {})), pool
    own = read_wordings(settings.knowledge_dir / "coding", nomenclature)
    pool = [(code, term) for code, terms in own.items() for term in terms]
    return worded(entries, further_wordings(nomenclature, own)), pool


def drawn(pool: Sequence[Wording], teaching: bool, count: int) -> list[Wording]:
    """Wordings of one half, drawn with a seed."""
    half = [wording for wording in pool if teaches(wording[0]) == teaching]
    return seeded("inclusion terms", teaching).sample(half, min(count, len(half)))


def search_without(
    settings: Settings,
    nomenclature: Nomenclature,
    entries: Sequence[CodeEntry],
    held_out: Sequence[Wording],
    ordering: Ordering | None = None,
) -> CodeSearch:
    """The product's search over the entries without the wordings held out."""
    language = SPOKEN[nomenclature]
    return CodeSearch(
        WithoutTerms(entries, frozenset(held_out)),
        {nomenclature: load_rules(settings.knowledge_dir / "coding", language)},
        {nomenclature: load_synonyms(settings.lexicons / "code_synonyms.tsv", language)},
        {nomenclature: ordering or code_orderings(settings)[nomenclature]},
    )
