"""The knowledge base, its search, and the practice's own table of interactions."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from assistant.bootstrap.engines import embedder
from assistant.config import Settings
from assistant.domain.knowledge import Answer, RecordLine
from assistant.domain.language import LANGUAGES, Language
from assistant.ports import PassageRetriever

if TYPE_CHECKING:
    from assistant.pipeline.passages import MeaningIndex
    from assistant.storage.interactions import InteractionFile
    from assistant.storage.knowledge_index import KnowledgeBase


EMBEDDED_LANGUAGES: frozenset[Language] = frozenset({"en"})
"""What the shipped embedding model understands; French is found by words."""


def knowledge_base(settings: Settings) -> "KnowledgeBase":
    """The guideline cards and the practice's own documents."""
    from assistant.storage.knowledge_index import KnowledgeBase

    return KnowledgeBase(settings.knowledge_dir / "guidelines", settings.data_dir / "knowledge")


@cache
def passage_retriever(settings: Settings) -> PassageRetriever:
    """Words first; vectors in Chroma for the languages that the embedding model understands."""
    from assistant.pipeline.coding.synonyms import load_synonyms
    from assistant.pipeline.coding.wording import load_rules
    from assistant.pipeline.passages import PassageSearch

    passages = knowledge_base(settings).passages()
    synonyms = settings.lexicons / "code_synonyms.tsv"

    def meaning() -> "MeaningIndex":
        from assistant.storage.knowledge_index import ChromaPassageIndex

        return ChromaPassageIndex(settings.cache_dir / "passages", embedder(), passages)

    return PassageSearch(
        passages,
        {language: load_rules(settings.knowledge_dir / "coding", language) for language in LANGUAGES},
        {language: load_synonyms(synonyms, language) for language in LANGUAGES},
        today=date.today,
        meaning=meaning,
        meaning_languages=EMBEDDED_LANGUAGES,
    )


def answer_question(
    settings: Settings, question: str, language: Language, record: Sequence[RecordLine], top: int
) -> Answer:
    """What the knowledge base and the lines of a record say about a question, quoted."""
    from assistant.pipeline.answering import answer
    from assistant.pipeline.coding.synonyms import load_synonyms
    from assistant.pipeline.coding.wording import load_rules

    rules = load_rules(settings.knowledge_dir / "coding", language)
    synonyms = load_synonyms(settings.lexicons / "code_synonyms.tsv", language)
    return answer(question, language, passage_retriever(settings), record, rules, synonyms, top)


def interactions(settings: Settings) -> "InteractionFile":
    """Where the practice's own table of drug interactions lies."""
    from assistant.storage.interactions import InteractionFile

    return InteractionFile(settings.interactions)
