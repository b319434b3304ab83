"""The small language in which conditions are written in ``knowledge/coding/conditions_fr``, as regular expressions.

Words stand for themselves in any number and gender, and little words between them do not count: ``cancer sein`` finds
"cancer du sein". ``hemorragi*`` any
ending, ``(a/b)`` one of several, ``[a]`` may be missing, ``~`` up to four other words, ``|`` between whole
alternatives; an alternative that opens with ``=`` is found only as written, capitals included (``=FA``). All is matched
on folded text (lower case, no accents).
"""

import re
from functools import lru_cache

_TOKEN = re.compile(r"[\[\]()/~]|[^\s\[\]()/~]+")
_LITTLE = "de|du|des|d|la|le|les|l|a|au|aux|en|un|une|par|son|sa|ses"
_BETWEEN = rf"[\s'\-]+(?:(?:{_LITTLE})\b[\s'\-]+)*"
_GAP = r"(?:[\s'\-]+[\w%°]+){0,4}?"
_ENDINGS = (
    ("al", r"(?:al|ales?|aux)"),
    ("if", r"(?:if|ive)s?"),
    ("eux", r"eu(?:x|ses?)"),
    ("teur", r"t(?:eur|rice)s?"),
)


def split_alternatives(text: str) -> list[str]:
    """The alternatives between bars, trimmed."""
    return [part.strip() for part in text.split("|") if part.strip()]


@lru_cache(maxsize=20_000)
def phrase_pattern(phrase: str) -> str:
    """The regular expression (source) of one alternative, over folded text. Raises ``ValueError`` if malformed."""
    parts: list[str] = []
    open_groups: list[str] = []
    between = False
    for token in _TOKEN.findall(phrase):
        if token == "~":
            parts.append(_GAP)
            continue
        if token == "(":
            parts.append((_BETWEEN if between else "") + "(?:")
            between = False
            open_groups.append(token)
        elif token == "[":
            if not between:
                raise ValueError(f"an optional part cannot open a phrase: {phrase!r}")
            parts.append("(?:")
            open_groups.append(token)
        elif token == "/":
            parts.append("|")
            between = bool(open_groups) and open_groups[-1] == "["
        elif token in ")]":
            if not open_groups or (open_groups.pop() == "(") != (token == ")"):
                raise ValueError(f"brackets do not match: {phrase!r}")
            parts.append(")" if token == ")" else ")?")
            between = True
        else:
            parts.append((_BETWEEN if between else "") + _word(token))
            between = True
    if open_groups:
        raise ValueError(f"brackets do not match: {phrase!r}")
    return r"\b(?:" + "".join(parts) + r")(?!\w)"


def _word(word: str) -> str:
    if word.startswith("="):
        return re.escape(word[1:])
    if word.endswith("*"):
        return _ligature(re.escape(word[:-1])) + r"\w*"
    if len(word) <= 3 or not word.isalpha():
        return re.escape(word)
    for ending, pattern in _ENDINGS:
        if word.endswith(ending):
            return _ligature(re.escape(word[: -len(ending)])) + pattern
    return _ligature(re.escape(word)) + r"(?:n?e?s?|x)"


def _ligature(pattern: str) -> str:
    return pattern.replace("oe", "(?:oe|œ)")


def source_of(alternatives: list[str]) -> str:
    """The source of one pattern for several alternatives of folded text."""
    return "|".join(phrase_pattern(each) for each in alternatives)


def any_of(alternatives: list[str]) -> re.Pattern[str]:
    """One pattern for several alternatives of folded text."""
    return re.compile(source_of(alternatives))


def anchors(phrase: str) -> set[str]:
    """Beginnings of the phrase's possible first words: every text that it finds holds one of them."""
    tokens = _TOKEN.findall(phrase)
    firsts, depth, expected = [], 0, True
    for token in tokens:
        if token == "(":
            depth += 1
        elif token == ")":
            depth -= 1
        elif token == "/":
            expected = depth == 1 or expected
        elif expected:
            firsts.append(token)
            expected = False
        if depth == 0:
            break
    return {_beginning(word) for word in firsts}


def _beginning(word: str) -> str:
    """Some first letters that every form of the word shares; empty where a ligature may stand there."""
    stem = word.lstrip("=").rstrip("*").partition("oe")[0]
    return stem[: max(3, min(6, len(stem) - 3))]


@lru_cache(maxsize=8_000)
def compiled(source: str) -> re.Pattern[str]:
    """A pattern compiled when it is first asked for: most tests never are."""
    return re.compile(source)
