"""Cards, a practice's own documents, and their vectors."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.domain.context import Sex
from assistant.domain.knowledge import CardStatus, Population, Source
from assistant.errors import NotFound, StorageError, UnreadableDocument
from assistant.storage.documents import read_document
from assistant.storage.knowledge_cards import read_card, read_cards
from assistant.storage.knowledge_index import ChromaPassageIndex, KnowledgeBase

CARD = """+++
id = "fievre"
language = "fr"
title = "Fièvre"
publisher = "Exemple"
year = 2024
url = "https://example.org/fievre"
review_date = 2030-01-01
status = "superseded"
topics = ["fièvre"]
concepts = ["fever"]
+++

## Seuil
Fièvre à partir
de 38 °C.

## Conduite
Boire.
"""
SOURCE = Source("Protocole de l'hôpital", "Hôpital", 2026, "")


class LetterEmbedder:
    """A text as the frequency of eight letters: deterministic, and counts how many texts it was given."""

    name = "letters"

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.embedded += len(texts)
        return [_unit([text.lower().count(letter) + 0.01 for letter in "abcdefgh"]) for text in texts]


def _unit(vector: list[float]) -> list[float]:
    length = sum(value * value for value in vector) ** 0.5
    return [value / length for value in vector]


def card(folder: Path, text: str = CARD, name: str = "fievre.md") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_a_card_gives_one_passage_a_section(tmp_path: Path) -> None:
    first, second = read_card(card(tmp_path))
    assert (first.id, first.section, first.text) == ("fievre#seuil", "Seuil", "Fièvre à partir de 38 °C.")
    assert second.id == "fievre#conduite"
    assert first.status is CardStatus.SUPERSEDED and first.review_date == date(2030, 1, 1)
    assert first.concepts == ("fever",) and first.topics == ("fièvre",)


def test_a_card_says_whom_it_is_for_and_a_section_for_itself(tmp_path: Path) -> None:
    head = '\nages = "18-"\n[population."Seuil"]\nages = "0-0.25"\nsex = "female"\n+++\n'
    first, second = read_card(card(tmp_path, CARD.replace("\n+++\n", head, 1)))
    assert first.population == Population(0.0, 0.25, Sex.FEMALE)
    assert second.population == Population(18.0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("+++\nid", "id"),
        ("year = 2024", "year ="),
        ('language = "fr"', 'language = "de"'),
        ('status = "superseded"', ""),
        ('"superseded"', '"old"'),
        ('status = "superseded"', 'status = "superseded"\nages = "adults"'),
        ('status = "superseded"', 'status = "superseded"\nsex = "girl"'),
        ("\n+++\n", '\n[population."Ailleurs"]\nages = "0-2"\n+++\n'),
    ],
)
def test_a_card_in_another_form_is_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(UnreadableDocument):
        read_card(card(tmp_path, CARD.replace(old, new)))


def test_two_cards_of_one_id_are_refused(tmp_path: Path) -> None:
    card(tmp_path)
    card(tmp_path, name="again.md")
    with pytest.raises(UnreadableDocument):
        read_cards(tmp_path)


def docx_bytes() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("Antalgie", 1)
    document.add_paragraph("Paracétamol d'abord.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_bytes(text: str) -> bytes:
    """A one-page PDF made by hand."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


HTML = "<html><nav>Menu</nav><h2>Antalgie</h2><p>Paracétamol d'abord.</p><script>x()</script></html>".encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.md", "# Antalgie\nParacétamol d'abord.".encode()), ("a.html", HTML), ("a.docx", docx_bytes())],
)
def test_a_document_gives_its_headings_and_text(name: str, data: bytes) -> None:
    (section,) = read_document(data, name)
    assert (section.heading, section.text) == ("Antalgie", "Paracétamol d'abord.")


def test_a_pdf_is_read() -> None:
    (section,) = read_document(pdf_bytes("Give fluids, and more fluids again."), "plan.pdf")
    assert (section.heading, section.text) == ("plan", "Give fluids, and more fluids again.")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xyz", b"text"),
        ("a.pdf", b"not a pdf"),
        ("a.docx", b"PK broken"),
        ("a.md", b"\xff\xfe\xff"),
        ("a.md", b"  \n"),
        ("a.html", b"<html></html>"),
        ("a.pdf", b""),
    ],
)
def test_a_document_that_cannot_be_read_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(data, name)
    assert refused.value.hint


def test_a_long_section_is_cut() -> None:
    text = "# Long\n" + "\n".join("Une phrase de plus." for _ in range(200))
    sections = read_document(text.encode(), "a.md")
    assert len(sections) > 1 and {section.heading for section in sections} == {"Long"}
    assert all(len(section.text) <= 1200 for section in sections)


