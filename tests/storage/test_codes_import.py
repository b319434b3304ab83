"""Importing official nomenclature files: read right, kept side by side, refused when bad."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.coding import Nomenclature
from assistant.errors import AssistantError, EngineMissing, InputError
from assistant.storage.codes_editions import Editions
from assistant.storage.codes_import import import_file, validity
from tests.storage.official_files import (
    ATIH_HEADER,
    CIM10_LINES,
    ORDER_ROWS,
    atih_rows,
    atih_xlsx,
    cim10_file,
    order_file,
    xls,
)


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    return Editions(tmp_path / "nomenclatures")


def codes(editions: Editions, nomenclature: Nomenclature, day: date) -> dict:
    return {entry.code: entry for entry in editions.entries(editions.on(nomenclature, day))}


@pytest.mark.parametrize("profile", ["ONO", "ONOO"])
def test_the_french_file_with_either_smr_profile(editions: Editions, profile: str) -> None:
    lines = [line.replace("|ONO|", f"|{profile}|") for line in CIM10_LINES]
    edition, is_new = import_file(editions, cim10_file(lines), "LIBCIM10MULTI.TXT", year=2025)
    assert is_new and (edition.valid_from, edition.valid_until) == (date(2025, 3, 1), date(2026, 2, 28))
    found = codes(editions, Nomenclature.CIM10, date(2025, 6, 1))
    assert set(found) == {"A00", "A000", "E11", "E1198", "S720"}
    assert found["A000"].label == "Choléra à Vibrio cholerae 01, biovar cholerae"
    assert (found["A000"].mco_type, found["A000"].billable, found["A00"].billable) == (0, True, False)


def test_the_american_order_file(editions: Editions) -> None:
    edition, _ = import_file(editions, order_file(), "icd10cm_order_2027.txt")
    assert (edition.year, edition.valid_from, edition.valid_until) == (2027, date(2026, 10, 1), date(2027, 9, 30))
    found = codes(editions, Nomenclature.ICD10CM, date(2026, 12, 1))
    assert found["S42001A"].label == ORDER_ROWS[2][3]
    assert found["S42001A"].billable and not found["A00"].billable


def test_the_acts_of_atih(editions: Editions) -> None:
    edition, _ = import_file(editions, atih_xlsx(), "fichier_complementaire_ccam.xlsx")
    assert (edition.nomenclature, edition.year, edition.codes) == (Nomenclature.CCAM, 2026, 3)
    found = codes(editions, Nomenclature.CCAM, date(2026, 6, 1))
    assert found["HHFA011"].label == "Appendicectomie, par cœlioscopie"
    assert found["HHFA011"].valid_from == date(2020, 1, 1) and found["HHFA011"].activities == ("1",)


def test_columns_are_found_by_name_wherever_they_stand(editions: Editions) -> None:
    rows = [tuple(reversed(row)) for row in atih_rows([("HHFA011-02", "Appendicectomie, avec extension")])]
    import_file(editions, atih_xlsx(rows), "ccam.xlsx")
    assert set(codes(editions, Nomenclature.CCAM, date(2026, 6, 1))) == {"HHFA011-02"}


def test_ameli_s_old_spreadsheet_keeps_the_latest_label_with_activities_apart(editions: Editions) -> None:
    import_file(editions, xls(), "CCAM_V77.xls", year=2025)
    (act,) = codes(editions, Nomenclature.CCAM, date(2025, 6, 1)).values()
    assert (act.code, act.label) == ("HHFA016", "Appendicectomie, par abord de la fosse iliaque droite")
    assert (act.activities, act.phases, act.valid_from) == (("1", "4"), ("0",), date(2024, 1, 1))


def test_years_stand_side_by_side_and_the_day_chooses(editions: Editions) -> None:
    for year, label in ((2024, "Choléra ancien"), (2025, "Choléra nouveau")):
        import_file(editions, cim10_file([f"A00    |3|NNN|3|X|{label}"]), f"cim_{year}.txt")
    for day, year in ((date(2024, 5, 1), 2024), (date(2025, 5, 1), 2025), (date(2022, 5, 1), 2022)):
        assert editions.on(Nomenclature.CIM10, day).year == year
    assert codes(editions, Nomenclature.CIM10, date(2024, 5, 1))["A00"].label == "Choléra ancien"
    assert editions.on(Nomenclature.CIM10, date(2030, 1, 1)).year == 2025
    assert not editions.on(Nomenclature.CIM10, date(2030, 1, 1)).covers(date(2030, 1, 1))


def test_the_same_file_again_changes_nothing_and_a_corrected_one_replaces_it(editions: Editions) -> None:
    first = import_file(editions, cim10_file(), "cim_2025.txt")
    before = editions.all()
    assert import_file(editions, cim10_file(), "cim_2025.txt") == (first[0], False)
    assert editions.all() == before
    _, is_new = import_file(editions, cim10_file(CIM10_LINES[:3]), "cim_2025.txt")
    assert is_new and len(editions.all()) == len(before)


BAD = {
    "no format": b"hello, world\r\n",
    "empty": b"",
    "utf-8": "".join(f"{line}\r\n" for line in CIM10_LINES).encode(),
    "utf-16": "".join(CIM10_LINES).encode("utf-16"),
    "no cp1252": cim10_file().replace("é".encode("cp1252"), b"\x81"),
    "half a line": cim10_file()[: len(cim10_file()) // 2],
    "half a label": cim10_file(CIM10_LINES[:2])[:-20],
    "type 7": cim10_file(["A00    |7|NNN|3|X|Choléra"]),
    "twice": cim10_file([CIM10_LINES[0], CIM10_LINES[0]]),
    "half an order file": order_file()[: len(order_file()) - 30],
    "order file out of order": order_file()[100:] + order_file(),
    "half an xlsx": atih_xlsx()[:3000],
    "half an xls": xls()[:2000],
    "xlsx of something else": atih_xlsx([("Nom", "Prénom"), ("A", "B")]),
    "no act": atih_xlsx([ATIH_HEADER]),
    "no date": atih_xlsx([ATIH_HEADER, ("HHFA011", None, "HHFA011", "X", None, "L", "1", "0", "hier", None)]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_and_the_earlier_edition_stays(editions: Editions, case: str) -> None:
    for good, name in ((cim10_file(), "cim_2025.txt"), (atih_xlsx(), "ccam_2025.xlsx"), (order_file(), "icd_2025.txt")):
        import_file(editions, good, name)
    before = [(edition, editions.entries(edition)) for edition in editions.all() if not edition.embedded]
    with pytest.raises(InputError) as refused:
        import_file(editions, BAD[case], "file_2025.txt")
    assert refused.value.hint
    assert [(edition, editions.entries(edition)) for edition in editions.all() if not edition.embedded] == before


def test_a_large_file_cut_at_a_line_s_end_is_refused(editions: Editions) -> None:
    entries = editions.entries(editions.on(Nomenclature.CIM10, date(2022, 6, 1)))
    lines = [f"{entry.code:<7}|{entry.mco_type}|ONO|0|X|{entry.label}" for entry in entries]
    text = "".join(f"{line}\r\n" for line in lines[: len(lines) // 2])
    with pytest.raises(InputError, match="part of it is missing"):
        import_file(editions, text.encode("cp1252", "replace"), "cim_2025.txt")


def test_a_file_without_a_year_asks_for_it(editions: Editions) -> None:
    with pytest.raises(InputError, match="which year"):
        import_file(editions, cim10_file(), "LIBCIM10MULTI.TXT")


def test_acts_that_were_never_imported_say_how_to_import(editions: Editions) -> None:
    with pytest.raises(EngineMissing) as missing:
        editions.on(Nomenclature.CCAM, date(2026, 1, 1))
    assert "assistant codes import" in missing.value.hint


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(cim10_file()) - 1), st.binary(max_size=3))
def test_any_damage_is_refused_in_plain_words_or_read(tmp_path_factory, place: int, noise: bytes) -> None:
    data = cim10_file()
    editions = Editions(tmp_path_factory.mktemp("codes"))
    try:
        import_file(editions, data[:place] + noise, "cim_2025.txt")
    except AssistantError as error:
        assert error.message and error.hint
        assert not list(editions._folder.glob("*"))


@given(st.sampled_from(list(Nomenclature)), st.integers(2001, 2098))
def test_a_year_s_editions_follow_without_gap(nomenclature: Nomenclature, year: int) -> None:
    first, last = validity(nomenclature, year)
    following, _ = validity(nomenclature, year + 1)
    assert first < last and (following - last).days == 1
