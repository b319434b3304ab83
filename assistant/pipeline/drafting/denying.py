"""What a sentence denies: gathered where it does nothing else, and never lost where it does."""

from assistant.domain.fact import Fact, FactKind
from assistant.pipeline.drafting.labels import denied_names, is_site, item_name
from assistant.pipeline.drafting.selecting import absence
from assistant.pipeline.drafting.statement import lowered
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.walk import Walk


def without_bare_sites(words: str, walk: Walk) -> str:
    """The words less a clause that denies a part of the body and no more ("no back": of a pain asked about)."""
    clauses = words.split(", ")
    found = [(one, walk.wording.said_absent.match(one)) for one in clauses]
    kept = [
        one
        for one, match in found
        if match is None or not match["item"] or not is_site(match["item"], walk.lexicon, walk.wording)
    ]
    return words if len(kept) == len(clauses) else ", ".join(kept)


def with_denial(words: str, facts: list[Fact], walk: Walk) -> str:
    """The words, or the names of what was denied where shortening has lost the only word that denied it."""
    problems = [fact for fact in facts if fact.kind is FactKind.PROBLEM and fact.answers is None]
    denied = bool(problems) and all(fact.qualifiers.negated for fact in problems)
    if not denied or not words or walk.lexicon.cues("negation", words):
        return words
    return absence(denied_names(problems, walk.lexicon, walk.wording), walk.wording) or words


def denied_alone(words: str, facts: list[Fact], walk: Walk) -> str | None:
    """What a statement denies where it does nothing else, and the facts deny it too."""
    match = walk.wording.said_absent.match(words)
    if not facts or not all(fact.qualifiers.negated for fact in facts):
        return None
    if match is None:
        return _denied_only(words, facts, walk)
    if any(fact.kind is not FactKind.PROBLEM for fact in facts):
        return None
    if is_site(match["item"] or match["named"], walk.lexicon, walk.wording):
        # "The back, no" denies what was asked of it.
        return next(iter(denied_names(facts, walk.lexicon, walk.wording)), None)
    name = match["item"] or item_name(match["named"], walk.lexicon, walk.wording)
    # A verb or an adjective ("blocked, no") is no name: that of the fact stands for it.
    known = match["item"] or name != match["named"]
    return lowered(name) if known else next(iter(denied_names(facts, walk.lexicon, walk.wording)), None)


def _denied_only(words: str, facts: list[Fact], walk: Walk) -> str | None:
    """The name of the one problem that a statement denies in a verb ("est pas tombé"), where it says nothing else."""
    names = denied_names(facts, walk.lexicon, walk.wording)
    spoken = informative(" ".join(fact.text for fact in facts), walk.wording)
    only = len(names) == 1 and all(fact.answers is None for fact in facts)
    return names[0] if only and spoken and informative(words, walk.wording) <= spoken else None
