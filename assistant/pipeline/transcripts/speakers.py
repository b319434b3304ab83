"""Speaker labels: what counts as one, and whose role it tells.

The table is ``knowledge/lexicons/speakers.tsv`` (columns ``label``, ``role``; labels folded as ``folded_label``
does). Its role ``none`` marks words that stand before a colon or in brackets without anybody speaking.
"""

import csv
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from assistant.domain.transcript import SpeakerRole

SPEAKERS_FILE = Path(__file__).resolve().parents[3] / "knowledge" / "lexicons" / "speakers.tsv"

_NOBODY = "none"
# In "patient's mother" and "médecin du patient" several words are known; the patient is then the one spoken of.
_PRECEDENCE = (SpeakerRole.COMPANION, SpeakerRole.CLINICIAN, SpeakerRole.PATIENT)


@lru_cache(maxsize=4)
def _table(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as rows:
        return {row["label"]: row["role"] for row in csv.DictReader(rows, delimiter="\t")}


def folded_label(label: str) -> str:
    """The label in lower case, without accents, punctuation or numbers, words parted by one space."""
    plain = unicodedata.normalize("NFKD", label.lower().replace("œ", "oe"))
    return " ".join(re.findall(r"[a-z]+", "".join(char for char in plain if not unicodedata.combining(char))))


def is_known_label(label: str) -> bool:
    """Whether the table holds the label, numbers apart (``Doctor 2``)."""
    return _table(SPEAKERS_FILE).get(folded_label(label), _NOBODY) != _NOBODY


def is_nobody(label: str) -> bool:
    """Whether the table says that this is no speaker (``[laughs]``, ``Tension :``)."""
    return _table(SPEAKERS_FILE).get(folded_label(label)) == _NOBODY


@lru_cache(maxsize=4096)
def role_of(label: str) -> SpeakerRole:
    """Who speaks under this label: the whole label's role, else that of a word of it (``Dr Martin``)."""
    table = _table(SPEAKERS_FILE)
    folded = folded_label(label)
    if table.get(folded, _NOBODY) != _NOBODY:
        return SpeakerRole(table[folded])
    roles = {table.get(word) for word in folded.split() if len(word) > 1}  # an initial tells nothing
    return next((role for role in _PRECEDENCE if role.value in roles), SpeakerRole.UNKNOWN)
