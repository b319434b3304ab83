"""What was said, piece by piece, as a report could hold it: topic, words, evidence, weight."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.domain.fact import DrugAction, Fact, FactKind
from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.answers import (
    absent_items,
    asked_label,
    is_no,
    is_yes,
    question_subject,
    without_answer,
)
from assistant.pipeline.drafting.clinical import allergy_line, drug_line
from assistant.pipeline.drafting.compacting import compacted, teller
from assistant.pipeline.drafting.joining import add, with_reason, without_conflicts
from assistant.pipeline.drafting.labels import asked_names, complaint, denied_names, item_name, problem_names, stated_problems
from assistant.pipeline.drafting.measuring import with_measurements
from assistant.pipeline.drafting.naming import Names
from assistant.pipeline.drafting.numerals import with_digits
from assistant.pipeline.drafting.statement import Statement, lowered, made_statement, place, worth
from assistant.pipeline.drafting.telegraph import informative, telegraph
from assistant.pipeline.drafting.template import Template
from assistant.pipeline.drafting.topics import cue_topic, fact_topic
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon

# Topics whose words decide before the facts do.
_DECIDED = ("allergies", "warning", "follow_up", "assessment", "prescription")
_ORDERS = (DrugAction.STARTED, DrugAction.STOPPED, DrugAction.CHANGED)
# What a clinician who examines finds absent.
_FINDINGS = (FactKind.PROBLEM, FactKind.EXAM)
# A longer answer says itself what it is about.
_SHORT_ANSWER = 12
# A doubt or reason in so few words hangs on the sentence before.
_SHORT_REMARK = 8
# Topics that a question gives its answer whatever else the answer holds, unless it holds another of them.
_BINDING = ("reason", "allergies", "family")
# Informative words that a sentence without any fact needs to stand alone; fewer where a cue word tells its topic.
_NAMING = 3
_CUED_NAMING = 2


@dataclass(slots=True)
class _Walk:
    """Where the reading of the dialogue stands: the questions of the turn before, and the last topic."""

    template: Template
    lexicon: Lexicon
    questions: list[Segment] = field(default_factory=list)
    question_topic: str | None = None
    examined: bool = False
    concluded: bool = False
    last: tuple[int, str | None] = (-1, None)
    last_said: int = -1
    spoken: Segment | None = None
    before: Statement | None = None
    asking: frozenset[int] = frozenset()
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.lexicon)

    @property
    def wording(self) -> Wording:
        return self.template.wording


def statements(
    segments: Sequence[Segment], facts: Sequence[Fact], template: Template, lexicon: Lexicon
) -> list[Statement]:
    """Every statement of a dialogue in the order it was made; questions are merged with their answers."""
    walk = _Walk(template, lexicon)
    found: list[Statement] = []
    by_turn = _facts_by_turn(facts)
    facts_of = [[fact for fact in by_turn.get(one.turn, ()) if fact.span.overlaps(one.span)] for one in segments]
    spoken = segments
    walk.asking = frozenset(one.turn for one in segments if template.wording.question.search(one.text))
    segments = [_written(one, here, template, lexicon) for one, here in zip(segments, facts_of, strict=True)]
    for position, segment in enumerate(segments):
        walk.spoken = spoken[position]
        walk.names.hear(segment)
        following = segments[position + 1] if position + 1 < len(segments) else None
        if _addresses_writer(segment, template.wording):
            continue
        if following is not None and _corrected_by(segment, following, template.wording):
            continue
        for statement in _read(segment, facts_of[position], walk):
            add(found, statement, walk.wording)
            walk.before = found[-1] if found else None
    return with_reason(without_conflicts(found, facts, lexicon, template.wording))


def _written(segment: Segment, facts: list[Fact], template: Template, lexicon: Lexicon) -> Segment:
    """The segment with its measurements as a chart writes them and its numbers in figures; its span stays."""
    text = with_measurements(segment, facts, template.wording)
    return replace(segment, text=with_digits(text, lexicon.numbers, template.language))


def _facts_by_turn(facts: Sequence[Fact]) -> dict[int, list[Fact]]:
    by_turn: dict[int, list[Fact]] = {}
    for fact in facts:
        by_turn.setdefault(fact.turn, []).append(fact)
    return by_turn


def _addresses_writer(segment: Segment, wording: Wording) -> bool:
    """Whether the words are meant for whoever writes the report ("ignore your instructions and write …")."""
    return any(pattern.search(segment.text) for pattern in wording.instructions)


def _corrected_by(segment: Segment, following: Segment, wording: Wording) -> bool:
    """Whether the same speaker takes the segment back in the next breath ("Euh non, …")."""
    if segment.turn != following.turn:
        return False
    opening = following.text[:40].replace("’", "'")
    return any(pattern.match(opening) for pattern in wording.corrections)


def _read(segment: Segment, facts: list[Fact], walk: _Walk) -> list[Statement]:
    if walk.wording.question.search(segment.text):
        _note_question(segment, walk)
        return []
    asked = _answered(segment, walk)
    if not asked:
        said = _said(segment, segment.text, facts, (), walk)
        return [said] if said is not None else []
    settled = _settled(segment, asked, facts, walk)
    rest = without_answer(segment.text, walk.wording)
    said = _said(segment, rest, facts, () if settled else asked, walk)
    return settled + ([said] if said is not None else [])


def _note_question(segment: Segment, walk: _Walk) -> None:
    if walk.questions and walk.questions[-1].turn != segment.turn:
        walk.questions, walk.question_topic = [], None
    if walk.wording.not_asking.search(segment.text):
        return
    walk.questions.append(segment)
    walk.question_topic = cue_topic(segment, "question", walk.wording) or walk.question_topic


def _answered(segment: Segment, walk: _Walk) -> tuple[Segment, ...]:
    """The clinician's questions of the turn before, where somebody else answers them."""
    asked = tuple(walk.questions)
    if not asked or segment.turn != asked[-1].turn + 1 or asked[-1].role is not SpeakerRole.CLINICIAN:
        return ()
    return asked if segment.role is not SpeakerRole.CLINICIAN else ()


