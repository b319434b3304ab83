"""French stays: from the discharge report to DP, DR and DAS. ``python -m eval.coding_stays``.

``fr-coding``'s ten stays, thirty of this project (``data/stays_fr``; its card says which were ever held out, and what
they gave then), twelve by another hand than the tables (``data/stays_fr_other``; its card has the blind figures), and
fourteen by a third one (``data/stays_fr_third``), of which nobody who makes rules has read the even ones, and fourteen
by a fourth (``data/stays_fr_fourth``) and eight by a fifth (``data/stays_fr_fifth``), none of which was read.
Codes that the gold tolerates count neither for nor against. Evidence is right where its text equals the slice and its
code is in the gold or tolerated; that the words themselves affirm the condition is not measured, for the gold names no
sentences.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.bootstrap import stay_tools
from assistant.config import Settings
from assistant.domain.coding import CodeRole, Nomenclature
from assistant.domain.stay import CodedStay
from assistant.pipeline.coding.patient import stay_of
from assistant.pipeline.coding.roles import is_legal
from assistant.pipeline.coding.stay import code_stay
from assistant.pipeline.coding.tools import StayTools
from eval.fitting_stays import calibration_error
from eval.harness import Measure, data, report

OWN = Path(__file__).parent / "data" / "stays_fr"
OTHER = Path(__file__).parent / "data" / "stays_fr_other"
THIRD = Path(__file__).parent / "data" / "stays_fr_third"
FOURTH = Path(__file__).parent / "data" / "stays_fr_fourth"
FIFTH = Path(__file__).parent / "data" / "stays_fr_fifth"
_CATEGORY = 3


@dataclass(frozen=True, slots=True)
class Result:
    """What one stay's coding hit and missed, at each length of code; ``spans`` right of ``all_spans``."""

    found: Mapping[int, tuple[int, int, int]]
    principal: bool
    illegal: int
    forbidden: tuple[str, ...]
    spans: tuple[int, int]
    seconds: float
    confidences: tuple[tuple[float, bool], ...] = field(default=())


def stays(folder: Path) -> list[dict[str, Any]]:
    """The stays of a folder, in order of name."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("[a-z][0-9][0-9].json"))]


def measured(case: Mapping[str, Any], tools: StayTools) -> Result:
    """The coding of one stay against its gold."""
    started = time.perf_counter()
    coded = code_stay(stay_of(case["report"], case["id"], tools.status.patterns), tools)
    seconds = time.perf_counter() - started
    gold = case["stay"]
    wanted = {code for code in (gold["DP"], gold.get("DR"), *gold["DAS"]) if code}
    tolerated = set(gold.get("tolerated", ())) - wanted
    proposed = {code.code for code in coded.codes}
    main = next((code.code for code in coded.codes if code.role is CodeRole.DP), None)
    return Result(
        {length: _counts(proposed, wanted, tolerated, length) for length in (_CATEGORY, 6)},
        main == gold["DP"],
        _illegal(coded, tools),
        tuple(sorted(proposed & set(gold["must_not"]))),
        _spans(coded, case["report"], wanted | tolerated),
        seconds,
        tuple((code.confidence, code.code in wanted) for code in coded.codes if code.code not in tolerated),
    )


def _counts(proposed: set[str], wanted: set[str], tolerated: set[str], length: int) -> tuple[int, int, int]:
    """Right, wrong and missed, on the first ``length`` characters."""
    gold = {code[:length] for code in wanted}
    given = {code[:length] for code in proposed - tolerated} - ({code[:length] for code in tolerated} - gold)
    return len(given & gold), len(given - gold), len(gold - given)


def _illegal(coded: CodedStay, tools: StayTools) -> int:
    entries = [(code, tools.codes_on(None).entry(code.code, Nomenclature.CIM10)) for code in coded.codes]
    mains = [code for code in coded.codes if code.role is CodeRole.DP]
    relateds = [code for code in coded.codes if code.role is CodeRole.DR]
    without_z = bool(relateds) and not (mains and mains[0].code.startswith("Z"))
    return sum(entry is None or not is_legal(entry, code.role) for code, entry in entries) + without_z


def _spans(coded: CodedStay, text: str, right: set[str]) -> tuple[int, int]:
    spans = [(code.code, each) for code in coded.codes for each in code.evidence]
    good = sum(code in right and each.span.of(text) == each.text and bool(each.text) for code, each in spans)
    return good, len(spans)


def measures(name: str, results: Sequence[Result]) -> Iterator[Measure]:
    """The figures of one set."""
    count = len(results)
    for length, label, target in ((_CATEGORY, "3 characters", 0.70), (6, "full codes", 0.60)):
        right, wrong, missed = (sum(result.found[length][at] for result in results) for at in range(3))
        yield Measure(
            f"{name}: micro-F1, {label}", 2 * right / max(1, 2 * right + wrong + missed), count, target=target
        )
    yield Measure(f"{name}: DP right", sum(result.principal for result in results) / count, count, target=0.75)
    yield Measure(f"{name}: illegal roles", sum(result.illegal for result in results), count, target=0)
    yield Measure(f"{name}: must_not proposed", sum(len(result.forbidden) for result in results), count, target=0)
    spans = [sum(result.spans[at] for result in results) for at in (0, 1)]
    yield Measure(f"{name}: evidence right", spans[0] / max(1, spans[1]), spans[1], target=0.95)
    yield Measure(f"{name}: slowest report, s", max(result.seconds for result in results), count, target=2)


def calibration(results: Sequence[Result], settings: Settings) -> Iterator[Measure]:
    """How far the confidences are from the shares that were right: on reports when they were unseen, each stay left
    out in turn (written down by ``fitting_stays``), and on these sets, most of which have been read since."""
    model = json.loads((settings.knowledge_dir / "coding" / "confidence.json").read_text(encoding="utf-8"))
    unseen = float(model["calibration_error"])
    yield Measure("calibration error, unseen proposals, cross-validated", unseen, model["proposals"], target=0.05)
    pairs = [pair for result in results for pair in result.confidences]
    given, rights = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    yield Measure("calibration error, these sets", calibration_error(given, rights), len(pairs))


def all_measures(settings: Settings) -> list[Measure]:
    """The figures of every set."""
    tools = stay_tools(settings)
    own, third = stays(OWN), stays(THIRD)
    sets = {
        "fr-coding stays": stays(data("fr-coding")),
        "own stays, seen": [case for case in own if int(case["id"][1:]) % 2],
        "own stays, first held out": [case for case in own if not int(case["id"][1:]) % 2],
        "another author's stays, read since": stays(OTHER),
        "a third author's stays, odd, read since": [case for case in third if int(case["id"][1:]) % 2],
        "a third author's stays, even, never read": [case for case in third if not int(case["id"][1:]) % 2],
        "a fourth author's stays, never read": stays(FOURTH),
        "a fifth author's stays, never read": stays(FIFTH),
    }
    results = {name: [measured(case, tools) for case in cases] for name, cases in sets.items()}
    figures = [figure for name, result in results.items() for figure in measures(name, result)]
    return [*figures, *calibration([each for result in results.values() for each in result], settings)]


def main() -> None:
    """Print the table and write ``out/coding_stays.json``."""
    report(
        "coding_stays",
        all_measures(Settings()),
        {
            "own": len(stays(OWN)),
            "other": len(stays(OTHER)),
            "third": len(stays(THIRD)),
            "fourth": len(stays(FOURTH)),
            "fifth": len(stays(FIFTH)),
        },
    )


if __name__ == "__main__":
    main()
