"""What a claim writes of a number: which values are to be looked for, in which unit, and what it says of them."""

import re
from dataclasses import dataclass

from assistant.domain.fact import Quantity
from assistant.domain.finding import FindingType
from assistant.pipeline.checking.quantities.arithmetic import Asked
from assistant.pipeline.checking.quantities.likeness import dimension
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.checking.texts.wording import opens
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.text import word_key

_PER = re.compile(r"/\s?(h|min|s)\b")
_DECADE = re.compile(r"^\d*0s$")
_ORDINAL = re.compile(r"(?:e|er|re|ere|eme|th|st|nd|rd)\b")
_BY_DAY = re.compile(
    r"\s*(?:(?:(?!fois|prises?)[a-z]+ ){0,3}quotidien|/\s?(?:j|jour|24 ?h|d|day)\b|par jour|per day|a day"
    r"|(?:(?!once|twice|times)[a-z]+ ){0,2}daily|total)"
)
_FLOWING = frozenset({"L", "mL", "mg", "g"})
_TIMES_SIGN = re.compile(r"(?<![a-z])x\s?$")
_MONTH_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])/((?:19|20)\d\d)$")
_DAY_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})$")
_SIGN = re.compile(r"(?:^|[\s(])[+\-]$")
_ADDED = re.compile(r"\d\s?\+\s?$")
_LEAD = 16
"""Characters before a number in which a word may call it rough or a bound."""
_DOSES = frozenset({"mass", "volume", "units", "dose_by_weight", "dose_by_weight_day"})
_IN_A_ROW = 11
_FORMS = ("tablet", "capsule", "sachet", "puff", "spoon", "injection", "patch", "suppository", "time", "session")
_TIMES = frozenset({"time", "time_pregnancy", "times"})


@dataclass(frozen=True, slots=True)
class Written:
    """A number of a claim. ``kind``: the type of a doubt about it; ``rough``: called approximate; ``bound``: ``over``
    or ``under`` where only a bound is claimed."""

    mention: QuantityMention
    unit: str
    kind: FindingType
    asked: Asked
    rough: bool
    bound: str


def written(mention: QuantityMention, part: Clause, reading: Reading, base: EvidenceBase) -> Written:
    """The number as its clause writes it."""
    knowledge = load_knowledge(base.language)
    lead = reading.folded[max(0, mention.span.start - _LEAD) : mention.span.start].rstrip()
    clause = part.span.of(reading.folded)
    kind = _kind(mention, part, reading, base)
    return Written(
        mention,
        _unit(mention, reading),
        kind,
        Asked(
            daily=bool(_BY_DAY.match(reading.folded, mention.span.end)),
            dose=kind is FindingType.DOSE and not opens(knowledge.change, clause),
            total=opens(knowledge.total, reading.folded),
            change=bool(_SIGN.search(lead)) or opens(knowledge.change, reading.folded),
        ),
        any(word in lead for word in knowledge.approximate),
        "over" if lead.endswith(knowledge.over_number) else "under" if lead.endswith(knowledge.under_number) else "",
    )


def checked(mention: QuantityMention, reading: Reading) -> tuple[tuple[float, ...], ...]:
    """The numbers to look for, in groups of which one must be found: of a date the day (in whichever order it is
    written), of a month and year the year, since months are said by name; of a score, not what it is out of."""
    text = reading.folded[mention.span.start : mention.span.end]
    if month := _MONTH_YEAR.match(text):
        return ((float(month.group(1)),),)
    if mention.quantity.unit == "date":
        day, month_number = divmod(int(mention.quantity.value) % 10000, 100)[::-1]
        return ((float(day), float(month_number)),)
    date = _DAY_MONTH.match(text)
    if date and not mention.quantity.unit and min(map(int, date.groups())) <= 12 and max(map(int, date.groups())) <= 31:
        return (tuple(float(one) for one in date.groups()),)
    out_of = "/" in text and mention.quantity.high is not None and mention.quantity.high > mention.quantity.value
    return ((mention.quantity.value,),) if out_of else tuple((value,) for value in values(mention.quantity))


def values(quantity: Quantity) -> tuple[float, ...]:
    """The one or two numbers of a quantity."""
    return (quantity.value,) if quantity.high is None else (quantity.value, quantity.high)


def trivial(value: float, unit: str, mention: QuantityMention, reading: Reading, leading: frozenset[str]) -> bool:
    """A lone *1* or *one*, a list number, an ordinal, a zero, *the first three fingers*: nothing to check."""
    if _DECADE.match(mention.span.of(reading.folded)):
        return True
    lone = value in (0.0, 1.0) and (not unit or unit.startswith(_FORMS))
    every_other = value == 1.0 and reading.folded[mention.span.end :].lstrip().startswith(("sur ", "out of "))
    opens = mention.span.start == 0 and reading.folded[mention.span.end : mention.span.end + 1] in (".", ")")
    beside = [reading.folded[: mention.span.start].split()[-1:], reading.folded[mention.span.end :].split()[:1]]
    # A count of things in a row is small and whole: *39.8 last night* is none.
    counted = not unit and value in range(_IN_A_ROW)
    if counted and any(word_key(word) in leading for words in beside for word in words):
        return True
    return lone or opens or every_other or bool(_ORDINAL.match(reading.folded, mention.span.end))


def _unit(mention: QuantityMention, reading: Reading) -> str:
    """The unit with the denominator that stands after it (*2 L/h*); none of the days in *36+2 weeks*."""
    if _ADDED.search(reading.folded, 0, mention.span.start):
        return ""
    after = _PER.match(reading.folded, mention.span.end)
    unit = mention.quantity.unit
    return f"{unit}/{after.group(1)}" if after and unit in _FLOWING else unit


def _kind(mention: QuantityMention, part: Clause, reading: Reading, base: EvidenceBase) -> FindingType:
    kind = dimension(mention.quantity.unit, base.lexicon)
    before = reading.folded[: mention.span.start]
    after = reading.folded[mention.span.end : mention.span.end + 2]
    if kind in _TIMES or after.strip().startswith("/") or _TIMES_SIGN.search(before):
        return FindingType.FREQUENCY_DURATION
    if kind.startswith("form_") or (kind in _DOSES and any(unit.drug for unit in part.units)):
        return FindingType.DOSE
    return FindingType.NUMBER


def is_dose(unit: str, base: EvidenceBase) -> bool:
    """Whether a unit may be a dose's."""
    kind = dimension(unit, base.lexicon)
    return kind in _DOSES or kind.startswith("form_")


def is_time(unit: str, base: EvidenceBase) -> bool:
    """Whether a unit is a length of time."""
    return dimension(unit, base.lexicon) in _TIMES
