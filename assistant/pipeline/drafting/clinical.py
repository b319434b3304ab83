"""Drugs as a prescription writes them: name, strength, amount, how often, how long; from the facts' slots."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from assistant.domain.fact import DrugAction, Fact, FactKind, Quantity
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.naming import Heading, spoken_name
from assistant.pipeline.drafting.numerals import with_digits
from assistant.pipeline.drafting.statement import lowered
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon

# What a drug line may leave unsaid of its sentence: one informative word in three.
_UNSAID = 0.34
# Cue words that a drug line says in its own way: they are not lost where the line stands for the sentence.
_WORDED_GROUPS: Final = ("frequency", "duration", "drug_action", "route")


def drug_line(
    segment: Segment, facts: Sequence[Fact], heading: Heading | None, lexicon: Lexicon, wording: Wording
) -> str | None:
    """The sentence's drugs in clinical form, ``None`` where that would lose or turn what was said.

    The name is the one spoken, here or, as ``heading``, before. A number without a unit
    gets none, and a sentence that denies or sets conditions is left as it was: what was not said is not written.
    """
    drugs = [fact for fact in facts if fact.kind is FactKind.DRUG]
    if not drugs or wording.guards.search(segment.text) or not all(_is_plain(fact) for fact in facts):
        return None
    if wording.dated.search(segment.text) or _changes_unsaid(segment, drugs, lexicon):
        return None
    if _shares_rhythm(segment, drugs, lexicon) or _shares_amount(segment, drugs):
        return None
    names = [spoken_name(fact, lexicon) or (heading.name if heading is not None else None) for fact in drugs]
    if not all(names) or not all(_is_slotted(fact) for fact in drugs):
        return None
    named = zip(drugs, names, strict=True)
    line = ", ".join(dict.fromkeys(_drug(fact, name or "", lexicon, wording) for fact, name in named))
    if wording.limits.search(segment.text):
        if not all(fact.frequency and "," not in fact.frequency for fact in drugs):
            return None
        line = f"{line} {wording.phrases['at_most']}"
    problems = [fact.text for fact in facts if fact.kind is FactKind.PROBLEM]
    if any(informative(text, wording) - informative(line, wording) for text in problems):
        return None
    if _amounts(_unworded(segment.text, lexicon)) - _amounts(line):
        return None
    left = informative(_unworded(segment.text, lexicon), wording) - informative(line, wording) - _numbers(line)
    return line if len(left) <= _UNSAID * len(informative(segment.text, wording)) else None


def allergy_line(
    segment: Segment, facts: Sequence[Fact], heading: Heading | None, lexicon: Lexicon, wording: Wording
) -> str | None:
    """What was not tolerated, what it did and at what age, ``None`` where one of them is not plainly said."""
    allergies = [fact for fact in facts if fact.kind is FactKind.ALLERGY]
    reactions = [fact for fact in facts if fact.kind is FactKind.PROBLEM]
    if any(wording.indication.search(segment_before(segment, fact)) for fact in reactions):
        return None
    if not allergies or not reactions or any(_is_doubtful(fact) for fact in (*allergies, *reactions)):
        return None
    names = [spoken_name(fact, lexicon) or (heading.name if heading else None) for fact in allergies]
    if not all(names):
        return None
    done = ", ".join(dict.fromkeys(lowered(lexicon.label(fact.concept)) for fact in reactions))
    age = wording.age.search(with_digits(segment.text, lexicon.numbers, wording.language))
    said = f"{done}, {age.group()}" if age is not None else done
    return wording.phrases["about"].format(label=_several(name or "" for name in names), text=said)


def kept_line(facts: Sequence[Fact], heading: Heading | None, wording: Wording) -> str | None:
    """The drug that a clinician, asked whether to stop it, does not stop ("Surely not"); ``heading`` names it."""
    stops = [fact for fact in facts if fact.kind is FactKind.DRUG and fact.action is DrugAction.STOPPED]
    refused = [fact for fact in stops if fact.qualifiers.negated and fact.answers is not None]
    clinicians = all(fact.role is SpeakerRole.CLINICIAN for fact in refused)
    if heading is None or len(refused) != 1 or stops != refused or not clinicians:
        return None
    return wording.phrases["not_stopped"].format(item=heading.name)


def _shares_rhythm(segment: Segment, drugs: Sequence[Fact], lexicon: Lexicon) -> bool:
    """Whether one "twice a day" is said before the last of several drugs: nothing tells whose it is."""
    cues = lexicon.cues("frequency", segment.text)
    last = max(fact.span.start for fact in drugs) - segment.span.start
    return len({fact.concept for fact in drugs}) > 1 and len(cues) == 1 and cues[0].span.end <= last


def _shares_amount(segment: Segment, drugs: Sequence[Fact]) -> bool:
    """Whether an amount that was said once is given to several drugs."""
    doses = {fact.concept: fact.dose for fact in drugs if fact.dose is not None}
    values = Counter(_AMOUNT.findall(segment.text))
    return any(0 < values[f"{dose.value:g}"] < n for dose, n in Counter(doses.values()).items() if n > 1)


def _changes_unsaid(segment: Segment, drugs: Sequence[Fact], lexicon: Lexicon) -> bool:
    """Whether the sentence stops or changes something that none of its drugs is said to be."""
    changes = (DrugAction.STOPPED, DrugAction.CHANGED)
    cued = any(cue.name in changes for cue in lexicon.cues("drug_action", segment.text))
    return cued and not any(fact.action in changes for fact in drugs)


def segment_before(segment: Segment, fact: Fact) -> str:
    """What the segment says before the fact."""
    return segment.text[: max(fact.span.start - segment.span.start, 0)]


def _several(names: Iterable[str]) -> str:
    """The names on one line, the first one capitalised, each once."""
    line = ", ".join(dict.fromkeys(names))
    return line[:1].upper() + line[1:]


def _is_doubtful(fact: Fact) -> bool:
    holds = fact.qualifiers
    return holds.negated or holds.uncertain or holds.conditional or holds.family or holds.superseded


def _is_plain(fact: Fact) -> bool:
    return not _is_doubtful(fact) and not fact.qualifiers.past


def _is_slotted(fact: Fact) -> bool:
    """Whether the slots say how the drug is taken, and one course only ("two in the morning, one at noon" is two)."""
    changing = fact.action in (DrugAction.STOPPED, DrugAction.CHANGED)
    return bool(fact.dose or fact.frequency) and not changing and (fact.dose is None or fact.dose.high is None)


def _drug(fact: Fact, name: str, lexicon: Lexicon, wording: Wording) -> str:
    name = name[:1].upper() + name[1:]
    strength = _amount(fact.quantity, wording)
    taken = _amount(fact.dose, wording) if fact.dose != fact.quantity else ""
    dosed = " ".join(part for part in (name, strength) if part)
    often = [_often(one, lexicon, wording) for one in (fact.frequency or "").split(",") if one]
    course = fact.duration if fact.duration and not _is_rhythm(fact) else None
    during = wording.phrases["during"].format(item=_course(course, wording)) if course else ""
    return ", ".join(part for part in (dosed, taken, *often, during) if part)


def _is_rhythm(fact: Fact) -> bool:
    """Whether what sounds like a length of time is how often the drug is taken ("every six hours")."""
    return fact.duration is not None and fact.duration.replace(" ", "") in (fact.frequency or "")


def _course(duration: str, wording: Wording) -> str:
    """ "5 jours" for ``5 day``."""
    count, _, unit = duration.partition(" ")
    one, _, many = wording.lengths.get(unit, unit).partition("|")
    value = count.replace(".", wording.phrases["decimal"])
    return f"{value} {one if count == '1' or not many else many}"


def _amount(quantity: Quantity | None, wording: Wording) -> str:
    if quantity is None:
        return ""
    value = _number(quantity.value, wording) + ("" if quantity.high is None else f"-{_number(quantity.high, wording)}")
    return f"{value} {_unit(quantity, wording.forms)}".strip()


def _unit(quantity: Quantity, forms: Mapping[str, str]) -> str:
    one, _, many = forms.get(quantity.unit, quantity.unit).partition("|")
    return many if many and (quantity.high or quantity.value) >= 2 else one


def _number(value: float, wording: Wording) -> str:
    return "½" if value == 0.5 else f"{value:g}".replace(".", wording.phrases["decimal"])


def _often(name: str, lexicon: Lexicon, wording: Wording) -> str:
    """ "3/j" for ``3/day``; a time of day by its first cue phrase."""
    count, slash, period = name.partition("/")
    if slash and count[:1].isdigit() and period in wording.forms:
        return f"{count}/{wording.forms[period]}"
    return lexicon.wording("frequency", name)


def _unworded(text: str, lexicon: Lexicon) -> str:
    """The text less its drug names and the cue words that the line words itself."""
    kept = list(text)
    spans = [one.span for one in lexicon.match(text) if one.kind in ("drug", "allergen")]
    spans += [cue.span for group in _WORDED_GROUPS for cue in lexicon.cues(group, text)]
    for span in spans:
        kept[span.start : span.end] = " " * (span.end - span.start)
    return "".join(kept)


_AMOUNT = re.compile(r"\d+(?:[.,]\d+)?")


def _amounts(text: str) -> frozenset[str]:
    return frozenset(one.replace(",", ".") for one in _AMOUNT.findall(text))


def _numbers(line: str) -> frozenset[str]:
    return frozenset(word.strip(",/") for word in line.replace("/", " ").split() if word[:1].isdigit())
