"""How a term holds where it stands: negated, uncertain, conditional, of a relative, past.

The method is that of NegEx (Chapman 2001) and ConText (Harkema 2009): a cue word before or after the term, in
the same scope. Scopes end at punctuation, at words of the ``boundary`` cues, and where a new subject begins
after a comma or a link.
"""

import re
from functools import lru_cache

from assistant.domain.fact import Qualifiers
from assistant.domain.span import Span
from assistant.pipeline.facts.reading import Reading, sentence_reading
from assistant.pipeline.facts.scopes import (
    HARD_STOP,
    REACH_AFTER,
    ends_clause,
    reaches_back,
    reaches_forward,
    scopes_of,
)
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import fold, word_key

_COLON = re.compile(r"\s*:")
_FORWARD = ("before", "sought", "perfect")
"""Cues that govern what follows; ``sought``: what is looked for, prevented, feared; ``perfect``: a mere past tense."""
_FAMILY_REACH = 14
_BESIDE = 2
_LIST_CLOSED = re.compile(r"\b(?:or|nor|and)\b")


def qualifiers_at(text: str, span: Span, lexicon: Lexicon) -> Qualifiers:
    """The qualifiers of what stands at ``span`` of a sentence or clause, of a transcript or of a note."""
    return read_qualifiers(sentence_reading(text, lexicon), span)


def negated_at(text: str, span: Span, lexicon: Lexicon) -> bool:
    """Whether what stands at ``span`` of a sentence is negated."""
    return is_negated(sentence_reading(text, lexicon), span)


def read_qualifiers(reading: Reading, span: Span) -> Qualifiers:
    """The same for a sentence that is already read."""
    return Qualifiers(
        negated=is_negated(reading, span),
        uncertain=_is_uncertain(reading, span),
        conditional=_is_conditional(reading, span),
        family=_is_family(reading, span),
        past=_cued(reading, "past", span),
    )


def is_negated(reading: Reading, span: Span) -> bool:
    """Whether a negation reaches the span, from before, from after or from both sides (*ne … pas*)."""
    return _cued(reading, "negation", span) or _beside_negation(reading, span) or _between_negation(reading, span)


def _cued(reading: Reading, group: str, span: Span) -> bool:
    """Whether a cue of the group reaches the span within its scope."""
    scopes = scopes_of(reading)
    scope = scopes.of(span.start)
    for cue in reading.cues(group):
        if scopes.of(cue.span.start) != scope or (group == "uncertain" and _before_amount(reading, cue.span)):
            continue
        if cue.name in _FORWARD and cue.span.end <= span.start and reaches_forward(reading, cue.span, span):
            return True
        backward = cue.name == "after" or (cue.name == "last" and ends_clause(reading, cue.span))
        if backward and cue.span.start >= span.end and reaches_back(reading, cue.span, span):
            return True
    return False


def _before_amount(reading: Reading, cue: Span) -> bool:
    """*Une gastro, peut-être deux semaines avant*: the doubt is about the number."""
    return any(0 < one.span.start - cue.end <= _BESIDE for one in reading.quantities)


def listed_loosely(reading: Reading, span: Span) -> bool:
    """*No orthopnoea, ankle swelling*: whether the span is negated from beyond a comma only, by a *no* whose list
    nothing closes. English writes so what is absent, and what is there."""
    if reading.lexicon.language != "en" or not is_negated(reading, span):
        return False
    scopes = scopes_of(reading)
    scope, verbs = scopes.of(span.start), {cue.start for cue in reading.named("negation", "verb")}
    for cue in reading.named("negation", "before"):
        if cue.end <= span.start and scopes.of(cue.start) == scope:
            end = next((start for start in scopes.starts if start > span.start), len(reading.folded))
            closed = _LIST_CLOSED.search(reading.folded, cue.end, end)
            if closed or cue.start in verbs or "," not in reading.folded[cue.end : span.start]:
                return False
    return True


def _beside_negation(reading: Reading, span: Span) -> bool:
    """*Je tousse pas*, *non-fumeur*, *Murphy négatif*: a cue that reaches its neighbour only."""
    beside = _halves(reading.lexicon, "beside")
    for cue in reading.cues("negation"):
        gap = span.start - cue.span.end
        if cue.name == "near" and 0 <= gap <= 2 and "," not in reading.folded[cue.span.end : span.start]:
            return True
        if cue.name == "result" and 0 <= cue.span.start - span.end <= 4 and _can_be_negative(reading, span):
            return True
    # *You have to be fever-free for a day* asks for it and denies nothing.
    if any(0 <= span.start - cue.end <= 1 for cue in reading.named("negation", "required")):
        return False
    return any(0 <= word.start - span.end <= 1 and word.key in beside for word in reading.words)


