"""How much a report wants a statement, and whether it can stand alone."""

from dataclasses import replace

from assistant.domain.fact import Fact, FactKind
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.answers import is_no, is_yes
from assistant.pipeline.drafting.labels import problem_names, stated_problems
from assistant.pipeline.drafting.naming import spoken_name
from assistant.pipeline.drafting.standing import says_nothing_alone
from assistant.pipeline.drafting.statement import Statement, worth
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.topics import cue_topic
from assistant.pipeline.drafting.walk import Walk, answered
from assistant.pipeline.drafting.wording import Wording

# Informative words that a sentence without any fact needs to stand alone; fewer where a cue word tells its topic.
_NAMING = 3
_CUED_NAMING = 2
# Verbs without objects of which so many are an order all the same ("eat nothing, drink nothing").
_ORDERS = 2
# A doubt or reason in so few words hangs on the sentence before.
_SHORT_REMARK = 8
# What is taken from a drug that is only spoken of, and from what explains without deciding.
_ONLY_SPOKEN_OF = 3.0
_ONLY_EXPLAINED = 3.0
# What is taken from a sentence without any fact, and from one whose topic nothing tells besides.
_FACTLESS = 1.0
_UNTOLD = 3.0
# What a red flag that a question names and its answer does not deny is wanted more.
_GRANTED_FLAG = 3.0
# What a finding that is not normal is wanted more.
_ABNORMAL = 2.0


def weighed(made: Statement, segment: Segment, live: list[Fact], about: str | None, walk: Walk) -> Statement:
    """The statement with what its facts, its cue words and its way of speaking add to its weight."""
    wording, lexicon = walk.wording, walk.lexicon
    cued = cue_topic(segment, "statement", wording) is not None
    kinds = {fact.kind for fact in live}
    anaphoric = about is None and wording.anaphoric.match(made.text) is not None
    thin = about is None and _is_thin(made, live, _CUED_NAMING if cued else _NAMING)
    thin = thin or (
        len(made.keys) < _ORDERS and made.keys <= informative(" ".join(wording.infinitives.values()), wording)
    )
    thin = thin or (about is None and says_nothing_alone(made, live, wording))
    leaning = made.topic == "allergies" and not any(_names_culprit(fact, walk) for fact in live)
    brief = len(made.text.split()) <= _SHORT_REMARK
    leaning = leaning or (made.topic == "assessment" and FactKind.PROBLEM not in kinds and brief)
    thin = thin or (kinds == {FactKind.DURATION} and len(made.keys) <= _NAMING and about is None)
    thin = thin and not _is_value(made, wording) and not asked_flags(segment, walk)
    bonus = worth(live, lexicon) - (3.0 if _is_chatter(segment, live, walk) else 0.0)
    bonus -= 2.0 if anaphoric else 0.0
    bonus -= 0.0 if live else _FACTLESS if cued or about is not None else _UNTOLD
    bonus += _GRANTED_FLAG if any(_is_granted_flag(fact, walk) for fact in live) else 0.0
    bonus -= _idleness(segment, live, wording)
    bonus += _ABNORMAL if made.topic == "exam" and not wording.unremarkable.search(made.text) else 0.0
    return replace(
        made,
        weight=made.weight + bonus,
        thin=thin and not _is_errand(made, walk),
        leaning=leaning,
        complaint=bool(stated_problems(live))
        or (made.topic == "assessment" and any(map(_is_supposed, live)))
        or _is_errand(made, walk)
        or about == wording.phrases["pain"],
        problems=problem_names(_named(segment, live, wording), lexicon, wording) or _pain(made, about, wording),
        dosing=FactKind.DRUG in kinds,
        drugs=frozenset(fact.concept for fact in live if fact.kind is FactKind.DRUG),
        flags=frozenset(fact.concept for fact in live if _is_supposed(fact) and _is_flag(fact, walk))
        | asked_flags(segment, walk),
    )


