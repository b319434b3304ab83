"""*Levothyroxine 125 mg*: a thousand times what anybody takes of a drug that is given in micrograms."""

from collections.abc import Sequence

from assistant.domain.finding import FindingType, Severity
from assistant.pipeline.checking.quantities.amounts import Amount
from assistant.pipeline.checking.quantities.written import Written
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.texts.terms import codes_of

_TOO_LARGE = frozenset({"mg", "g"})


def thousandfold(value: float, one: Written, part: Clause, equal: Sequence[Amount], base: EvidenceBase) -> Doubt | None:
    """Milligrams of a drug given in micrograms, where the number was said and nobody said that unit."""
    codes = tuple(load_knowledge(base.language).micrograms)
    given = any(code.startswith(codes) for unit in part.units if unit.drug for code in codes_of(unit, base))
    if not given or one.unit not in _TOO_LARGE or value < 1 or any(amount.unit in _TOO_LARGE for amount in equal):
        return None
    return Doubt(FindingType.UNIT, one.mention.span, equal[0].passage.evidence(equal[0].span), Severity.CRITICAL)