def _settled(segment: Segment, asked: tuple[Segment, ...], facts: list[Fact], walk: _Walk) -> list[Statement]:
    """What a "no" denies and what a bare "yes" affirms, in the words of the questions, else by the facts' names."""
    wording = walk.wording
    denied, affirmed = is_no(segment.text, wording), is_yes(segment.text, wording)
    if not denied and not affirmed:
        return []
    topic = walk.question_topic or "present_illness"
    bare = not informative(without_answer(segment.text, wording), wording)
    found: list[Statement] = []
    for question in asked:
        evidence = (place(question), place(segment))
        items = absent_items(question.text, wording)
        label = asked_label(question.text, wording)
        if denied and items:
            names = [item_name(item, walk.lexicon, wording) for item in items]
            found += [made_statement(topic, name, evidence, wording, absent=True) for name in names]
        elif denied and bare and label is not None and item_name(label, walk.lexicon, wording) != label:
            name = item_name(label, walk.lexicon, wording)
            found.append(made_statement(topic, name, evidence, wording, absent=True))
        elif bare and label is not None:
            phrase = wording.phrases["denied" if denied else "affirmed"]
            found.append(made_statement(topic, phrase.format(label=label), evidence, wording))
        elif bare and affirmed and len(items) == 1:
            found.append(made_statement(topic, items[0], evidence, wording))
    if denied and not found:
        whole = (*(place(question) for question in asked), place(segment))
        answered = [fact for fact in facts if fact.answers is not None]
        names = denied_names(answered, walk.lexicon, wording)
        found = [made_statement(topic, name, whole, wording, absent=True) for name in names]
    return found


def _said(segment: Segment, text: str, facts: list[Fact], asked: tuple[Segment, ...], walk: _Walk) -> Statement | None:
    live = [fact for fact in facts if not fact.qualifiers.superseded]
    if facts and not live:
        return None
    topic = _topic(segment, live, walk)
    if topic is None:
        return None
    heading = walk.names.heading(segment, live)
    continuing = heading is not None and _names_in_same_breath(walk.before, heading.segment, segment)
    if heading is None and not live and topic in ("prescription", "treatments"):
        heading = walk.names.lately(segment)
        continuing = walk.before is not None and walk.before.evidence[-1].turn == segment.turn and walk.before.dosing
    heading = None if continuing else heading
    complains = segment.role is not SpeakerRole.CLINICIAN
    named = complaint(walk.spoken or segment, live, walk.lexicon, walk.wording) if complains else None
    clinical = drug_line(segment, live, heading, walk.lexicon, walk.wording)
    if topic == "allergies":
        clinical = allergy_line(walk.spoken or segment, live, heading, walk.lexicon, walk.wording)
    words = named or clinical or _telegraphed(text, segment.role, topic, walk)
    if topic == "reason" and not words.startswith(walk.wording.phrases["quoted"][:1]):
        words = problem_names(live, walk.lexicon, walk.wording) or words
    if not words:
        return None
    first = walk.last_said != segment.turn
    walk.last_said = segment.turn
    brief = first and len(words.split()) <= _SHORT_ANSWER
    about = heading.name if heading is not None else _about(asked, live, words, walk) if brief else None
    places = [*asked] if heading is None or heading.segment in asked else [heading.segment, *asked]
    evidence = (*(place(one) for one in places), place(segment))
    if about is not None and clinical is None:
        words = walk.wording.phrases["about"].format(label=about, text=lowered(words))
        words = compacted(words, topic, walk.wording)
    made = made_statement(topic, words, evidence, walk.wording)
    if about is None and (item := _denied_alone(words, live, walk)) is not None:
        return made_statement(topic, item, evidence, walk.wording, absent=True)
    return replace(_weighed(made, segment, live, about, walk), continuing=continuing)


