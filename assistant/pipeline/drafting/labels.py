"""Facts by their clinical names: for what was denied, and for complaints that the facts cover whole."""

from collections import Counter
from collections.abc import Sequence

from assistant.domain.fact import Fact, FactKind
from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.numerals import with_digits
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import tokens

_NAMED = frozenset({FactKind.PROBLEM, FactKind.DURATION})
# A complaint is named by its facts only where they leave this share of its informative words unsaid, at most.
_UNSAID = 0.25
_TWO_WORDS = 2
_STEM = 4
# An answer to a longer list may speak of one thing only.
_ASKED_TOGETHER = 2


def denied_names(facts: Sequence[Fact], lexicon: Lexicon, wording: Wording) -> list[str]:
    """The names of the problems that the facts deny of the patient, each once."""
    denied = [fact for fact in facts if _is_denied(fact)]
    names = [_as_wide(fact.text, _name(fact, lexicon, wording)) for fact in denied]
    return list(dict.fromkeys(names))


def _as_wide(said: str, name: str) -> str:
    """The name, or the words where the name adds to them what was not said ("discharge": "vaginal discharge")."""
    words, named = ({one.key for one in tokens(text)} for text in (said, name))
    return said.lower() if words < named else name


def as_asked(name: str, questions: Sequence[Segment]) -> str:
    """A name of two words, or only its noun where no question says the first ("discharge from the ear")."""
    words = name.split()
    said = " ".join(token.key for one in questions for token in tokens(one.text)).split()
    if len(words) != _TWO_WORDS or words[1].lower() not in said:
        return name
    return name if any(one.startswith(words[0].lower()[:_STEM]) for one in said) else words[1]


def _is_denied(fact: Fact) -> bool:
    holds = fact.qualifiers
    of_patient_now = not (holds.family or holds.conditional or holds.superseded)
    return fact.kind is FactKind.PROBLEM and holds.negated and of_patient_now


def stated_problems(facts: Sequence[Fact]) -> list[Fact]:
    """The problems plainly stated of the patient, now."""
    return [fact for fact in facts if fact.kind is FactKind.PROBLEM and _is_plain(fact) and not fact.qualifiers.past]


def item_name(item: str, lexicon: Lexicon, wording: Wording) -> str:
    """The clinical name of what a question asked for where the vocabulary knows the whole of it, else its words."""
    for found in lexicon.match(item):
        rest = item[: found.span.start] + item[found.span.end :]
        name = _named(found.concept, lexicon)
        if found.kind == "problem" and not informative(rest, wording) and len(name.split()) <= len(item.split()):
            return _as_wide(item, name)
    return item


def is_site(item: str, lexicon: Lexicon, wording: Wording) -> bool:
    """Whether the item is a part of the body and no more: that it is absent says nothing."""
    found = [one for one in lexicon.match(item) if one.kind == "site"]
    rest = item
    for one in found:
        rest = rest.replace(one.span.of(item), " ")
    return bool(found) and not informative(rest, wording)


def problem_names(facts: Sequence[Fact], lexicon: Lexicon, wording: Wording) -> str | None:
    """The problems plainly stated of the patient by their clinical names, with their durations; ``None`` where there
    are none."""
    stated = stated_problems(facts)
    lasting = [fact for fact in facts if fact.kind is FactKind.DURATION and _is_plain(fact)]
    # Of two lengths of time one may be of something else, or have been taken back.
    named = [fact for fact in facts if fact in stated or (lasting == [fact])]
    return ", ".join(dict.fromkeys(_name(fact, lexicon, wording) for fact in named)) if stated else None


def spoken_of(facts: Sequence[Fact], lexicon: Lexicon) -> Counter[str]:
    """How often each problem that the patient has is spoken of in the visit, by its clinical name."""
    return Counter(_named(fact.concept, lexicon) for fact in stated_problems(facts))


def asked_names(facts: Sequence[Fact], lexicon: Lexicon, wording: Wording) -> str | None:
    """The names of what a question asked about and its answer speaks of without naming it, two at most."""
    answered = [fact for fact in facts if fact.kind is FactKind.PROBLEM and fact.answers is not None]
    names = list(dict.fromkeys(_name(fact, lexicon, wording) for fact in answered))
    return ", ".join(names) if 0 < len(names) <= _ASKED_TOGETHER else None


def complaint(segment: Segment, facts: Sequence[Fact], lexicon: Lexicon, wording: Wording) -> str | None:
    """The clinical names of what a sentence complains of, with its durations as said. ``segment`` as it was spoken.

    ``None`` where the facts do not cover the sentence, or where one of them is anything but plainly stated.
    """
    problems = [fact for fact in facts if fact.kind is FactKind.PROBLEM]
    lasting = [fact for fact in facts if fact.kind is FactKind.DURATION]
    if not problems or len(lasting) > 1 or any(not _is_plain(fact) for fact in facts):
        return None
    if wording.unnamed.search(segment.text.replace("’", "'")):
        return None
    uncovered = informative(_outside(segment, facts), wording)
    if len(uncovered) > _UNSAID * len(informative(segment.text, wording)):
        return None
    return ", ".join(dict.fromkeys(_name(fact, lexicon, wording) for fact in facts))


def _is_plain(fact: Fact) -> bool:
    holds = fact.qualifiers
    doubtful = holds.negated or holds.uncertain or holds.conditional or holds.family or holds.superseded
    return fact.kind in _NAMED and not doubtful and fact.answers is None


def _name(fact: Fact, lexicon: Lexicon, wording: Wording) -> str:
    if fact.kind is FactKind.DURATION:
        return with_digits(fact.text.strip(), lexicon.numbers, lexicon.language)
    name = _named(fact.concept, lexicon)
    side = wording.phrases[f"side_{fact.side}"] if fact.side else ""
    return f"{name} {side}" if side and side not in name else name


def _named(concept: str, lexicon: Lexicon) -> str:
    name = lexicon.label(concept)
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _outside(segment: Segment, facts: Sequence[Fact]) -> str:
    """The sentence without the characters that a fact stands on."""
    kept = list(segment.text)
    for fact in facts:
        start = max(fact.span.start - segment.span.start, 0)
        end = min(fact.span.end - segment.span.start, len(kept))
        kept[start:end] = " " * max(end - start, 0)
    return "".join(kept)
