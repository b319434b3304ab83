"""Abbreviations and lay words opened before codes are looked up. The table is data
(``knowledge/lexicons/code_synonyms.tsv``: ``language``, ``form``, ``meaning``)."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from pathlib import Path

from assistant.domain.language import Language
from assistant.pipeline.retrieval import plain_words

_MOST_READINGS = 6
_LITERAL_TRUST = 0.9


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Folded forms, as tuples of words, with what each may mean."""

    meanings: dict[tuple[str, ...], tuple[str, ...]]
    longest: int

    def readings(self, phrase: str) -> list[tuple[str, float]]:
        """What the phrase may say, each with how much it is trusted; the phrase itself is among them.

        The longest form is opened first and an opened form is not opened again; of several meanings each makes
        a reading, up to a limit.
        """
        words = _pieces(phrase)
        plain = [folded for _, folded in words]
        choices: list[tuple[str, ...]] = []
        at, opened = 0, False
        while at < len(words):
            form = next(
                (
                    tuple(plain[at : at + n])
                    for n in range(min(self.longest, len(words) - at), 0, -1)
                    if tuple(plain[at : at + n]) in self.meanings
                ),
                None,
            )
            if form is None:
                choices.append((words[at][0],))
                at += 1
            else:
                choices.append(self.meanings[form])
                at += len(form)
                opened = True
        if not opened:
            return [(phrase, 1.0)]
        readings = [(" ".join(choice), 1.0) for choice in islice(product(*choices), _MOST_READINGS)]
        return [*readings, (phrase, _LITERAL_TRUST)]


def _pieces(phrase: str) -> list[tuple[str, str]]:
    """The phrase's words with their folded forms, punctuation and a possessive "s" kept with the word before."""
    pieces: list[tuple[str, str]] = []
    for raw in phrase.replace("’", "'").replace("'", "' ").split():
        for inner in raw.replace("-", " - ").split():
            folded = "".join(plain_words(inner))
            if folded == "s" and pieces and pieces[-1][0].endswith("'"):
                pieces[-1] = (pieces[-1][0] + inner, pieces[-1][1])
            elif folded:
                pieces.append((inner, folded))
            elif pieces:
                pieces[-1] = (f"{pieces[-1][0]} {inner}", pieces[-1][1])
    return pieces


@lru_cache(maxsize=8)
def load_synonyms(file: Path, language: Language, first: Path | None = None) -> Synonyms:
    """The synonyms of one language; a form that the table ``first`` holds means what it says there alone."""
    meanings = _meanings(file, language) | (_meanings(first, language) if first else {})
    return Synonyms(meanings, max((len(form) for form in meanings), default=0))


def _meanings(file: Path, language: Language) -> dict[tuple[str, ...], tuple[str, ...]]:
    meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["language"] == language:
                form = tuple(folded for _, folded in _pieces(row["form"]))
                meanings[form] = (*meanings.get(form, ()), row["meaning"])
    return meanings
