"""What coding a stay needs, and a stay's documents once read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.domain.stay import RuleCitation
from assistant.pipeline.coding.acts import ActWords
from assistant.pipeline.coding.conditions import Condition
from assistant.pipeline.coding.confidence import ConfidenceModel
from assistant.pipeline.coding.dated import DatedCodes
from assistant.pipeline.coding.drug_effects import DrugClass
from assistant.pipeline.coding.exclusions import Superfluous
from assistant.pipeline.coding.newborn import NewbornCodes
from assistant.pipeline.coding.pregnancy import PregnancyCodes
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.sections import Sections
from assistant.pipeline.coding.status import StatusReader
from assistant.pipeline.coding.status_rules import StatusRules
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import PhraseTable


@dataclass(frozen=True)
class StayTools:
    """What coding a stay needs: vocabulary, cues, rules, and the nomenclatures of a day (today's for ``None``)."""

    conditions: tuple[Condition, ...]
    terms: PhraseTable[Condition]
    sections: Sections
    status: StatusRules
    superfluous: tuple[Superfluous, ...]
    pregnancy: PregnancyCodes
    newborn: NewbornCodes
    acts: ActWords
    confidence: ConfidenceModel
    drug_classes: tuple[DrugClass, ...]
    poisons: tuple[DrugClass, ...]
    rules: Mapping[str, RuleCitation]
    lexicon: Lexicon
    codes_on: Callable[[date | None], DatedCodes]


@dataclass(frozen=True)
class Read:
    """A stay's documents read as one text, and the codes of the day of its discharge."""

    report: Report
    parts: tuple[tuple[str, int], ...]
    reader: StatusReader
    codes: DatedCodes
