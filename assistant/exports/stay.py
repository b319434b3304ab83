"""A coded stay for other programs: a JSON line, one CSV line a diagnosis, FHIR Conditions, a block of text to paste."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from assistant.domain.coding import Nomenclature, dotted
from assistant.domain.language import Language
from assistant.domain.stay import ClinicianQuery, CodedStay, RejectedCode, ReportSpan, Stay, StayCode
from assistant.errors import AssistantError
from assistant.exports.lines import (
    CodedReportItem,
    QueryItem,
    RejectedItem,
    ReportSpanItem,
    StayEditionItem,
    StaySuggestionItem,
    UncodedReportItem,
)
from assistant.exports.texts import Texts
from assistant.messages import told

ConditionStatus = Literal["unconfirmed", "confirmed"]
SYSTEMS = {
    Nomenclature.CIM10: "https://smt.esante.gouv.fr/terminologie-cim-10",
    Nomenclature.ICD10CM: "http://hl7.org/fhir/sid/icd-10-cm",
    Nomenclature.CCAM: "https://smt.esante.gouv.fr/terminologie-ccam",
}
"""Canonical addresses of the code systems (Agence du numérique en santé, HL7)."""
CSV_COLUMNS = (
    "stay", "role", "code", "label", "nomenclature", "year", "discharge", "valid_that_day", "confidence", "evidence",
    "rules",
)  # fmt: skip


def coded_report_item(file: str, coded: CodedStay) -> CodedReportItem:
    """The line of one coded report."""
    return {
        "file": file,
        "edition": edition_held_item(coded),
        "suggestions": [suggestion_item(code) for code in coded.codes],
        "rejected": [rejected_item(each) for each in coded.rejected],
        "queries": [query_item(query) for query in coded.queries],
    }


def uncoded_report_item(file: str, error: AssistantError, language: Language) -> UncodedReportItem:
    """The line of a file that could not be coded, in the reader's language."""
    message, hint = told(error, language)
    return {"file": file, "error": message, "hint": hint}


def edition_held_item(coded: CodedStay) -> StayEditionItem:
    """The edition that a stay was coded in."""
    return {
        "nomenclature": coded.edition.nomenclature,
        "year": coded.edition.year,
        "valid_from": coded.edition.valid_from.isoformat(),
        "valid_until": coded.edition.valid_until.isoformat(),
        "day": coded.day.isoformat(),
        "valid_that_day": coded.valid_that_day,
    }


def rejected_item(rejected: RejectedCode) -> RejectedItem:
    """A candidate that is not proposed."""
    return {"code": rejected.code, "label": rejected.label, "reason": rejected.reason}


def query_item(query: ClinicianQuery) -> QueryItem:
    """A question to the clinician."""
    return {"question": query.question, "choices": list(query.choices), "evidence": _spans(query.evidence)}


def suggestion_item(code: StayCode) -> StaySuggestionItem:
    """A proposed code."""
    return {
        "code": code.code,
        "role": code.role,
        "label": code.label,
        "nomenclature": code.nomenclature,
        "year": code.year,
        "confidence": code.confidence,
        "evidence": _spans(code.evidence),
        "rules": [{"id": rule.id, "text": rule.text, "source": rule.source} for rule in code.rules],
    }


def _spans(spans: Sequence[ReportSpan]) -> list[ReportSpanItem]:
    return [
        {"document": each.document, "start": each.span.start, "end": each.span.end, "text": each.text} for each in spans
    ]


def stay_csv(stay: str, coded: CodedStay) -> str:
    """One line a diagnosis, with a heading; texts are quoted where they need it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for code in coded.codes:
        evidence = " | ".join(each.text for each in code.evidence)
        rules = " ".join(rule.id for rule in code.rules)
        held = (coded.day.isoformat(), "yes" if coded.valid_that_day else "no")
        code_columns = (stay, code.role, code.code, code.label, code.nomenclature, code.year)
        writer.writerow((*code_columns, *held, code.confidence, evidence, rules))
    return out.getvalue()


def stay_bundle(id: str, stay: Stay, coded: CodedStay) -> dict[str, Any]:
    """A FHIR R4 collection of what a coder validated: the patient without a name, the stay, one Condition a code."""
    gender = {"F": "female", "M": "male"}.get(stay.sex or "", "unknown")
    period = {"start": stay.entry, "end": stay.exit}
    conditions = stay_conditions(f"{id}-patient", id, coded, "confirmed")
    encounter = {
        "resourceType": "Encounter",
        "id": id,
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
        "subject": {"reference": f"Patient/{id}-patient"},
        "period": {name: day.isoformat() for name, day in period.items() if day},
        "diagnosis": [
            {"condition": {"reference": f"Condition/{condition['id']}"}, "use": {"text": code.role}, "rank": rank}
            for rank, (condition, code) in enumerate(zip(conditions, coded.codes, strict=True), start=1)
        ],
    }
    patient = {"resourceType": "Patient", "id": f"{id}-patient", "gender": gender}
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": resource} for resource in (patient, encounter, *conditions)],
    }


def stay_conditions(
    patient: str, encounter: str, coded: CodedStay, status: ConditionStatus = "unconfirmed"
) -> list[dict[str, Any]]:
    """FHIR R4 Condition resources, one a code, unconfirmed until a person accepts them."""
    return [
        {
            "resourceType": "Condition",
            "id": f"{encounter}-{number}",
            "verificationStatus": _coding("http://terminology.hl7.org/CodeSystem/condition-ver-status", status),
            "category": [_coding("http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis")],
            "code": {
                "coding": [
                    {
                        "system": SYSTEMS[code.nomenclature],
                        "version": str(code.year),
                        "code": dotted(code.code),
                        "display": code.label,
                    }
                ]
            },
            "subject": {"reference": f"Patient/{patient}"},
            "encounter": {"reference": f"Encounter/{encounter}"},
            "note": [{"text": f"{code.role}. {each.text}"} for each in code.evidence],
        }
        for number, code in enumerate(coded.codes, start=1)
    ]


def _coding(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def stay_text(coded: CodedStay, texts: Texts) -> str:
    """A block to paste into the hospital's software: role, code, label, a line each; then the edition."""
    lines = [f"{code.role}\t{dotted(code.code)}\t{code.label}" for code in coded.codes]
    return "\n".join([*lines, edition_words(edition_held_item(coded), texts)]) + "\n"


def edition_words(held: StayEditionItem, texts: Texts) -> str:
    """The nomenclature and year that a stay was coded in; where they do not hold on the day, that too."""
    return texts(
        "edition.held" if held["valid_that_day"] else "edition.stale",
        nomenclature=texts.word("nomenclature", held["nomenclature"]),
        year=held["year"],
        first=texts.day(date.fromisoformat(held["valid_from"])),
        last=texts.day(date.fromisoformat(held["valid_until"])),
        day=texts.day(date.fromisoformat(held["day"])),
    )
