"""Which topic a statement belongs to: by its words, its facts, what was asked, and where the visit stands."""

from assistant.domain.fact import Fact, FactKind
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.labels import stated_problems
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.telling import (
    ORDERS,
    is_of_companion,
    is_recent,
    speaks_of_himself,
    tells_on_of_past,
    was_given,
)
from assistant.pipeline.drafting.topics import cue_topic, fact_topic
from assistant.pipeline.drafting.walk import Walk, answered

# Topics whose words decide before the facts do.
_DECIDED = ("allergies", "warning", "follow_up", "assessment", "prescription")
# Topics that a value alone has not: it was just measured.
_ORDERED = ("plan", "prescription", "follow_up", None)
# What a clinician who examines finds absent.
_FINDINGS = (FactKind.PROBLEM, FactKind.EXAM)
# Topics that a question gives its answer whatever else the answer holds, unless it holds another of them.
_BINDING = ("reason", "allergies", "family")
# Signs by which to come back sooner.
_SIGNS = "safety_net"
# A conclusion that no other word marks is short.
_SHORT = 12


def topic_of(segment: Segment, facts: list[Fact], walk: Walk) -> str | None:
    """From cue words, else from facts, else from the question, else the patient's story; then remembered."""
    walk.guessed = False
    answering = walk.question_topic if answered(segment, walk) else None
    topic = _by_words(segment, facts, answering, walk)
    if segment.role is SpeakerRole.CLINICIAN:
        topic = _of_clinician(segment, facts, topic, walk)
    if topic == "assessment" and not _assesses(segment, facts, walk):
        topic = "prescription" if any(fact.kind is FactKind.DRUG and fact.dose for fact in facts) else None
    of_relatives = bool(facts) and all(fact.qualifiers.family for fact in facts)
    if topic not in _BINDING and topic != "prescription" and any(fact.qualifiers.family for fact in facts):
        topic = "family"
    if topic == "lifestyle" and segment.role is SpeakerRole.COMPANION and speaks_of_himself(segment, walk):
        return None
    if (topic == "allergies" and of_relatives) or is_of_companion(segment, facts, walk):
        topic = "family"
    topic = _answering(topic, answering, facts)
    if topic is None and segment.role is not SpeakerRole.CLINICIAN:
        topic = answering or (None if walk.concluded else "present_illness")
    if topic == "treatments" and was_given(segment, facts, walk):
        topic = "history"
    if topic == "present_illness" and tells_on_of_past(segment, walk):
        topic = "history"
    if topic == "present_illness" and answering == "allergies" and walk.last == (segment.turn, "allergies"):
        topic = "allergies"
    if topic == "history" and is_recent(segment, facts, walk):
        topic = "present_illness"
    if topic is None and walk.last[0] == segment.turn and not _leaves_allergy(segment, walk):
        topic = walk.last[1]
    if segment.role is SpeakerRole.CLINICIAN:
        walk.examined = walk.examined or topic in ("exam", "tests")
        suspects = topic == "allergies" and walk.examined and walk.wording.concluding.search(segment.text) is not None
        walk.concluded = walk.concluded or suspects or topic in ("assessment", "prescription")
    walk.last = (segment.turn, topic)
    return topic


def _by_words(segment: Segment, facts: list[Fact], answering: str | None, walk: Walk) -> str | None:
    """By cue words, else by facts: where the words sound like what the facts cannot be, by the next cue."""
    if segment.role is SpeakerRole.CLINICIAN and any(map(_warns, facts)):
        return "warning"
    if answering == "family":
        facts = [fact for fact in facts if fact.kind is not FactKind.ALLERGY]
    topic = cue_topic(segment, "statement", walk.wording) or fact_topic(facts, walk.template)
    habitual = answering == "lifestyle" or any(fact.kind is FactKind.HABIT for fact in facts)
    if topic == "lifestyle" and not habitual and walk.wording.dated.search(segment.text):
        topic = fact_topic(facts, walk.template)
    if topic == "lifestyle" and stated_problems(facts) and all(fact.kind is not FactKind.HABIT for fact in facts):
        topic = answering or fact_topic(facts, walk.template)
    warns = walk.wording.contraindicated.search(segment.text) is not None
    if answering != "family" and not warns and any(fact.kind is FactKind.ALLERGY for fact in facts):
        topic = "allergies"
    if topic == "prescription" and not _prescribes(segment, facts):
        topic = cue_topic(segment, "statement", walk.wording, "prescription") or fact_topic(facts, walk.template)
    announced = walk.announced == segment.turn and segment.role is SpeakerRole.CLINICIAN
    walk.announced = segment.turn if walk.wording.announcing.search(segment.text.replace("’", "'")) else -1
    return "assessment" if announced and topic in (None, "exam") else topic


