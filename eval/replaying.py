"""A model that writes given sentences: each where something of it was said, citing the likest of the shown lines.

What a language model wrote once, or what a clinician wrote, goes through the drafter's verification and repair as if
it were written now: seconds a visit instead of minutes.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.errors import EngineFailed
from assistant.pipeline.text import tokens
from assistant.ports import Heard
from eval.harness import LABELS

_CITED = 2
_PREFIX = 5
_MOST = 12
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")


class Replay:
    """Answers every section with the sentences that share a word with one of its lines."""

    name = "replay"

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = sentences

    def answer(
        self, system: str, user: str, schema: dict[str, Any], max_tokens: int, heard: Heard | None = None
    ) -> dict[str, Any]:
        """The sentences with their evidence."""
        ids = schema["properties"]["sentences"]["items"]["properties"]["evidence"]["items"]["enum"]
        shown = (line.partition(" ") for line in user.splitlines())
        lines = {name: _words(said) for name, _, said in shown if name in ids}
        written = []
        for text in self._sentences:
            likest = sorted(lines, key=lambda name: -len(lines[name] & _words(text)))[:_CITED]
            if likest and lines[likest[0]] & _words(text):
                written.append({"text": text, "evidence": likest})
        return {"sentences": written[:_MOST]}

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Not asked for."""
        raise EngineFailed("not asked for")


def recorded(visit: str) -> list[str]:
    """The sentences of a visit that the embedded model wrote, as they were kept for labelling."""
    rows = map(json.loads, (LABELS / "model_drafts.jsonl").read_text(encoding="utf-8").splitlines())
    return [row["text"] for row in rows if row["visit"] == visit]


def of_note(note: str) -> list[str]:
    """The sentences of a clinician's note, headings left out."""
    return [text.strip(" -•") for text in _SENTENCE.split(note) if len(text.split()) > 2 and not text.isupper()]


def _words(text: str) -> frozenset[str]:
    return frozenset(one.key[:_PREFIX] for one in tokens(text) if len(one.key) > 3 or one.key.isdigit())