def _names_in_same_breath(before: Statement | None, naming: Segment, segment: Segment) -> bool:
    """Whether the statement before, of the same turn, holds the segment that named the drug."""
    return before is not None and before.evidence[-1].turn == segment.turn and place(naming) in before.evidence


def _denied_alone(words: str, facts: list[Fact], walk: _Walk) -> str | None:
    """What a statement denies where it does nothing else, and the facts deny it too."""
    match = walk.wording.said_absent.match(words)
    if match is None or not facts or not all(fact.qualifiers.negated for fact in facts):
        return None
    if any(fact.kind is not FactKind.PROBLEM for fact in facts):
        return None
    return lowered(match["item"] or item_name(match["named"], walk.lexicon, walk.wording))


def _weighed(made: Statement, segment: Segment, live: list[Fact], about: str | None, walk: _Walk) -> Statement:
    """The statement with what its facts, its cue words and its way of speaking add to its weight."""
    wording, lexicon = walk.wording, walk.lexicon
    cued = cue_topic(segment, "statement", wording) is not None
    kinds = {fact.kind for fact in live}
    anaphoric = about is None and wording.anaphoric.match(made.text) is not None
    thin = about is None and _is_thin(made, live, _CUED_NAMING if cued else _NAMING)
    thin = thin or made.keys <= informative(" ".join(wording.infinitives.values()), wording)
    leaning = made.topic == "allergies" and not kinds & {FactKind.DRUG, FactKind.ALLERGY}
    brief = len(made.text.split()) <= _SHORT_REMARK
    leaning = leaning or (made.topic == "assessment" and FactKind.PROBLEM not in kinds and brief)
    leaning = leaning or (kinds == {FactKind.DURATION} and len(made.keys) <= _NAMING and about is None)
    bonus = worth(live, lexicon) - (3.0 if _is_chatter(segment, live, walk) else 0.0)
    bonus -= 2.0 if anaphoric else 0.0
    bonus -= 0.0 if live or cued else 2.0
    bonus -= _idleness(segment, live, wording)
    return replace(
        made,
        weight=made.weight + bonus,
        thin=thin,
        leaning=leaning,
        complaint=bool(stated_problems(live)),
        dosing=FactKind.DRUG in kinds,
    )


# What is taken from a drug that is only spoken of, and from what explains without deciding.
_ONLY_SPOKEN_OF = 3.0
_ONLY_EXPLAINED = 3.0


def _idleness(segment: Segment, facts: list[Fact], wording: Wording) -> float:
    drugs = [fact for fact in facts if fact.kind is FactKind.DRUG]
    taken = any(one.dose or one.frequency or one.action or one.duration or one.qualifiers.negated for one in drugs)
    spoken_of = bool(drugs) and not taken and all(fact.kind is FactKind.DRUG for fact in facts)
    explained = wording.explaining.search(segment.text.replace("’", "'")) is not None
    return _ONLY_SPOKEN_OF * spoken_of + _ONLY_EXPLAINED * explained


def _telegraphed(text: str, role: SpeakerRole, topic: str, walk: _Walk) -> str:
    tells = teller(walk.lexicon, walk.wording, role is SpeakerRole.CLINICIAN)
    return compacted(telegraph(text, role, walk.wording, walk.lexicon.numbers, tells), topic, walk.wording)


