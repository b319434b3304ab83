"""Tasks for the secretary, read from the plan's sentences: tests to order, letters to write, appointments to make."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.domain.draft import Draft, Sentence
from assistant.domain.language import Language
from assistant.domain.task import Task, TaskKind
from assistant.errors import ConfigError

SECTIONS = frozenset({"plan", "prescription", "follow_up", "warning", "pending"})
"""Keys of the sections that say what is to be done."""

_CLAUSE = re.compile(r"[,;.]\s+(?:(?:et|and|puis|then)\s+)?|\s+(?:et|and|puis|then)\s+", re.IGNORECASE)
_QUOTES = '«»“”" .\u00a0'


@dataclass(frozen=True, slots=True)
class TaskWords:
    """One language's patterns; ``kinds`` in the order in which they are tried."""

    none: re.Pattern[str]
    conditional: re.Pattern[str]
    kinds: Mapping[TaskKind, re.Pattern[str]]


@lru_cache(maxsize=4)
def load_task_words(folder: Path, language: Language) -> TaskWords:
    """The patterns of ``tasks.LANGUAGE.toml``. Raises ``ConfigError`` where the file is missing or broken."""
    path = folder / f"tasks.{language}.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        kinds = {TaskKind(kind): _pattern(source) for kind, source in raw["kinds"].items()}
        return TaskWords(_pattern(raw["none"]), _pattern(raw["conditional"]), kinds)
    except (OSError, KeyError, ValueError, re.error) as error:
        raise ConfigError(
            f"The file of tasks {path.name} cannot be used: {error}.",
            "Check the file in knowledge/tasks, or put back the one that was delivered.",
        ) from error


def find_tasks(draft: Draft, words: TaskWords) -> tuple[Task, ...]:
    """The tasks of a draft in the order of its sentences, each once."""
    sentences = (one for section in draft.sections if section.key in SECTIONS for one in section.sentences)
    found = [task for sentence in sentences for task in _of_sentence(sentence, words)]
    return tuple({(task.kind, task.text.lower()): task for task in reversed(found)}.values())[::-1]


def _of_sentence(sentence: Sentence, words: TaskWords) -> Iterator[Task]:
    text = sentence.text.replace("’", "'")
    conditional = words.conditional.search(text) is not None
    clauses = [(clause, _kind(clause, words)) for clause in _CLAUSE.split(text)]
    if conditional:
        # A condition rules the whole sentence: it is not cut, or the task would lose its *if*.
        kind = next((kind for _, kind in clauses if kind is not None), None)
        if kind is not None:
            yield Task(kind, _trimmed(text), sentence.id, sentence.evidence, conditional=True)
        return
    for kind, joined in _runs(clauses):
        yield Task(kind, _trimmed(joined), sentence.id, sentence.evidence)


def _runs(clauses: list[tuple[str, TaskKind | None]]) -> Iterator[tuple[TaskKind, str]]:
    """Clauses of one kind that follow one another are one task ("NFS, CRP"); one of none belongs to the one before
    it where it adds when or why ("dans dix jours", "to exclude anaemia")."""
    run: list[str] = []
    current: TaskKind | None = None
    for clause, kind in clauses:
        if kind is not None and kind is not current:
            if current is not None:
                yield current, ", ".join(run)
            run, current = [clause], kind
        elif current is not None and (kind is current or len(clause.split()) <= _TAIL):
            run.append(clause)
    if current is not None:
        yield current, ", ".join(run)


_TAIL = 4


def _kind(clause: str, words: TaskWords) -> TaskKind | None:
    if words.none.search(clause):
        return None
    return next((kind for kind, pattern in words.kinds.items() if pattern.search(clause)), None)


def _trimmed(text: str) -> str:
    text = text.strip(_QUOTES)
    return text[:1].upper() + text[1:]


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)