def knowledge(tmp_path: Path) -> KnowledgeBase:
    (tmp_path / "cards").mkdir()
    card(tmp_path / "cards")
    return KnowledgeBase(tmp_path / "cards", tmp_path / "own")


def add(base: KnowledgeBase, text: str) -> None:
    base.add(text.encode(), "p.md", language="fr", source=SOURCE, review_date=date(2030, 1, 1))


def test_a_practices_document_comes_first_is_replaced_and_changes_the_version(tmp_path: Path) -> None:
    base = knowledge(tmp_path)
    before = base.version()
    add(base, "# Fièvre\nAppeler l'interne.")
    first = base.passages()[0]
    assert first.text == "Appeler l'interne." and first.source == SOURCE and first.topics == (SOURCE.title,)
    assert base.version() != before
    add(base, "# Fièvre\nAppeler le senior.")
    assert [passage.text for passage in base.passages()[:-2]] == ["Appeler le senior."]
    base.remove(SOURCE.title)
    assert base.version() == before


def test_removing_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        knowledge(tmp_path).remove("inconnu")


def test_a_broken_document_leaves_the_earlier_one(tmp_path: Path) -> None:
    base = knowledge(tmp_path)
    add(base, "# Fièvre\nAppeler l'interne.")
    before = base.version()
    with pytest.raises(UnreadableDocument):
        base.add(b"", "p.pdf", language="fr", source=SOURCE, review_date=date(2030, 1, 1))
    assert base.version() == before


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    base = knowledge(tmp_path)
    (tmp_path / "own").write_text("a file, not a folder")
    with pytest.raises(StorageError):
        add(base, "# Fièvre\nAppeler l'interne.")


def test_vectors_are_made_once_and_made_again_when_a_passage_changes(tmp_path: Path) -> None:
    passages = knowledge(tmp_path).passages()
    first = LetterEmbedder()
    index = ChromaPassageIndex(tmp_path / "chroma", first, passages)
    assert first.embedded == len(passages)
    assert index.similar("de", "fr", 2)[0][1] <= 1.0
    assert {item for item, _ in index.similar("de", "fr", 5)} == {passage.id for passage in passages}
    second = LetterEmbedder()
    ChromaPassageIndex(tmp_path / "chroma", second, passages)
    assert second.embedded == 0
    ChromaPassageIndex(tmp_path / "chroma", second, passages[:1])
    assert second.embedded == 1


def test_langchain_gets_documents_with_their_citation() -> None:
    from assistant.domain.knowledge import Passage, RankedPassage
    from assistant.storage.knowledge_langchain import GuidelineRetriever

    class Fixed:
        def passages(self, query: str, language: str, top: int) -> list[RankedPassage]:
            return [RankedPassage(Passage("a#b", "fr", "B", "Texte", SOURCE, date(2030, 1, 1)), 0.8)]

    (document,) = GuidelineRetriever(retriever=Fixed(), language="fr").invoke("fièvre")
    assert document.page_content == "Texte" and document.id == "a#b"
    assert document.metadata["publisher"] == "Hôpital" and document.metadata["score"] == 0.8


def test_earlier_versions_are_kept_and_a_withdrawn_document_too(tmp_path: Path) -> None:
    base = knowledge(tmp_path)
    for text in ("# Fièvre\nAppeler l'interne.", "# Fièvre\nAppeler le senior.", "# Fièvre\nAppeler le senior."):
        add(base, text)
    base.remove(SOURCE.title)
    (first,), (second,) = base.versions(SOURCE.title)
    assert (first.text, first.status) == ("Appeler l'interne.", CardStatus.SUPERSEDED)
    assert (second.text, second.status) == ("Appeler le senior.", CardStatus.WITHDRAWN)
    assert all(passage.source != SOURCE for passage in base.passages())


def test_own_documents_name_their_approver(tmp_path: Path) -> None:
    base = knowledge(tmp_path)
    text = "# Fièvre\nAppeler.".encode()
    review = date(2030, 1, 1)
    base.add(text, "p.md", language="fr", source=SOURCE, review_date=review, approver="Dr Martin")
    assert (base.passages()[0].approver, base.passages()[0].own) == ("Dr Martin", True)


def test_every_card_that_comes_with_the_product_can_be_used() -> None:
    cards = read_cards(Path(__file__).parents[2] / "knowledge" / "guidelines")
    for language in ("fr", "en"):
        assert len({passage.source for passage in cards if passage.language == language}) >= 20
