"""The shapes of the JSON lines that the command line prints, and their schemas.

``schemas()`` derives one JSON Schema from each shape, and the files in ``schemas/`` are these, shipped for other
programs (``python -m assistant.exports.lines`` writes them; a test holds them to the code). Offsets are Unicode code
points, end exclusive; ``turn`` is 0-based.
"""

import json
from pathlib import Path
from typing import Any

from assistant.exports.check_lines import CheckItem
from assistant.exports.house_lines import EncounterItem, EngineItem, ErrorItem, ModelCheckItem, ModelItem, StyleItem
from assistant.exports.knowledge_lines import AnswerItem, CodeSearchItem, EditionItem, InteractionItem, PassageItem
from assistant.exports.run_lines import RunItem
from assistant.exports.stay_lines import (
    CodedReportItem,
    DepartmentItem,
    StayItem,
    StayLineItem,
    UncodedReportItem,
)

SCHEMAS = Path(__file__).parent / "schemas"


LINES: dict[str, Any] = {
    "run": RunItem,
    "check": CheckItem,
    "error": ErrorItem,
    "codes-search": CodeSearchItem,
    "codes-run": CodedReportItem,
    "codes-run-error": UncodedReportItem,
    "codes-list": EditionItem,
    "stays-figures": DepartmentItem,
    "stays-list": StayLineItem,
    "stays-show": StayItem,
    "knowledge": PassageItem,
    "ask": AnswerItem,
    "doctor": EngineItem,
    "interactions": InteractionItem,
    "list": EncounterItem,
    "models": ModelItem,
    "style": StyleItem,
    "models-verify": ModelCheckItem,
}


def line(item: object) -> str:
    """One compact JSON line."""
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"))


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every kind of line, by its name."""
    from pydantic import TypeAdapter

    return {name: TypeAdapter(kind).json_schema() for name, kind in LINES.items()}


if __name__ == "__main__":
    for name, schema in schemas().items():
        (SCHEMAS / f"{name}.json").write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
