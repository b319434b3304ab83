"""The knowledge base on disk: the product's cards, the practice's own documents, and their vectors in Chroma."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from assistant.domain.codec import from_json, to_json
from assistant.domain.knowledge import CardStatus, Passage, Source
from assistant.domain.language import Language
from assistant.errors import NotFound, StorageError
from assistant.ports import Embedder
from assistant.storage.documents import read_document
from assistant.storage.knowledge_cards import read_cards, slug

if TYPE_CHECKING:
    from chromadb.api import ClientAPI


_EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class _OwnDocument:
    """A practice's document as it is kept."""

    id: str
    passages: tuple[Passage, ...]


class KnowledgeBase:
    """All passages: ``cards`` is the folder that comes with the product, ``own`` the practice's, made when needed."""

    def __init__(self, cards: Path, own: Path) -> None:
        self._cards = cards
        self._own = own

    def passages(self) -> tuple[Passage, ...]:
        """Every passage whatever its status, the practice's own first."""
        own = [from_json(_OwnDocument, file.read_bytes()) for file in sorted(self._own.glob("*.json"))]
        return (*(passage for document in own for passage in document.passages), *read_cards(self._cards))

    def version(self) -> str:
        """A digest (16 hex digits) of every passage: the knowledge version that a draft records."""
        return passages_digest(self.passages())

    def add(
        self,
        data: bytes,
        filename: str,
        *,
        language: Language,
        source: Source,
        review_date: date,
        topics: tuple[str, ...] = (),
        approver: str = "",
    ) -> tuple[Passage, ...]:
        """Take in a document; one of the same title is superseded and kept among its versions.

        Raises ``UnreadableDocument`` where it cannot be read, ``StorageError`` where it cannot be kept.
        """
        name = f"own-{slug(source.title)}"
        passages = tuple(
            Passage(
                f"{name}#{at}-{slug(section.heading)[:40]}",
                language,
                section.heading,
                section.text,
                source,
                review_date,
                topics=topics or (source.title,),
                approver=approver,
                own=True,
            )
            for at, section in enumerate(read_document(data, filename), start=1)
        )
        self._keep(_OwnDocument(name, passages))
        return passages

    def remove(self, title: str) -> None:
        """Withdraw the practice's document of that title; it stays among its versions. Raises ``NotFound``."""
        file = self._own / f"own-{slug(title)}.json"
        if not file.is_file():
            raise NotFound(f"The knowledge base has no document of the practice called {title!r}.", "List them first.")
        self._set_aside(file, CardStatus.WITHDRAWN)
        file.unlink()

    def versions(self, title: str) -> tuple[tuple[Passage, ...], ...]:
        """The earlier versions of the practice's document of that title, the oldest first."""
        kept = sorted((self._own / _EARLIER).glob(f"own-{slug(title)}.*.json"))
        return tuple(from_json(_OwnDocument, file.read_bytes()).passages for file in kept)

    def _set_aside(self, file: Path, status: CardStatus) -> None:
        """Keep a document as it was, marked superseded or withdrawn, under the next number."""
        document = from_json(_OwnDocument, file.read_bytes())
        marked = _OwnDocument(document.id, tuple(replace(passage, status=status) for passage in document.passages))
        folder = self._own / _EARLIER
        folder.mkdir(exist_ok=True)
        number = len(list(folder.glob(f"{document.id}.*.json"))) + 1
        (folder / f"{document.id}.{number:04d}.json").write_bytes(to_json(marked))

    def _keep(self, document: _OwnDocument) -> None:
        file = self._own / f"{document.id}.json"
        try:
            self._own.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(".part")
            part.write_bytes(to_json(document))
            if file.is_file() and file.read_bytes() != part.read_bytes():
                self._set_aside(file, CardStatus.SUPERSEDED)
            os.replace(part, file)
        except OSError as error:
            raise StorageError(f"The document cannot be kept in {self._own}: {error}.") from error


def passages_digest(passages: Sequence[Passage], *more: str) -> str:
    """16 hex digits that change when a passage, or one of ``more``, does."""
    total = hashlib.sha256("\n".join(more).encode())
    for passage in passages:
        total.update(to_json(passage))
    return total.hexdigest()[:16]


class ChromaPassageIndex:
    """The passages' vectors, kept in a Chroma collection named by a digest of passages and embedder.

    It is made once and reused; when a passage changes, another collection is made. The folder is a cache.
    """

    def __init__(self, folder: Path, embedder: Embedder, passages: Sequence[Passage]) -> None:
        import chromadb
        from chromadb.config import Settings

        self._embedder = embedder
        folder.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        name = f"passages-{passages_digest(passages, embedder.name)}"
        if name not in {collection.name for collection in client.list_collections()}:
            _make_collection(client, name, embedder, passages)
        self._collection = client.get_collection(name, embedding_function=None)

    def similar(self, query: str, language: Language, top: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the nearest passages of that language, best first."""
        found = self._collection.query(
            query_embeddings=self._embedder.embed([query]),
            n_results=top,
            where={"language": language},
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        return [(item, 1.0 - distance) for item, distance in zip(found["ids"][0], distances, strict=True)]


def _make_collection(client: "ClientAPI", name: str, embedder: Embedder, passages: Sequence[Passage]) -> None:
    """Fill a collection under a passing name first: only a finished one bears its own, and two makers never meet."""
    from chromadb.errors import ChromaError

    collection = client.create_collection(
        f"part-{uuid4().hex}", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    if passages:
        collection.add(
            ids=[passage.id for passage in passages],
            embeddings=embedder.embed([_embedded_text(passage) for passage in passages]),
            metadatas=[{"language": passage.language} for passage in passages],
        )
    try:
        collection.modify(name=name)
    except ChromaError:
        # Another process was faster: its collection is the same, this one goes.
        client.delete_collection(collection.name)
        if name not in {other.name for other in client.list_collections()}:
            raise


def _embedded_text(passage: Passage) -> str:
    return f"{passage.source.title}. {passage.section}. {passage.text}"
