"""The prompts of the drafter, one file a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template as Form

from assistant.domain.language import Language
from assistant.pipeline.prompt_files import broken_prompt, read_prompt_file


@dataclass(frozen=True, slots=True)
class Prompts:
    """The drafting prompts of a language. ``digest`` is of the file, so that an edit without a new version shows.

    ``user`` takes ``$section``, ``$guidance``, ``$passages`` and ``$segments``; ``repair`` takes
    ``$section``, ``$text``, ``$reason`` and ``$segments``; ``guidance`` is by section key.
    """

    id: str
    version: str
    language: Language
    digest: str
    system: str
    user: Form
    repair: Form
    guidance: Mapping[str, str]


@lru_cache(maxsize=8)
def load_prompts(folder: Path, language: Language) -> Prompts:
    """The prompts of ``draft.LANGUAGE.md``. Raises ``ConfigError`` where the file is missing or incomplete."""
    path = folder / f"draft.{language}.md"
    file = read_prompt_file(path)
    try:
        if file.fields["language"] != language:
            raise ValueError(f"it is written for the language {file.fields['language']}")
        return Prompts(
            id=file.fields["id"],
            version=file.fields["version"],
            language=language,
            digest=file.digest,
            system=file.system,
            user=Form(file.part("user")),
            repair=Form(file.part("repair")),
            guidance={title.split()[1]: text for title, text in file.parts if title.startswith("section ")},
        )
    except (KeyError, ValueError) as error:
        raise broken_prompt(path, error) from error
