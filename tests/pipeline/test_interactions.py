"""Tables of drug interactions as practices have them: any delimiter, French or English, whole or refused."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.interaction import InteractionLevel, InteractionTable
from assistant.domain.language import LANGUAGES
from assistant.errors import InputError
from assistant.pipeline.interactions import load_table_words, names_drug, read_table, unknown_names
from assistant.pipeline.lexicon import load_lexicon

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
WORDS = load_table_words(KNOWLEDGE / "interactions")
LEXICONS = [load_lexicon(KNOWLEDGE / "lexicons", language) for language in LANGUAGES]


def table(text: str, encoding: str = "utf-8") -> InteractionTable:
    return read_table(text.encode(encoding), "own.csv", WORDS, LEXICONS)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize(
    ("header", "level"),
    [
        (("Substance 1", "Substance 2", "Niveau", "Conduite à tenir", "Source"), "Association déconseillée"),
        (("PROTAGONISTE 1", "PROTAGONISTE 2", "NIVEAU DE CONTRAINTE", "CAT", "Référence"), "ASSOCIATION DECONSEILLEE"),
        (("drug_1", "drug_2", "Severity", "What to do", "source"), "avoid"),
        (("First substance", "Second substance", "Level", "Management", "Reference"), "not recommended"),
    ],
)
def test_columns_and_levels_in_both_languages(delimiter: str, header: tuple[str, ...], level: str) -> None:
    text = io.StringIO()
    rows = [header, ("ibuprofène", "warfarine", level, "Surveiller, ou éviter ; voir l'INR", "ANSM")]
    csv.writer(text, delimiter=delimiter).writerows(rows)
    (row,) = table(text.getvalue()).rows
    assert (row.first.name, row.second.name, row.level) == ("ibuprofène", "warfarine", InteractionLevel.AVOID)
    assert (row.advice, row.source) == ("Surveiller, ou éviter ; voir l'INR", "ANSM")
    assert (row.first.codes, row.second.codes) == (("M01AE01",), ("B01AA03",))


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("contre-indication", "contraindicated"), ("Contre-indiquée", "contraindicated"), ("CI", "contraindicated"),
        ("contraindicated", "contraindicated"), ("À éviter", "avoid"), ("précaution d’emploi", "caution"),
        ("Précautions d'emploi", "caution"), ("Caution", "caution"), ("A PRENDRE EN COMPTE", "note"), ("note", "note"),
    ],
)  # fmt: skip
def test_the_four_levels(said: str, level: str) -> None:
    assert table(f"drug 1;drug 2;level\nibuprofen;warfarin;{said}\n").rows[0].level == level


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("AINS", {"M01A"}), ("NSAIDs", {"M01A"}), ("IEC", {"C09A", "C09B"}), ("m01a", {"M01A"}),
        ("Antivitamines K", {"B01AA"}), ("C09A, C09B", {"C09A", "C09B"}), ("Oubliol (N02A)", {"N02A"}),
        ("Plavix", {"B01AC04"}), ("aspirin", {"B01AC06", "N02BA01"}), ("Oubliol", set()),
    ],
)  # fmt: skip
def test_what_a_cell_stands_for(cell: str, codes: set[str]) -> None:
    read = table(f"drug 1;drug 2;level\n{cell};warfarin;avoid\n")
    assert set(read.rows[0].first.codes) == codes
    assert unknown_names(read) == ([] if codes else [cell])


def test_a_code_beside_the_name_decides_and_a_source_column_is_optional() -> None:
    read = table("Substance 1\tATC 1\tSubstance 2\tATC 2\tNiveau\n\tN02A\tOubliol\tN05BA\tCI\n")
    (row,) = read.rows
    assert (row.first.name, row.first.codes, row.second.name, row.second.codes) == (
        "N02A",
        ("N02A",),
        "Oubliol",
        ("N05BA",),
    )
    assert row.source == "own.csv" and not unknown_names(read)


def test_an_old_spreadsheet_saves_in_an_old_encoding() -> None:
    (row,) = table("Médicament 1;Médicament 2;Niveau\nkétoprofène;warfarine;précaution d'emploi\n", "cp1252").rows
    assert row.first.codes == ("M01AE03",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("drug 1;level\nx;avoid\n", "second"),
        ("drug 1;drug 2;level\n", "no row"),
        ("drug 1;drug 2;level\nibuprofen;warfarin;avoid\nibuprofen;lithium;perhaps\n", "Line 3"),
        ("drug 1;drug 2;level\n\nibuprofen;;avoid\n", "Line 3"),
        ("drug 1;drug 2;level;advice\nibuprofen;lithium;avoid;measure;it\n", "Line 2"),
        ("drug 1;atc 1;drug 2;level\nibuprofen;M1;lithium;avoid\n", "Line 2"),
        ("drug 1;drug 2;level;advice\nibuprofen;lithium;avoid;\"never ends\n", "Line 2"),
        ("drug 1;drug 2;level;substance 1\na;b;avoid;c\n", "first"),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(InputError) as refused:
        table(text)
    assert told in refused.value.message and refused.value.hint


def test_a_spreadsheet_is_no_text() -> None:
    with pytest.raises(InputError) as refused:
        read_table(b"PK\x03\x04" + bytes(50), "own.xlsx", WORDS, LEXICONS)
    assert "CSV" in refused.value.hint


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=200, deadline=None)
def test_any_bytes_make_a_table_or_an_input_error(data: bytes) -> None:
    try:
        read = read_table(b"drug 1,drug 2,level\n" + data, "own.csv", WORDS, LEXICONS)
    except InputError:
        return
    assert read.rows and all(row.first.name and row.second.name for row in read.rows)


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("ibuprofen", {0}), ("Advil", {0}), ("AVK", {0}), ("warfarine", {0}), ("C10AA01", {1}), ("oublio", {2}),
        ("insuline", set()),
    ],
)  # fmt: skip
def test_the_rows_of_a_drug(asked: str, rows: set[int]) -> None:
    read = table("drug 1;drug 2;level\nAINS;AVK;avoid\nclarithromycin;simvastatin;CI\nOubliol;lithium;note\n")
    found = {
        number
        for number, row in enumerate(read.rows)
        if any(names_drug(one, asked, WORDS, LEXICONS) for one in (row.first, row.second))
    }
    assert found == rows
