"""Which statements make the report: no repetition, the weightiest first, within the words allowed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.pipeline.drafting.statement import Statement, lowered
from assistant.pipeline.drafting.template import Template
from assistant.pipeline.drafting.wording import Wording

_SAME = 0.75


@dataclass(frozen=True, slots=True)
class Appetite:
    """What makes a statement less wanted: ``tired`` for each other one of its section, ``told`` for each of its turn,
    ``overhead`` the words that any statement costs its reader beyond its own."""

    tired: float
    told: float
    overhead: float


# A short report takes a little from everywhere; a full one follows what was said at length.
SHORT = Appetite(tired=0.1, told=4.0, overhead=4)
FULL = Appetite(tired=0.3, told=0.0, overhead=6)
# Drugs are told in lists: the next one of a turn is hardly less wanted.
_OF_A_LIST = 0.5
# Words that the story of the illness has before anything but what is always printed.
_STORY = 20
# The reason for the visit is looked for among the first answers to what asked for it.
_OPENING = 5
# What is printed whatever its length.
_BOUND = ("reason", "allergies", "warning")
_LISTED = ("exam", "tests")
_BRIEF = 5


def selected(
    found: Sequence[Statement], template: Template, max_words: int, appetite: Appetite = SHORT
) -> list[Statement]:
    """The statements to print, in the order they were said. ``max_words`` binds all sections together.

    Each statement kept makes the next of its section and of its turn a little less wanted: none starves another.
    """
    kept = _fitting(_always(found, template), found, max_words)
    room = max_words - sum(_length(found[index]) for index in kept)
    kept += _story(found, kept, min(_STORY, room))
    left = {index: one for index, one in enumerate(found) if index not in kept}
    sections = Counter(template.section_of(found[index].topic) for index in kept)
    turns = Counter(turn for index in kept for turn in _turns(found[index]))
    words = sum(_length(found[index]) for index in kept)
    while left:
        best = min(
            left,
            key=lambda index: (
                -_wanted(found[index], sections[template.section_of(found[index].topic)], turns, appetite),
                index,
            ),
        )
        statement = left.pop(best)
        length = _length(statement)
        if words + length > max_words or any(_repeats(statement, found[other]) for other in kept):
            continue
        kept.append(best)
        words += length
        sections[template.section_of(statement.topic)] += not statement.absent
        turns.update(_turns(statement))
    return [found[index] for index in sorted(kept)]


def _always(found: Sequence[Statement], template: Template) -> list[int]:
    """What no length may push out: every statement of the topics that the wording names, what is concluded and
    prescribed, one reason, and the first word on each red flag."""
    topics = template.wording.always
    reasons = [index for index, one in enumerate(found) if one.topic == "reason"]
    kept = sorted(reasons[:_OPENING], key=lambda index: (not found[index].complaint, -found[index].weight, index))[:1]
    flagged: set[str] = set()
    for index, one in enumerate(found):
        grave = one.topic == "present_illness" and not one.thin and bool(one.flags - flagged)
        flagged |= one.flags
        concludes = one.topic == "assessment" and one.complaint
        prescribes = one.topic == "prescription" and one.dosing
        wanted = one.topic in topics or concludes or prescribes or grave
        if wanted and not any(_repeats(one, found[other]) for other in kept):
            kept.append(index)
    return kept


def _fitting(kept: Sequence[int], found: Sequence[Statement], max_words: int) -> list[int]:
    """Those of what no length pushes out that fit together, the weightiest by the word first; what warns or must not
    be given always does."""
    bound = [index for index in kept if found[index].topic in _BOUND or found[index].flags]
    words = sum(_length(found[index]) for index in bound)
    for index in sorted(set(kept) - set(bound), key=lambda at: (-found[at].weight / _length(found[at]), at)):
        if words + _length(found[index]) <= max_words:
            bound.append(index)
            words += _length(found[index])
    return bound


def _length(statement: Statement) -> int:
    """The words it costs: something denied takes a "pas de" of its own in the sentence that gathers it."""
    return len(statement.text.split()) + 2 * statement.absent


def _story(found: Sequence[Statement], kept: Sequence[int], room: int) -> list[int]:
    """The weightiest of what happened, for so many words: a plan however long must not leave its reader without."""
    story: list[int] = []
    words = 0
    told = [index for index, one in enumerate(found) if one.topic == "present_illness" and index not in kept]
    for index in sorted(told, key=lambda at: (-found[at].weight / (_length(found[at]) + 4), at)):
        length = _length(found[index])
        if words + length <= room and not any(_repeats(found[index], found[other]) for other in (*kept, *story)):
            story.append(index)
            words += length
    return story


def _turns(statement: Statement) -> set[int]:
    return {place.turn for place in statement.evidence}


def _wanted(statement: Statement, beside: int, turns: Counter[int], appetite: Appetite) -> float:
    told = (_OF_A_LIST if statement.dosing else 1.0) * appetite.told * min(turns[turn] for turn in _turns(statement))
    worth = max(statement.weight - appetite.tired * beside - told, 0.1)
    return worth / (len(statement.text.split()) + appetite.overhead)


def _repeats(later: Statement, earlier: Statement) -> bool:
    """Whether a weightier statement of the same topic already holds nearly all the words."""
    if later.topic != earlier.topic or later.absent != earlier.absent or not later.keys:
        return False
    return len(later.keys & earlier.keys) >= _SAME * len(later.keys)


def listed(found: Sequence[Statement]) -> list[Statement]:
    """Short statements of an examination on one line ("TA 12/8, FC 72"), as many as follow one another."""
    lines: list[Statement] = []
    for one in found:
        last = lines[-1] if lines else None
        if last is not None and _is_brief(last, one):
            evidence = tuple(dict.fromkeys((*last.evidence, *one.evidence)))
            lines[-1] = replace(last, text=f"{last.text}, {lowered(one.text)}", evidence=evidence)
        else:
            lines.append(one)
    return lines


def _is_brief(last: Statement, one: Statement) -> bool:
    if last.topic != one.topic or one.topic not in _LISTED or last.absent or one.absent:
        return False
    return len(one.text.split()) <= _BRIEF and len(last.text.split()) <= 4 * _BRIEF


def grouped(found: Sequence[Statement], template: Template) -> list[Statement]:
    """Statements of one section, with what is denied gathered in one sentence where the first of it stood."""
    absent = [one for one in found if one.absent]
    if not absent:
        return list(found)
    evidence = tuple(dict.fromkeys(place for one in absent for place in one.evidence))
    text = absence([one.text for one in absent], template.wording)
    gathered = replace(absent[0], text=text, evidence=evidence, absent=False)
    first = found.index(absent[0])
    return [gathered if index == first else one for index, one in enumerate(found) if index == first or not one.absent]


def absence(items: Sequence[str], wording: Wording) -> str:
    """ "Pas de fièvre, pas d'angine", by the phrases of the wording, which elide where the language does."""
    return ", ".join(lowered(text) if at else text for at, text in enumerate(_absent(items, wording)))


def _absent(items: Sequence[str], wording: Wording) -> Iterator[str]:
    for item in dict.fromkeys(items):
        elided = wording.item_vowel.search(item) and "absent_elided" in wording.phrases
        yield wording.phrases["absent_elided" if elided else "absent"].format(items=item)
