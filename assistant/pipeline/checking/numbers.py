"""Numbers, units, doses, frequencies and durations of a claim, each against what was said."""

import re
from collections.abc import Iterator, Sequence

from assistant.domain.fact import Quantity
from assistant.domain.finding import FindingType
from assistant.pipeline.checking.amounts import PER, Amount, amounts
from assistant.pipeline.checking.arithmetic import derived
from assistant.pipeline.checking.clauses import Clause
from assistant.pipeline.checking.doubt import Doubt
from assistant.pipeline.checking.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.knowledge import load_knowledge
from assistant.pipeline.checking.likeness import comparable, near_to, other_unit, same
from assistant.pipeline.checking.owners import Owned, owned, same_drug
from assistant.pipeline.checking.reading import Reading, Unit
from assistant.pipeline.checking.standing import Stated
from assistant.pipeline.checking.terms import is_substance
from assistant.pipeline.facts.numbers import QuantityMention
from assistant.pipeline.lexicon import Lexicon

_PER = re.compile(r"/\s?(h|min|s)\b")
_ORDINAL = re.compile(r"(?:e|er|re|ere|eme|th|st|nd|rd)\b")
_BY_DAY = re.compile(
    r"\s*(?:(?:[a-z]+ ){0,3}quotidien|/\s?(?:j|jour|24 ?h|d|day)\b|par jour|per day|a day|daily|total)"
)
_FLOWING = frozenset({"L", "mL", "mg", "g"})
_TIMES_SIGN = re.compile(r"(?<![a-z])x\s?$")
_MONTH_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])/((?:19|20)\d\d)$")
_DAY_MONTH = re.compile(r"\d{1,2}/(?:0?[1-9]|1[0-2])$")
_EXCERPT = 15
"""Turns under which a whole transcript is looked at for the terms of a sum or a product."""
_WINDOW = (-1, 0, 1, 2)
_DOSES = frozenset({"mass", "volume", "units", "dose_by_weight", "dose_by_weight_day"})
_FORMS = ("tablet", "capsule", "sachet", "puff", "spoon", "injection", "patch", "suppository", "time", "session")
_TIMES = frozenset({"time", "time_pregnancy", "times"})


def number_doubts(
    reading: Reading, parts: Sequence[Clause], local: Sequence[Passage], said: Stated, base: EvidenceBase
) -> Iterator[Doubt]:
    """Numbers that were not said, or said of something else. ``said``: the amounts of the whole transcript."""
    gone = {old for old, _ in said.corrected}
    near = [amount for amount in amounts(local, base.lexicon) if amount not in gone]
    chart = [mention.quantity for _, entry in base.chart for mention in entry.quantities]
    for part in parts:
        for mention in part.quantities:
            for value in _checked(mention, reading):
                unit = _unit(mention, reading)
                if _trivial(value, unit, mention, reading) or any(
                    value in _values(quantity) and unit == quantity.unit for quantity in chart
                ):
                    continue
                doubt = _judge(value, mention, part, near, said, reading, base)
                if doubt is not None:
                    yield doubt
                    break


def _checked(mention: QuantityMention, reading: Reading) -> tuple[float, ...]:
    """The numbers to look for; of a day and month (*13/11*) the day, of a month and year
    the year, since months are said by name."""
    written = reading.folded[mention.span.start : mention.span.end]
    if month := _MONTH_YEAR.match(written):
        return (float(month.group(1)),)
    if _DAY_MONTH.match(written) and not mention.quantity.unit:
        return (float(written.partition("/")[0]),)
    return _values(mention.quantity)


def _values(quantity: Quantity) -> tuple[float, ...]:
    """The one or two numbers of a quantity."""
    return (quantity.value,) if quantity.high is None else (quantity.value, quantity.high)


def _unit(mention: QuantityMention, reading: Reading) -> str:
    """The unit with the denominator that stands after it (*2 L/h*)."""
    after = _PER.match(reading.folded, mention.span.end)
    unit = mention.quantity.unit
    return f"{unit}/{after.group(1)}" if after and unit in _FLOWING else unit


def _trivial(value: float, unit: str, mention: QuantityMention, reading: Reading) -> bool:
    """A lone *1* or *one*, a list number: nothing to check."""
    lone = value in (0.0, 1.0) and (not unit or unit.startswith(_FORMS))
    every_other = value == 1.0 and reading.folded[mention.span.end :].lstrip().startswith(("sur ", "out of "))
    opens = mention.span.start == 0 and reading.folded[mention.span.end : mention.span.end + 1] in (".", ")")
    return lone or opens or every_other or bool(_ORDINAL.match(reading.folded, mention.span.end))


