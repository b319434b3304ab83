"""From phrase to code: the search itself on small tables, and over the embedded nomenclatures."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.coding import Nomenclature
from assistant.pipeline.coding.search import CodeSearch
from assistant.pipeline.coding.synonyms import Synonyms, load_synonyms
from assistant.pipeline.coding.wording import load_rules, read_wording
from assistant.storage.codes import CodeStore
from tests.pipeline.coding.code_tables import MemoryTables, cim10

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
FRENCH = load_rules(KNOWLEDGE / "coding", "fr")
NONE = Synonyms({}, 0)
SMALL = cim10(
    ("E11", "Diabète sucré de type 2", 3),
    ("E112", "Diabète sucré de type 2, avec complications rénales", 3),
    ("E1120", "Diabète sucré de type 2 insulinotraité, avec complications rénales", 0),
    ("E1128", "Diabète sucré de type 2 non insulinotraité ou sans précision, avec complications rénales", 0),
    ("E119", "Diabète sucré de type 2, sans complication", 3),
    ("E1190", "Diabète sucré de type 2 insulinotraité, sans complication", 0),
    ("E1198", "Diabète sucré de type 2 non insulinotraité ou sans précision, sans complication", 0),
    ("J45", "Asthme", 3),
    ("J450", "Asthme à prédominance allergique", 0),
    ("J459", "Asthme, sans précision", 0),
    ("W01", "Chute de plain-pied", 3),
    ("W0100", "Chute de plain-pied, domicile, en pratiquant un sport", 2),
)


def search(tables: MemoryTables, synonyms: Synonyms = NONE) -> CodeSearch:
    return CodeSearch(tables, {Nomenclature.CIM10: FRENCH}, {Nomenclature.CIM10: synonyms})


def best(phrase: str, synonyms: Synonyms = NONE) -> str | None:
    found = search(SMALL, synonyms).codes(phrase, Nomenclature.CIM10, 3)
    return found[0].entry.code if found else None


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("asthme", "J459"),
        ("ASTHME ALLERGIQUE", "J450"),
        ("asthm allergik", "J450"),
        ("diabète de type 2", "E1198"),
        ("diabete de type II insulinotraité", "E1190"),
        ("diabète de type 2 avec complications rénales", "E1128"),
        ("fracture du tibia", None),
        ("", None),
        ("???", None),
    ],
)
def test_the_most_specific_code_that_the_phrase_supports(phrase: str, code: str | None) -> None:
    assert best(phrase) == code


def test_a_code_that_only_groups_others_or_is_an_extension_is_never_returned() -> None:
    retriever = search(SMALL)
    returned = {
        hit.entry.code
        for phrase in ("diabète", "asthme", "chute de plain-pied")
        for hit in retriever.codes(phrase, Nomenclature.CIM10, 50)
    }
    assert not returned & {"E11", "E112", "E119", "J45", "W01", "W0100"}


def test_abbreviations_are_opened() -> None:
    synonyms = Synonyms({("dt2",): ("diabète de type 2",)}, 1)
    assert best("DT2 insulinotraité", synonyms) == "E1190"


def test_every_meaning_of_an_abbreviation_is_a_reading() -> None:
    synonyms = Synonyms({("ira",): ("insuffisance rénale aiguë", "insuffisance respiratoire aiguë")}, 1)
    assert [reading for reading, _ in synonyms.readings("IRA sévère")] == [
        "insuffisance rénale aiguë sévère",
        "insuffisance respiratoire aiguë sévère",
        "IRA sévère",
    ]


@pytest.mark.parametrize("phrase", ["Sheehan syndrome", "Sheehan's syndrome", "Sheehan’s syndrome"])
def test_an_eponym_is_opened_with_and_without_its_possessive(phrase: str) -> None:
    english = load_synonyms(KNOWLEDGE / "lexicons" / "code_synonyms.tsv", "en")
    assert english.readings(phrase)[0][0] == "hypopituitarism"


def test_an_abbreviation_with_a_stroke_is_opened_as_it_is_written() -> None:
    english = load_synonyms(KNOWLEDGE / "lexicons" / "code_synonyms.tsv", "en")
    assert english.readings("s/p stroke")[0][0] == "status post cerebral infarction"


def test_what_is_said_absent_is_read_as_absent() -> None:
    wording = read_wording("Calcul (biliaire), sans angiocholite ni cholécystite, avec ictère", FRENCH)
    assert wording.stems == ("calcul", "biliair", "!angiocholit", "!cholecystit", "icter")
    assert wording.optional == {"biliair"}


def test_a_detail_left_open_is_no_word() -> None:
    wording = read_wording("Asthme, sans précision", FRENCH)
    assert wording.stems == ("asthm",) and wording.unspecified


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_codes_or_none(phrase: str) -> None:
    for hit in search(SMALL).codes(phrase, Nomenclature.CIM10, 5):
        assert 0.0 <= hit.score <= 1.0 and hit.entry.billable


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> CodeSearch:
    file = KNOWLEDGE / "lexicons" / "code_synonyms.tsv"
    return CodeSearch(
        CodeStore(tmp_path_factory.mktemp("codes"), KNOWLEDGE / "coding"),
        {Nomenclature.CIM10: FRENCH, Nomenclature.ICD10CM: load_rules(KNOWLEDGE / "coding", "en")},
        {Nomenclature.CIM10: load_synonyms(file, "fr"), Nomenclature.ICD10CM: load_synonyms(file, "en")},
    )


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("HTA", "I10"),
        ("DNID", "E1198"),
        ("DNID sous insuline", "E1190"),
        ("BPCO", "J449"),
        ("asthme", "J459"),
        ("cystite aigue", "N300"),
        ("embolie pulmonaire", "I269"),
        ("maladie de crohn", "K509"),
        ("fibrilation auriculaire", "I489"),
        ("lombalgie", "M545"),
        ("otite moyenne aiguë purulente", "H660"),
        ("appendicite aiguë avec péritonite généralisée", "K352"),
        ("insuffisance cardiaque", "I509"),
    ],
)
def test_french_phrases_over_the_whole_nomenclature(embedded: CodeSearch, phrase: str, code: str) -> None:
    assert embedded.codes(phrase, Nomenclature.CIM10, 5)[0].entry.code == code


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("HTN", "I10"),
        ("type 2 diabetes", "E119"),
        ("UTI", "N390"),
        ("pneumonia", "J189"),
        ("gout", "M109"),
        ("acute left otitis media", "H6692"),
        ("fracture of left distal radius", "S52502A"),
        ("COPD", "J449"),
        ("rheumatoid arthritis", "M069"),
        ("migraine", "G43909"),
        ("strep throat", "J020"),
        ("Sheehan's syndrome", "E230"),
    ],
)
def test_english_phrases_over_the_whole_nomenclature(embedded: CodeSearch, phrase: str, code: str) -> None:
    assert embedded.codes(phrase, Nomenclature.ICD10CM, 5)[0].entry.code == code


@pytest.mark.parametrize("nonsense", ["bonjour madame", "merci beaucoup à bientôt", "azerty qsdf"])
def test_no_suitable_code_is_an_answer(embedded: CodeSearch, nonsense: str) -> None:
    found = embedded.codes(nonsense, Nomenclature.CIM10, 5)
    assert not found or found[0].score < 0.6


def test_place_and_activity_extensions_are_known_but_not_found(embedded: CodeSearch) -> None:
    assert embedded.entry("W0100", Nomenclature.CIM10) is not None
    found = embedded.codes("chute de plain-pied domicile pratique d'un sport", Nomenclature.CIM10, 20)
    assert all(len(hit.entry.code) <= 4 for hit in found if hit.entry.code.startswith("W"))
