"""Guidelines beside a report: passages offered for the problems found, cited where a plan sentence follows one.

Nothing is ever added to the plan. A sentence cites a passage only where it repeats what the passage recommends: most of
its own weighty words stand in the passage, a drug or test among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.context import Sex
from assistant.domain.draft import Citation, Draft, Section, Sentence
from assistant.domain.fact import Fact, FactKind
from assistant.domain.knowledge import RankedPassage
from assistant.domain.language import Language
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
_LOOKED_AT = 4
"""Times as many passages are looked at as are offered: some are for others."""


def offer_passages(
    facts: Sequence[Fact], retriever: PassageRetriever, language: Language, top: int = 3, patient: Whom = ANYONE
) -> tuple[RankedPassage, ...]:
    """The passages for the patient's own problems, at most ``top`` a problem, the best first.

    Denied, family, past, superseded and merely conditional problems are not looked up, and a passage for others than
    the patient (by age, by sex) is not offered. Empty when no card covers any.
    """
    best: dict[str, RankedPassage] = {}
    looked = _LOOKED_AT * top
    for concept, text in dict.fromkeys((fact.concept, fact.text) for fact in facts if _is_own_problem(fact)):
        found = retriever.passages(concept, language, looked) or retriever.passages(text, language, looked)
        meant = [one for one in found if one.passage.population.holds(patient.age_years, patient.sex)]
        for ranked in meant[:top]:
            known = best.get(ranked.passage.id)
            if known is None or ranked.score > known.score:
                best[ranked.passage.id] = ranked
    return tuple(sorted(best.values(), key=lambda ranked: (-ranked.score, ranked.passage.id)))


def _is_own_problem(fact: Fact) -> bool:
    q = fact.qualifiers
    return fact.kind is FactKind.PROBLEM and not (q.negated or q.family or q.past or q.superseded or q.conditional)


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
