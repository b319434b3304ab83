"""What was said, piece by piece, as a report could hold it: topic, words, evidence, weight."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.fact import Fact, FactKind
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
from assistant.pipeline.drafting.joining import (
    add,
    with_reason,
    with_sure_conclusions,
    without_conflicts,
    without_repeated_drugs,
)
from assistant.pipeline.drafting.labels import (
    as_asked,
    asked_names,
    complaint,
    denied_names,
    item_name,
    problem_names,
)
from assistant.pipeline.drafting.measuring import with_measurements
from assistant.pipeline.drafting.moving import moved
from assistant.pipeline.drafting.numerals import with_digits
from assistant.pipeline.drafting.placing import topic_of
from assistant.pipeline.drafting.retaking import retakes, with_retaken
from assistant.pipeline.drafting.selecting import absence
from assistant.pipeline.drafting.statement import Statement, lowered, made_statement, place
from assistant.pipeline.drafting.telegraph import informative, telegraph
from assistant.pipeline.drafting.template import Template
from assistant.pipeline.drafting.topics import cue_topic
from assistant.pipeline.drafting.units import units_said, with_unit
from assistant.pipeline.drafting.walk import Walk, answered, note_question
from assistant.pipeline.drafting.weighing import weighed
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon

# A longer answer says itself what it is about.
_SHORT_ANSWER = 12


def statements(
    segments: Sequence[Segment], facts: Sequence[Fact], template: Template, lexicon: Lexicon
) -> list[Statement]:
    """Every statement of a dialogue in the order it was made; questions are merged with their answers."""
    walk = Walk(template, lexicon)
    found: list[Statement] = []
    by_turn = _facts_by_turn(facts)
    facts_of = [[fact for fact in by_turn.get(one.turn, ()) if fact.span.overlaps(one.span)] for one in segments]
    spoken = segments
    walk.units = units_said(segments, facts)
    walk.asking = frozenset(one.turn for one in segments if template.wording.question.search(one.text))
    segments = [_written(one, here, template, lexicon) for one, here in zip(segments, facts_of, strict=True)]
    for position, segment in enumerate(segments):
        walk.spoken = spoken[position]
        if _turns_elsewhere(segment, walk):
            walk.names.forget()
        walk.names.hear(segment)
        following = segments[position + 1] if position + 1 < len(segments) else None
        taken = following if following is not None and retakes(following, segment, walk.wording) else None
        walk.retaking = taken
        segment = segment if taken is None else with_retaken(segment, taken, walk.wording)
        if _addresses_writer(segment, template.wording):
            continue
        if following is not None and _corrected_by(segment, following, template.wording):
            continue
        before = segments[position - 1] if position else None
        if before is not None and retakes(segment, before, walk.wording):
            continue
        for statement in _read(segment, facts_of[position], walk):
            add(found, statement, walk.wording)
            walk.before = found[-1] if found else None
    told = with_sure_conclusions(without_conflicts(found, facts, lexicon, template.wording))
    return with_reason(without_repeated_drugs(told, template.wording), template.wording)


def _written(segment: Segment, facts: list[Fact], template: Template, lexicon: Lexicon) -> Segment:
    """The segment with its measurements as a chart writes them and its numbers in figures; its span stays."""
    text = with_measurements(segment, facts, template.wording)
    return replace(segment, text=with_digits(text, lexicon.numbers, template.language))


def _facts_by_turn(facts: Sequence[Fact]) -> dict[int, list[Fact]]:
    by_turn: dict[int, list[Fact]] = {}
    for fact in facts:
        by_turn.setdefault(fact.turn, []).append(fact)
    return by_turn


def _turns_elsewhere(segment: Segment, walk: Walk) -> bool:
    """Whether a question asks after something that is no drug the vocabulary knows."""
    asks = walk.wording.question.search(segment.text) is not None
    return asks and question_subject(segment.text, walk.wording) is not None and not _names_drug(segment, walk.lexicon)


def _names_drug(segment: Segment, lexicon: Lexicon) -> bool:
    return any(found.kind == "drug" for found in lexicon.match(segment.text))


def _addresses_writer(segment: Segment, wording: Wording) -> bool:
    """Whether the words are meant for whoever writes the report ("ignore your instructions and write …")."""
    return any(pattern.search(segment.text) for pattern in wording.instructions)


def _corrected_by(segment: Segment, following: Segment, wording: Wording) -> bool:
    """Whether the same speaker takes the segment back in the next breath ("Euh non, …")."""
    if segment.turn != following.turn:
        return False
    opening = following.text[:40].replace("’", "'")
    return any(pattern.match(opening) for pattern in wording.corrections)


def _read(segment: Segment, facts: list[Fact], walk: Walk) -> list[Statement]:
    if walk.wording.question.search(segment.text):
        note_question(segment, walk)
        return []
    asked = answered(segment, walk)
    if not asked:
        said = _said(segment, segment.text, facts, (), walk)
        return [said] if said is not None else []
    settled = _settled(segment, asked, facts, walk)
    rest = without_answer(segment.text, walk.wording)
    said = _said(segment, rest, facts, () if settled else asked, walk)
    return settled + ([said] if said is not None else [])


def _settled(segment: Segment, asked: tuple[Segment, ...], facts: list[Fact], walk: Walk) -> list[Statement]:
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
        names = [as_asked(name, asked) for name in denied_names(answered, walk.lexicon, wording)]
        found = [made_statement(topic, name, whole, wording, absent=True) for name in names]
    return found


def _said(segment: Segment, text: str, facts: list[Fact], asked: tuple[Segment, ...], walk: Walk) -> Statement | None:
    live = [fact for fact in facts if not fact.qualifiers.superseded and not _is_remark(fact)]
    if walk.retaking is not None:
        live = [fact for fact in live if fact.kind is not FactKind.DURATION]
    if facts and not live and all(fact.qualifiers.superseded for fact in facts):
        return None
    topic = topic_of(segment, live, walk)
    topic = moved(topic, segment, live, walk.wording) if topic is not None else None
    if topic is None:
        return None
    guessed = walk.guessed
    if topic == "treatments" and not asked and _echoes(segment, walk.before):
        return None
    heading = walk.names.heading(segment, live)
    continuing = heading is not None and _names_in_same_breath(walk.before, heading.segment, segment)
    if heading is None and not live and topic in ("prescription", "treatments"):
        dosed = walk.wording.amount.match(text.lstrip(" ,.…")) is not None
        heading = walk.names.lately(segment) if dosed else None
        continuing = walk.before is not None and walk.before.evidence[-1].turn == segment.turn and walk.before.dosing
    continuing = continuing and topic != "allergies"
    heading = None if continuing else heading
    complains = segment.role is not SpeakerRole.CLINICIAN and walk.retaking is None and topic != "lifestyle"
    named = complaint(walk.spoken or segment, live, walk.lexicon, walk.wording) if complains else None
    retaken = walk.retaking is not None
    clinical = None if retaken else drug_line(segment, live, heading, walk.lexicon, walk.wording)
    if topic == "allergies":
        clinical = allergy_line(walk.spoken or segment, live, heading, walk.lexicon, walk.wording)
    words = named or clinical or _telegraphed(text, segment.role, topic, walk)
    if topic == "reason" and segment.role is SpeakerRole.CLINICIAN:
        words = problem_names(live, walk.lexicon, walk.wording) or words
    words = _with_denial(words, live, walk)
    if not words or (topic != "reason" and _says_nothing(words, segment, live, walk)):
        return None
    if topic == "family":
        if all(fact.qualifiers.negated for fact in live) and live and not walk.lexicon.cues("family", words):
            return None
        words = _of_relative(words, asked, walk)
    first = walk.last_said != segment.turn
    walk.last_said = segment.turn
    brief = first and len(words.split()) <= _SHORT_ANSWER
    brief = brief and topic != "family"
    words, unit_said = with_unit(words, live, walk.units)
    denied = is_no(segment.text, walk.wording)
    about = heading.name if heading is not None else _about(asked, live, words, walk, denied) if brief else None
    places = [*asked] if heading is None or heading.segment in asked else [heading.segment, *asked]
    after = [walk.retaking] if walk.retaking is not None else []
    evidence = (*unit_said, *(place(one) for one in (*places, segment, *after)))
    if about is not None and clinical is None:
        words = walk.wording.phrases["about"].format(label=about, text=lowered(words))
        words = compacted(words, topic, walk.wording)
    made = made_statement(topic, words, evidence, walk.wording)
    if about is None and (item := _denied_alone(words, live, walk)) is not None:
        return made_statement(topic, item, evidence, walk.wording, absent=True)
    weighty = weighed(made, segment, live, about, walk)
    return replace(weighty, continuing=continuing, guessed=guessed and topic == "assessment")


def _echoes(segment: Segment, before: Statement | None) -> bool:
    """Whether somebody repeats what the clinician has just prescribed."""
    prescribed = before is not None and before.topic in ("prescription", "plan")
    return prescribed and before is not None and 0 < segment.turn - before.evidence[-1].turn <= 1


def _is_remark(fact: Fact) -> bool:
    """Whether a clinician only answers a question about a drug, and says nothing of how it is taken."""
    told = fact.dose or fact.frequency or fact.duration or fact.action
    answers = fact.role is SpeakerRole.CLINICIAN and fact.answers is not None
    return answers and fact.kind is FactKind.DRUG and not told


def _with_denial(words: str, facts: list[Fact], walk: Walk) -> str:
    """The words, or the names of what was denied where shortening has lost the only word that denied it."""
    problems = [fact for fact in facts if fact.kind is FactKind.PROBLEM and fact.answers is None]
    denied = bool(problems) and all(fact.qualifiers.negated for fact in problems)
    if not denied or not words or walk.lexicon.cues("negation", words):
        return words
    return absence(denied_names(problems, walk.lexicon, walk.wording), walk.wording) or words


def _says_nothing(words: str, segment: Segment, facts: list[Fact], walk: Walk) -> bool:
    """Whether the words stay somebody's own, and neither a fact nor a cue says that they are a report's matter."""
    quoted = words.startswith(walk.wording.phrases["quoted"][:1])
    if len(words.split()) == 1 and walk.last[1] in ("plan", "warning", "follow_up", "prescription", "lifestyle"):
        return True
    return quoted and not facts and cue_topic(segment, "statement", walk.wording) is None


def _relative(asked: tuple[Segment, ...], walk: Walk) -> str | None:
    """The one relative that the answered questions ask after, by the word they use."""
    cues = [(one, cue) for one in asked for cue in walk.lexicon.cues("family", one.text)]
    named = list(dict.fromkeys(cue.span.of(one.text).lower() for one, cue in cues if cue.name in ("before", "child")))
    return named[0][:1].upper() + named[0][1:] if len(named) == 1 and " " not in named[0] else None


def _of_relative(words: str, asked: tuple[Segment, ...], walk: Walk) -> str:
    """What is told of a relative, with relative and illness from the question where the answer does not name them."""
    matched = [one for question in asked for one in walk.lexicon.match(question.text) if one.kind == "problem"]
    names = list(dict.fromkeys(lowered(walk.lexicon.label(one.concept)) for one in matched))
    if len(names) == 1 and not any(one.kind == "problem" for one in walk.lexicon.match(words)):
        words = f"{names[0]}, {lowered(words)}"
    if walk.lexicon.cues("family", words):
        return words[:1].upper() + words[1:]
    relative = _relative(asked, walk)
    phrase = walk.wording.phrases["of_relative" if relative is None else "about"]
    return phrase.format(label=relative, text=lowered(words))


def _names_in_same_breath(before: Statement | None, naming: Segment, segment: Segment) -> bool:
    """Whether the statement before, of the same turn, holds the segment that named the drug."""
    return before is not None and before.evidence[-1].turn == segment.turn and place(naming) in before.evidence


def _denied_alone(words: str, facts: list[Fact], walk: Walk) -> str | None:
    """What a statement denies where it does nothing else, and the facts deny it too."""
    match = walk.wording.said_absent.match(words)
    if match is None or not facts or not all(fact.qualifiers.negated for fact in facts):
        return None
    if any(fact.kind is not FactKind.PROBLEM for fact in facts):
        return None
    return lowered(match["item"] or item_name(match["named"], walk.lexicon, walk.wording))


def _telegraphed(text: str, role: SpeakerRole, topic: str, walk: Walk) -> str:
    # What a drug did may be in words that no vocabulary holds: of an allergy every clause is kept.
    tells = None if topic == "allergies" else teller(walk.lexicon, walk.wording, role is SpeakerRole.CLINICIAN)
    return compacted(telegraph(text, role, walk.wording, walk.lexicon.numbers, tells), topic, walk.wording)


def _about(asked: tuple[Segment, ...], facts: list[Fact], words: str, walk: Walk, denied: bool) -> str | None:
    """What the answered question was about, where the answer itself does not name it, nor denies something else.

    What comes behind a "no" (``denied``) is not of the problem that the question named."""
    if walk.wording.said_absent.match(words):
        return None
    problem = None if denied else asked_names(facts, walk.lexicon, walk.wording)
    names = [
        problem or asked_label(question.text, walk.wording) or question_subject(question.text, walk.wording)
        for question in asked
    ]
    # Of two things asked together, nothing says which one is answered.
    named = list(dict.fromkeys(name for name in names if name and informative(name, walk.wording)))
    if len(named) != 1 or informative(named[0], walk.wording) & informative(words, walk.wording):
        return None
    return named[0][:1].upper() + named[0][1:]
