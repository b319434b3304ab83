"""What a nomenclature says in two ways, learnt from its own wordings."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.pipeline.coding.search import CodeSearch
from assistant.pipeline.coding.synonyms import Synonyms
from assistant.pipeline.coding.variants import Variants, learn_variants
from assistant.pipeline.coding.wording import load_rules
from tests.pipeline.coding.code_tables import MemoryTables

RULES = load_rules(Path(__file__).parents[3] / "knowledge" / "coding", "en")


def entry(code: str, label: str, *terms: str) -> CodeEntry:
    return CodeEntry(code, label, Nomenclature.ICD10CM, 2026, terms=terms)


FURUNCLES = [
    entry("L0212", "Furuncle of neck", "Boil of neck", "Folliculitis of neck"),
    entry("L0252", "Furuncle of hand"),
    entry("L0392", "Cellulitis of hand"),
]


def test_a_form_is_known_in_its_category_only() -> None:
    variants = learn_variants(FURUNCLES)
    assert ("L02", "furuncle of hand") in list(variants.rewritten(["folliculitis", "of", "hand"], ["L02", "L03"]))
    assert not list(variants.rewritten(["folliculitis", "of", "hand"], ["L03"]))


def test_what_two_categories_say_is_said_in_any() -> None:
    fingers = [
        entry("S612", "Cut of other finger", "Cut of specified finger"),
        entry("S622", "Fracture of other finger", "Fracture of specified finger"),
        entry("S632", "Dislocation of other finger"),
    ]
    rewritten = list(learn_variants(fingers).rewritten(["dislocation", "of", "specified", "finger"], ["S63"]))
    assert rewritten == [("S63", "dislocation of other finger")]
    one = learn_variants(fingers[1:])
    assert not list(one.rewritten(["dislocation", "of", "specified", "finger"], ["S63"]))


SORES = [
    entry(
        "L8920",
        "Sore of unspecified hip, stage 4",
        "Sore with necrosis of soft tissue through to muscle, tendon or bone, unspecified hip",
    ),
    entry("L8921", "Sore of right hip, stage 4"),
    entry(
        "L8922",
        "Sore of left hip, stage 4",
        "Sore with necrosis of soft tissue through to muscle, tendon or bone, left hip",
    ),
]


def test_a_wording_that_leaves_the_side_open_does_not_end_the_search() -> None:
    """It says nearly the whole phrase; the wording of the other side shows which code says it all."""
    search = CodeSearch(MemoryTables(SORES), {Nomenclature.ICD10CM: RULES}, {Nomenclature.ICD10CM: Synonyms({}, 0)})
    found = search.codes(
        "Sore with necrosis of soft tissue through to muscle, tendon or bone, right hip", Nomenclature.ICD10CM, 1
    )
    assert found[0].entry.code == "L8921"


def test_a_side_beyond_a_wording_is_said_beyond_its_label() -> None:
    sprains = [
        entry("S9340", "Sprain of unspecified ligament of unspecified ankle", "Ankle turned over"),
        entry("S9341", "Sprain of unspecified ligament of right ankle"),
        entry("S9342", "Sprain of unspecified ligament of left ankle"),
    ]
    search = CodeSearch(MemoryTables(sprains), {Nomenclature.ICD10CM: RULES}, {Nomenclature.ICD10CM: Synonyms({}, 0)})
    assert search.codes("Right ankle turned over", Nomenclature.ICD10CM, 1)[0].entry.code == "S9341"


def test_the_table_comes_back_from_its_array() -> None:
    variants = learn_variants(FURUNCLES)
    asked = ["folliculitis", "of", "hand"], ["L02"]
    assert list(Variants.from_array(variants.array()).rewritten(*asked)) == list(variants.rewritten(*asked))


def test_a_sibling_s_other_name_leads_to_the_code() -> None:
    search = CodeSearch(MemoryTables(FURUNCLES), {Nomenclature.ICD10CM: RULES}, {Nomenclature.ICD10CM: Synonyms({}, 0)})
    assert search.codes("Folliculitis of hand", Nomenclature.ICD10CM, 1)[0].entry.code == "L0252"


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=5).map(" ".join), max_size=4))
def test_rewriting_replaces_one_form_by_another_wording_of_the_code(texts: list[str]) -> None:
    variants = learn_variants([entry("A000", "a b c", *texts)])
    for category, phrase in variants.rewritten(["a", "b", "c"], ["A00"]):
        assert category == "A00" and phrase != "a b c"
