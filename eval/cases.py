"""What a checker is measured on: a claim, what was said, and whether the one holds by the other."""

from dataclasses import dataclass

from assistant.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Case:
    """A claim to check. ``kind`` is the type of its error, ``supported`` or ``untouched``; ``section`` the key of the
    heading it stands under."""

    encounter: str
    claim: str
    transcript: Transcript
    supported: bool
    kind: str
    section: str = "none"
