"""Codes of GP visits against gold: part of ``python -m eval.coding``.

``data/gp_codes_{fr,en}.jsonl``: a visit a line with its turns, ``codes`` (each a list of beginnings of codes, any of
which is right; the reason for the visit first) and ``also`` (beginnings of codes that are neither right nor wrong).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.bootstrap import tools as chain
from assistant.config import Settings
from assistant.domain.coding import CodeSuggestion
from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.language import Language
from assistant.domain.transcript import Transcript
from assistant.pipeline.transcripts import read_transcripts
from assistant.services.processing import process
from eval.harness import DATA, Measure


@dataclass(frozen=True, slots=True)
class GpVisit:
    """A consultation and its gold codes."""

    id: str
    transcript: Transcript
    gold: tuple[tuple[str, ...], ...]
    also: tuple[str, ...]


def gp_visits(name: str, language: Language) -> list[GpVisit]:
    """The visits of a set."""
    visits = []
    for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        turns = json.dumps({"turns": row["turns"]}, ensure_ascii=False).encode()
        ((_, transcript),) = read_transcripts(turns, f"{row['id']}.json", language)
        visits.append(GpVisit(row["id"], transcript, tuple(map(tuple, row["codes"])), tuple(row["also"])))
    return visits


def gp_measures(settings: Settings) -> list[Measure]:
    """Precision, recall and right primary codes, by language."""
    tools = chain(settings)
    measures: list[Measure] = []
    spoken: dict[Language, str] = {"fr": "GP visits, French", "en": "GP visits, English"}
    sets = [
        (titled + more, gp_visits(f"gp_codes_{language}{later}", language))
        for language, titled in spoken.items()
        for later, more in (("", ""), ("_later", ", written later"))
    ]
    for name, visits in sets:
        coded = [process(tools, v.transcript, PatientContext(), ReportKind.CONSULTATION).codes for v in visits]
        measures += judged(name, visits, coded)
    return measures


def judged(name: str, visits: Sequence[GpVisit], coded: Sequence[Sequence[CodeSuggestion]]) -> list[Measure]:
    """The measures of visits with what was proposed for each."""
    right = proposed = found = asked = first = 0
    for visit, codes in zip(visits, coded, strict=True):
        any_gold = tuple(start for choices in visit.gold for start in choices)
        counted = [code.code for code in codes if not code.code.startswith(visit.also)]
        right += sum(code.startswith(any_gold) for code in counted)
        proposed += len(counted)
        found += sum(any(code.code.startswith(choices) for code in codes) for choices in visit.gold)
        asked += len(visit.gold)
        first += bool(codes) and codes[0].code.startswith(visit.gold[0])
    return [
        Measure(f"{name}: precision", right / max(1, proposed), proposed),
        Measure(f"{name}: recall", found / asked, asked),
        Measure(f"{name}: primary right", first / len(visits), len(visits)),
    ]
