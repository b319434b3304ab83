"""The checker measured: ``python -m eval.checker`` prints each figure and writes them to ``out/checker.json``.

``--held-out`` adds the odd French pairs; ``--errors N`` prints the N wrongest cases of each set.
"""

import argparse
import statistics
import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from assistant.domain.context import PatientContext
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.domain.transcript import Transcript
from assistant.pipeline.checking import bench_for
from assistant.pipeline.checking.sentence import Bench, check_sentence
from assistant.pipeline.checking.texts.claims import NoteSentence
from assistant.pipeline.lexicon import load_lexicon
from eval.cases import Case
from eval.checker_sets import (
    french_gold,
    french_pairs,
    gold_facts,
    labelled_untouched,
    model_sentences,
    pairs,
    untouched,
    visit_cases,
)
from eval.e3c import e3c_measures
from eval.figures import (
    Judged,
    auroc,
    balanced,
    by_kind,
    calibration,
    calibration_by_chance,
    calibration_shifted,
    flagged,
    measure,
    not_checkable,
    precision_at,
)
from eval.harness import DATA, SEED, DataMissing, Measure, report
from eval.omitting import omission_measures
from eval.overlap import overlap
from eval.planting import planted
from eval.visits import Visit, aci_bench, mts_dialog, own_visits, primock

LEXICONS = Path(__file__).parents[1] / "knowledge" / "lexicons"
WRONG = 1 / 7
"""The share of a note's sentences that do not hold: of clinicians' own about one in seven, by the labels."""
_RECALL = {
    **dict.fromkeys(("number", "unit", "dose", "frequency_duration", "drug_swap"), 0.95),
    **dict.fromkeys(("laterality_site", "laterality"), 0.95),
    **dict.fromkeys(("negation", "fabricated", "superseded", "corrected", "problem_swap"), 0.90),
    **dict.fromkeys(("experiencer", "temporality", "certainty", "speaker"), 0.85),
}  # fmt: skip


@lru_cache(maxsize=512)
def bench(transcript: Transcript) -> Bench:
    """A transcript read once for all its claims, without any chart."""
    return bench_for(transcript, PatientContext(), load_lexicon(LEXICONS, transcript.language))


def sentence_of(case: Case) -> NoteSentence:
    """The claim as the whole note."""
    return NoteSentence(Span(0, len(case.claim)), case.claim, case.section)


def judge(cases: Iterable[Case]) -> list[Judged]:
    """Check every case."""
    return [Judged(case, check_sentence(sentence_of(case), (), bench(case.transcript))) for case in cases]


def _french(held_out: bool) -> tuple[list[Measure], list[list[Judged]]]:
    visits = french_gold()
    even, gold, facts = judge(french_pairs(0)), judge(visit_cases(visits)), judge(gold_facts(visits))
    sets = {"fr pairs even": even}
    if held_out:
        sets["fr pairs odd"] = judge(french_pairs(1))
    measures = []
    for name, judged in sets.items():
        measures += by_kind(f"{name}:", judged, {**_RECALL, "supported": 0.10})
        measures.append(measure(f"{name} balanced accuracy", judged, balanced, 0.9))
        measures.append(measure(f"{name} calibration error", judged, calibration, 0.05))
    measures += by_kind("fr visits flagged:", gold, {})
    measures.append(measure("fr gold facts flagged", facts, flagged, 0.10))
    return measures, [*sets.values(), gold, facts]


def _published() -> tuple[list[Measure], list[list[Judged]]]:
    """The project's own pairs, written by people who had not seen the checker."""
    measures, sets = [], []
    for path in sorted(DATA.glob("checker_pairs_*.jsonl")):
        language: Language = "en" if "_en" in path.stem else "fr"
        judged = judge(pairs(path, language))
        name = path.stem.removeprefix("checker_")
        measures += by_kind(f"{name}:", judged, {**_RECALL, "supported": 0.10})
        measures.append(measure(f"{name} balanced accuracy", judged, balanced, 0.9))
        sets.append(judged)
    return measures, sets


