"""Drugs: strength, dose, route, frequency, duration and what happens to them."""

import re
from collections.abc import Iterator

from assistant.domain.fact import DrugAction, Fact, FactKind, Quantity
from assistant.domain.span import Span
from assistant.pipeline.facts.qualifiers import read_qualifiers
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.facts.timing import spans_of_time
from assistant.pipeline.lexicon import TermMatch

_STRENGTHS = frozenset({"mass", "volume", "units", "mass_concentration", "dose_by_weight", "dose_by_weight_day"})
_PER = re.compile(r"/\s?(j|jour|day|d|sem|semaine|week|wk|mois|month)(?![^\W_])")
_PERIODS = {"j": "day", "jour": "day", "day": "day", "d": "day", "sem": "week", "semaine": "week", "week": "week",
            "wk": "week", "mois": "month", "month": "month"}  # fmt: skip
_STRENGTH_REACH = 3


def drug_facts(reading: Reading) -> Iterator[Fact]:
    """A fact for each drug of a sentence, with the details that stand between it and the next drug."""
    drugs = [term for term in reading.terms if term.kind == "drug"]
    for index, drug in enumerate(drugs):
        end = drugs[index + 1].span.start if index + 1 < len(drugs) else len(reading.text)
        start = drugs[index - 1].span.end if index else 0
        yield _drug_fact(reading, drug, Span(start, drug.span.start), Span(drug.span.end, end))


def _drug_fact(reading: Reading, drug: TermMatch, before: Span, after: Span) -> Fact:
    strength = _quantity(reading, after, _STRENGTHS) or _bare_strength(reading, drug, after)
    strength = strength or _quantity(reading, before, _STRENGTHS)
    dose = _quantity(reading, after, None) or _quantity(reading, before, None)
    return Fact(
        kind=FactKind.DRUG,
        concept=drug.concept,
        text=drug.span.of(reading.text),
        turn=0,
        span=drug.span,
        qualifiers=read_qualifiers(reading, drug.span),
        quantity=strength,
        dose=dose or strength,
        route=_cue(reading, "route", after),
        frequency=frequency_in(reading, after) or frequency_in(reading, before),
        duration=_course(reading, after),
        action=_action(reading, before, after),
        codes=reading.lexicon.concepts[drug.concept].codes,
    )


def _within(span: Span, place: Span) -> bool:
    return place.start <= span.start and span.end <= place.end


def _quantity(reading: Reading, place: Span, dimensions: frozenset[str] | None) -> Quantity | None:
    """The first quantity in a place whose unit is of these dimensions; ``None`` means forms (tablets, puffs)."""
    for mention in reading.quantities:
        unit = reading.lexicon.units.get(mention.quantity.unit)
        if unit is None or not _within(mention.span, place):
            continue
        wanted = unit.dimension.startswith("form_") if dimensions is None else unit.dimension in dimensions
        if wanted:
            return mention.quantity
    return None


def _bare_strength(reading: Reading, drug: TermMatch, after: Span) -> Quantity | None:
    """*L'Esidrex vingt-cinq*, *le Flixotide, le cent vingt-cinq*: a number without a unit right after the name."""
    for mention in reading.quantities:
        if not _within(mention.span, after) or mention.quantity.unit:
            continue
        near = reading.words_between(drug.span.end, mention.span.start) <= 1
        return mention.quantity if near and mention.quantity.value >= _STRENGTH_REACH else None
    return None


def frequency_in(reading: Reading, place: Span) -> str | None:
    """How often, within a place: ``3/day``, ``1/week``, a key of the ``frequency`` cues, or several with commas."""
    for mention in reading.quantities:
        unit = reading.lexicon.units.get(mention.quantity.unit)
        if unit is not None and unit.dimension == "frequency" and _within(mention.span, place):
            low, high = mention.quantity.value, mention.quantity.high
            return f"{low:g}{'' if high is None else f'-{high:g}'}{unit.key}"
    names = list(dict.fromkeys(cue.name for cue in reading.cues("frequency") if _within(cue.span, place)))
    if names:
        return ",".join(names)
    per = _PER.search(reading.folded, place.start, place.end)
    return f"1/{_PERIODS[per[1]]}" if per else None


def _cue(reading: Reading, group: str, place: Span) -> str | None:
    return next((cue.name for cue in reading.cues(group) if _within(cue.span, place)), None)


def _course(reading: Reading, after: Span) -> str | None:
    return next((time.text for time in spans_of_time(reading) if time.during and _within(time.span, after)), None)


def _action(reading: Reading, before: Span, after: Span) -> DrugAction | None:
    """The last cue before the drug in its sentence, else the first after it."""
    cues = [cue for cue in reading.cues("drug_action") if cue.name != "pseudo"]
    ahead = [action_of(cue.name) for cue in cues if _within(cue.span, before)]
    behind = [action_of(cue.name) for cue in cues if _within(cue.span, after)]
    # A stop or change said after the name ("le Tahor, vous me l'aviez arrêté") outweighs "takes" before it.
    decisive = [action for action in behind if action in (DrugAction.STOPPED, DrugAction.CHANGED)]
    if decisive and (not ahead or ahead[-1] is DrugAction.TAKES):
        return decisive[0]
    return ahead[-1] if ahead else behind[0] if behind else None


def action_of(cue_name: str) -> DrugAction:
    """The action of a ``drug_action`` cue; those that name no drug (*je l'ai arrêté*) open with ``it_``."""
    return DrugAction(cue_name.removeprefix("it_"))
