"""Doses, each against the one that was said of the same drug."""

from collections.abc import Sequence

from assistant.pipeline.checking.quantities.amounts import PER, Amount
from assistant.pipeline.checking.quantities.arithmetic import derived
from assistant.pipeline.checking.quantities.likeness import comparable
from assistant.pipeline.checking.quantities.owners import Owned, owned, same_drug
from assistant.pipeline.checking.quantities.written import Written, is_dose
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.reading import Unit
from assistant.pipeline.checking.texts.terms import is_substance
from assistant.pipeline.lexicon import Lexicon

_WINDOW = (-1, 0, 1, 2)


def dose_of_drug(
    value: float, one: Written, part: Clause, equal: Sequence[Amount], stands: Sequence[Amount], base: EvidenceBase
) -> Amount | None:
    """Another number of the same kind where the clause's drug is spoken of, while this one is only said elsewhere."""
    drugs = [unit for unit in part.units if unit.drug and is_substance(unit, base)]
    orders = {order + step for drug in drugs for order in base.holding(drug) for step in _WINDOW}
    holders = owned(equal, base)
    if not drugs or not is_dose(one.unit, base) or any(_of(drugs, held, base) for held in holders):
        return None
    # One that nobody's name stands before may be this drug's, where it is spoken of.
    taken = [held.amount for held in holders]
    # In an excerpt, what is said of no drug may be said of this one.
    if any(amount not in taken and (not base.whole or amount.passage.order - 1 in orders) for amount in equal):
        return None
    beside = [amount for amount in stands if amount.passage.order in orders]
    like = [
        amount
        for amount in beside
        if amount.unit != PER and not amount.guess and _measures(one.unit, amount, base.lexicon)
    ]
    own = [held.amount for held in owned(like, base) if _of(drugs, held, base)]
    if not own or derived(value, one.unit, beside, base.lexicon, one.asked):
        return None
    return own[0]


def _of(drugs: Sequence[Unit], one: Owned, base: EvidenceBase) -> bool:
    return any(same_drug(drug, one.drug, base) for drug in drugs)


def _measures(unit: str, amount: Amount, lexicon: Lexicon) -> bool:
    """Whether an amount may be a dose of that unit; one said without a unit may."""
    return not amount.unit or comparable(unit, amount, lexicon)