def _english(visits: Sequence[Visit]) -> tuple[list[Measure], list[list[Judged]]]:
    lexicon = load_lexicon(LEXICONS, "en")
    notes = [case for visit in visits for case in untouched(visit)]
    errors = judge(planted(iter(notes), lexicon))
    raw, labelled = judge(notes), judge(labelled_untouched(visits))
    good = [one for one in labelled if one.case.supported]
    critical = sum(one.critical for one in raw) / len(visits)
    measures = by_kind("en planted:", errors, _RECALL)
    measures += [
        measure("en untouched flagged, raw", raw, flagged),
        measure("en untouched flagged, of labelled supported or inferred", good, flagged, 0.10),
        *by_kind("en labelled flagged:", labelled, {}),
        Measure("en critical findings a note (untouched)", critical, len(visits), target=0.2),
        measure("en balanced accuracy (labelled good, planted)", [*good, *errors], balanced, 0.9),
        *_calibration("en labelled", labelled, 0.05),
        measure("en not checkable", raw, not_checkable, 0.10),
    ]
    return measures, [errors, labelled]


def _calibration(name: str, judged: Sequence[Judged], target: float) -> list[Measure]:
    """The score is for notes as clinicians write them, of which about six sentences in seven hold; the share of these
    cases, and what chance alone would show, are printed beside the error."""
    share = sum(one.case.supported for one in judged) / max(1, len(judged))
    return [
        measure(f"{name} calibration error", judged, calibration, target),
        Measure(f"{name} calibration error by chance", calibration_by_chance(judged), len(judged)),
        Measure(f"{name} share supported by labels", share, len(judged)),
    ]


def _real(visits: Sequence[Visit]) -> tuple[list[Measure], list[list[Judged]]]:
    judged = judge(model_sentences(visits))
    if not judged:
        return [], []
    return [
        measure("model errors: AUROC", judged, auroc, 0.92),
        measure("model errors: AUROC of word overlap", judged, lambda ones: auroc(ones, overlap)),
        measure("model errors: precision at 0.8 recall", judged, lambda ones: precision_at(ones, 0.8)),
        measure("model errors: precision of word overlap", judged, lambda ones: precision_at(ones, 0.8, overlap)),
        *_calibration("model errors:", judged, 0.05),
        measure(
            "model errors: calibration error, moved to their share",
            judged,
            lambda ones: calibration_shifted(ones, 1 - WRONG),
        ),
        *by_kind("model errors flagged:", judged, {}),
    ], [judged]


def _speed(cases: Sequence[Judged]) -> Measure:
    """Milliseconds a claim at the median, the transcript already read."""
    spent = []
    for one in cases:
        held = bench(one.case.transcript)
        started = time.perf_counter()
        check_sentence(sentence_of(one.case), (), held)
        spent.append(1000 * (time.perf_counter() - started))
    return Measure("ms a claim (median)", statistics.median(spent), len(spent), target=10)


def _telling(sets: Sequence[Sequence[Judged]], count: int) -> None:
    """The wrongest cases: where the score is furthest from the truth."""
    for judged in sets:
        wrong = [one for one in judged if one.flagged == one.case.supported]
        wrong.sort(key=lambda one: -abs(one.claim.score - one.case.supported))
        for one in wrong[:count]:
            why = "; ".join(f"{f.type}: {f.reason}" for f in one.claim.findings) or "no finding"
            print(f"  {one.case.encounter} {one.case.kind} {one.claim.score:.2f}: {one.case.claim} [{why}]")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="measure on the odd French pairs too")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the N wrongest cases of each set")
    options = parser.parse_args()
    english = [*aci_bench("valid"), *primock(), *aci_bench("train", 40)]
    parts = [
        _french(options.held_out),
        _published(),
        _english(english),
        _real([*english, *mts_dialog(), *french_gold(), *own_visits()]),
    ]
    measures = [one for part, _ in parts for one in part]
    sets = [judged for _, judgeds in parts for judged in judgeds]
    omissions, missed = omission_measures(french_gold(), load_lexicon(LEXICONS, "fr"))
    measures += [*e3c_measures(load_lexicon(LEXICONS, "fr")), *omissions, _speed(sets[0])]
    report("checker", measures, {"seed": SEED})
    if options.errors:
        _telling(sets, options.errors)
        print("critical facts taken out whose omission was not reported:", *missed[: options.errors], sep="\n  ")


if __name__ == "__main__":
    try:
        main()
    except DataMissing as missing:
        raise SystemExit(str(missing)) from missing
