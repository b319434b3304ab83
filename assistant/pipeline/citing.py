"""Guidelines beside a report: passages offered for the problems found, cited where a plan sentence follows one.

Nothing is ever added to the plan. A sentence cites a passage only where it repeats what the passage recommends: most of
its own weighty words stand in the passage, a drug or test among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.domain.context import Sex
from assistant.domain.draft import Citation, Draft, Section, Sentence
from assistant.domain.fact import Fact, FactKind
from assistant.domain.knowledge import RankedPassage
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.retrieval import stems
from assistant.ports import PassageRetriever

PLAN_SECTIONS = frozenset({"plan", "prescription"})
"""Keys of the sections whose sentences may follow a guideline."""

_LEAST_SHARED = 3
_LEAST_SHARE = 0.5
_MOST_CITATIONS = 2
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom passages are offered for; what is unknown excludes nothing."""

    age_years: float | None = None
    sex: Sex | None = None


ANYONE = Whom()
_LOOKED_AT = 12
"""Passages looked at for a problem: some are for others."""
_NAMED = 0.9
"""Relevance above which a document of the practice, which names no concepts, is about a problem."""
_A_PROBLEM, _A_VISIT = 3, 5
_CLINICAL = (SpeakerRole.CLINICIAN, SpeakerRole.UNKNOWN)


def offer_passages(
    facts: Sequence[Fact], retriever: PassageRetriever, language: Language, patient: Whom = ANYONE
) -> tuple[RankedPassage, ...]:
    """The passages for what the clinician names as the patient's problem today, at most five, the best of every problem
    before any other.

    A passage is offered where its card is about that very problem: words in common are not enough. Symptoms are looked
    up only where no diagnosis with a card is named. What the clinician denies at last, what is past, superseded,
    conditional, a relative's or only the patient's word is not, and a passage for others (by age, by sex) is not
    offered.
    """
    problems = [fact for fact in facts if fact.kind is FactKind.PROBLEM and fact.role in _CLINICAL]
    last = {fact.concept: fact for fact in problems if not fact.qualifiers.family}
    todays = (fact for fact in problems if _is_own(fact) and not last[fact.concept].qualifiers.negated)
    named = dict.fromkeys((fact.concept, fact.text) for fact in todays)
    symptoms = load_knowledge(language).symptoms
    for group in ([one for one in named if one[0] not in symptoms], [one for one in named if one[0] in symptoms]):
        found = [_about(concept, text, retriever, language, patient) for concept, text in group]
        taken = [ranked for row in zip_longest(*found) for ranked in row if ranked is not None]
        if taken:
            return tuple({ranked.passage.id: ranked for ranked in taken}.values())[:_A_VISIT]
    return ()


def _about(
    concept: str, text: str, retriever: PassageRetriever, language: Language, patient: Whom
) -> list[RankedPassage]:
    """The passages of cards on this problem, and of the practice's documents that are named after it."""
    cards = [one for one in retriever.passages(concept, language, _LOOKED_AT) if concept in one.passage.concepts]
    worded = retriever.passages(text, language, _LOOKED_AT)
    own = [one for one in worded if one.passage.own and not one.passage.concepts and one.score >= _NAMED]
    meant = [one for one in (*own, *cards) if one.passage.population.holds(patient.age_years, patient.sex)]
    return meant[:_A_PROBLEM]


def _is_own(fact: Fact) -> bool:
    q = fact.qualifiers
    return not (q.negated or q.family or q.past or q.superseded or q.conditional)


@dataclass(frozen=True, slots=True)
class _Offered:
    ranked: RankedPassage
    words: frozenset[str]


def cite(draft: Draft, passages: Sequence[RankedPassage]) -> Draft:
    """The draft with a citation on every plan sentence that follows one of the passages."""
    offered = [_Offered(ranked, _content(ranked.passage.text, draft.language)) for ranked in passages]
    if not offered:
        return draft
    sections = tuple(_cited_section(section, offered, draft.language) for section in draft.sections)
    return replace(draft, sections=sections)


def _cited_section(section: Section, offered: Sequence[_Offered], language: Language) -> Section:
    if section.key not in PLAN_SECTIONS:
        return section
    return replace(section, sentences=tuple(_cited(sentence, offered, language) for sentence in section.sentences))


def _cited(sentence: Sentence, offered: Sequence[_Offered], language: Language) -> Sentence:
    said = _content(sentence.text, language)
    followed = sorted(
        (passage for passage in offered if _follows(said, passage.words)),
        key=lambda passage: -len(said & passage.words),
    )
    cited = [passage.ranked.passage for passage in followed[:_MOST_CITATIONS]]
    citations = tuple(Citation(passage.id, passage.source) for passage in cited)
    return replace(sentence, citations=citations) if citations else sentence


def _follows(said: frozenset[str], passage: frozenset[str]) -> bool:
    shared = said & passage
    return len(shared) >= _LEAST_SHARED and len(shared) >= _LEAST_SHARE * len(said)


def _content(text: str, language: Language) -> frozenset[str]:
    """Weighty words: all of more than four letters, by stem. Numbers are left out: doses are the checker's."""
    return frozenset(word for word in stems(text, language) if len(word) > _SHORT and not word.isdigit())
