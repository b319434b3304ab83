"""The sets the checker is measured on, each as (encounter, claim, transcript, supported, type)."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.checking.claims import note_sentences
from assistant.pipeline.checking.knowledge import load_knowledge
from eval.harness import data, seeded

_FRENCH = {"medecin": SpeakerRole.CLINICIAN, "patient": SpeakerRole.PATIENT, "patiente": SpeakerRole.PATIENT}
_ENGLISH = {"doctor": SpeakerRole.CLINICIAN, "patient": SpeakerRole.PATIENT}
_TURN = re.compile(r"\[(\w+)\]\s*(.+)")


@dataclass(frozen=True, slots=True)
class Case:
    """A claim to check. ``kind`` is the type of its error, ``supported`` or ``untouched``."""

    encounter: str
    claim: str
    transcript: Transcript
    supported: bool
    kind: str


def french_pairs(parity: int) -> Iterator[Case]:
    """The pairs of fr-consult: even ids (0) to develop on, odd ids (1) to measure."""
    for line in (data("fr-consult") / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if int(row["id"][1:]) % 2 == parity:
            turns = tuple(_french_turn(one) for one in row["transcript"].split("\n"))
            transcript = Transcript("fr", turns, "pairs")
            yield Case(row["id"], row["note"], transcript, row["label"] == "supported", row["type"])


def _french_turn(line: str) -> Turn:
    speaker, _, text = line.partition(" : ")
    key = speaker.lower().replace("é", "e")
    return Turn(speaker, _FRENCH.get(key, SpeakerRole.COMPANION), text)


def french_visits() -> Iterator[Case]:
    """The good notes' sentences and the traps of the eight visits."""
    for path in sorted(data("fr-consult").glob("v0*.json")):
        visit = json.loads(path.read_text(encoding="utf-8"))
        turns = tuple(
            Turn(turn["speaker"], _FRENCH.get(turn["speaker"], SpeakerRole.COMPANION), turn["text"])
            for turn in visit["turns"]
        )
        transcript = Transcript("fr", turns, "visit")
        for sentence in note_sentences(visit["note"], load_knowledge("fr").headings):
            yield Case(visit["id"], sentence.text, transcript, True, "gold_note")
        for trap in visit["traps"]:
            yield Case(visit["id"], trap["wrong"], transcript, False, "trap")


def english_notes(split: str, encounters: int) -> Iterator[Case]:
    """Clinicians' own sentences of ACI-Bench, as they are: about one in seven holds what nobody said."""
    with (data("aci-bench") / f"{split}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:encounters]
    for row in rows:
        found = [_TURN.match(line.strip()) for line in row["dialogue"].splitlines()]
        turns = tuple(Turn(m[1], _ENGLISH.get(m[1], SpeakerRole.COMPANION), m[2]) for m in found if m)
        transcript = Transcript("en", turns, "aci-bench")
        for sentence in note_sentences(row["note"], load_knowledge("en").headings):
            yield Case(row["encounter_id"], sentence.text, transcript, True, "untouched")


_DRUGS = ("warfarin", "digoxin", "methotrexate")
_NUMBER = re.compile(r"(?<![\w/.])(\d{1,3})(?=\s?(?:mg|mcg|%|days?|weeks?|months?|mm|cm|degrees|hours?)\b)")
_SIDE = re.compile(r"\b(left|right)\b", re.IGNORECASE)
_DENIAL = re.compile(r"\b[Dd]enies\b")
_DRUG = re.compile(r"\b(?:lisinopril|metformin|ibuprofen|lasix|tylenol|aspirin|amlodipine|motrin)\b", re.IGNORECASE)


def _raised(more: int, number: re.Match[str]) -> str:
    return str(int(number[1]) + more)


def planted(cases: Iterator[Case]) -> Iterator[Case]:
    """One error of one type in each untouched sentence that can take it: number, side, denial, drug."""
    for case in cases:
        draw = seeded(case.encounter, case.claim)
        more = draw.choice((3, 7, 11))
        changes = {
            "number": _NUMBER.sub(partial(_raised, more), case.claim, count=1),
            "laterality_site": _SIDE.sub(lambda m: "left" if m[1].lower() == "right" else "right", case.claim, count=1),
            "negation": _DENIAL.sub("reports", case.claim, count=1),
            "drug_swap": _DRUG.sub(draw.choice(_DRUGS), case.claim, count=1),
        }
        for kind, claim in changes.items():
            if claim != case.claim:
                yield replace(case, claim=claim, supported=False, kind=kind)
