"""What orders the codes beside their words: kin, analogies, sentence vectors, learned weights."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.pipeline.coding.kindred import learn_kin
from assistant.pipeline.coding.reranking import load_weights
from assistant.pipeline.coding.search import CodeSearch, Ordering
from assistant.pipeline.coding.synonyms import Synonyms
from assistant.pipeline.coding.vectors import LabelVectors, text_digest
from assistant.pipeline.coding.wording import load_rules, read_wording
from tests.pipeline.coding.code_tables import MemoryTables

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
ENGLISH = load_rules(KNOWLEDGE / "coding", "en")
N = Nomenclature.ICD10CM


def entry(code: str, label: str, *terms: str, billable: bool = True) -> CodeEntry:
    return CodeEntry(code, label, N, 2026, billable, None, terms)


ULCERS = [
    entry("L89", "Pressure ulcer", billable=False),
    *(
        entry(f"L89{at}{stage}", f"Pressure ulcer of {site}, stage {stage}", *terms)
        for at, site in enumerate(("elbow", "heel", "hip"))
        for stage in (1, 2)
        for terms in [(f"Healing sore of {site} with blister, stage {stage}",) if site == "elbow" else ()]
    ),
    entry("B86", "Scabies"),
    entry("L299", "Pruritus, unspecified"),
]


def search(entries: Sequence[CodeEntry], ordering: Ordering | None = None) -> CodeSearch:
    return CodeSearch(
        MemoryTables(entries), {N: ENGLISH}, {N: Synonyms({}, 0)}, {N: ordering} if ordering is not None else None
    )


def first(phrase: str, entries: Sequence[CodeEntry], ordering: Ordering | None = None) -> str | None:
    return next((hit.entry.code for hit in search(entries, ordering).codes(phrase, N, 3)), None)


def test_a_wording_of_one_site_tells_how_to_say_the_others() -> None:
    assert first("healing sore of heel with blister, stage 2", ULCERS) == "L8912"


def test_words_that_wordings_of_several_categories_exchange_are_kin() -> None:
    entries = [
        entry("N135", "Stricture of ureter", "Stenosis of ureter"),
        entry("K831", "Stricture of bile duct", "Stenosis of bile duct"),
        entry("F100", "Mild abuse", "Early abuse"),
    ]
    kin = learn_kin(entries, [[read_wording(text, ENGLISH) for text in (e.label, *e.terms)] for e in entries])
    assert kin["stricture"].keys() == {"stenosis"}
    assert "mild" not in kin


def test_a_pair_that_tells_siblings_apart_is_no_kin() -> None:
    entries = [
        *(
            entry(f"{category}1", f"{name}, mild", f"{name}, moderate")
            for category, name in (("F10", "A"), ("F11", "B"))
        ),
        *(entry(f"{category}2", f"{name}, moderate") for category, name in (("F10", "A"), ("F11", "B"))),
    ]
    wordings = [[read_wording(text, ENGLISH) for text in (e.label, *e.terms)] for e in entries]
    assert learn_kin(entries, wordings) == {}


def test_kin_find_what_other_words_say() -> None:
    entries = [entry("N135", "Stricture of ureter"), entry("N359", "Fistula of ureter")]
    assert first("ureter stenosis", entries, Ordering(families={"stenosis": {"stricture": 0.9}})) == "N135"


class Meanings:
    """An embedder of a small world: each text points where its meaning lies."""

    name = "meanings"
    _axes = {"Scabies": 0, "the seven year itch": 0, "Pruritus, unspecified": 1}

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [[float(self._axes.get(text, 2) == axis) for axis in range(3)] for text in texts]


@pytest.fixture
def vectors(tmp_path: Path) -> LabelVectors:
    texts = {text_digest(text): text for text in ("Scabies", "Pruritus, unspecified")}
    by_digest = dict(sorted(texts.items()))
    np.savez(
        tmp_path / "vectors.npz",
        digests=np.array(list(by_digest), dtype=np.uint64),
        vectors=(127 * np.array(Meanings().embed(list(by_digest.values())))).astype(np.int8),
        projection=np.eye(3, dtype=np.float16),
        mean=np.zeros(3, dtype=np.float16),
    )
    return LabelVectors(tmp_path / "vectors.npz", Meanings())


def test_meaning_finds_what_no_word_does(vectors: LabelVectors) -> None:
    ordering = Ordering(vectors=lambda: vectors, weights={"score": 1.0, "meaning": 1.0})
    assert first("the seven year itch", ULCERS) != "B86"
    assert first("the seven year itch", ULCERS, ordering) == "B86"


def test_a_text_without_a_vector_is_like_nothing(vectors: LabelVectors) -> None:
    digests = np.array([text_digest("Scabies"), text_digest("unheard of")], dtype=np.uint64)
    likeness = vectors.likeness("the seven year itch")[vectors.positions(digests)]
    assert likeness.tolist() == pytest.approx([1.0, 0.0], abs=0.01)


def test_the_weights_order_the_codes_where_no_wording_says_it_all() -> None:
    entries = [entry("A001", "Ulcer"), entry("A002", "Other ulcer")]
    ordering = Ordering(weights={"other": 9.0})
    assert first("deep ulcer", entries) == "A001"
    assert first("deep ulcer", entries, ordering) == "A002"
    assert first("ulcer", entries, ordering) == "A001"


WORDS = ["healing", "sore", "pressure", "ulcer", "heel", "hip", "elbow", "stage", "1", "2", "scabies", "itch"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_scores_never_rise_down_the_list(words: list[str]) -> None:
    weights = load_weights(KNOWLEDGE / "coding" / "ranking.json")[N]
    scores = [hit.score for hit in search(ULCERS, Ordering(weights=weights)).codes(" ".join(words), N, 5)]
    assert scores == sorted(scores, reverse=True) and all(0.0 <= score <= 1.0 for score in scores)
