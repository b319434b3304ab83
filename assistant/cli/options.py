"""Options that several commands take, spelled once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.domain.context import PatientContext
from assistant.domain.language import Language


class LanguageChoice(StrEnum):
    """The languages, as an option."""

    FR = "fr"
    EN = "en"


class DrafterChoice(StrEnum):
    """The drafters, as an option."""

    EXTRACTIVE = "extractive"
    LLM = "llm"


Json = Annotated[bool, typer.Option("--json", help="One compact JSON line an item on stdout, and nothing else there.")]
Lang = Annotated[LanguageChoice | None, typer.Option("--lang", help="The language, where it should not be detected.")]
ContextFile = Annotated[
    Path | None,
    typer.Option("--context", help="The patient's context: a JSON file (name, birth_date, sex, allergies…)."),
]


def language_of(choice: LanguageChoice | None) -> Language | None:
    """The chosen language, ``None`` to detect it."""
    return choice.value if choice else None


def context_of(path: Path | None) -> PatientContext:
    """The patient's context from a file; empty where none is named."""
    from assistant.cli.inputs import read_file
    from assistant.pipeline.transcripts.context import read_context

    return read_context(read_file(path)) if path else PatientContext()
