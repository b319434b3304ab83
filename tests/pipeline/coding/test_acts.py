"""Acts named in a report, coded after an import of the nomenclature of acts."""

from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import stay_tools
from assistant.config import Settings
from assistant.domain.coding import CodeRole, Nomenclature
from assistant.pipeline.coding.patient import stay_of
from assistant.pipeline.coding.stay import code_stay
from assistant.storage.codes_editions import Editions
from assistant.storage.codes_import import import_file
from tests.storage.official_files import atih_xlsx

ROWS = [
    ("HMFC004", "Cholécystectomie, par cœlioscopie", "L"),
    ("HHFA016", "Appendicectomie, par abord de la fosse iliaque", "L"),
]


@pytest.fixture
def tools(tmp_path: Path):
    rows = [("Code à 7 caractères (et extension PMSI)", "Texte : titre-libellés-notes", "Typo ligne libellé"), *ROWS]
    import_file(Editions(tmp_path / "nomenclatures"), atih_xlsx(rows, "CCAM_Final_2022"), "ccam.xlsx")
    return stay_tools(Settings(data_dir=tmp_path, cache_dir=tmp_path))


def coded(tools, text: str):
    stay = stay_of("Patient de 70 ans, du 01/06/2022 au 09/06/2022.\n" + text, "crh.txt", tools.status.patterns)
    assert stay.exit == date(2022, 6, 9)
    return code_stay(stay, tools)


def test_an_act_that_was_done_has_its_code_its_words_and_its_rule(tools):
    found = coded(tools, "Intervention : cholécystectomie par cœlioscopie le 02/06.\nConclusion : cholécystite aiguë.")
    (act,) = (code for code in found.codes if code.role is CodeRole.ACT)
    assert (act.code, act.nomenclature, act.year) == ("HMFC004", Nomenclature.CCAM, 2022)
    assert "cholécystectomie par cœlioscopie" in act.evidence[0].text and act.rules[0].id == "ACTE"
    assert found.codes[0].role is CodeRole.DP and found.acts and found.acts.year == 2022


@pytest.mark.parametrize(
    "said",
    [
        "Antécédents : appendicectomie.",
        "Évolution : pas d'appendicectomie.",
        "Conclusion : une appendicectomie sera discutée à froid.",
    ],
)
def test_what_was_not_done_in_the_stay_is_no_act(tools, said):
    found = coded(tools, said)
    assert not found.uncoded_acts and not [code for code in found.codes if code.role is CodeRole.ACT]


def test_what_no_act_of_the_nomenclature_suits_stays_uncoded(tools):
    (act,) = coded(tools, "Intervention : thrombectomie mécanique.").uncoded_acts
    assert act.words == "thrombectomie mécanique"
