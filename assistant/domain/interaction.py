"""Drug interactions, as a table that the practice imported says them. The product brings none of its own."""

from dataclasses import dataclass
from enum import StrEnum


class InteractionLevel(StrEnum):
    """How grave: the four levels of the French thesaurus (ANSM), worst first."""

    CONTRAINDICATED = "contraindicated"
    AVOID = "avoid"
    CAUTION = "caution"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(InteractionLevel).index(self)


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an interaction: its name in the table, the lexicons' concepts that the name stands for, and the ATC
    codes that it covers (``M01A``: everything whose code begins so)."""

    name: str
    concepts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether any drug of a note can be told to be this."""
        return bool(self.concepts or self.codes)


@dataclass(frozen=True, slots=True)
class Interaction:
    """One row: what meets what, how grave, what to do (may be empty), and who says so."""

    first: Party
    second: Party
    level: InteractionLevel
    advice: str
    source: str


@dataclass(frozen=True, eq=False)
class InteractionTable:
    """An imported table. Compared by identity, so that what is worked out from it can be remembered cheaply.

    ``origin`` is the file's name, ``digest`` the SHA-256 (hex) of its bytes.
    """

    rows: tuple[Interaction, ...]
    origin: str
    digest: str
