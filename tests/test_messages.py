"""Errors come out in the reader's language."""

import ast
import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import errors
from assistant.domain.encounter import SYSTEM, Action, State, after
from assistant.errors import NotLoggedIn, StateError
from assistant.messages import TABLE, told, translated

PACKAGE = Path(errors.__file__).parent


def test_french_rows_use_each_part_of_the_english() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len({row["en"] for row in rows}) == len(rows)
    for row in rows:
        used = {int(number) for number in re.findall(r"\{(\d+)\}", row["fr"])}
        assert used == set(range(1, row["en"].count("{}") + 1)), row["en"]


def test_message_and_hint_are_french() -> None:
    error = NotLoggedIn("You are not logged in.", "Wait 5 s, then try again.")
    assert told(error, "fr") == ("Vous n’êtes pas connecté.", "Attendez 5 s, puis réessayez.")


@given(st.text())
def test_any_text_goes_in_and_english_is_unchanged(text: str) -> None:
    assert translated(text, "en") == text
    translated(text, "fr")


def templates(node: ast.AST, names: dict[str, list[str]]) -> list[str]:
    """The English templates that an expression may give: ``{}`` for each part that is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=values):
            return ["".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in values)]
        case ast.BinOp(op=ast.Add()):
            ends = templates(node.right, names) or ["{}"]
            return [start + end for start in templates(node.left, names) or ["{}"] for end in ends]
        case ast.IfExp():
            return templates(node.body, names) + templates(node.orelse, names)
        case ast.BoolOp(values=values):
            return [text for value in values for text in templates(value, names)]
        case ast.Name(id=name):
            return names.get(name, [])
    return []


def raised() -> set[str]:
    """Every template that the package hands to one of its errors."""
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names: dict[str, list[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                names.setdefault(node.targets[0].id, []).extend(templates(node.value, names))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                for given_ in (*node.args, *(keyword.value for keyword in node.keywords)):
                    found.update(templates(given_, names))
    return found - {"", "{}"}


def test_every_error_has_its_french() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = {row["en"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert len(raised()) > 200
    assert sorted(raised() - rows) == []


def test_parts_that_are_words_of_the_product_are_french_too() -> None:
    with pytest.raises(StateError) as refused:
        after(SYSTEM, Action.DRAFT, State.CANCELLED)
    message, hint = told(refused.value, "fr")
    assert "annulée" in message and hint.startswith("C’est possible")
