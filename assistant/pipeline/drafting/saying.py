"""A sentence of the dialogue as a statement: its topic, its words in clinical form, what it rests on, its weight."""

from dataclasses import dataclass, replace

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import Fact, FactKind
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.about import about
from assistant.pipeline.drafting.clinical import allergy_line, drug_line, kept_line
from assistant.pipeline.drafting.compacting import compacted, teller
from assistant.pipeline.drafting.denying import denied_alone, with_denial, without_bare_sites
from assistant.pipeline.drafting.labels import complaint, problem_names
from assistant.pipeline.drafting.moving import moved
from assistant.pipeline.drafting.naming import Heading, spoken_name
from assistant.pipeline.drafting.placing import topic_of
from assistant.pipeline.drafting.relating import of_relative
from assistant.pipeline.drafting.statement import Statement, lowered, made_statement, place
from assistant.pipeline.drafting.telegraph import telegraph
from assistant.pipeline.drafting.telling import is_of_companion
from assistant.pipeline.drafting.topics import cue_topic
from assistant.pipeline.drafting.units import with_unit
from assistant.pipeline.drafting.walk import Walk
from assistant.pipeline.drafting.weighing import asked_flags, weighed


@dataclass(frozen=True, slots=True)
class _Saying:
    """One sentence being read: the segment, its words, the facts that hold, the questions it answers, its topic, the
    drug named before that it speaks of (``heading``), and whether it goes on about the drug of the line before."""

    segment: Segment
    text: str
    facts: list[Fact]
    asked: tuple[Segment, ...]
    topic: str
    heading: Heading | None
    continuing: bool


def said(segment: Segment, text: str, facts: list[Fact], asked: tuple[Segment, ...], walk: Walk) -> Statement | None:
    """The statement that the words make; ``None`` where a report has no use for them. ``asked``: the questions that
    they answer."""
    live = [fact for fact in _live(facts, walk) if not (asked and _goes_on_elsewhere(fact, walk))]
    walk.allergens |= {fact.text.lower() for fact in live if fact.kind is FactKind.ALLERGY}
    if facts and not live and all(fact.qualifiers.superseded for fact in facts):
        return None
    topic = topic_of(segment, live, walk)
    topic = moved(topic, segment, live, walk.wording) if topic is not None else None
    if topic is None or (topic == "treatments" and not asked and _echoes(segment, walk.before)):
        return None
    guessed = walk.guessed and topic == "assessment"
    heading, continuing = _heading(segment, text, live, topic, walk)
    if heading is not None and heading.name.lower() in walk.allergens and topic == "treatments":
        topic = "allergies"
    # An amount is of a drug that was named before: it is prescribed like any other.
    topic = "prescription" if topic == "plan" and heading is not None else topic
    saying = _Saying(segment, text, live, asked, topic, heading, continuing)
    clinical = _clinical(saying, walk)
    spoken = _named(saying, walk) or clinical or _telegraphed(text, segment.role, topic, walk)
    if not spoken and segment.role is SpeakerRole.PATIENT and asked_flags(segment, walk):
        # In everyday words alone, what answers a question about a red flag is the answer all the same.
        spoken = walk.wording.phrases["quoted"].format(text=text.strip(" .,!…"))
    words = _reworded(spoken, saying, walk)
    if not words:
        return None
    made = _stated(words, saying, clinical is not None, walk)
    return made if made.absent else replace(made, continuing=saying.continuing, guessed=guessed)


def _live(facts: list[Fact], walk: Walk) -> list[Fact]:
    live = [fact for fact in facts if not fact.qualifiers.superseded and not _is_remark(fact)]
    return live if walk.retaking is None else [fact for fact in live if fact.kind is not FactKind.DURATION]


def _goes_on_elsewhere(fact: Fact, walk: Walk) -> bool:
    """Whether a drug named before is taken up by an answer about habits ("I stopped in January", asked of smoking)."""
    unnamed = fact.kind is FactKind.DRUG and fact.answers is None and spoken_name(fact, walk.lexicon) is None
    return unnamed and walk.question_topic == "lifestyle"


def _heading(segment: Segment, text: str, facts: list[Fact], topic: str, walk: Walk) -> tuple[Heading | None, bool]:
    """The drug that the sentence speaks of unnamed, and whether the line before, of the same breath, names it."""
    heading = walk.names.heading(segment, facts)
    continuing = heading is not None and _names_in_same_breath(walk.before, heading.segment, segment)
    if heading is None and not _names_any(facts) and topic in ("prescription", "treatments", "plan"):
        dosed = walk.wording.amount.match(text.lstrip(" ,.…")) is not None
        heading = walk.names.lately(segment) if dosed else None
        goes_on = walk.before is not None and walk.before.evidence[-1].turn == segment.turn and walk.before.dosing
        continuing = goes_on and (dosed or topic != "plan")
    continuing = continuing and topic != "allergies"
    return None if continuing else heading, continuing


def _names_any(facts: list[Fact]) -> bool:
    return any(fact.kind in (FactKind.DRUG, FactKind.PROCEDURE, FactKind.MEASUREMENT) for fact in facts)


