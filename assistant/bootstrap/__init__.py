"""The one place that names concrete engines and stores, and puts the parts together."""

from assistant.bootstrap.codes import code_editions, code_orderings, code_retriever, stay_tools
from assistant.bootstrap.engines import chat_model, entailer, transcriber
from assistant.bootstrap.knowledge import answer_question, interactions, knowledge_base, passage_retriever
from assistant.bootstrap.work import prepare, tools, workbench

__all__ = [
    "answer_question",
    "chat_model",
    "code_editions",
    "code_orderings",
    "code_retriever",
    "entailer",
    "interactions",
    "knowledge_base",
    "passage_retriever",
    "prepare",
    "stay_tools",
    "tools",
    "transcriber",
    "workbench",
]
