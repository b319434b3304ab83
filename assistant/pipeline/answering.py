"""Answering a question by quotation alone: passages of the knowledge base, lines of the record, and nothing else."""

from collections.abc import Sequence

from assistant.domain.knowledge import Answer, RecordLine
from assistant.domain.language import Language
from assistant.pipeline.coding.synonyms import Synonyms
from assistant.pipeline.coding.wording import WordingRules
from assistant.pipeline.retrieval import Postings, stems
from assistant.ports import PassageRetriever

_LEAST_SHARE = 0.5


def answer(
    question: str,
    language: Language,
    retriever: PassageRetriever,
    record: Sequence[RecordLine],
    rules: WordingRules,
    synonyms: Synonyms,
    top: int,
) -> Answer:
    """At most ``top`` passages and ``top`` lines of the record; all empty where nothing bears on the question."""
    return Answer(
        tuple(retriever.passages(question, language, top)),
        tuple(_lines(question, record, rules, synonyms, top)),
        tuple(retriever.not_citable(question, language, top)),
    )


def _lines(
    question: str, record: Sequence[RecordLine], rules: WordingRules, synonyms: Synonyms, top: int
) -> list[RecordLine]:
    """The lines that hold most of the question's words, by BM25; words that the whole record lacks do not count."""
    language = rules.language
    documents = [dict.fromkeys(stems(f"{line.heading} {line.text}", language, rules.stop), 1.0) for line in record]
    postings = Postings.build(documents)
    best: dict[int, float] = {}
    for reading, trust in synonyms.readings(question):
        asked = stems(reading, language, rules.stop | rules.asking)
        number = {term: postings.vocabulary[term] for term in asked if term in postings.vocabulary}
        weight = {term: float(postings.idf[at]) for term, at in number.items()}
        scores = postings.scores((at, 1.0) for at in number.values())
        for at, document in enumerate(documents):
            share = sum(worth for term, worth in weight.items() if term in document)
            if weight and share >= _LEAST_SHARE * sum(weight.values()):
                best[at] = max(best.get(at, 0.0), float(scores[at]) * trust)
    return [record[at] for at in sorted(best, key=lambda at: (-best[at], at))[:top]]
