"""Prompt files: Markdown with a header (``id``, ``version``) and parts under first-level headings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant.errors import ConfigError

_HEADER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_PART = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PromptFile:
    """``parts`` are (heading, text) in order; ``digest`` is of the file, so that an edit without a version shows."""

    fields: Mapping[str, str]
    parts: tuple[tuple[str, str], ...]
    digest: str

    @property
    def system(self) -> str:
        """The rules with the examples behind them."""
        examples = "".join(f"\n\n{text}" for title, text in self.parts if title == "example")
        return self.part("system") + examples

    def part(self, title: str) -> str:
        """The text under a heading; of several, the last. Raises ``KeyError`` where there is none."""
        return dict(self.parts)[title]


def read_prompt_file(path: Path) -> PromptFile:
    """Raises ``ConfigError`` where the file is missing or has no header."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise broken_prompt(path, error) from error
    header = _HEADER.match(source)
    if header is None:
        raise broken_prompt(path, "it has no header")
    fields = dict(_field(line) for line in header.group(1).splitlines() if line.strip())
    pieces = _PART.split(source[header.end() :])
    parts = tuple((pieces[at].strip(), pieces[at + 1].strip()) for at in range(1, len(pieces), 2))
    return PromptFile(fields, parts, sha256(source.encode()).hexdigest()[:12])


def broken_prompt(path: Path, why: object) -> ConfigError:
    """What to say of a prompt file that cannot be used."""
    return ConfigError(
        f"The prompt file {path.name} cannot be used: {why}.",
        "Check the file in the prompts folder, or put back the one that was delivered.",
    )


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()
