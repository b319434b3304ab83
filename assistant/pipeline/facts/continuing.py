"""What is said of a drug that an earlier sentence named: *j'ai arrêté à Noël*, *deux bouffées, trois fois par
jour*."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.fact import Fact, FactKind
from assistant.domain.span import Span
from assistant.pipeline.facts.drugs import action_of, frequency_in
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.lexicon import CueMatch
from assistant.pipeline.text import tokens

_OBJECT = re.compile(r"\s+(?:l[ea]s?|l'|des|du|une?|votre|vos|the|your|that)\b'?\s?(?!matin|soir|midi)\w{3}")
_OBJECT_BEFORE = re.compile(
    r"(?:^|[.,;:!?…]\s*|\b(?:et|and) )(?:l[ea]s?|l'|votre|vos|the|your)\b'?\s?"
    r"(?!matin|soir|midi|nuit)\w{3}[^,]{0,25},\s*$"
)
_IT_IS_AT = re.compile(r"\b(?:ell?e|il|c'|ca|it)(?: ?est| ?etait|'s| is| was| fait)(?: a| at)? (?=[\w])")
_TAKEN_UP = re.compile(r"\s?,?\s(?:ca|c'|cela|ils?|elles?|it|they|that)\b")


def continued(reading: Reading, drug: Fact) -> Fact | None:
    """The earlier drug with the dose, frequency or stop that this sentence gives, standing where it gives them;
    ``None`` where the sentence names a drug itself or says nothing of the kind."""
    if any(term.kind == "drug" for term in reading.terms):
        return None
    doses = [
        mention
        for mention in reading.quantities
        if getattr(reading.lexicon.units.get(mention.quantity.unit), "dimension", "").startswith("form_")
    ]
    acts = [cue for cue in reading.cues("drug_action") if cue.name.startswith("it_") and not _has_object(reading, cue)]
    frequency = frequency_in(reading, Span(0, len(reading.text)))
    if not acts and not (doses and frequency):
        return None
    spans = [mention.span for mention in doses] + [cue.span for cue in acts]
    span = Span(min(span.start for span in spans), max(span.end for span in spans))
    return replace(
        drug,
        kind=FactKind.DRUG,
        text=span.of(reading.text),
        span=span,
        qualifiers=replace(read_qualifiers(reading, span), negated=False, past=False),
        dose=doses[0].quantity if doses else drug.dose,
        frequency=frequency or drug.frequency,
        action=action_of(acts[0].name) if acts else drug.action,
        answers=None,
    )


def _has_object(reading: Reading, cue: CueMatch) -> bool:
    """*On arrête les sodas*, *le sel, on arrête*: what is stopped is named, so it is no drug of before."""
    before = reading.folded[: cue.span.start]
    named = _OBJECT.match(reading.folded, cue.span.end) or _OBJECT_BEFORE.search(before)
    return cue.name == "it_stopped" and named is not None


def spoken_of(reading: Reading, drugs: Sequence[Fact], offset: int) -> Fact:
    """The drug that a sentence naming several is about: the first where a pronoun takes it up at once (*l'Advil, ça
    retient l'eau, et avec le Lasilix…*), else the last. ``offset`` is where the sentence begins in its turn."""
    taken_up = _TAKEN_UP.match(reading.folded, drugs[0].span.end - offset)
    return drugs[0] if taken_up is not None else drugs[-1]


def remeasured(reading: Reading, measured: Fact) -> Fact | None:
    """The measure of before with the value that this sentence gives it by a pronoun (*là elle est à huit virgule un*),
    where it is a plausible one; ``None`` where the sentence names a measure itself."""
    named = [measure for found in reading.lexicon.measures.find(tokens(measured.text)) for measure in found.payloads]
    told = _IT_IS_AT.search(reading.folded)
    if told is None or not named or reading.lexicon.measures.find(tokens(reading.text)):
        return None
    following = [one for one in reading.quantities if one.span.start >= told.end() - 1]
    value = following[0].quantity if following else None
    if value is None or value.unit or not named[0].low <= value.value <= named[0].high:
        return None
    span = Span(told.start(), following[0].span.end)
    unit = measured.quantity.unit if measured.quantity is not None else named[0].unit
    return replace(measured, text=span.of(reading.text), span=span, quantity=replace(value, unit=unit), answers=None,
                   qualifiers=read_qualifiers(reading, span))  # fmt: skip


def reaction(reading: Reading, drug: Fact) -> Fact | None:
    """The allergy to an earlier drug that a sentence tells by its reaction (*ça m'a fait gonfler la lèvre*)."""
    told = reading.named("allergy", "after")
    if not told or any(term.kind in ("drug", "allergen") for term in reading.terms):
        return None
    return replace(drug, kind=FactKind.ALLERGY, text=told[0].of(reading.text), span=told[0], dose=None, quantity=None,
                   frequency=None, action=None, answers=None,
                   qualifiers=replace(read_qualifiers(reading, told[0]), past=False))  # fmt: skip
