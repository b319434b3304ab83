"""What people did to a draft before it was signed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Resolution(StrEnum):
    """How a finding was settled."""

    CORRECTED = "corrected"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class ResolvedFinding:
    """A finding that a clinician settled. ``key`` identifies it (see ``finding_key``); ``reason`` is his."""

    key: str
    resolution: Resolution
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed which version, and the SHA-256 (hex) of exactly what was signed."""

    version: int
    by: str
    display_name: str
    at: datetime
    digest: str
