"""From phrase to code, from visit to codes and from question to guideline: ``python -m eval.coding``.

French phrases come from ``fr-coding`` (by kind) and from ``coding_phrases_fr.tsv``, written after the search and its
tables were first measured; American ones are inclusion terms of ICD-10-CM, drawn with a seed from the half of the
categories that taught the order nothing, and taken out of the index before it is made. ``guideline_questions.tsv``
holds questions with the card that answers them, and questions (no card) that none does.

How blind it is: the tables of wordings were written by someone who had read ``fr-coding``'s phrases (none was copied in
on purpose), so that figure flatters; two lay expressions were added to the synonyms after the guideline questions.
"""

import csv
import json
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.bootstrap import code_retriever, passage_retriever
from assistant.config import Settings
from assistant.domain.coding import Nomenclature
from assistant.ports import CodeRetriever, PassageRetriever
from eval.coding_phrases import acts, own_phrases
from eval.coding_terms import drawn, search_without, wordings
from eval.gp_codes import gp_measures
from eval.harness import Measure, data, report
from eval.offering import offers

HERE = Path(__file__).parent
HELD_OUT = 400
TOP = 5

Case = tuple[str, frozenset[str]]


def scored(
    name: str, cases: Sequence[Case], retriever: CodeRetriever, nomenclature: Nomenclature, by_prefix: bool = False
) -> tuple[list[Measure], list[float]]:
    """Top-1 and top-5 of the cases, and how long each took, in ms. ``by_prefix``: a code below the gold one counts."""
    first = within = 0
    times_ms = []
    for phrase, gold in cases:
        started = time.perf_counter()
        found = [hit.entry.code for hit in retriever.codes(phrase, nomenclature, TOP)]
        times_ms.append(1000 * (time.perf_counter() - started))
        right = [code in gold or (by_prefix and code.startswith(tuple(gold))) for code in found]
        first += right[:1] == [True]
        within += any(right)
    count = len(cases)
    return [
        Measure(f"{name} top-1", first / count, count),
        Measure(f"{name} top-{TOP}", within / count, count),
    ], times_ms


def french(retriever: CodeRetriever) -> tuple[list[Measure], list[float]]:
    """The French phrases, all, by kind, and those of this folder."""
    lines = (data("fr-coding") / "phrases.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    sets = {"fr-coding": [(row["phrase"], frozenset(row["codes"])) for row in rows]}
    for kind in dict.fromkeys(row["kind"] for row in rows):
        sets[f"fr-coding, {kind}"] = [(row["phrase"], frozenset(row["codes"])) for row in rows if row["kind"] == kind]
    own = _rows(HERE / "coding_phrases_fr.tsv")
    sets["further French phrases"] = [(row["phrase"], frozenset(row["codes"].split())) for row in own]
    results = [scored(name, cases, retriever, Nomenclature.CIM10) for name, cases in sets.items()]
    return [measure for measures, _ in results for measure in measures], results[0][1]


def american(settings: Settings) -> tuple[list[Measure], list[float]]:
    """Inclusion terms of ICD-10-CM that the index has not seen, of categories that taught nothing."""
    entries, pool = wordings(settings, Nomenclature.ICD10CM)
    taken = drawn(pool, False, HELD_OUT)
    search = search_without(settings, Nomenclature.ICD10CM, entries, taken)
    cases = [(term, frozenset({code})) for code, term in taken]
    search.codes("asthma", Nomenclature.ICD10CM, 1)
    return scored("ICD-10-CM inclusion terms", cases, search, Nomenclature.ICD10CM, by_prefix=True)


def guidelines(retriever: PassageRetriever) -> list[Measure]:
    """Questions answered by the right card among five passages, and questions without a card left unanswered."""
    right = silent = 0
    rows = _rows(HERE / "guideline_questions.tsv")
    covered = [row for row in rows if row["card"]]
    for row in rows:
        found = retriever.passages(row["question"], "fr" if row["language"] == "fr" else "en", TOP)
        right += any(hit.passage.id.split("#")[0] == row["card"] for hit in found)
        silent += not row["card"] and not found
    return [
        Measure("guideline recall@5", right / len(covered), len(covered), target=0.95),
        Measure("no card, no answer", silent / (len(rows) - len(covered)), len(rows) - len(covered)),
    ]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def main() -> None:
    """Print the table and write ``out/coding.json``."""
    settings = Settings()
    retriever = code_retriever(settings)
    retriever.codes("asthme", Nomenclature.CIM10, 1)
    measures, french_ms = french(retriever)
    more, american_ms = american(settings)
    slowest = [
        Measure(f"{name}: 95th percentile, ms", sorted(times)[int(0.95 * len(times))], len(times), target=30)
        for name, times in (("CIM-10 FR", french_ms), ("ICD-10-CM", american_ms))
    ]
    own = [*own_phrases(settings), *acts(settings), *gp_measures(settings)]
    shelf = passage_retriever(settings)
    beside = [*guidelines(shelf), *offers(shelf, settings.lexicons)]
    report("coding", [*measures, *own, *more, *beside, *slowest], {"held_out": HELD_OUT})


if __name__ == "__main__":
    main()
