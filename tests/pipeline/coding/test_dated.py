"""Codes as they were valid on one day."""

from datetime import date
from pathlib import Path

import pytest

from assistant.domain.coding import CodeEntry, Nomenclature, NomenclatureVersion
from assistant.errors import InputError
from assistant.pipeline.coding.dated import DatedCodes
from assistant.pipeline.coding.search import CodeSearch
from assistant.pipeline.coding.synonyms import Synonyms
from assistant.pipeline.coding.wording import load_rules
from tests.pipeline.coding.code_tables import MemoryTables

RULES = load_rules(Path(__file__).parents[3] / "knowledge" / "coding", "fr")
CCAM = Nomenclature.CCAM
ACTS = [
    CodeEntry("HHFA016", "Appendicectomie, par laparotomie", CCAM, 2026, valid_until=date(2025, 12, 31)),
    CodeEntry("HHFA011", "Appendicectomie, par cœlioscopie", CCAM, 2026, valid_from=date(2026, 1, 1)),
    CodeEntry("YYYY001", "Supplément pour appendicectomie", CCAM, 2026),
]


def on(day: date) -> DatedCodes:
    search = CodeSearch(MemoryTables(ACTS), {CCAM: RULES}, {CCAM: Synonyms({}, 0)})
    edition = NomenclatureVersion(CCAM, 2026, date(2026, 1, 1), date(2026, 12, 31), "x", "0", 3)
    return DatedCodes(search, day, {CCAM: edition})


@pytest.mark.parametrize(("day", "code"), [(date(2025, 6, 1), "HHFA016"), (date(2026, 6, 1), "HHFA011")])
def test_only_what_is_valid_that_day_is_found(day: date, code: str) -> None:
    found = [hit.entry.code for hit in on(day).codes("appendicectomie", CCAM, 5)]
    assert found[0] == code and set(found) == {code, "YYYY001"}


def test_a_code_that_is_not_valid_that_day_is_refused() -> None:
    assert on(date(2025, 6, 1)).required("HHFA016", CCAM).code == "HHFA016"
    for code in ("HHFA016", "ZZZZ999"):
        with pytest.raises(InputError) as refused:
            on(date(2026, 6, 1)).required(code, CCAM)
        assert code in refused.value.message and "2026-06-01" in refused.value.message and refused.value.hint