def _between_negation(reading: Reading, span: Span) -> bool:
    """*Il ne tousse pas*, *n'a pas été faite*: the term stands inside or right behind the two halves."""
    opens, closes = _halves(reading.lexicon, "opens"), _halves(reading.lexicon, "closes")
    words = [index for index, word in enumerate(reading.words) if word.start < span.end and span.start < word.end]
    if not words or not opens:
        return False
    before = [word.key for word in reading.words[max(0, words[0] - 3) : words[0]]]
    after = [word.key for word in reading.words[words[-1] + 1 : words[-1] + 4]]
    return any(key in opens for key in before) and any(key in closes for key in after)


@lru_cache(maxsize=16)
def _halves(lexicon: Lexicon, name: str) -> frozenset[str]:
    return frozenset(word_key(fold(word)) for word in lexicon.cue_names["negation"][name])


def _can_be_negative(reading: Reading, span: Span) -> bool:
    return any(term.kind != "procedure" and term.span.overlaps(span) for term in reading.terms)


def _is_uncertain(reading: Reading, span: Span) -> bool:
    """Doubt carries over to what a new subject takes up (*ce que je soupçonne, c'est une lésion*). What is yours is
    known (*I wonder whether your headache comes from…*)."""
    if any(0 <= span.start - owner.end <= 1 for owner in reading.named("family", "self")):
        return False
    if (
        _cued(reading, "uncertain", span)
        or _announced(reading, span)
        or _itself_doubt(reading, span)
        or _queried(reading, span)
    ):
        return True
    return any(
        cue.end <= span.start
        and reading.words_between(cue.end, span.start) <= REACH_AFTER
        and not HARD_STOP.search(reading.folded, cue.end, span.start)
        and not any(cue.end <= stop.start < span.start for stop in reading.named("boundary", "word"))
        and not _before_amount(reading, cue)
        for cue in reading.named("uncertain", *_FORWARD)
    )


def _announced(reading: Reading, span: Span) -> bool:
    """*Possible : début d'otite*: a doubt right before a colon holds for all that the colon announces."""
    for cue in reading.named("uncertain", *_FORWARD, "after"):
        colon = _COLON.match(reading.folded, cue.end)
        if colon and colon.end() <= span.start and not HARD_STOP.search(reading.folded, colon.end(), span.start):
            return True
    return False


def _queried(reading: Reading, span: Span) -> bool:
    """*?gout*: how clinicians write a doubt."""
    return span.start > 0 and reading.folded[span.start - 1] == "?"


def _itself_doubt(reading: Reading, span: Span) -> bool:
    """*La radio évoque…*: the word of doubt itself, which states nothing that is sure; not a term that holds one."""
    doubts = any(cue.overlaps(span) for cue in reading.named("uncertain", "before"))
    return doubts and not any(term.span.overlaps(span) for term in reading.terms)


def _is_conditional(reading: Reading, span: Span) -> bool:
    scopes = scopes_of(reading)
    return any(
        # *Si fièvre* is one cue and holds the term itself; *Si, une hernie* answers.
        cue.start < span.start
        and "," not in reading.folded[cue.start : cue.end + 1]
        and scopes.of(cue.start) == scopes.of(span.start)
        for cue in reading.named("conditional", "before")
    )


def _is_family(reading: Reading, span: Span) -> bool:
    """Whether the nearest person named before the span is a relative who has it, or one is named right after."""
    children = () if reading.by_companion else ("child",)
    people = [cue for cue in reading.cues("family") if cue.name in ("before", "self", *children)]
    before = [cue for cue in people if cue.span.end <= span.start]
    relatives = [cue for cue in before if cue.name != "self"]
    if relatives:
        nearest = relatives[-1]
        between = [cue for cue in before if cue.span.start > nearest.span.end]
        acts = any(nearest.span.end <= actor.start < span.start for actor in reading.named("family", "actor"))
        near = reading.words_between(nearest.span.end, span.start) <= _FAMILY_REACH
        stopped = "." in reading.folded[nearest.span.end : span.start]
        if near and not acts and not stopped and not any(cue.name == "self" for cue in between):
            return True
    return any(
        cue.start >= span.end
        and reading.words_between(span.end, cue.start) <= REACH_AFTER
        and not HARD_STOP.search(reading.folded, span.end, cue.start)
        for cue in reading.named("family", "after")
    )