def _of_clinician(segment: Segment, facts: list[Fact], topic: str | None, walk: Walk) -> str | None:
    """What a clinician decides, refuses, concludes or finds absent, whatever other words say."""
    if topic not in _DECIDED:
        topic = _decision(segment, facts, topic, walk) or topic
    if topic == "treatments" and (_refuses(facts) or walk.examined or walk.concluded):
        topic = "plan"
    if topic in ("lifestyle", "family") and walk.examined and not any(fact.qualifiers.family for fact in facts):
        topic = "plan"
    if topic == "plan" and walk.examined and stated_problems(facts) and walk.wording.concluding.search(segment.text):
        topic = "assessment"
    if topic == "plan" and walk.last == (segment.turn, "exam") and walk.wording.said_absent.match(_bare(segment.text)):
        return "exam"
    if topic == "plan" and _redoses(segment, facts):
        return "prescription"
    if topic in _ORDERED and facts and all(map(_is_reading, facts)):
        return "exam"
    found = bool(facts) and all(one.kind in _FINDINGS and one.qualifiers.negated for one in facts)
    if topic == "plan" and found:
        return "exam"
    if topic is None and walk.concluded and segment.turn not in walk.asking:
        return "plan" if walk.wording.ordering.match(_bare(segment.text)) else None
    return None if topic == "plan" and _bids_only(segment, facts, walk) else topic


def _bids_only(segment: Segment, facts: list[Fact], walk: Walk) -> bool:
    """Whether a clinician asks for something here and now ("take a tissue"), before he has found or concluded
    anything."""
    if walk.examined or walk.concluded or facts or any(map(str.isdigit, segment.text)):
        return False
    return walk.wording.bidding.match(_bare(segment.text)) is not None


def _warns(fact: Fact) -> bool:
    return fact.concept == _SIGNS and fact.qualifiers.conditional


def _bare(text: str) -> str:
    return text.replace("’", "'").strip(" .,!…")


def _redoses(segment: Segment, facts: list[Fact]) -> bool:
    """Whether a number is said of a drug that is neither refused nor past ("the Coversyl, back to five")."""
    drugs = [fact for fact in facts if fact.kind is FactKind.DRUG]
    held = all(not (fact.qualifiers.negated or fact.qualifiers.past) for fact in drugs)
    return bool(drugs) and held and any(character.isdigit() for character in segment.text)


def _is_reading(fact: Fact) -> bool:
    return fact.kind is FactKind.MEASUREMENT and not fact.qualifiers.conditional


def _answering(topic: str | None, answering: str | None, facts: list[Fact]) -> str | None:
    """The topic of the question, where it binds its answer."""
    told_else = answering == "allergies" and topic not in (None, "treatments") and bool(stated_problems(facts))
    if answering in _BINDING and topic not in _BINDING and not told_else:
        return answering
    return answering if answering == "history" and topic == "present_illness" else topic


def _leaves_allergy(segment: Segment, walk: Walk) -> bool:
    """Whether a clinician goes on to other things behind an allergy."""
    return segment.role is SpeakerRole.CLINICIAN and walk.last[1] == "allergies"


def _decision(segment: Segment, facts: list[Fact], topic: str | None, walk: Walk) -> str | None:
    """A clinician who starts, stops or changes a drug prescribes, whatever other words say; who after examining names
    a problem in few words and nothing else concludes."""
    if any(fact.kind is FactKind.DRUG and fact.action in ORDERS for fact in facts):
        return "prescription"
    if (walk.concluded or walk.examined) and topic in ("treatments", None) and any(map(_is_dosed, facts)):
        return "prescription"
    if topic is not None or not walk.examined or segment.turn in walk.asking:
        return None
    if stated_problems(facts) and walk.wording.concluding.search(segment.text):
        return "assessment"
    if len(segment.text.split()) > _SHORT:
        return None
    names = bool(stated_problems(facts)) and all(fact.kind is FactKind.PROBLEM for fact in facts)
    idle = walk.wording.explaining.search(segment.text) or walk.wording.guards.search(segment.text)
    walk.guessed = names and not idle
    return "assessment" if walk.guessed else None


def _is_dosed(fact: Fact) -> bool:
    how = fact.dose or fact.frequency or fact.duration
    return fact.kind is FactKind.DRUG and how is not None and not fact.qualifiers.past


def _refuses(facts: list[Fact]) -> bool:
    """Whether each drug is said not to be taken."""
    drugs = [fact for fact in facts if fact.kind is FactKind.DRUG]
    return bool(drugs) and all(fact.qualifiers.negated for fact in drugs)


def _assesses(segment: Segment, facts: list[Fact], walk: Walk) -> bool:
    """Whether what sounds like a conclusion names a problem, follows one in the same breath, or states a doubt."""
    names = any(fact.kind is FactKind.PROBLEM for fact in facts)
    if not names and any(fact.kind is FactKind.DRUG and not fact.qualifiers.negated for fact in facts):
        return False
    if not walk.wording.weak_conclusion.search(segment.text):
        return True
    doubts = bool(walk.lexicon.cues("uncertain", segment.text)) and bool(informative(segment.text, walk.wording))
    return names or doubts or walk.last == (segment.turn, "assessment")


def _prescribes(segment: Segment, facts: list[Fact]) -> bool:
    """Whether a sentence that sounds like a prescription holds a drug or an amount."""
    holds = any(fact.kind in (FactKind.DRUG, FactKind.PLAN) for fact in facts)
    if facts and all(fact.kind in (FactKind.MEASUREMENT, FactKind.EXAM) for fact in facts):
        return False
    return holds or any(character.isdigit() or character == "½" for character in segment.text)
