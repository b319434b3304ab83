"""Codes as they were valid on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.domain.coding import CodeEntry, Nomenclature, NomenclatureVersion, RankedCode, printed
from assistant.errors import EngineMissing, InputError
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

    def edition(self, nomenclature: Nomenclature) -> NomenclatureVersion:
        """The edition that the day chose. Raises ``EngineMissing`` where there is none."""
        if nomenclature not in self.editions:
            raise EngineMissing(f"The nomenclature {nomenclature} is not on this machine.", "Import its official file.")
        return self.editions[nomenclature]

    def whenever(self, code: str, nomenclature: Nomenclature) -> CodeEntry | None:
        """The entry of a code in the edition, valid on the day or not: what is refused must be named."""
        return self.retriever.entry(code, nomenclature)

    def required(self, code: str, nomenclature: Nomenclature) -> CodeEntry:
        """The entry of a code. Raises ``InputError`` where it is none, or not valid on the day."""
        entry = self.entry(code, nomenclature)
        if entry is None:
            edition = self.edition(nomenclature)
            raise InputError(
                f"{printed(code, nomenclature)} is not a code of {nomenclature} {edition.year} that is valid on "
                f"{self.day.isoformat()}.",
                "Search it: assistant codes search PHRASE",
            )
        return entry
