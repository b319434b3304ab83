"""First and second person turned into a report's third, or left out, by the verb tables of a ``Wording``."""

import re

from assistant.pipeline.drafting.wording import Wording


def third_person(text: str, wording: Wording) -> str:
    """ "J'ai arrêté" as "a arrêté": only where every verb after an "I" has a known third person."""
    rules = wording.first_person

    def turned(match: re.Match[str]) -> str:
        form = _third_form(match["verb"], wording)
        if form is None:
            return match.group()
        return f"{match['clitics'] or ''}{form}"

    written = rules.subject.sub(turned, text)
    # Possessives are turned only once the subject is gone: a quoted sentence must stay as it was said.
    return written if rules.subject.search(written) else _possessives(written, wording)


def _third_form(verb: str, wording: Wording) -> str | None:
    known = wording.first_person.verbs.get(verb.lower())
    if known is not None:
        return known
    for ending, third in wording.first_person.endings:
        if verb.lower().endswith(ending):
            return verb[: len(verb) - len(ending)] + third
    return None


def _possessives(text: str, wording: Wording) -> str:
    for word, to in wording.first_person.words.items():
        boundary = r"\b" if word[-1].isalpha() else ""
        text = re.sub(rf"\b{re.escape(word)}{boundary}", to, text, flags=re.IGNORECASE)
    return text


def impersonal(text: str, wording: Wording) -> str:
    """A clinician's "vous prenez" as "prendre", "si vous vomissez" as "si vomit", "ça vous fatigue" as "ça fatigue"."""
    rules = wording.second_person
    if rules is None:
        return text

    def turned(match: re.Match[str]) -> str:
        orders = match["verb"].lower() not in rules.states and rules.opening.search(text[: match.start()]) is not None
        # An order loses the pronouns before its verb ("vous les prenez": what is taken was named before).
        clitics = "" if orders else match["clitics"] or ""
        return clitics + _impersonal_form(match["verb"].lower(), orders, wording)

    written = rules.subject.sub(turned, rules.object.sub(lambda match: f"{match['kept']} ", text))
    return rules.denied.sub(lambda match: rules.denial.format(**match.groupdict()), written)


def _impersonal_form(verb: str, orders: bool, wording: Wording) -> str:
    rules = wording.second_person
    known = wording.infinitives if orders else rules.verbs if rules is not None else {}
    if verb in known:
        return known[verb]
    for ending, to in (rules.orders if orders else rules.endings) if rules is not None else ():
        if verb.endswith(ending):
            return verb[: len(verb) - len(ending)] + to
    return verb