def _judge(
    value: float,
    mention: QuantityMention,
    part: Clause,
    near: Sequence[Amount],
    said: Stated,
    reading: Reading,
    base: EvidenceBase,
) -> Doubt | None:
    lexicon, unit = base.lexicon, _unit(mention, reading)
    # A number said without a unit may be anything: where the claim's own passages measure the same kind of thing,
    # it proves nothing from afar.
    orders = {amount.passage.order for amount in near}
    measured = unit not in ("year", "day") and any(amount.unit and comparable(unit, amount, lexicon) for amount in near)
    rough = any(word in reading.folded[max(0, mention.span.start - 14) : mention.span.start] for word in _rough(base))
    equal = [
        amount
        for amount in said.stands
        if (same(value, unit, amount, lexicon) or (rough and near_to(value, unit, amount, lexicon)))
        and (not measured or amount.unit or amount.passage.order in orders)
    ]
    if equal:
        rival = _rival(value, unit, part, equal, base, _daily(mention, reading))
        if rival is None:
            return None
        return Doubt(_type(mention, part, reading, lexicon), mention.span, rival.passage.evidence(rival.span))
    replaced = next((new for old, new in said.corrected if same(value, unit, old, lexicon)), None)
    if replaced is not None:
        return Doubt(FindingType.SUPERSEDED, mention.span, replaced.passage.evidence(replaced.span))
    dose = _type(mention, part, reading, lexicon) is FindingType.DOSE
    told = said.stands if len(base.transcript.turns) < _EXCERPT else near
    if derived(value, unit, told, lexicon, _daily(mention, reading), dose):
        return None
    wrong_unit = next((amount for amount in [*near, *said.stands] if other_unit(value, unit, amount, lexicon)), None)
    if wrong_unit is not None:
        kind = FindingType.UNIT if _dimension_of(unit, lexicon) not in _TIMES else FindingType.FREQUENCY_DURATION
        return Doubt(kind, mention.span, wrong_unit.passage.evidence(wrong_unit.span))
    heard = _heard(unit, part, near, base)
    span = None if heard is None else heard.passage.evidence(heard.span)
    return Doubt(_type(mention, part, reading, lexicon), mention.span, span)


def _rough(base: EvidenceBase) -> tuple[str, ...]:
    return load_knowledge(base.language).approximate


def _heard(unit: str, part: Clause, near: Sequence[Amount], base: EvidenceBase) -> Amount | None:
    """The number that was probably meant: of the same kind, in the passage that shares most with the clause."""
    keys = {key for one in part.units for key in one.keys}
    fitting = [amount for amount in near if comparable(unit, amount, base.lexicon)] or list(near)
    return max(fitting, key=lambda amount: len(keys & amount.passage.reading.keys), default=None)


def _daily(mention: QuantityMention, reading: Reading) -> bool:
    """Whether the number is written as a day's total (*10 mg/j*, *10 mg per day*)."""
    return bool(_BY_DAY.match(reading.folded, mention.span.end))


def _rival(
    value: float, unit: str, part: Clause, equal: Sequence[Amount], base: EvidenceBase, daily: bool
) -> Amount | None:
    """Another number of the same kind where the clause's drug is spoken of, while this one is only said elsewhere."""
    drugs = [one for one in part.units if one.drug and is_substance(one, base)]
    if not drugs or not _is_dose(unit, base.lexicon):
        return None
    if any(_of(drugs, one, base) for one in owned(equal, base)):
        return None
    orders = {order + step for one in drugs for order in base.holding(one) for step in _WINDOW}
    beside = amounts(
        [base.passages[order] for order in sorted(orders) if 0 <= order < len(base.passages)], base.lexicon
    )
    like = [amount for amount in beside if amount.unit != PER and _measures(unit, amount, base.lexicon)]
    own = [one.amount for one in owned(like, base) if _of(drugs, one, base)]
    if not own or derived(value, unit, beside, base.lexicon, daily, dose=True):
        return None
    return own[0]


def _is_dose(unit: str, lexicon: Lexicon) -> bool:
    dimension = _dimension_of(unit, lexicon)
    return dimension in _DOSES or dimension.startswith("form_")


def _of(drugs: Sequence[Unit], one: Owned, base: EvidenceBase) -> bool:
    return any(same_drug(drug, one.drug, base) for drug in drugs)


def _measures(unit: str, amount: Amount, lexicon: Lexicon) -> bool:
    """Whether an amount may be a dose of that unit; one said without a unit may."""
    return not amount.unit or comparable(unit, amount, lexicon)


def _type(mention: QuantityMention, part: Clause, reading: Reading, lexicon: Lexicon) -> FindingType:
    dimension = _dimension_of(mention.quantity.unit, lexicon)
    before = reading.folded[: mention.span.start]
    after = reading.folded[mention.span.end : mention.span.end + 2]
    if dimension in _TIMES or after.strip().startswith("/") or _TIMES_SIGN.search(before):
        return FindingType.FREQUENCY_DURATION
    if dimension.startswith("form_") or (dimension in _DOSES and any(unit.drug for unit in part.units)):
        return FindingType.DOSE
    return FindingType.NUMBER


def _dimension_of(unit: str, lexicon: Lexicon) -> str:
    held = lexicon.units.get(unit)
    return "" if held is None else held.dimension
