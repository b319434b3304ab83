"""Phrases to codes on the project's own sets, and what simpler searches find on them: part of ``make eval-coding``.

Baselines, on the same phrases: plain BM25 over labels; dense search alone (the embedded sentence model over labels;
it knows English); the descriptions of ``simple-icd-10-cm`` that hold every word (the package has no search of its
own); ``eds.cim10``, where spaCy is installed, which the default installation leaves out.
"""

import csv
import hashlib
import importlib.util
import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.bootstrap import code_retriever
from assistant.config import Settings
from assistant.diagnosis import MINILM
from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.domain.language import Language
from assistant.pipeline.retrieval import Floats, Postings, stems
from assistant.storage.codes_editions import Editions
from assistant.storage.codes_import import import_file
from assistant.storage.codes_sources import read_packaged
from eval.harness import OUT, Measure

DATA = Path(__file__).parent / "data"
TOP = 5
_DENSE_CHARACTERS = 5
_EXTERNAL = "VWXY"

Case = tuple[str, str, frozenset[str]]
Find = Callable[[str], Sequence[str]]


def read_cases(name: str) -> list[Case]:
    """(kind, phrase, right codes) of a set."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return [
            (row["kind"], row["phrase"], frozenset(row["codes"].split()))
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def scored(name: str, cases: Sequence[Case], find: Find) -> list[Measure]:
    """Top-1 and top-5."""
    found = [[code in gold for code in list(find(phrase))[:TOP]] for _, phrase, gold in cases]
    count = len(cases)
    return [
        Measure(f"{name} top-1", sum(right[:1] == [True] for right in found) / count, count),
        Measure(f"{name} top-{TOP}", sum(any(right) for right in found) / count, count),
    ]


def own_phrases(settings: Settings) -> list[Measure]:
    """The project's sets with the product's search, whole and by kind, and with the simpler ones."""
    measures: list[Measure] = []
    retriever = code_retriever(settings)
    for language, nomenclature, titled in (
        ("fr", Nomenclature.CIM10, "French"),
        ("en", Nomenclature.ICD10CM, "English"),
    ):
        spoken: Language = "fr" if language == "fr" else "en"
        first, later, last = (read_cases(f"phrases_{language}{one}") for one in ("", "_later", "_last"))

        def product(phrase: str, nomenclature: Nomenclature = nomenclature) -> list[str]:
            return [hit.entry.code for hit in retriever.codes(phrase, nomenclature, TOP)]

        measures += scored(f"{titled} phrases", first, product)
        for kind in dict.fromkeys(kind for kind, _, _ in first):
            measures += scored(f"{titled} phrases, {kind}", [case for case in first if case[0] == kind], product)
        measures += scored(f"{titled} phrases, written later", later, product)
        measures += scored(f"{titled} phrases, written last", last, product)
        entries = [entry for entry in read_packaged(nomenclature) if entry.billable and entry.code[0] not in _EXTERNAL]
        for name, find in baselines(entries, spoken).items():
            measures += scored(f"{titled} phrases, {name}", [*first, *later, *last], find)
    return measures


def baselines(entries: Sequence[CodeEntry], language: Language) -> dict[str, Find]:
    """The simpler searches by name."""
    found = {"BM25 over labels": _bm25(entries, language), "dense search alone": _dense(entries, language)}
    if language == "en":
        found["simple-icd-10-cm, every word"] = _every_word(entries)
    elif importlib.util.find_spec("spacy") is not None:
        found["eds.cim10"] = _eds_cim10()
    else:
        print("eds.cim10 is not measured: it needs spaCy, which this installation leaves out.")
    return found


def _bm25(entries: Sequence[CodeEntry], language: Language) -> Find:
    postings = Postings.build([dict.fromkeys(stems(entry.label, language), 1.0) for entry in entries])

    def find(phrase: str) -> list[str]:
        terms = {postings.vocabulary[term] for term in stems(phrase, language) if term in postings.vocabulary}
        return _best(postings.scores((term, 1.0) for term in terms), entries)

    return find


def _dense(entries: Sequence[CodeEntry], language: Language) -> Find:
    from assistant.engines.embeddings import OnnxEmbedder

    embedder = OnnxEmbedder(MINILM)
    short = [entry for entry in entries if len(entry.code) <= _DENSE_CHARACTERS]
    key = hashlib.sha256("\n".join([embedder.name, *(entry.label for entry in short)]).encode()).hexdigest()[:12]
    kept = OUT / f"labels-{language}-{key}.npy"
    if not kept.is_file():
        OUT.mkdir(exist_ok=True)
        np.save(kept, np.array(embedder.embed([entry.label for entry in short]), dtype=np.float32))
    vectors = np.load(kept)
    return lambda phrase: _best(vectors @ np.array(embedder.embed([phrase])[0], dtype=np.float32), short)


def _every_word(entries: Sequence[CodeEntry]) -> Find:
    labels = [(entry.label.casefold(), entry.code) for entry in entries]

    def find(phrase: str) -> list[str]:
        words = phrase.casefold().split()
        return [code for label, code in labels if all(word in label for word in words)][:TOP]

    return find


def _eds_cim10() -> Find:
    import edsnlp

    pipeline = edsnlp.blank("eds")
    pipeline.add_pipe("eds.normalizer")
    pipeline.add_pipe("eds.cim10", config={"attr": "NORM"})
    return lambda phrase: [re.sub(r"\W", "", entity.kb_id_ or entity.label_) for entity in pipeline(phrase).ents]


def _best(scores: Floats, entries: Sequence[CodeEntry]) -> list[str]:
    order = np.argsort(-scores, kind="stable")[:TOP]
    return [entries[at].code for at in order if scores[at] > 0]


def acts(settings: Settings) -> list[Measure]:
    """Act phrases, after importing a spreadsheet made in ATIH's form."""
    with (DATA / "ccam_acts.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    cases = [("act", row["phrase"], frozenset({row["code"]})) for row in rows if row["phrase"]]
    with TemporaryDirectory() as folder:
        elsewhere = settings.model_copy(update={"data_dir": Path(folder), "cache_dir": Path(folder)})
        import_file(Editions(Path(folder) / "nomenclatures"), _spreadsheet(rows), "ccam.xlsx")
        retriever = code_retriever(elsewhere, date(2026, 6, 1))
        return scored(
            "CCAM acts",
            cases,
            lambda phrase: [hit.entry.code for hit in retriever.codes(phrase, Nomenclature.CCAM, TOP)],
        )


def _spreadsheet(rows: Sequence[dict[str, str]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    table = book.active
    table.title = "CCAM_Final_2026"
    table.append(["Code à 7 caractères (et extension PMSI)", "Texte : titre-libellés-notes", "Typo ligne libellé"])
    for row in rows:
        table.append([row["code"], row["label"], "L"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
