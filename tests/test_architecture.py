"""Imports point downwards only, and vocabulary and prompts stay out of the code."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "assistant"

FLOORS = {
    "assistant.domain": 0,
    "assistant.errors": 0,
    "assistant.messages": 0,
    "assistant": 0,
    "assistant.ports": 1,
    "assistant.pipeline": 2,
    "assistant.engines": 2,
    "assistant.storage": 2,
    "assistant.exports": 2,
    "assistant.services": 3,
    "assistant.config": 4,
    "assistant.bootstrap": 4,
    "assistant.diagnosis": 4,
    "assistant.web": 5,
    "assistant.cli": 5,
    "assistant.__main__": 6,
}
CHECKING = "assistant.pipeline.checking"
CHECKING_ROOMS = ("texts", "quantities", "qualifiers")  # each may import itself and those before it
SEPARATE = ("assistant.pipeline", "assistant.engines", "assistant.storage", "assistant.exports")


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """The entry of FLOORS a module belongs to: its longest prefix."""
    return max((part for part in FLOORS if module == part or module.startswith(part + ".")), key=len)


def imported(path: Path) -> set[str]:
    """Every module of the package that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {name for name in found if name and name.split(".")[0] == "assistant" and name != "assistant"}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_downwards(path):
    part = part_of(name_of(path))
    for name in imported(path):
        other = part_of(name)
        assert FLOORS[other] <= FLOORS[part], (
            f"{name_of(path)} (floor {FLOORS[part]}) imports {name} (floor {FLOORS[other]})"
        )
        assert not (part != other and part in SEPARATE and other in SEPARATE), f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "pipeline/checking").rglob("*.py")), ids=name_of)
def test_the_rooms_of_checking_point_one_way(path):
    """Reading comes before comparing; ``note`` reads only; single claims are put together outside the rooms."""
    room = path.parent.name
    rooms = CHECKING_ROOMS[: CHECKING_ROOMS.index(room) + 1] if room in CHECKING_ROOMS else ("texts", "note")
    if room != "checking":
        inner = {name for name in imported(path) if name.startswith(CHECKING)}
        assert all(name.removeprefix(CHECKING + ".").split(".")[0] in rooms for name in inner), inner


def test_every_module_has_a_floor():
    assert {part_of(name_of(path)) for path in modules()} <= set(FLOORS)
    for path in modules():
        assert name_of(path) == "assistant" or part_of(name_of(path)) != "assistant", f"{name_of(path)} has no floor"


def test_only_bootstrap_names_engines():
    """Concrete engines are chosen in one place; elsewhere there are only ports, and what looks at files."""
    looks_at_files = ("assistant.engines.audio", "assistant.engines.model_files")
    for path in modules():
        if part_of(name_of(path)) in ("assistant.bootstrap", "assistant.engines"):
            continue
        engines = [name for name in imported(path) if name.startswith("assistant.engines.")]
        assert not [name for name in engines if not name.startswith(looks_at_files)], name_of(path)


def test_the_domain_needs_pydantic_at_most():
    import sys

    for path in (PACKAGE / "domain").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
                for name in names:
                    root = (name or "").split(".")[0]
                    assert root in sys.stdlib_module_names | {"pydantic", "assistant"}, f"{path}: {name}"
