"""Reading official code lists, on small ones and on the embedded ones."""

import pytest

from assistant.domain.coding import Nomenclature
from assistant.errors import EngineMissing, InputError
from assistant.storage.codes_sources import packaged, read_cim10_csv, read_icd10cm, read_packaged

CIM10 = """code,type,ssr,psy,short,long
J45,3,NNNN,3,ASTHME,Asthme
J450,0,NOOO,0,ASTHME ALLERG.,Asthme à prédominance allergique
J459,0,NOOO,0,"ASTHME, SAI","Asthme, sans précision"
E6690,3,NNNN,3,X,*** SU17 *** Obésité
"""

TABULAR = b"""<ICD10CM.tabular><chapter><section id="M80-M85">
<diag><name>M80</name><desc>Osteoporosis with fracture</desc>
  <sevenChrDef><extension char="A">initial encounter</extension>
    <extension char="D">subsequent encounter</extension></sevenChrDef>
  <diag><name>M80.0</name><desc>Age-related osteoporosis with fracture</desc>
    <inclusionTerm><note>Senile osteoporosis with fracture</note></inclusionTerm></diag>
</diag></section></chapter></ICD10CM.tabular>"""
LISTED = "13\nM80-M85\nM80\nM800\nM800XXA\nM800XXD\nM80\n"


def test_deleted_french_codes_are_left_out_and_the_type_is_kept() -> None:
    entries = {entry.code: entry for entry in read_cim10_csv(CIM10)}
    assert set(entries) == {"J45", "J450", "J459"}
    assert entries["J459"].mco_type == 0
    assert not entries["J45"].billable


@pytest.mark.parametrize("broken", ["", "code;type\nA00;3\n", CIM10.replace("J459,0", "J459,x")])
def test_a_broken_french_table_is_refused(broken: str) -> None:
    with pytest.raises(InputError):
        read_cim10_csv(broken)


def test_american_codes_with_a_seventh_character_say_what_it_means() -> None:
    entries = {entry.code: entry for entry in read_icd10cm(TABULAR, LISTED)}
    assert list(entries) == ["M80", "M800", "M800XXA", "M800XXD"]
    assert entries["M800XXA"].label == "Age-related osteoporosis with fracture, initial encounter"
    assert entries["M800XXA"].billable and not entries["M800"].billable
    assert entries["M800"].terms == ("Senile osteoporosis with fracture",)


def test_broken_xml_is_refused() -> None:
    with pytest.raises(InputError):
        read_icd10cm(TABULAR[:80], LISTED)


def test_a_nomenclature_that_no_package_carries_is_missing() -> None:
    with pytest.raises(EngineMissing):
        packaged(Nomenclature.CCAM)


def test_the_embedded_french_list() -> None:
    entries = {entry.code: entry for entry in read_packaged(Nomenclature.CIM10)}
    assert len(entries) == 42485
    assert entries["I10"].label.startswith("Hypertension essentielle")
    assert not any(entry.label.startswith("***") for entry in entries.values())


def test_the_embedded_american_list() -> None:
    entries = {entry.code: entry for entry in read_packaged(Nomenclature.ICD10CM)}
    assert entries["I10"].billable
    assert entries["E119"].label == "Type 2 diabetes mellitus without complications"
    assert not entries["S5250"].billable and entries["S52502D"].billable
