"""Guideline cards: Markdown files with a TOML head between ``+++`` lines, one passage a ``## `` heading.

Head: ``id``, ``language``, ``title``, ``publisher``, ``year``, ``url``, ``review_date`` (the last day on which the card
may be cited), ``status``, ``approver``, ``topics`` (what the card is about, in plain words), ``concepts`` (the same as
concepts of the lexicons). Whom it is for: ``ages`` (``"18-"``, ``"0-2"``: years, the second excluded) and ``sex``, of
the whole card or, under ``[population."SECTION"]``, of one passage.
"""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from assistant.domain.context import Sex
from assistant.domain.knowledge import CardStatus, Passage, Population, Source
from assistant.domain.language import LANGUAGES
from assistant.errors import UnreadableDocument

_HEAD = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.DOTALL)
_SECTION = re.compile(r"^## +(.+)$", re.MULTILINE)
_AGES = re.compile(r"\A(\d*(?:\.\d+)?)-(\d*(?:\.\d+)?)\Z")
_NOT_SLUG = re.compile(r"[^\w]+")


def read_cards(folder: Path) -> tuple[Passage, ...]:
    """The passages of every card below ``folder``, in the order of file names.

    Raises ``UnreadableDocument`` where a card is not in the form or two cards have one id.
    """
    passages = tuple(passage for file in sorted(folder.rglob("*.md")) for passage in read_card(file))
    ids = [passage.id for passage in passages]
    if twice := next((item for item in ids if ids.count(item) > 1), None):
        raise UnreadableDocument(f"Two guideline passages have the id {twice}.", "Give the cards different ids.")
    return passages


def read_card(file: Path) -> tuple[Passage, ...]:
    """The passages of one card. Raises ``UnreadableDocument`` where it is not in the form."""
    match = _HEAD.match(file.read_text("utf-8"))
    if match is None:
        raise UnreadableDocument(f"{file.name} has no head.", "A card starts with a TOML head between two +++ lines.")
    try:
        head = tomllib.loads(match.group(1))
        sections = _sections(match.group(2))
        if strange := head.get("population", {}).keys() - {title for title, _ in sections}:
            raise ValueError(f"it has no section {min(strange)}")
        return tuple(_passage(head, title, text) for title, text in sections)
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        message = f"{file.name}: its head cannot be used ({error})."
        raise UnreadableDocument(message, "Compare it to another card.") from error


def _sections(body: str) -> list[tuple[str, str]]:
    parts = _SECTION.split(body)[1:]
    return [(title.strip(), " ".join(text.split())) for title, text in zip(parts[::2], parts[1::2], strict=True)]


def _passage(head: dict[str, Any], section: str, text: str) -> Passage:
    if head["language"] not in LANGUAGES:
        raise ValueError(f"the language {head['language']!r} is not one of {', '.join(LANGUAGES)}")
    review: date = head["review_date"]
    return Passage(
        id=f"{head['id']}#{slug(section)}",
        language=head["language"],
        section=section,
        text=text,
        source=Source(head["title"], head["publisher"], head["year"], head["url"]),
        review_date=review,
        status=CardStatus(head["status"]),
        concepts=tuple(head["concepts"]),
        topics=tuple(head["topics"]),
        approver=head.get("approver", ""),
        population=_population({**head, **head.get("population", {}).get(section, {})}),
    )


def _population(head: dict[str, Any]) -> Population:
    ages = _AGES.match(head.get("ages", "-"))
    if ages is None:
        raise ValueError(f"the ages {head['ages']!r} are not two numbers of years with a hyphen between")
    first, last = (float(years) if years else None for years in ages.groups())
    return Population(first, last, Sex(head["sex"]) if "sex" in head else None)


def slug(text: str) -> str:
    """The text as a part of an id: lower case, everything but letters and digits as hyphens."""
    return _NOT_SLUG.sub("-", text.lower()).strip("-")
