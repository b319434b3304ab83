"""Personal style: what a clinician's edits say of his forms, and the same forms in his later drafts.

Only forms of the closed lists in ``knowledge/style``, known headings and the order of sections are ever looked at:
the other words of an edit, which may be a patient's, are neither kept nor read.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from assistant.domain.draft import Draft, Section
from assistant.domain.language import Language
from assistant.domain.style import Choice, Order, Style
from assistant.errors import ConfigError
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.text import fold

ENOUGH = 2
"""Times that a choice is seen before it is followed: once may be an accident."""
FORM = "form"
_QUOTES = '"«“'


@dataclass(frozen=True, slots=True)
class Forms:
    """Groups of equivalent forms, and the headings that may be learned (folded)."""

    groups: tuple[tuple[str, ...], ...]
    headings: frozenset[str]


@lru_cache(maxsize=4)
def load_forms(folder: Path, language: Language) -> Forms:
    """The closed list ``forms.LANGUAGE.toml``. Raises ``ConfigError`` where it is missing or broken."""
    path = folder / f"forms.{language}.toml"
    try:
        groups = tomllib.loads(path.read_text(encoding="utf-8"))["groups"]
        headings = frozenset(load_knowledge(language).headings)
        return Forms(tuple(tuple(group) for group in groups), headings)
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ConfigError(
            f"The list of forms {path.name} cannot be used: {error}.",
            "Check the file in knowledge/style, or put back the one that was delivered.",
        ) from error


def learned(style: Style, first: Draft, signed: Draft, forms: Forms) -> Style:
    """The style with what the edits between a draft and its signed report add."""
    counts = Counter({(one.what, one.instead_of, one.chosen): one.count for one in style.choices})
    counts.update(_form_choices(first, signed, forms))
    counts.update(_heading_choices(first, signed, forms))
    orders = Counter({(one.kind, one.keys): one.count for one in style.orders})
    keys = tuple(section.key for section in signed.sections)
    if keys != tuple(section.key for section in first.sections):
        orders[str(signed.kind), keys] += 1
    return Style(
        tuple(Choice(*key, count) for key, count in sorted(counts.items())),
        tuple(Order(*key, count) for key, count in sorted(orders.items())),
    )


def styled(draft: Draft, style: Style) -> Draft:
    """The draft in the clinician's forms, headings and order. What somebody said between quotation marks stays."""
    rules = [(_pattern(old), new) for old, new in preferences(style, FORM).items()]
    sections = [_styled(section, rules, draft, style) for section in draft.sections]
    order = _order(draft, style)
    if order is not None:
        sections.sort(key=lambda section: order.index(section.key) if section.key in order else len(order))
    return replace(draft, sections=tuple(sections))


def preferences(style: Style, what: str) -> dict[str, str]:
    """The forms to replace, each by what was chosen oftener than the other way round, and often enough."""
    counts = {(one.instead_of, one.chosen): one.count for one in style.choices if one.what == what}
    best: dict[str, tuple[int, str]] = {}
    for (old, new), count in sorted(counts.items()):
        if count >= ENOUGH and count > counts.get((new, old), 0) and count > best.get(old, (0, ""))[0]:
            best[old] = (count, new)
    return {old: new for old, (_, new) in best.items()}


def _form_choices(first: Draft, signed: Draft, forms: Forms) -> Iterator[tuple[str, str, str]]:
    before = {sentence.id: sentence.text for section in first.sections for sentence in section.sentences}
    for section in signed.sections:
        for sentence in section.sentences:
            old = before.get(sentence.id)
            if old is not None and old != sentence.text:
                yield from _chosen(old, sentence.text, forms)


def _chosen(old: str, new: str, forms: Forms) -> Iterator[tuple[str, str, str]]:
    for group in forms.groups:
        had, has = _held(old, group), _held(new, group)
        if len(had) == 1 and len(has) == 1 and had != has:
            yield FORM, had[0], has[0]


def _held(text: str, group: Sequence[str]) -> list[str]:
    """The forms of a group in a text; one inside a longer one ("tension" in "tension artérielle") does not count."""
    found = [form for form in group if _pattern(form).search(text)]
    return [form for form in found if not any(form != other and form in other for other in found)]


def _heading_choices(first: Draft, signed: Draft, forms: Forms) -> Iterator[tuple[str, str, str]]:
    before = {section.key: section.title for section in first.sections}
    for section in signed.sections:
        old = before.get(section.key)
        if old and old != section.title and fold(section.title) in forms.headings:
            yield f"heading:{signed.kind}:{section.key}", old, section.title


def _styled(section: Section, rules: Sequence[tuple[re.Pattern[str], str]], draft: Draft, style: Style) -> Section:
    headings: Mapping[str, str] = preferences(style, f"heading:{draft.kind}:{section.key}")
    sentences = tuple(replace(one, text=_written(one.text, rules)) for one in section.sentences)
    return replace(section, title=headings.get(section.title, section.title), sentences=sentences)


def _written(text: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> str:
    if any(quote in text for quote in _QUOTES):
        return text
    for pattern, to in rules:
        text = pattern.sub(lambda match, to=to: to, text)  # type: ignore[misc]
    return text[:1].upper() + text[1:]


def _order(draft: Draft, style: Style) -> tuple[str, ...] | None:
    own = [order for order in style.orders if order.kind == draft.kind and order.count >= ENOUGH]
    return max(own, key=lambda order: order.count).keys if own else None


@lru_cache(maxsize=512)
def _pattern(form: str) -> re.Pattern[str]:
    """The form as a whole word; one in capitals or with a capital in it only as it is written."""
    flags = 0 if re.search(r"[A-Z].*[A-Z\d]", form) else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(form)}(?![\w])", flags)
