"""What an answer settles by its yes or no alone, in the words of the question."""

from dataclasses import replace

from assistant.domain.fact import Fact
from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.answers import absent_items, asked_label, is_no, is_yes, without_answer
from assistant.pipeline.drafting.labels import as_asked, denied_names, is_site, item_name
from assistant.pipeline.drafting.statement import Statement, lowered, made_statement, place
from assistant.pipeline.drafting.telegraph import informative, telegraph
from assistant.pipeline.drafting.walk import Walk
from assistant.pipeline.drafting.wording import Wording


def settled(segment: Segment, asked: tuple[Segment, ...], facts: list[Fact], walk: Walk) -> list[Statement]:
    """What a "no" denies and what a bare "yes" affirms, in the words of the questions, else by the facts' names."""
    wording = walk.wording
    denied, affirmed = is_no(segment.text, wording), is_yes(segment.text, wording)
    if (not denied and not affirmed) or takes_back(segment, walk):
        return []
    walk.denied = segment.turn if denied else walk.denied
    topic = walk.question_topic or "present_illness"
    if affirmed and (reason := _reported(asked, segment, walk)) is not None:
        return [reason]
    bare = not informative(without_answer(segment.text, wording), wording)
    found: list[Statement] = []
    for question in asked:
        evidence = (place(question), place(segment))
        items = absent_items(question.text, wording)
        label = asked_label(question.text, wording)
        if affirmed and bare and label == wording.phrases["allergies"]:
            continue  # What the allergy is to is told elsewhere.
        if denied and items:
            rest = informative(walk.rest, wording)
            named = [item for item in items if informative(wording.times.sub(" ", item), wording)]
            named = [item for item in named if not is_site(item, walk.lexicon, wording)]
            named = [item for item in named if not _is_said_again(item, rest, wording)]
            names = [item_name(item, walk.lexicon, wording) for item in named]
            found += [made_statement(topic, name, evidence, wording, absent=True) for name in names]
        elif denied and bare and label is not None and _has_name(label, walk):
            name = lowered(item_name(label, walk.lexicon, wording))
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


def _has_name(label: str, walk: Walk) -> bool:
    """Whether what a question asks after has a name that can be denied ("no hypertension", "no allergies")."""
    return label == walk.wording.phrases["allergies"] or item_name(label, walk.lexicon, walk.wording) != label


def takes_back(segment: Segment, walk: Walk) -> bool:
    """Whether a "no" is taken back, if only in part, by what its turn goes on to say ("No. Well, a bit of a rash")."""
    rest = f"{without_answer(segment.text, walk.wording)} {walk.rest}".replace("’", "'").lstrip(" ,.…")
    return is_no(segment.text, walk.wording) and walk.wording.hedged.match(rest) is not None


def _reported(asked: tuple[Segment, ...], segment: Segment, walk: Walk) -> Statement | None:
    """The reason that a clinician was told of and the patient grants ("I hear you hurt your knee?")."""
    for question in asked:
        match = walk.wording.reported.search(question.text.replace("’", "'"))
        if match is None:
            continue
        told = question.text[match.end() :]
        problems = [one for one in walk.lexicon.match(told) if one.kind == "problem"]
        names = ", ".join(dict.fromkeys(lowered(walk.lexicon.label(one.concept)) for one in problems))
        text = names or telegraph(told, question.role, walk.wording, walk.lexicon.numbers)
        if text:
            made = made_statement(
                "reason", text[:1].upper() + text[1:], (place(question), place(segment)), walk.wording
            )
            return replace(made, complaint=True, problems=names)
    return None


def _is_said_again(item: str, rest: frozenset[str], wording: Wording) -> bool:
    """Whether the answer goes on to speak of what its "no" would deny ("No. One bruise on the thigh.")."""
    return any(key.rstrip("sx") == other.rstrip("sx") for key in informative(item, wording) for other in rest)
