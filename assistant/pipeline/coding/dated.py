"""Codes as they were valid on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.domain.coding import CodeEntry, Nomenclature, NomenclatureVersion, RankedCode, printed
from assistant.errors import InputError
from assistant.ports import CodeRetriever


@dataclass(frozen=True, slots=True)
class DatedCodes:
    """A code retriever that returns only what is valid on ``day``; ``editions`` are those it searches."""

    retriever: CodeRetriever
    day: date
    editions: Mapping[Nomenclature, NomenclatureVersion]

    def codes(self, phrase: str, nomenclature: Nomenclature, top: int) -> list[RankedCode]:
        """The best first; an empty list when nothing valid suits."""
        found = self.retriever.codes(phrase, nomenclature, 2 * top)
        return [ranked for ranked in found if ranked.entry.valid_on(self.day)][:top]

    def entry(self, code: str, nomenclature: Nomenclature) -> CodeEntry | None:
        """The entry of a compact code that is valid on the day."""
        entry = self.retriever.entry(code, nomenclature)
        return entry if entry is not None and entry.valid_on(self.day) else None

    def required(self, code: str, nomenclature: Nomenclature) -> CodeEntry:
        """The entry of a code. Raises ``InputError`` where it is none, or not valid on the day."""
        entry = self.entry(code, nomenclature)
        if entry is None:
            edition = self.editions[nomenclature]
            raise InputError(
                f"{printed(code, nomenclature)} is not a code of {nomenclature} {edition.year} that is valid on "
                f"{self.day.isoformat()}.",
                "Search it: assistant codes search PHRASE",
            )
        return entry
