"""A report template proposed from two or three example notes: their headings in their order, and their length.

Nothing of the notes but their headings gets into the template, and only headings that are known by name; the others
are named to whoever asked, so that he places them.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.language import Language
from assistant.errors import InputError
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.drafting.template import Template
from assistant.pipeline.text import fold

_ORNAMENT = re.compile(r"^[\s#*_>\-–•\d.)]+|[\s*_]+$")
_LONGEST = 60
_ROUND = 20
# The checker's names of sections, where the templates have other keys for them.
_KEYS = {
    "complaint": "reason",
    "present": "present_illness",
    "medication": "treatments",
    "social": "lifestyle",
    "results": "tests",
    "family": "lifestyle",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text of a template file, and the lines of the notes that look like headings and are not known."""

    text: str
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    key: str
    title: str


def propose(notes: Sequence[str], base: Template) -> Proposal:
    """A template after the notes, of the base's kind and language.

    Sections stand in the order that most notes have; one that every note has is obligatory; topics of the base that no
    heading holds go where the base has them, or in the last section, so that nothing said is without a place. Raises
    ``InputError`` where fewer than two notes are given or no heading is known.
    """
    if len(notes) < 2:
        raise InputError("A template is proposed from at least two notes.", "Give two or three of your own.")
    read = [_headings(note, base.language) for note in notes]
    found = [known for known, _ in read]
    keys = _ordered(found)
    if len(keys) < 2:
        raise InputError("No known headings were found in these notes.", "Headings stand on a line, or before a colon.")
    titles = {key: _title([one.title for note in found for one in note if one.key == key]) for key in keys}
    required = {key for key in keys if all(any(one.key == key for one in note) for note in found)}
    unknown = tuple(dict.fromkeys(title for _, strange in read for title in strange))
    words = max(len(note.split()) for note in notes)
    return Proposal(_written(base, keys, titles, required, -(-words // _ROUND) * _ROUND), unknown)


def _headings(note: str, language: Language) -> tuple[list[_Heading], list[str]]:
    known = load_knowledge(language).headings
    found: list[_Heading] = []
    strange: list[str] = []
    for line in note.splitlines():
        before, colon, after = line.partition(":")
        title = _ORNAMENT.sub("", before)
        section = known.get(fold(title), "none")
        if section not in ("none", "section"):
            found.append(_Heading(_KEYS.get(section, section), title))
        elif colon and not after.strip() and 0 < len(title) <= _LONGEST:
            strange.append(title)
    return found, strange


def _ordered(notes: Sequence[Sequence[_Heading]]) -> list[str]:
    """The keys by their mean place, a note's headings being counted once each."""
    places: dict[str, list[float]] = {}
    for note in notes:
        keys = list(dict.fromkeys(one.key for one in note))
        for at, key in enumerate(keys):
            places.setdefault(key, []).append(at / len(keys))
    return sorted(places, key=lambda key: sum(places[key]) / len(places[key]))


def _title(titles: Sequence[str]) -> str:
    title = Counter(titles).most_common(1)[0][0]
    return title.capitalize() if title.isupper() else title


def _written(base: Template, keys: Sequence[str], titles: dict[str, str], required: set[str], words: int) -> str:
    takes = _takes(base, keys)
    head: dict[str, str | int] = {
        "id": f"{base.kind}.{base.language}", "version": "1", "kind": str(base.kind), "language": base.language,
        "title": base.title, "footer": base.footer, "placeholder": base.placeholder, "tone": base.tone,
        "max_words": words, "max_words_full": words * 2,
    }  # fmt: skip
    blocks = ["\n".join(f"{name} = {_toml(value)}" for name, value in head.items())]
    for name, lines in (("header", base.header), ("closing", base.closing)):
        blocks += [f"[[{name}]]\ntext = {_toml(line.text)}\nrequired = {_toml(line.required)}" for line in lines]
    for key in keys:
        needed = "required = true\n" if key in required else ""
        topics = ", ".join(map(_toml, takes[key]))
        blocks.append(f"[[sections]]\nkey = {_toml(key)}\ntitle = {_toml(titles[key])}\n{needed}takes = [{topics}]")
    return "\n\n".join(blocks) + "\n"


def _takes(base: Template, keys: Sequence[str]) -> dict[str, list[str]]:
    """Every topic of the base in one section: under its own key, else under the key of its section in the base, else
    in the plan, or last."""
    takes: dict[str, list[str]] = {key: [] for key in keys}
    for section in base.sections:
        for topic in sorted(section.takes):
            home = next((key for key in (topic, section.key, "plan") if key in takes), keys[-1])
            takes[home].append(topic)
    return takes


def _toml(value: str | int | bool) -> str:
    """A TOML value: its basic strings are JSON's."""
    return json.dumps(value, ensure_ascii=False)
