"""A second look at a model's sentence, by facts alone: does it deny what was said, or state what was denied?

The checker compares words with words. This compares facts with facts, so that a lie has to pass two different nets.
"""

from collections.abc import Sequence

from assistant.domain.context import PatientContext
from assistant.domain.fact import NO_KNOWN_ALLERGY, Fact, FactKind
from assistant.pipeline.facts import text_facts
from assistant.pipeline.lexicon import Lexicon

CONTRARY = "what was said is the contrary"


def contrary(text: str, facts: Sequence[Fact], context: PatientContext, lexicon: Lexicon) -> str:
    """``CONTRARY`` where a fact of the sentence is, of the patient, only ever said the other way round; else ""."""
    said = [fact for fact in facts if _is_of_patient(fact)]
    for claimed in filter(_is_of_patient, text_facts(text, lexicon.language, lexicon)):
        if claimed.concept == NO_KNOWN_ALLERGY:
            if not claimed.qualifiers.negated and (context.allergies or any(map(_is_allergy, said))):
                return CONTRARY
            continue
        same = [fact.qualifiers.negated for fact in said if fact.concept == claimed.concept]
        if same and claimed.qualifiers.negated not in same:
            return CONTRARY
    return ""


def _is_of_patient(fact: Fact) -> bool:
    held = fact.qualifiers
    return not (held.family or held.superseded or held.conditional or held.uncertain)


def _is_allergy(fact: Fact) -> bool:
    return fact.kind is FactKind.ALLERGY and fact.concept != NO_KNOWN_ALLERGY and not fact.qualifiers.negated
