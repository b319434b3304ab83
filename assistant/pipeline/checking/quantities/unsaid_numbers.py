"""A number that nobody said as such: whether it was taken back, follows from others, or what it was meant to be."""

from assistant.domain.finding import FindingType, Severity
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.quantities.arithmetic import derived
from assistant.pipeline.checking.quantities.clock import elapsed
from assistant.pipeline.checking.quantities.compared import Case, unit_doubt, written_too, wrong_unit
from assistant.pipeline.checking.quantities.likeness import comparable, other_unit, same
from assistant.pipeline.checking.quantities.owners import owned, owner_of, same_drug
from assistant.pipeline.checking.quantities.written import Written
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase


def unsaid_doubt(value: float, one: Written, part: Clause, case: Case) -> Doubt | None:
    """Why a number that nobody said as such is none, or what it was probably meant to be."""
    base, unit, place = case.base, one.unit, one.mention.span
    replaced = next((new for old, new in case.said.corrected if same(value, unit, old, base.lexicon)), None)
    if replaced is not None:
        if written_too(replaced, one, case):
            return None
        return Doubt(FindingType.SUPERSEDED, place, replaced.passage.evidence(replaced.span))
    if (wrong := wrong_unit(value, one, (), case)) is not None:
        return wrong
    # In an excerpt, the terms of a sum or a product may stand anywhere.
    told = case.near if base.whole else case.said.stands
    if derived(value, unit, told, base.lexicon, one.asked) or (unit == "h" and not base.whole and elapsed(value, base)):
        return None
    everywhere = [*case.near, *case.said.stands]
    other = next((amount for amount in everywhere if other_unit(value, unit, amount, base.lexicon)), None)
    if other is not None:
        return unit_doubt(one, other, case)
    heard = _heard(unit, part, case)
    grave = heard is not None and (one.kind is not FindingType.DOSE or _of_its_drug(heard, part, base))
    evidence = None if heard is None else heard.passage.evidence(heard.span)
    return Doubt(one.kind, place, evidence, None if grave else Severity.MAJOR)


def _of_its_drug(heard: Amount, part: Clause, base: EvidenceBase) -> bool:
    """Whether a dose was said of the drug of the claim's clause, both named."""
    owner = owner_of(heard.span, heard.passage, base)
    return owner is not None and any(unit.drug and same_drug(unit, owner, base) for unit in part.units)


def _heard(unit: str, part: Clause, case: Case) -> Amount | None:
    """The number that was probably meant: of the same kind, of the clause's drug if it has one, in the passage that
    shares most with the clause."""
    drugs = [one for one in part.units if one.drug]
    own = [
        held.amount
        for held in owned(case.near, case.base)
        if any(same_drug(drug, held.drug, case.base) for drug in drugs)
        and (not held.amount.unit or comparable(unit, held.amount, case.base.lexicon))
        and not held.amount.guess
    ]
    if own:
        return own[0]
    keys = {key for one in part.units for key in one.keys}
    fitting = [amount for amount in case.near if comparable(unit, amount, case.base.lexicon)] or list(case.near)
    return max(fitting, key=lambda amount: len(keys & amount.passage.reading.keys), default=None)
