"""What every measurement shares: the data folder, seeds, intervals, one form of result."""

import json
import os
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
SEED = 20261123
OUT = Path(__file__).parents[1] / "out"
DATA = Path(__file__).parent / "data"
"""The sets that are published with the project."""
LABELS = Path(__file__).parent / "labels"
"""Verdicts given by reading."""
SOURCES = {
    "aci-bench": "github.com/wyim/aci-bench (CC BY 4.0)",
    "mts-dialog": "github.com/abachaa/MTS-Dialog (CC BY 4.0)",
    "primock57": "github.com/babylonhealth/primock57 (CC BY 4.0)",
    "e3c-fr": "github.com/hltfbk/E3C-Corpus (CC BY-NC 4.0: measure only)",
    "fr-consult": "published with this project (Apache-2.0)",
    "fr-coding": "published with this project (Apache-2.0)",
}


class DataMissing(Exception):
    """An evaluation set is not on this machine; the message names where to get it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: ``count`` cases, ``low`` and ``high`` bounds of the 95% bootstrap interval (None: not worked
    out), ``target`` where one is set."""

    name: str
    value: float
    count: int
    low: float | None = None
    high: float | None = None
    target: float | None = None


def data(name: str) -> Path:
    """The folder of an evaluation set. Raises ``DataMissing``."""
    root = Path(os.environ.get("ASSISTANT_EVAL_DATA", Path(__file__).parents[2] / "shared" / "eval"))
    folder = root / name
    if not folder.is_dir():
        raise DataMissing(f"{folder} is not there. Get it from {SOURCES[name]}, or set ASSISTANT_EVAL_DATA.")
    return folder


def seeded(*parts: object) -> random.Random:
    """A generator that gives the same draws for the same parts."""
    return random.Random(f"{SEED}:{':'.join(map(str, parts))}")


def interval(
    groups: Sequence[Sequence[T]], figure: Callable[[Sequence[T]], float], draws: int = 500
) -> tuple[float, float]:
    """The 95% bootstrap interval of a figure over groups (encounters), whole groups drawn."""
    generator = seeded("bootstrap")
    values = sorted(
        figure([case for group in generator.choices(groups, k=len(groups)) for case in group]) for _ in range(draws)
    )
    return values[int(0.025 * draws)], values[int(0.975 * draws) - 1]


def report(name: str, measures: Sequence[Measure], settings: Mapping[str, object]) -> Path:
    """Print the measures as a table and write them as JSON under ``out``."""
    width = max((len(measure.name) for measure in measures), default=0)
    for measure in measures:
        bounds = "" if measure.low is None else f"  [{measure.low:.3f}, {measure.high:.3f}]"
        reached = "" if measure.target is None else f"  target {measure.target}"
        print(f"{measure.name:{width}}  {measure.value:8.3f}  n={measure.count}{bounds}{reached}", file=sys.stdout)
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{name}.json"
    content = {"name": name, "settings": dict(settings), "measures": [asdict(measure) for measure in measures]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
