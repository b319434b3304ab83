"""The tables of further wordings and of word families: what they name is there, and what they say is found."""

import csv
import random
from pathlib import Path

import pytest

from assistant.domain.coding import Nomenclature
from assistant.pipeline.coding.kindred import load_families
from assistant.storage.codes import wording_files
from assistant.storage.codes_sources import read_packaged

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
EMBEDDED = (Nomenclature.CIM10, Nomenclature.ICD10CM)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("nomenclature", EMBEDDED)
def test_every_wording_names_a_code_of_the_embedded_nomenclature(nomenclature: Nomenclature) -> None:
    known = {entry.code for entry in read_packaged(nomenclature)}
    files = wording_files(KNOWLEDGE / "coding", nomenclature)
    assert [file.name for file in files] == [f"{nomenclature}_terms.tsv", f"{nomenclature}_phrases.tsv"]
    for file in files:
        written = rows(file)
        assert {row["code"] for row in written} <= known
        assert all(row["term"].strip() == row["term"] != "" for row in written)


@pytest.mark.parametrize("nomenclature", EMBEDDED)
def test_a_wording_that_is_only_looked_up_names_one_code(nomenclature: Nomenclature) -> None:
    codes: dict[str, set[str]] = {}
    for file in wording_files(KNOWLEDGE / "coding", nomenclature)[1:]:
        for row in rows(file):
            codes.setdefault(row["term"].casefold(), set()).add(row["code"])
    assert {term: held for term, held in codes.items() if len(held) > 1} == {}


def test_families_are_mutual_and_never_hold_a_word_alone() -> None:
    file = KNOWLEDGE / "lexicons" / "word_families.tsv"
    for language in ("fr", "en"):
        kin = load_families(file, language)
        assert kin
        assert all(one in kin[other] for one, held in kin.items() for other in held)
    assert all("|" in row["words"] for row in rows(file))


def test_the_tables_can_be_sampled() -> None:
    """A table that lost its rows would pass the tests above."""
    drawn = random.Random(1).sample(rows(KNOWLEDGE / "coding" / "cim10_phrases.tsv"), 1500)
    assert len({(row["code"], row["term"]) for row in drawn}) == 1500