def _named(saying: _Saying, walk: Walk) -> str | None:
    """What somebody complains of, by its clinical name."""
    complains = saying.segment.role is not SpeakerRole.CLINICIAN and walk.retaking is None
    if not complains or saying.topic == "lifestyle":
        return None
    return complaint(walk.spoken or saying.segment, saying.facts, walk.lexicon, walk.wording)


def _clinical(saying: _Saying, walk: Walk) -> str | None:
    """A drug or an allergy in the form of a prescription, where the facts hold all of it."""
    if saying.topic == "allergies":
        spoken = walk.spoken or saying.segment
        return allergy_line(spoken, saying.facts, saying.heading, walk.lexicon, walk.wording)
    if walk.retaking is not None:
        return None
    if (kept := kept_line(saying.facts, saying.heading, walk.wording)) is not None:
        return kept
    return drug_line(saying.segment, saying.facts, saying.heading, walk.lexicon, walk.wording)


def _reworded(words: str, saying: _Saying, walk: Walk) -> str:
    """The words by what their topic asks of them; "" where they are no matter of a report."""
    facts, topic = saying.facts, saying.topic
    if topic == "reason" and saying.segment.role is SpeakerRole.CLINICIAN:
        words = problem_names(facts, walk.lexicon, walk.wording) or words
    words = with_denial(without_bare_sites(words, walk), facts, walk)
    if not words or (topic != "reason" and _says_nothing(words, saying.segment, facts, walk)):
        return ""
    if topic != "family":
        return words
    if facts and all(fact.qualifiers.negated for fact in facts) and not walk.lexicon.cues("family", words):
        return ""
    return of_relative(words, saying.asked, walk, is_of_companion(saying.segment, facts, walk))


def _stated(words: str, saying: _Saying, clinical: bool, walk: Walk) -> Statement:
    """The statement, with what it is about before it where it does not say so itself."""
    segment, heading, topic = saying.segment, saying.heading, saying.topic
    first = walk.last_said != segment.turn
    walk.last_said = segment.turn
    answers = first and topic != "family"
    words, unit_said = with_unit(words, saying.facts, walk.units)
    evidence = (*unit_said, *_places(saying, walk))
    if heading is None and (item := denied_alone(words, saying.facts, walk)) is not None:
        return made_statement(topic, item, evidence, walk.wording, absent=True)
    named = about(words, topic, segment, saying.facts, saying.asked, walk) if answers and heading is None else None
    label = heading.name if heading is not None else named
    onset = label == walk.wording.phrases["onset"]
    if onset:
        words = compacted(lowered(words), topic, walk.wording)
    if label is not None and not clinical and not onset:
        words = walk.wording.phrases["about"].format(label=label, text=lowered(words))
        words = compacted(words, topic, walk.wording)
    made = weighed(made_statement(topic, words, evidence, walk.wording), segment, saying.facts, label, walk)
    return replace(made, onset=onset, dosing=made.dosing or heading is not None)


def _places(saying: _Saying, walk: Walk) -> tuple[SegmentEvidence, ...]:
    heading, asked = saying.heading, saying.asked
    before = [*asked] if heading is None or heading.segment in asked else [heading.segment, *asked]
    after = [walk.retaking] if walk.retaking is not None else []
    return tuple(place(one) for one in (*before, saying.segment, *after))


def _echoes(segment: Segment, before: Statement | None) -> bool:
    """Whether somebody repeats what the clinician has just prescribed."""
    prescribed = before is not None and before.topic in ("prescription", "plan")
    return prescribed and before is not None and 0 < segment.turn - before.evidence[-1].turn <= 1


def _is_remark(fact: Fact) -> bool:
    """Whether a clinician only answers a question about a drug, and says nothing of how it is taken."""
    told = fact.dose or fact.frequency or fact.duration or fact.action
    answers = fact.role is SpeakerRole.CLINICIAN and fact.answers is not None
    return answers and fact.kind is FactKind.DRUG and not told


def _says_nothing(words: str, segment: Segment, facts: list[Fact], walk: Walk) -> bool:
    """Whether the words stay somebody's own, and neither a fact nor a cue says that they are a report's matter."""
    quoted = words.startswith(walk.wording.phrases["quoted"][:1])
    if len(words.split()) == 1 and walk.last[1] in ("plan", "warning", "follow_up", "prescription", "lifestyle"):
        return True
    flagged = bool(asked_flags(segment, walk))
    return quoted and not facts and not flagged and cue_topic(segment, "statement", walk.wording) is None


def _names_in_same_breath(before: Statement | None, naming: Segment, segment: Segment) -> bool:
    """Whether the statement before, of the same turn, holds the segment that named the drug."""
    return before is not None and before.evidence[-1].turn == segment.turn and place(naming) in before.evidence


def _telegraphed(text: str, role: SpeakerRole, topic: str, walk: Walk) -> str:
    # What a drug did may be in words that no vocabulary holds: of an allergy every clause is kept.
    tells = None if topic == "allergies" else teller(walk.lexicon, walk.wording, role is SpeakerRole.CLINICIAN)
    return compacted(telegraph(text, role, walk.wording, walk.lexicon.numbers, tells), topic, walk.wording)
