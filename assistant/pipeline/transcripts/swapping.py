"""Labels of clinician and patient that were exchanged: known by who asks and prescribes, and who tells.

Speech recognition that tells voices apart may give each the other's label; everything after that is then wrong.
"""

import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.text import PhraseTable, tokens

_FILE = Path(__file__).resolve().parents[3] / "knowledge" / "lexicons" / "roles.toml"
_LEAST = 4
"""Phrases under the wrong label from which on it is no slip of the tongue."""
_OUTWEIGHED = 2
"""Times as many stand under the wrong label as under the right one."""

_OTHER = {SpeakerRole.CLINICIAN: SpeakerRole.PATIENT, SpeakerRole.PATIENT: SpeakerRole.CLINICIAN}


@lru_cache(maxsize=2)
def _phrases(language: Language) -> PhraseTable[SpeakerRole]:
    held = tomllib.loads(_FILE.read_text(encoding="utf-8"))[language]
    return PhraseTable((phrase, role) for role in _OTHER for phrase in held[role.value])


def seem_swapped(transcript: Transcript) -> bool:
    """Whether the clinician's words stand under the patient's label and the patient's under the clinician's."""
    right = wrong = 0
    exchanged: set[SpeakerRole] = set()
    for turn in transcript.turns:
        if turn.role not in _OTHER:
            continue
        for found in _phrases(transcript.language).find(tokens(turn.text)):
            right += turn.role in found.payloads
            if turn.role not in found.payloads:
                wrong += 1
                exchanged.add(turn.role)
    return len(exchanged) == len(_OTHER) and wrong >= max(_LEAST, _OUTWEIGHED * right)


def swapped(transcript: Transcript) -> Transcript:
    """The transcript with the labels of clinician and patient exchanged; the words stay where they are."""
    labels = {turn.role: turn.speaker for turn in reversed(transcript.turns)}

    def other(turn: Turn) -> Turn:
        role = _OTHER.get(turn.role, turn.role)
        return replace(turn, role=role, speaker=labels.get(role, turn.speaker) if role != turn.role else turn.speaker)

    return replace(transcript, turns=tuple(map(other, transcript.turns)))
