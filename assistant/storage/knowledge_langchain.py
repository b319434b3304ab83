"""The passage retriever in langchain's form, for whoever builds chains."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import SkipValidation

from assistant.domain.language import Language
from assistant.ports import PassageRetriever


class GuidelineRetriever(BaseRetriever):
    """Langchain documents from any passage retriever; each carries its citation and its score as metadata."""

    retriever: SkipValidation[PassageRetriever]
    language: Language
    top: int = 3

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(
                page_content=ranked.passage.text,
                id=ranked.passage.id,
                metadata={
                    "title": ranked.passage.source.title,
                    "publisher": ranked.passage.source.publisher,
                    "year": ranked.passage.source.year,
                    "url": ranked.passage.source.url,
                    "section": ranked.passage.section,
                    "score": ranked.score,
                },
            )
            for ranked in self.retriever.passages(query, self.language, self.top)
        ]
