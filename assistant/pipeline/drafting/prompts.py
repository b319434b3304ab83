"""Prompt files: Markdown with a header (id, version, language) and parts under first-level headings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from string import Template as Form

from assistant.domain.language import Language
from assistant.errors import ConfigError

_HEADER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_PART = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompts:
    """The drafting prompts of a language. ``digest`` is of the file, so that an edit without a new version shows.

    ``user`` takes ``$section``, ``$guidance``, ``$passages`` and ``$segments``; ``repair`` takes
    ``$section``, ``$text``, ``$reason`` and ``$segments``; ``guidance`` is by section key;
    ``rules`` is the system prompt without its examples.
    """

    id: str
    version: str
    language: Language
    digest: str
    system: str
    rules: str
    user: Form
    repair: Form
    guidance: Mapping[str, str]


@lru_cache(maxsize=8)
def load_prompts(folder: Path, language: Language) -> Prompts:
    """The prompts of ``draft.LANGUAGE.md``. Raises ``ConfigError`` where the file is missing or incomplete."""
    path = folder / f"draft.{language}.md"
    try:
        return _parsed(path.read_text(encoding="utf-8"), language)
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(
            f"The prompt file {path.name} cannot be used: {error}.",
            "Check the file in the prompts folder, or put back the one that was delivered.",
        ) from error


def _parsed(source: str, language: Language) -> Prompts:
    header = _HEADER.match(source)
    if header is None:
        raise ValueError("it has no header")
    fields = dict(_field(line) for line in header.group(1).splitlines() if line.strip())
    if fields["language"] != language:
        raise ValueError(f"it is written for the language {fields['language']}")
    parts = _parts(source[header.end() :])
    examples = "".join(f"\n\n{text}" for title, text in parts if title == "example")
    by_title = dict(parts)
    return Prompts(
        id=fields["id"],
        version=fields["version"],
        language=language,
        digest=sha256(source.encode()).hexdigest()[:12],
        system=by_title["system"] + examples,
        rules=by_title["system"],
        user=Form(by_title["user"]),
        repair=Form(by_title["repair"]),
        guidance={title.split()[1]: text for title, text in parts if title.startswith("section ")},
    )


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def _parts(body: str) -> list[tuple[str, str]]:
    pieces = _PART.split(body)
    return [(pieces[at].strip(), pieces[at + 1].strip()) for at in range(1, len(pieces), 2)]