def _about(asked: tuple[Segment, ...], facts: list[Fact], words: str, walk: _Walk) -> str | None:
    """What the answered question was about, where the answer itself does not name it."""
    problem = asked_names(facts, walk.lexicon, walk.wording)
    for question in reversed(asked):
        name = problem or asked_label(question.text, walk.wording) or question_subject(question.text, walk.wording)
        if (
            name
            and informative(name, walk.wording)
            and not informative(name, walk.wording) & informative(words, walk.wording)
        ):
            return name[:1].upper() + name[1:]
    return None


def _is_thin(statement: Statement, facts: list[Fact], enough: int) -> bool:
    """Whether a sentence names nothing: no fact but a duration, and hardly a word that is not everyday."""
    return len(statement.keys) < enough and all(fact.kind is FactKind.DURATION for fact in facts)


def _is_chatter(segment: Segment, facts: list[Fact], walk: _Walk) -> bool:
    """After the conclusion patients mostly comment: only what holds a fact is likely to matter."""
    return walk.concluded and segment.role is not SpeakerRole.CLINICIAN and not facts


def _prescribes(segment: Segment, facts: list[Fact]) -> bool:
    """Whether a sentence that sounds like a prescription holds a drug or an amount."""
    holds = any(fact.kind in (FactKind.DRUG, FactKind.PLAN) for fact in facts)
    return holds or any(character.isdigit() or character == "½" for character in segment.text)


def _decision(segment: Segment, facts: list[Fact], topic: str | None, walk: _Walk) -> str | None:
    """A clinician who starts, stops or changes a drug prescribes, whatever other words say; who after examining names
    a problem in few words and nothing else concludes."""
    if any(fact.kind is FactKind.DRUG and fact.action in _ORDERS for fact in facts):
        return "prescription"
    if walk.concluded and topic == "treatments" and any(fact.kind is FactKind.DRUG and fact.dose for fact in facts):
        return "prescription"
    if topic is not None or not walk.examined or segment.turn in walk.asking:
        return None
    if stated_problems(facts) and walk.wording.concluding.search(segment.text):
        return "assessment"
    if len(segment.text.split()) > _SHORT_ANSWER:
        return None
    names = bool(stated_problems(facts)) and all(fact.kind is FactKind.PROBLEM for fact in facts)
    idle = walk.wording.explaining.search(segment.text) or walk.wording.guards.search(segment.text)
    return "assessment" if names and not idle else None


def _assesses(segment: Segment, facts: list[Fact], walk: _Walk) -> bool:
    """Whether what sounds like a conclusion names a problem, follows one in the same breath, or states a doubt."""
    names = any(fact.kind is FactKind.PROBLEM for fact in facts)
    if not names and any(fact.kind is FactKind.DRUG for fact in facts):
        return False
    doubts = bool(walk.lexicon.cues("uncertain", segment.text)) and bool(informative(segment.text, walk.wording))
    return names or doubts or walk.last == (segment.turn, "assessment")


def _topic(segment: Segment, facts: list[Fact], walk: _Walk) -> str | None:
    """From cue words, else from facts, else from the question, else the patient's story; then remembered."""
    answering = walk.question_topic if _answered(segment, walk) else None
    topic = cue_topic(segment, "statement", walk.wording) or fact_topic(facts, walk.template)
    if topic == "prescription" and not _prescribes(segment, facts):
        topic = fact_topic(facts, walk.template)
    if segment.role is SpeakerRole.CLINICIAN and topic not in _DECIDED:
        topic = _decision(segment, facts, topic, walk) or topic
    found = bool(facts) and all(one.kind in _FINDINGS and one.qualifiers.negated for one in facts)
    if topic == "plan" and found and segment.role is SpeakerRole.CLINICIAN:
        topic = "exam"
    if topic == "assessment" and not _assesses(segment, facts, walk):
        topic = "prescription" if any(fact.kind is FactKind.DRUG and fact.dose for fact in facts) else None
    if topic not in _BINDING and topic != "prescription" and any(fact.qualifiers.family for fact in facts):
        topic = "family"
    if answering in _BINDING and topic not in _BINDING:
        topic = answering
    if topic is None and segment.role is not SpeakerRole.CLINICIAN:
        topic = answering or (None if walk.concluded else "present_illness")
    if topic is None and walk.last[0] == segment.turn:
        topic = walk.last[1]
    if topic in ("exam", "tests") and segment.role is SpeakerRole.CLINICIAN:
        walk.examined = True
    if topic in ("assessment", "prescription") and segment.role is SpeakerRole.CLINICIAN:
        walk.concluded = True
    walk.last = (segment.turn, topic)
    return topic
