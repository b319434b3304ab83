"""Guideline passages for a question: words and meaning fused, and nothing when no card is about it.

Relevance is decided on what a card says it is about (its title and topics), not on its whole text: a card on
pneumonia that mentions kidneys does not answer a question on kidneys.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.domain.knowledge import CardStatus, Passage, RankedPassage
from assistant.domain.language import LANGUAGES, Language
from assistant.pipeline.coding.synonyms import Synonyms
from assistant.pipeline.coding.wording import WordingRules
from assistant.pipeline.retrieval import Postings, Spelling, fuse, stems

_TITLE, _SECTION, _TEXT = 2.0, 1.5, 1.0
_NAMED_SHARE = 0.5
_NAMED_RELEVANCE = 0.6
_NEAR_FLOOR = 0.6
_LIKE_FLOOR = 0.45
_CANDIDATES = 12


class MeaningIndex(Protocol):
    """Vectors of the passages."""

    def similar(self, query: str, language: Language, top: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity), best first."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The passages of one language, indexed. ``topics`` holds each passage's topics as sets of stems."""

    passages: tuple[Passage, ...]
    postings: Postings
    topics: tuple[tuple[frozenset[str], ...], ...]
    about: tuple[frozenset[str], ...]
    spelling: Spelling


class PassageSearch:
    """The passage retriever.

    ``meaning`` gives vectors, and is called once, at the first question in one of ``meaning_languages`` (those that
    its embedder knows). ``today`` decides which cards are past their review date: those, and the superseded and
    withdrawn ones, are never returned.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        rules: Mapping[Language, WordingRules],
        synonyms: Mapping[Language, Synonyms],
        today: Callable[[], date],
        meaning: Callable[[], MeaningIndex] | None = None,
        meaning_languages: frozenset[Language] = frozenset(),
    ) -> None:
        self._rules = rules
        self._synonyms = synonyms
        self._today = today
        self._open_meaning = meaning
        self._meaning_languages = meaning_languages
        self._meaning: MeaningIndex | None = None
        self._by_id = {passage.id: passage for passage in passages}
        self._shelves = {
            language: _shelf([p for p in passages if p.language == language], rules[language]) for language in LANGUAGES
        }

    def passages(self, query: str, language: Language, top: int) -> list[RankedPassage]:
        """The best first, the practice's own before others; empty when nothing that may be cited is relevant."""
        citable = [ranked for ranked in self._relevant(query, language) if self._may_cite(ranked.passage)]
        return citable[:top]

    def not_citable(self, query: str, language: Language, top: int) -> list[Passage]:
        """Relevant passages that are past their review date, superseded or withdrawn: to be named, never quoted."""
        found = [ranked.passage for ranked in self._relevant(query, language)]
        return [passage for passage in found if not self._may_cite(passage)][:top]

    def _relevant(self, query: str, language: Language) -> list[RankedPassage]:
        words, about = self._by_words(query, language)
        near = self._by_meaning(query, language)
        relevance = dict(near)
        for item, score in about.items():
            relevance[item] = max(score, relevance.get(item, 0.0))
        order = fuse([[item for item in words if item in relevance], [item for item, _ in near]])
        # Topic decides first: of two passages found by words alone, the card that is about the question leads.
        order.sort(key=lambda item: (not self._by_id[item].own, -round(relevance[item], 1)))
        return [RankedPassage(self._by_id[item], min(1.0, relevance[item])) for item in order]

    def _may_cite(self, passage: Passage) -> bool:
        return passage.status is CardStatus.VALID and passage.review_date >= self._today()

    def _by_words(self, query: str, language: Language) -> tuple[list[str], dict[str, float]]:
        """Ids in order of BM25, and the relevance of those whose card is about the question."""
        shelf = self._shelves[language]
        rules = self._rules[language]
        readings = [reading for reading, _ in self._synonyms[language].readings(query)]
        asked = [self._known(stems(reading, language, rules.stop), shelf) for reading in readings]
        vocabulary = shelf.postings.vocabulary
        terms = {vocabulary[term] for reading in asked for term in reading if term in vocabulary}
        scores = shelf.postings.scores((term, 1.0) for term in terms)
        # A concept may share no word with the cards about it.
        held = (at for at, passage in enumerate(shelf.passages) if scores[at] > 0 or query in passage.concepts)
        found = sorted(held, key=lambda at: -scores[at])
        relevance = {
            shelf.passages[at].id: best
            for at in found
            if (best := max(self._aboutness(reading, at, query, shelf) for reading in asked)) > 0
        }
        return [shelf.passages[at].id for at in found], relevance

    def _known(self, asked: list[str], shelf: _Shelf) -> list[str]:
        """The question's stems, a misspelt one replaced by the word it is most like."""

        def corrected(term: str) -> str:
            if term in shelf.postings.vocabulary or len(term) < 5:
                return term
            near = shelf.spelling.near(term, _NEAR_FLOOR, 1)
            return near[0][0] if near else term

        return [corrected(term) for term in asked]

    def _aboutness(self, asked: list[str], at: int, query: str, shelf: _Shelf) -> float:
        """0 where the card is not about the question, else 0.6 to 1."""
        passage = shelf.passages[at]
        if query in passage.concepts:
            return 1.0
        weight = {term: self._weight(term, shelf) for term in asked}
        total = sum(weight.values())
        if not total:
            return 0.0
        share = sum(weight[term] for term in weight if term in shelf.about[at]) / total
        whole = [topic for topic in shelf.topics[at] if topic <= weight.keys()]
        named = max((sum(weight[term] for term in topic) / total for topic in whole), default=0.0)
        # A topic named in whole counts although more is asked; half a topic counts only if it is most of the question.
        if named == 0.0 and share <= _NAMED_SHARE:
            return 0.0
        return _NAMED_RELEVANCE + (1 - _NAMED_RELEVANCE) * max(named, share)

    @staticmethod
    def _weight(term: str, shelf: _Shelf) -> float:
        at = shelf.postings.vocabulary.get(term)
        # A word that no card holds asks for something else: it weighs as much as the rarest.
        return float(shelf.postings.idf.max()) if at is None else float(shelf.postings.idf[at])

    def _by_meaning(self, query: str, language: Language) -> list[tuple[str, float]]:
        if self._open_meaning is None or language not in self._meaning_languages:
            return []
        if self._meaning is None:
            self._meaning = self._open_meaning()
        opened = self._synonyms[language].readings(query)[0][0]
        near = self._meaning.similar(opened, language, _CANDIDATES)
        return [(item, score) for item, score in near if score >= _LIKE_FLOOR and item in self._by_id]


def _shelf(passages: Sequence[Passage], rules: WordingRules) -> _Shelf:
    def read(text: str) -> list[str]:
        return stems(text, rules.language, rules.stop)

    documents = []
    for passage in passages:
        weights: dict[str, float] = {}
        titled = " ".join((passage.source.title, *passage.topics))
        for text, weight in ((passage.text, _TEXT), (passage.section, _SECTION), (titled, _TITLE)):
            for term in read(text):
                weights[term] = weights.get(term, 0.0) + weight
        documents.append(weights)
    postings = Postings.build(documents)
    topics = tuple(tuple(frozenset(read(topic)) for topic in passage.topics) for passage in passages)
    about = tuple(frozenset(read(" ".join((passage.source.title, *passage.topics)))) for passage in passages)
    spelling = Spelling(sorted(term for terms in about for term in terms))
    return _Shelf(tuple(passages), postings, topics, about, spelling)
