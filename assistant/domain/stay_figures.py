"""How proposed codes fared, department by department."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """One department's counts: its stays, the codes proposed in them, what was last decided about those (``accepted``
    as they were, ``edited``, ``rejected``), and the codes that people ``added``."""

    department: str | None
    stays: int
    proposed: int
    accepted: int
    edited: int
    rejected: int
    added: int

    @property
    def decided(self) -> int:
        """The proposals that something was decided about."""
        return self.accepted + self.edited + self.rejected

    @property
    def acceptance(self) -> float | None:
        """The share of decided proposals that were kept, as they were or corrected; nothing where none was decided."""
        return (self.accepted + self.edited) / self.decided if self.decided else None

    @property
    def precision(self) -> float | None:
        """The share of decided proposals that were right as they were; nothing where none was decided."""
        return self.accepted / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class StayFigures:
    """The departments in order of name (the one that is not given last), and how many stays could not be read."""

    departments: tuple[DepartmentFigures, ...]
    damaged: int