def _pain(made: Statement, about: str | None, wording: Wording) -> str:
    """A pain by its place, where the question asked for it ("douleur, en bas du dos")."""
    if about != wording.phrases["pain"]:
        return ""
    place = made.text.split(", ")[0].removeprefix(wording.phrases["about"].format(label=about, text=""))
    return f"{about.lower()} {place}"


def _is_granted_flag(fact: Fact, walk: Walk) -> bool:
    return _is_flag(fact, walk) and fact.answers is not None and not fact.qualifiers.negated


def asked_flags(segment: Segment, walk: Walk) -> frozenset[str]:
    """The red flags that were asked after, where the answer is neither yes nor no: what it says then is never lost."""
    wording = walk.wording
    if walk.denied == segment.turn or is_no(segment.text, wording) or is_yes(segment.text, wording):
        return frozenset()
    found = {one.concept for question in answered(segment, walk) for one in walk.lexicon.match(question.text)}
    flagged = {one for one in found if one in walk.lexicon.concepts and walk.lexicon.concepts[one].red_flag}
    return frozenset(found) if len(found) == 1 and found == flagged else frozenset()


def _is_value(made: Statement, wording: Wording) -> bool:
    """Whether the words open with a measure and its value ("T 38,2 °C hier soir")."""
    name, _, value = made.text.partition(" ")
    return name in wording.measures.values() and value[:1].isdigit()


def _is_flag(fact: Fact, walk: Walk) -> bool:
    concept = walk.lexicon.concepts.get(fact.concept)
    return concept is not None and concept.red_flag


def _is_errand(made: Statement, walk: Walk) -> bool:
    """Whether an answer to the question for the reason names an errand, or the part of the body that it is about."""
    sites = any(one.kind == "site" for one in walk.lexicon.match(made.text))
    return made.topic == "reason" and (sites or walk.wording.errands.search(made.text) is not None)


def _names_culprit(fact: Fact, walk: Walk) -> bool:
    """Whether a fact names what is not tolerated, or that nothing is; "it gave me hives" only goes on about it."""
    if fact.kind not in (FactKind.DRUG, FactKind.ALLERGY):
        return False
    goes_on = fact.kind is FactKind.ALLERGY and walk.last_said == fact.turn and fact.concept in walk.lexicon.concepts
    return not goes_on or spoken_name(fact, walk.lexicon) is not None


def _is_supposed(fact: Fact) -> bool:
    """Whether a problem is thought to be there, surely or not."""
    holds = fact.qualifiers
    return fact.kind is FactKind.PROBLEM and not (holds.negated or holds.family or holds.conditional or holds.past)


def _named(segment: Segment, facts: list[Fact], wording: Wording) -> list[Fact]:
    """The facts less a length of time that may be that of what ended it ("it stopped after four days")."""
    ended = wording.unnamed.search(segment.text.replace("’", "'")) is not None
    return [fact for fact in facts if not (ended and fact.kind is FactKind.DURATION)]


def _idleness(segment: Segment, facts: list[Fact], wording: Wording) -> float:
    drugs = [fact for fact in facts if fact.kind is FactKind.DRUG]
    taken = any(one.dose or one.frequency or one.action or one.duration or one.qualifiers.negated for one in drugs)
    spoken_of = bool(drugs) and not taken and all(fact.kind is FactKind.DRUG for fact in facts)
    # Why something is not given may be told with it: that it is not given stays a decision.
    refused = segment.role is SpeakerRole.CLINICIAN and any(one.qualifiers.negated for one in drugs)
    explained = not refused and wording.explaining.search(segment.text.replace("’", "'")) is not None
    return _ONLY_SPOKEN_OF * spoken_of + _ONLY_EXPLAINED * explained


def _is_thin(statement: Statement, facts: list[Fact], enough: int) -> bool:
    """Whether a sentence names nothing: no fact but a duration, and hardly a word that is not everyday."""
    return len(statement.keys) < enough and all(fact.kind is FactKind.DURATION for fact in facts)


def _is_chatter(segment: Segment, facts: list[Fact], walk: Walk) -> bool:
    """After the conclusion patients mostly comment: only what holds a fact is likely to matter."""
    return walk.concluded and segment.role is not SpeakerRole.CLINICIAN and not facts
