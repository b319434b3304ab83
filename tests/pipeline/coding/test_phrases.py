"""The language of the condition tables."""

import re
from pathlib import Path

import pytest

from assistant.bootstrap import stay_tools
from assistant.config import Settings
from assistant.domain.coding import Nomenclature
from assistant.errors import ConfigError
from assistant.pipeline.coding.conditions import load_conditions
from assistant.pipeline.coding.phrases import phrase_pattern
from assistant.pipeline.text import fold

TERMS = Path(__file__).parents[3] / "knowledge" / "coding" / "cim10_terms.tsv"
KNOWN_TERMS = [line.split("\t")[1] for line in TERMS.read_text("utf-8").splitlines()[1:200]]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("cancer sein", "cancer du sein"),
        ("fracture (col femur/femoral)", "fractures du col du fémur"),
        ("insuffisance renale [chronique] severe", "insuffisance rénale sévère"),
        ("ulcere ~ talon", "ulcère chronique et infecté du talon"),
        ("metastase hepatique", "métastases hépatiques"),
        ("lesion medial", "lésions médiaux"),
        ("hemorrag*", "hémorragique"),
        ("oedeme", "œdème"),
        ("accident vasculaire", "accident-vasculaire"),
    ],
)
def test_finds(phrase, text):
    assert re.search(phrase_pattern(phrase), fold(text))


def test_every_phrase_compiles_and_its_anchor_stands_in_what_it_finds():
    tools = stay_tools(Settings())
    for condition in tools.conditions:
        for text in (*(term for term in KNOWN_TERMS), condition.name.replace("|", " ")):
            found = condition.folded and re.search(condition.folded, fold(text))
            if found:
                assert any(anchor in fold(text) for anchor in condition.anchors), (condition.name, text)


@pytest.mark.parametrize(("phrase", "text"), [("cancer sein", "cancer du poumon"), ("toux", "toujours")])
def test_does_not_find(phrase, text):
    assert not re.search(phrase_pattern(phrase), fold(text))


@pytest.mark.parametrize("phrase", ["(a/b", "a)", "[a] b", "a]"])
def test_malformed_phrases_are_refused(phrase):
    with pytest.raises(ValueError, match=r"bracket|optional"):
        phrase_pattern(phrase)


def test_every_code_of_the_tables_exists_and_may_be_used():
    tools = stay_tools(Settings())
    unknown = set()
    for condition in tools.conditions:
        for code in {code for choice in condition.choices for code in choice.codes}:
            real = re.sub(r"^DM(\d)$", r"E11\g<1>8", code).replace("@", "9")
            entry = tools.codes_on(None).entry(real, Nomenclature.CIM10)
            if entry is None or not entry.billable:
                unknown.add((condition.name, code))
    assert not unknown


def test_a_broken_table_is_named(tmp_path: Path):
    (tmp_path / "bad.tsv").write_text("find\tcodes\tflags\n(a/b\tI10\t\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_conditions(tmp_path)


def test_every_rule_that_code_names_is_in_the_table():
    tools = stay_tools(Settings())
    folder = Path(__file__).parents[3] / "assistant" / "pipeline" / "coding"
    named = {
        found
        for path in folder.glob("*.py")
        for found in re.findall(r'"([A-Z]{2,}(?:-[A-Z]+)+|GERME|DIABETE|NEGATION|PRECISION)"', path.read_text("utf-8"))
    }
    named |= {row.rule for row in tools.superfluous}
    assert named <= tools.rules.keys()
