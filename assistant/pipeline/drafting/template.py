"""Report templates: files that the practice edits, read into frozen objects."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from assistant.domain.draft import ReportKind, Section, Sentence
from assistant.domain.fact import DrugAction, Fact, FactKind
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole
from assistant.errors import ConfigError
from assistant.pipeline.drafting.wording import Wording, load_wording
from assistant.pipeline.drafting.wording_parts import Cue

Profile = Literal["short", "full"]


@dataclass(frozen=True, slots=True)
class TopicRule:
    """Which facts belong to a topic. Empty sets and ``None`` ask nothing; ``codes`` are beginnings (``J07``)."""

    topic: str
    kinds: frozenset[FactKind]
    roles: frozenset[SpeakerRole]
    actions: frozenset[DrugAction]
    codes: tuple[str, ...] = ()
    family: bool | None = None
    past: bool | None = None

    def takes(self, fact: Fact) -> bool:
        """Whether every condition holds for the fact."""
        return (
            (not self.kinds or fact.kind in self.kinds)
            and (not self.roles or fact.role in self.roles)
            and (not self.actions or fact.action in self.actions)
            and (not self.codes or any(code.startswith(self.codes) for code in fact.codes))
            and (self.family is None or fact.qualifiers.family == self.family)
            and (self.past is None or fact.qualifiers.past == self.past)
        )


@dataclass(frozen=True, slots=True)
class SectionTemplate:
    """One section: ``takes`` names the topics it holds; a ``required`` one is printed even when empty."""

    key: str
    title: str
    takes: frozenset[str]
    required: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A line of the header or the closing: text with ``{fields}`` of the encounter. Where one is not known the line is
    left out; a ``required`` line is printed with the placeholder in its place."""

    text: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A report kind in one language. ``max_words`` maps a profile to the words the sections may hold together;
    ``replacements`` are the house's words for others (in order), ``tone`` is told to a language model."""

    id: str
    version: str
    kind: ReportKind
    language: Language
    title: str
    footer: str
    placeholder: str
    max_words: tuple[tuple[Profile, int], ...]
    sections: tuple[SectionTemplate, ...]
    topics: tuple[TopicRule, ...]
    wording: Wording
    header: tuple[FrameLine, ...] = ()
    closing: tuple[FrameLine, ...] = ()
    replacements: tuple[tuple[re.Pattern[str], str], ...] = ()
    tone: str = ""

    def check_language(self, language: Language) -> None:
        """Raise ``ConfigError`` unless the template is of that language."""
        if language != self.language:
            raise ConfigError(
                f"The template {self.id} cannot be used for a consultation in the language {language}.",
                "Choose a template of the consultation's language.",
            )

    def section_of(self, topic: str) -> str | None:
        """The key of the section that holds the topic, ``None`` where the template has no place for it."""
        return next((section.key for section in self.sections if topic in section.takes), None)

    def filled(self, sentences: dict[str, tuple[Sentence, ...]]) -> tuple[Section, ...]:
        """The sections in order, each with the sentences under its key; obligatory empty ones say so."""
        return tuple(
            Section(
                key=section.key,
                title=section.title,
                sentences=sentences.get(section.key, ()),
                placeholder=self.placeholder if section.required else "",
                part=section.part,
            )
            for section in self.sections
        )


@lru_cache(maxsize=16)
def load_template(folder: Path, kind: ReportKind, language: Language) -> Template:
    """The template ``KIND.LANGUAGE.toml`` of a folder, with the topics and the wording beside it.

    Raises ``ConfigError`` where a file is missing or is not a template.
    """
    try:
        raw = _read(folder / f"{kind}.{language}.toml")
        topics = tuple(_topic_rule(rule) for rule in _read(folder / "topics.toml")["rules"])
        return _template(raw, kind, language, topics, load_wording(folder, language))
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise ConfigError(
            f"The report template {kind}.{language} cannot be used: {error}.",
            "Check the files in the templates folder, or put back the ones that were delivered.",
        ) from error


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _topic_rule(raw: dict[str, Any]) -> TopicRule:
    return TopicRule(
        topic=raw["topic"],
        kinds=frozenset(FactKind(kind) for kind in raw.get("kinds", ())),
        roles=frozenset(SpeakerRole(role) for role in raw.get("roles", ())),
        actions=frozenset(DrugAction(action) for action in raw.get("actions", ())),
        codes=tuple(raw.get("codes", ())),
        family=raw.get("family"),
        past=raw.get("past"),
    )


def _template(
    raw: dict[str, Any], kind: ReportKind, language: Language, topics: tuple[TopicRule, ...], wording: Wording
) -> Template:
    return Template(
        id=raw["id"],
        version=raw["version"],
        kind=kind,
        language=language,
        title=raw["title"],
        footer=raw["footer"],
        placeholder=raw["placeholder"],
        max_words=(("short", int(raw["max_words"])), ("full", int(raw["max_words_full"]))),
        sections=tuple(
            SectionTemplate(
                one["key"], one["title"], frozenset(one["takes"]), bool(one.get("required", False)), one.get("part", "")
            )
            for one in raw["sections"]
        ),
        # A template's own rules come before those of all templates.
        topics=(*(_topic_rule(rule) for rule in raw.get("rules", ())), *topics),
        wording=replace(wording, cues=(*(_cue(cue) for cue in raw.get("cues", ())), *wording.cues)),
        header=_frame(raw.get("header", ())),
        closing=_frame(raw.get("closing", ())),
        replacements=tuple((re.compile(one["pattern"]), one["to"]) for one in raw.get("replacements", ())),
        tone=raw.get("tone", ""),
    )


def _cue(raw: dict[str, Any]) -> Cue:
    """A cue of this template alone; it comes before those of the wording."""
    roles = frozenset(SpeakerRole(role) for role in raw.get("roles", ()))
    return Cue(raw["topic"], raw["on"], roles, re.compile(raw["pattern"], re.IGNORECASE))


def _frame(lines: Sequence[dict[str, Any]]) -> tuple[FrameLine, ...]:
    return tuple(FrameLine(one["text"], bool(one.get("required", False))) for one in lines)
