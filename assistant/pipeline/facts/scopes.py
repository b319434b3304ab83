"""How far a cue word reaches: the scopes of a sentence, its lists and its parentheses."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.span import Span
from assistant.pipeline.facts.reading import Reading

HARD_STOP = re.compile(r"[.;!?\n]|…|\s[-–—]\s|:(?!\s*(?:non|no|negatif|negative|absent|aucune?|none)\b)")
REACH_AFTER = 4
"""Words between a term and a cue behind it."""
_COMMA = re.compile(r",\s*$")
_REACH_BEFORE = 9
_LONGEST_ITEM = 6
_LIST_ITEM = re.compile(r"\s*(?:de|d|des|du|ni|ou|or|nor|and|et)\b")
_LIST_END = re.compile(r"\b(?:ni|ou)\b")


@dataclass(frozen=True, slots=True)
class Scopes:
    """Where the scopes of a sentence begin; scope ``i`` runs to the beginning of ``i + 1``."""

    starts: tuple[int, ...]

    def of(self, position: int) -> int:
        """The scope that holds a position."""
        return bisect_right(self.starts, position)


@lru_cache(maxsize=4096)
def scopes_of(reading: Reading) -> Scopes:
    """The scopes of a sentence."""
    starts = {0}
    starts.update(found.end() for found in HARD_STOP.finditer(reading.folded))
    for cue in reading.cues("boundary"):
        if cue.name == "word":
            starts.add(cue.span.start)
    links = [span.end for span in reading.named("boundary", "link")]
    for subject in reading.named("boundary", "subject"):
        before = reading.folded[: subject.start]
        linked = any(before[end:].strip() == "" for end in links if end <= subject.start)
        if _COMMA.search(before) or linked:
            starts.add(subject.start)
    return Scopes(tuple(sorted(starts)))


def ends_clause(reading: Reading, cue: Span) -> bool:
    """Whether nothing but punctuation follows a cue (*le genou, rien.*)."""
    following = reading.folded[cue.end :].lstrip(" ")
    return not following or following[0] in ",.;:!?…)"


def reaches_forward(reading: Reading, cue: Span, span: Span) -> bool:
    """A cue governs what follows it up to nine words on, and every item of a list."""
    between = _without_hesitation(reading, cue.end, span.start)
    if between.lstrip().startswith(",") or _leaves_parentheses(between):
        return False
    if "," not in between:
        return reading.words_between(cue.end, span.start) <= _REACH_BEFORE
    items = between.split(",")
    if any(len(item.split()) > _LONGEST_ITEM for item in items):
        return False
    # French lists what is absent with "de", "ni" or "ou"; English with bare commas.
    listed = all(_LIST_ITEM.match(item) for item in items[1:] if item.strip()) and bool(items[-1].strip())
    closed = _LIST_END.search(reading.folded, span.start) is not None
    return reading.lexicon.language == "en" or listed or closed


def _without_hesitation(reading: Reading, start: int, end: int) -> str:
    """What stands between, less *um* and *euh* and the commas around them."""
    pieces, at = [], start
    for pause in reading.named("speech", "hesitation"):
        if start <= pause.start and pause.end <= end:
            pieces.append(reading.folded[at : pause.start].rstrip(" ,"))
            at = pause.end
    return " ".join([*pieces, reading.folded[at:end].lstrip(" ,") if pieces else reading.folded[at:end]])


def reaches_back(reading: Reading, cue: Span, span: Span) -> bool:
    """A cue governs what stands up to four words before it, with no other term between."""
    between = reading.folded[span.end : cue.start]
    near = reading.words_between(span.end, cue.start) <= REACH_AFTER
    # *Douleur, absente* tells of the pain; *brûlures, absentes l'été* of what came before.
    apart = "," not in between or (not between.strip(" ,") and ends_clause(reading, cue))
    return near and apart and not _leaves_parentheses(between) and not _other_term(reading, span, cue)


def _leaves_parentheses(between: str) -> bool:
    """*Feels warm (not measured), cough*: what stands in parentheses governs nothing outside."""
    depth = 0
    for character in between:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return True
    return depth > 0


def _other_term(reading: Reading, span: Span, cue: Span) -> bool:
    return any(span.end <= term.span.start and term.span.end <= cue.start for term in reading.terms)
