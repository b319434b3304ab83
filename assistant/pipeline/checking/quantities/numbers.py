"""Numbers, units, doses, frequencies and durations of a claim, each against what was said."""

from collections.abc import Iterator, Sequence

from assistant.domain.fact import Fact
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.quantities.belonging import (
    of_another_measure,
    of_another_part_of_day,
    of_another_problem,
)
from assistant.pipeline.checking.quantities.calendar import calendar_doubts, written_dates
from assistant.pipeline.checking.quantities.clock import clock_doubts, times_written
from assistant.pipeline.checking.quantities.compared import (
    Case,
    equal_amounts,
    unit_doubt,
    unit_said_nearer,
    written_too,
    wrong_unit,
)
from assistant.pipeline.checking.quantities.dates import is_name
from assistant.pipeline.checking.quantities.doses import dose_of_drug
from assistant.pipeline.checking.quantities.drug_units import thousandfold
from assistant.pipeline.checking.quantities.frequencies import spoken_rhythms
from assistant.pipeline.checking.quantities.likeness import same
from assistant.pipeline.checking.quantities.moments import compares, held_instead
from assistant.pipeline.checking.quantities.standing import Stated
from assistant.pipeline.checking.quantities.strengths import strength_alone
from assistant.pipeline.checking.quantities.unsaid_numbers import unsaid_doubt
from assistant.pipeline.checking.quantities.written import Written, checked, trivial, values, written
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.reading import Reading
from assistant.pipeline.facts.numbers import QuantityMention


def number_doubts(
    reading: Reading,
    parts: Sequence[Clause],
    local: Sequence[Passage],
    said: Stated,
    base: EvidenceBase,
    claimed: Sequence[Fact] = (),
) -> Iterator[Doubt]:
    """Numbers that were not said, or said of something else. ``said``: the amounts of the whole transcript;
    ``claimed``: the facts of the claim."""
    gone = [old for old, _ in said.corrected]
    yield from clock_doubts(reading, gone, base)
    orders = {passage.order for passage in local}
    near = [amount for amount in said.stands if amount.passage.order in orders]
    case = Case(reading, claimed, near, said, base)
    yield from calendar_doubts(reading, gone, base)
    settled = [*(span for span, _ in times_written(reading)), *spoken_rhythms(reading, gone, base)]
    settled += [date.span for date in written_dates(reading, base)]
    for part in parts:
        for mention in part.quantities:
            if any(mention.span.overlaps(span) for span in settled) or _undated(mention, base):
                continue
            one = written(mention, part, reading, base)
            for group in checked(mention, reading):
                doubts = [_doubt(value, one, part, case) for value in group]
                if all(doubts):
                    yield from (doubt for doubt in doubts[:1] if doubt is not None)
                    break


def _undated(mention: QuantityMention, base: EvidenceBase) -> bool:
    """Whether a whole date can be compared with nothing: no month was named."""
    months = load_knowledge(base.language).months
    words = (word for passage in base.passages for word in passage.reading.words)
    return mention.quantity.unit == "date" and not any(is_name(word, months) for word in words)


def _doubt(value: float, one: Written, part: Clause, case: Case) -> Doubt | None:
    """The doubt about one value, where there is any."""
    chart = (mention.quantity for _, entry in case.base.chart for mention in entry.quantities)
    recorded = any(value in values(quantity) and one.unit == quantity.unit for quantity in chart)
    leading = load_knowledge(case.base.language).leading
    taken_back = any(same(value, one.unit, old, case.base.lexicon) for old, _ in case.said.corrected)
    if recorded or (not taken_back and trivial(value, one.unit, one.mention, case.reading, leading)):
        return None
    equal = equal_amounts(value, one, case)
    if equal:
        if (nearer := unit_said_nearer(value, one, equal, case)) is not None:
            return unit_doubt(one, nearer, case)
        wrong = wrong_unit(value, one, equal, case) or thousandfold(value, one, part, equal, case.base)
        return wrong or _of_another(value, one, part, equal, case)
    return unsaid_doubt(value, one, part, case)


def _of_another(value: float, one: Written, part: Clause, equal: Sequence[Amount], case: Case) -> Doubt | None:
    """The number was said, of another drug, measure, problem or time than the clause's."""
    base, stands = case.base, case.said.stands
    place = one.mention.span
    measure = of_another_measure(place, equal, case.claimed, base)
    if measure is not None:
        return Doubt(one.kind, place, measure)
    rival = (
        strength_alone(one, case.reading, equal, base)
        or dose_of_drug(value, one, part, equal, stands, base)
        or of_another_problem(value, one.unit, part, equal, stands, base)
    )
    rival = rival or of_another_part_of_day(value, one.unit, place, case.reading, equal, stands, base)
    if rival is None and not compares(part, case.reading, base):
        rival = held_instead(equal, stands, base)
        rival = None if rival is None or written_too(rival, one, case) else rival
    return None if rival is None else Doubt(one.kind, place, rival.passage.evidence(rival.span))
